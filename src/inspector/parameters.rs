use actix_web::HttpRequest;
use actix_web::web::Query;
use serde::Deserialize;

use super::detail::{CompareAsked, Fragment, Tab};
use super::ignore_list::IgnoreList;
use super::tree::{Asked, LONGEST};
use super::{Filter, Here, Highlight, Look, PageError, View};
use crate::platform::Platform;
use crate::query::Word;
use crate::store::Bound;

/// The query of a page, as it came.
#[derive(Debug, Default, Deserialize)]
pub struct PageParameters {
    /// The query.
    q: Option<String>,
    session: Option<String>,
    platform: Option<String>,
    /// What is highlighted.
    h: Option<String>,
    /// The clear that a list tells of.
    cleared: Option<String>,
    /// How a list is laid out.
    layout: Option<String>,
    before: Option<String>,
    /// After which place things are shown.
    since: Option<String>,
    /// Where a stream begins.
    pub after: Option<String>,
    /// Which list it is about.
    view: Option<String>,
    /// By which workspace deliveries are worked out.
    workspace: Option<String>,
    /// Which tab of a detail is open.
    tab: Option<String>,
    /// Which part of a page is asked for.
    fragment: Option<String>,
    /// The field that a payload is shown at.
    at: Option<String>,
    /// The value whose members are shown.
    pointer: Option<String>,
    /// The first member shown.
    from: Option<String>,
    /// What is looked for in a payload.
    find: Option<String>,
    /// The event to compare with.
    with: Option<String>,
    /// Whether a comparison shows what is the same.
    all: Option<String>,
    /// Whether a comparison shows what differs each time.
    volatile: Option<String>,
    /// Which fields a comparison ignores: the only one that may be there several times.
    #[serde(skip)]
    ignore: IgnoreList,
}

impl PageParameters {
    /// Reads the query of `request`.
    ///
    /// # Errors
    /// It cannot be read: a parameter that is there twice.
    pub fn read(request: &HttpRequest) -> Result<PageParameters, PageError> {
        Query::from_query(request.query_string())
            .map(|Query(read): Query<PageParameters>| PageParameters {
                ignore: IgnoreList::of(request.query_string()),
                ..read
            })
            .map_err(|error| {
                PageError::bad_request(format!("The address cannot be read: {error}."))
            })
    }

    /// What the list is narrowed to. A form that was sent with an empty field does not narrow.
    ///
    /// # Errors
    /// A platform that is none, or a place.
    pub fn filter(&self) -> Result<Filter, PageError> {
        if let Some(word) = given(&self.platform)
            && Platform::parse(word).is_none()
        {
            return Err(PageError::bad_request(format!(
                "There is no platform {word:?}; there are jentis, jitsu, commanders-act and datafly."
            )));
        }
        // The address may name these two for themselves; in the language they are words like others.
        let named = [
            (Word::Platform, given(&self.platform)),
            (Word::Session, given(&self.session)),
        ];
        let named = named
            .into_iter()
            .filter_map(|(word, value)| Some((word, value?)));
        let filter = Filter::new(given(&self.q).unwrap_or_default(), named);
        Ok(filter.after(self.since()?))
    }

    /// After which place things are shown.
    ///
    /// # Errors
    /// It is no place in a list.
    fn since(&self) -> Result<Option<Bound>, PageError> {
        place("since", given(&self.since))
    }

    /// What is highlighted in the list, if anything is.
    pub fn highlight(&self) -> Option<Highlight> {
        Highlight::new(given(&self.h)?)
    }

    /// The clear that the list tells of, because it has just happened.
    pub fn cleared(&self) -> Option<i64> {
        given(&self.cleared)?.parse().ok()
    }

    /// Which list it is about.
    ///
    /// # Errors
    /// It is none.
    pub fn view(&self) -> Result<View, PageError> {
        let view = self.view.as_deref().and_then(View::parse);
        view.ok_or_else(|| PageError::bad_request("view is needed: events or requests.".into()))
    }

    /// The list that the page belongs to.
    ///
    /// # Errors
    /// A platform that is none.
    pub fn here(&self, view: View) -> Result<Here, PageError> {
        Ok(Here {
            filter: self.filter()?,
            look: self.look(view),
        })
    }

    /// How the list is looked at.
    pub fn look(&self, view: View) -> Look {
        Look {
            view,
            flat: given(&self.layout) == Some("flat"),
            h: given(&self.h).unwrap_or_default().to_string(),
        }
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

    /// The tab that is asked for, of these: where an address says no more than a field, that is in
    /// the payload.
    ///
    /// # Errors
    /// It is none.
    pub fn tab(&self, tabs: &[Tab]) -> Result<Tab, PageError> {
        let of_the_field = given(&self.at).map(|_| Tab::Payload.word());
        Tab::asked(given(&self.tab).or(of_the_field), tabs)
    }

    /// The part of the page that is asked for.
    ///
    /// # Errors
    /// It is none.
    pub fn fragment(&self) -> Result<Fragment, PageError> {
        Fragment::asked(given(&self.fragment))
    }

    /// Which part of a payload is asked for.
    ///
    /// # Errors
    /// What is no JSON pointer, or no number.
    pub fn tree(&self) -> Result<Asked, PageError> {
        let pointer = |name: &str, value: &Option<String>| match value.as_deref() {
            None | Some("") => Ok(None),
            Some(pointer) if pointer.starts_with('/') => Ok(Some(pointer.to_string())),
            Some(other) => Err(PageError::bad_request(format!(
                "{name} is {other:?}; a JSON pointer begins with /, as in /properties/price."
            ))),
        };
        let from = match given(&self.from) {
            None => 0,
            Some(text) => text.parse().map_err(|_| {
                PageError::bad_request(format!("from is {text:?}, which is no number."))
            })?,
        };
        Ok(Asked {
            pointer: pointer("pointer", &self.pointer)?.unwrap_or_default(),
            at: pointer("at", &self.at)?,
            from,
        })
    }

    /// What is looked for in a payload.
    ///
    /// # Errors
    /// A text that is too long.
    pub fn find(&self) -> Result<String, PageError> {
        let text = given(&self.find).unwrap_or_default();
        match text.chars().count() {
            0..=LONGEST => Ok(text.to_string()),
            longer => Err(PageError::bad_request(format!(
                "find has {longer} characters; at most {LONGEST} are looked for."
            ))),
        }
    }

    /// What is to be compared, and what of it is shown.
    pub fn compare(&self) -> CompareAsked {
        CompareAsked {
            with: given(&self.with).map(str::to_string),
            all: given(&self.all) == Some("1"),
            volatile: given(&self.volatile) == Some("1"),
            ignore: self.ignore.clone(),
        }
    }

    /// Where the page begins, if it is not the first.
    ///
    /// # Errors
    /// It is no place in a list.
    pub fn before(&self) -> Result<Option<Bound>, PageError> {
        place("before", given(&self.before))
    }
}

fn place(name: &str, text: Option<&str>) -> Result<Option<Bound>, PageError> {
    let Some(text) = text else {
        return Ok(None);
    };
    Bound::parse(text).map(Some).ok_or_else(|| {
        PageError::bad_request(format!(
            "{name} is {text:?}, which is no place in the list: a cursor (1204) or an event's id (1204.17)."
        ))
    })
}

fn given(parameter: &Option<String>) -> Option<&str> {
    parameter
        .as_deref()
        .map(str::trim)
        .filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

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
