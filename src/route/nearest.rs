use crate::capture::Request;
use crate::platform::{KnownPath, Platform, known_paths};

/// The longest path that is compared, in bytes. A hostile path may be long; past this length
/// nothing is near.
const LONGEST: usize = 200;

/// Words that Datafly's paths have the first letter of.
const SHORTENED: [&str; 4] = ["track", "page", "identify", "group"];

/// The path that a request without a platform most likely meant, and why it did not match.
pub fn nearest(request: &Request, path: &str) -> Option<(&'static KnownPath, String)> {
    if path.len() > LONGEST {
        return None;
    }
    let all = Platform::ALL.into_iter().flat_map(known_paths);
    let (known, guess) = all
        .map(|known| (known, Guess::new(known.path, path)))
        .filter(|(_, guess)| guess.cost <= guess.most)
        .min_by_key(|(_, guess)| guess.cost)?;
    let method = match known.methods.contains(&request.method.as_str()) {
        true => "",
        false => " and method",
    };
    let (methods, title) = (known.methods.join(" or "), known.platform.title());
    let has = format!("{title} has {methods} {}", known.path);
    Some((known, format!("{}{method}: {has}", guess.what)))
}

/// What may be the matter with a path, compared with a known one.
struct Guess {
    what: &'static str,
    cost: usize,
    /// The highest cost that is still a likeness: half of what the two paths can differ in. What
    /// stands in the places of the `{names}` is like anything.
    most: usize,
}

impl Guess {
    fn new(known: &str, path: &str) -> Guess {
        let meant = filled(known, path);
        let free = meant.len().saturating_sub(fixed(known));
        let most = meant.len().max(path.len()).saturating_sub(free) / 2;
        if meant.eq_ignore_ascii_case(path) {
            return Guess {
                what: "upper and lower case",
                cost: 0,
                most,
            };
        }
        if meant.len() > 1 && path.ends_with(&meant) {
            return Guess {
                what: "prefix",
                cost: 1,
                most,
            };
        }
        if is_shortened(&meant, path) {
            return Guess {
                what: "one letter in place of the word",
                cost: 1,
                most,
            };
        }
        let (meant, path) = (meant.to_ascii_lowercase(), path.to_ascii_lowercase());
        Guess {
            what: "spelling",
            cost: strsim::levenshtein(&meant, &path),
            most,
        }
    }
}

/// A known path with what `path` has in the places of its `{names}`, counted from the end.
fn filled(known: &str, path: &str) -> String {
    let mut own = path.rsplit('/');
    let segments = known
        .rsplit('/')
        .map(|segment| match (segment.strip_prefix('{'), own.next()) {
            (Some(_), Some(own)) if !own.is_empty() => own,
            _ => segment,
        });
    let mut segments: Vec<&str> = segments.collect();
    segments.reverse();
    segments.join("/")
}

/// How many bytes of a known path are not in `{names}`.
fn fixed(known: &str) -> usize {
    let segments = known.split('/');
    let named = segments.filter(|segment| segment.starts_with('{'));
    known.len().saturating_sub(named.map(str::len).sum())
}

fn is_shortened(meant: &str, path: &str) -> bool {
    match (meant.rsplit_once('/'), path.rsplit_once('/')) {
        (Some((front, letter)), Some((same, word))) => {
            front == same
                && letter.len() == 1
                && SHORTENED.contains(&word)
                && word.starts_with(letter)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::Body;

    fn told(method: &str, path: &str) -> Option<String> {
        let request = Request {
            received_at: 0,
            peer: String::new(),
            method: method.into(),
            path: path.into(),
            query: String::new(),
            headers: Vec::new(),
            body: Body::complete(""),
        };
        nearest(&request, path).map(|(_, why)| why)
    }

    #[test]
    fn the_likeliest_mistake_is_named() {
        for (method, path, why) in [
            (
                "POST",
                "/Events",
                "upper and lower case: Commanders Act has",
            ),
            ("POST", "/collect/events", "prefix: Commanders Act has"),
            (
                "POST",
                "/jitsu2/api/s/track",
                "prefix: Jitsu has POST /api/s/{type}",
            ),
            (
                "POST",
                "/v1/track",
                "one letter in place of the word: Datafly has POST /v1/t",
            ),
            (
                "POST",
                "/api/track",
                "spelling: Jitsu has POST /api/s/{type}",
            ),
            ("POST", "/monitors", "spelling: JENTIS has POST /monitor"),
            (
                "PUT",
                "/monitors",
                "spelling and method: JENTIS has POST /monitor",
            ),
        ] {
            let told = told(method, path);
            assert!(
                told.as_ref().is_some_and(|told| told.starts_with(why)),
                "{path}: {told:?}"
            );
        }
        assert_eq!(told("POST", "/foo"), None);
        assert_eq!(told("GET", "/favicon.ico"), None);
        assert_eq!(told("GET", "/../../etc/passwd"), None);
        assert_eq!(told("POST", &"/x".repeat(200)), None);
    }
}
