use crate::server::{App, Snippet, snippets};
use crate::workspace::Sample;

/// What a list says as long as it is empty: how to send a first event.
pub struct Teaching {
    /// Where clients send to.
    pub url: String,
    /// A line for a shell per platform.
    pub snippets: Vec<Snippet>,
    /// Samples that can be sent from here.
    pub samples: Vec<SampleGroup>,
    /// Whether requests came already.
    pub requests_came: bool,
}

/// The samples of one platform.
pub struct SampleGroup {
    /// The platform, as a person reads it.
    pub title: &'static str,
    /// Its samples.
    pub samples: Vec<SampleView>,
}

/// A sample, as a page offers it.
pub struct SampleView {
    /// What it shows.
    pub title: String,
    /// Method and path.
    pub line: String,
    /// Where the form that sends it goes.
    pub action: String,
}

impl Teaching {
    /// For a recording that has reached `cursor`.
    pub fn new(app: &App, cursor: i64) -> Teaching {
        let url = app.ingest_urls.first().cloned().unwrap_or_default();
        Teaching {
            snippets: snippets(&url),
            url,
            samples: groups(&app.workspace.workspace().samples),
            requests_came: cursor > 0,
        }
    }
}

/// The samples by platform.
pub fn groups(samples: &[Sample]) -> Vec<SampleGroup> {
    crate::platform::Platform::ALL
        .into_iter()
        .map(|platform| SampleGroup {
            title: platform.title(),
            samples: samples
                .iter()
                .filter(|sample| sample.platform == Some(platform))
                .map(SampleView::new)
                .collect(),
        })
        .filter(|group| !group.samples.is_empty())
        .collect()
}

impl SampleView {
    fn new(sample: &Sample) -> SampleView {
        SampleView {
            title: sample.title.clone(),
            line: format!("{} {}", sample.method, sample.path),
            action: format!("/inspector/samples/{}", sample.name),
        }
    }
}
