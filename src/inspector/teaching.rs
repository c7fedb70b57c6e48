use super::refused::Refused;
use crate::client::{ClientSnippet, HIDDEN_KEY, client_snippets, curl_snippet, first_key};
use crate::platform::Platform;
use crate::server::App;
use crate::workspace::Sample;

/// What a list says as long as it is empty: how to send a first event.
pub struct Teaching {
    /// Where clients send to.
    pub url: String,
    /// How to send a first event to each platform.
    pub snippets: Vec<PlatformSnippets>,
    /// Samples that can be sent from here.
    pub samples: Vec<SampleGroup>,
    /// Whether requests came already.
    pub requests_came: bool,
    /// The newest that brought no event.
    pub refused: Option<Refused>,
    /// The stream of those that come next.
    pub stream: String,
}

/// How to send a first event to one platform.
pub struct PlatformSnippets {
    /// The platform.
    pub platform: Platform,
    /// A line for a shell.
    pub curl: String,
    /// The same from other clients.
    pub clients: Vec<ClientSnippet>,
}

impl PlatformSnippets {
    /// What the ids of its parts begin with.
    pub fn anchor(&self) -> String {
        format!("snippet-{}", self.platform.as_str())
    }
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
    /// Whether a key has to be put into a snippet.
    pub fn hides_keys(&self) -> bool {
        self.snippets.iter().any(|it| it.curl.contains(HIDDEN_KEY))
    }

    /// For a recording without an event.
    pub fn new(app: &App, requests_came: bool, refused: Option<Refused>) -> Teaching {
        let url = app.ingest_urls.first().cloned().unwrap_or_default();
        let workspace = app.workspace.workspace();
        let key = |platform| first_key(&workspace, platform);
        Teaching {
            snippets: Platform::ALL
                .into_iter()
                .map(|platform| PlatformSnippets {
                    platform,
                    curl: curl_snippet(platform, &url, key(platform)),
                    clients: client_snippets(platform, &url, key(platform)),
                })
                .collect(),
            url,
            samples: groups(&workspace.samples),
            requests_came,
            refused,
            stream: Refused::stream(),
        }
    }
}

/// The samples by platform.
pub fn groups(samples: &[Sample]) -> Vec<SampleGroup> {
    Platform::ALL
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
