use actix_web::HttpRequest;
use actix_web::web::Query;
use serde::Deserialize;

use super::PageError;
use crate::capture::encode;
use crate::platform::Platform;
use crate::store::{Bound, ListQuery};

/// What a list is narrowed to. It stands in the address of every page, so that a link shows what
/// its sender saw.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only this test session.
    pub session: Option<String>,
    /// Only this platform.
    pub platform: Option<Platform>,
}

/// The query of a page, as it came.
#[derive(Debug, Default, Deserialize)]
pub struct PageParameters {
    session: Option<String>,
    platform: Option<String>,
    before: Option<String>,
    /// Where a stream begins.
    pub after: Option<String>,
    /// Which list a stream follows.
    pub view: Option<String>,
    /// By which workspace deliveries are worked out.
    workspace: Option<String>,
}

impl PageParameters {
    /// Reads the query of `request`.
    ///
    /// # Errors
    /// It cannot be read: a parameter that is there twice.
    pub fn read(request: &HttpRequest) -> Result<PageParameters, PageError> {
        Query::from_query(request.query_string())
            .map(Query::into_inner)
            .map_err(|error| {
                PageError::bad_request(format!("The address cannot be read: {error}."))
            })
    }

    /// What the list is narrowed to. A form that was sent with an empty field does not narrow.
    ///
    /// # Errors
    /// A platform that is none.
    pub fn filter(&self) -> Result<Filter, PageError> {
        let platform = match given(&self.platform) {
            None => None,
            Some(word) => Some(Platform::parse(word).ok_or_else(|| {
                PageError::bad_request(format!(
                    "There is no platform {word:?}; there are jentis, jitsu, commanders-act and datafly."
                ))
            })?),
        };
        Ok(Filter {
            session: given(&self.session).map(str::to_string),
            platform,
        })
    }

    /// Whether deliveries are worked out by the workspace that was in force when the event came.
    ///
    /// # Errors
    /// It is neither `now` nor `then`.
    pub fn by_then(&self) -> Result<bool, PageError> {
        match given(&self.workspace) {
            None | Some("now") => Ok(false),
            Some("then") => Ok(true),
            Some(other) => Err(PageError::bad_request(format!(
                "workspace is {other:?}; there are now and then."
            ))),
        }
    }

    /// Where the page begins, if it is not the first.
    ///
    /// # Errors
    /// It is no place in a list.
    pub fn before(&self) -> Result<Option<Bound>, PageError> {
        let Some(text) = given(&self.before) else {
            return Ok(None);
        };
        Bound::parse(text).map(Some).ok_or_else(|| {
            PageError::bad_request(format!(
                "before is {text:?}, which is no place in the list."
            ))
        })
    }
}

fn given(parameter: &Option<String>) -> Option<&str> {
    parameter
        .as_deref()
        .map(str::trim)
        .filter(|value| !value.is_empty())
}

impl Filter {
    /// Whether it narrows anything.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }

    /// `path` with this filter.
    pub fn link(&self, path: &str) -> String {
        self.link_with(path, &[])
    }

    /// `path` with this filter and more parameters.
    pub fn link_with(&self, path: &str, more: &[(&str, &str)]) -> String {
        let mut link = path.to_string();
        let own = [
            ("session", self.session.as_deref()),
            ("platform", self.platform.map(Platform::as_str)),
        ];
        let own = own
            .into_iter()
            .filter_map(|(name, value)| value.map(|value| (name, value)));
        let start = if path.contains('?') { '&' } else { '?' };
        for (place, (name, value)) in own.chain(more.iter().copied()).enumerate() {
            link.push(if place == 0 { start } else { '&' });
            link.push_str(name);
            link.push('=');
            link.extend(encode(value));
        }
        link
    }

    /// The question to the store that this filter asks.
    pub fn query(&self) -> ListQuery {
        ListQuery {
            session: self.session.clone(),
            platform: self.platform.map(|platform| platform.as_str().to_string()),
            ..ListQuery::default()
        }
    }

    /// Whether this platform is the one asked for.
    pub fn asks_for(&self, platform: &Platform) -> bool {
        self.platform == Some(*platform)
    }

    /// The session asked for, or nothing.
    pub fn session_text(&self) -> &str {
        self.session.as_deref().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_carries_the_filter_encoded() {
        let filter = Filter {
            session: Some("a b&c=\"<".into()),
            platform: Some(Platform::Jitsu),
        };
        assert_eq!(
            filter.link_with("/x", &[("before", "1.2")]),
            "/x?session=a%20b%26c%3D%22%3C&platform=jitsu&before=1.2"
        );
        assert_eq!(Filter::default().link("/x"), "/x");
    }

    #[test]
    fn empty_fields_do_not_narrow_and_unknown_platforms_are_told() {
        let parameters = PageParameters {
            session: Some(" ".into()),
            platform: Some(String::new()),
            ..PageParameters::default()
        };
        assert!(parameters.filter().is_ok_and(|filter| filter.is_empty()));
        let unknown = PageParameters {
            platform: Some("segment".into()),
            ..PageParameters::default()
        };
        assert!(unknown.filter().is_err());
    }
}
