use super::schema::FileReader;
use super::{Files, Problem, Sample};
use crate::platform::Platform;

/// The sample requests of a workspace, in the order in which they are offered.
pub fn samples(files: &Files, problems: &mut Vec<Problem>) -> Vec<Sample> {
    let schema = FileReader::<Sample>::new();
    let mut samples = Vec::new();
    for (file, text) in &files.0 {
        let Some(name) = file
            .strip_prefix("requests/")
            .and_then(|name| name.strip_suffix(".json"))
        else {
            continue;
        };
        let platform = name.split('/').next().and_then(Platform::parse);
        if platform.is_none() || name.split('/').count() != 2 {
            problems.push(Problem::of_file(
                file,
                "a sample belongs into requests/jentis, jitsu, commanders-act or datafly",
            ));
            continue;
        }
        if let Some(sample) = schema.read(text, file, problems) {
            samples.push(Sample {
                platform,
                name: name.to_string(),
                ..sample
            });
        }
    }
    samples.sort_by(|a, b| (a.order, &a.name).cmp(&(b.order, &b.name)));
    samples
}
