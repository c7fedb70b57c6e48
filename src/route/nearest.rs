use crate::capture::Request;
use crate::platform::{KnownPath, Platform, known_paths};

/// The longest path that is compared, in bytes.
const LONGEST: usize = 200;

/// The path that a request without a platform most likely meant, and why it did not match.
pub fn nearest(request: &Request, path: &str) -> Option<(&'static KnownPath, String)> {
    // A hostile path may be long; past this length nothing is near.
    if path.len() > LONGEST {
        return None;
    }
    let lower = path.to_ascii_lowercase();
    let all = Platform::ALL.into_iter().flat_map(known_paths);
    let (known, distance) = all
        .filter(|known| !known.path.contains('{') || known.path.matches('/').count() > 1)
        .map(|known| (known, distance(known, &lower)))
        .min_by_key(|(_, distance)| *distance)?;
    // Further than half the path away is no likeness.
    if distance > known.path.len().max(path.len()) / 2 {
        return None;
    }
    let title = known.platform.title();
    let why = if distance == 0 && known.path != path {
        format!("upper and lower case: {title} has {}", known.path)
    } else if path.ends_with(known.path) {
        format!(
            "prefix: {title} has {} without what stands before it",
            known.path
        )
    } else if !known.methods.contains(&request.method.as_str()) {
        format!(
            "spelling and method: {title} has {} {}",
            known.methods.join(" or "),
            known.path
        )
    } else {
        format!("spelling: {title} has {}", known.path)
    };
    Some((known, why))
}

/// How many letters have to change; a path that ends with the known one is one change away.
fn distance(known: &KnownPath, path: &str) -> usize {
    let target = known.path.to_ascii_lowercase();
    if target.len() > 1 && path.ends_with(&target) && path != target {
        return 1;
    }
    strsim::levenshtein(&target, path)
}
