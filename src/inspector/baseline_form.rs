use actix_multipart::{Multipart, MultipartError};
use bytes::Bytes;
use futures_util::TryStreamExt;

use super::Filter;
use super::terms::{terms, without};

/// The longest text in a field, in bytes.
const LONGEST: usize = 64 * 1024;

/// The largest file, in bytes; the guard takes no larger body.
const LARGEST: usize = 16 * 1024 * 1024;

/// What is held against a baseline, as it was typed, and the baseline.
#[derive(Debug, Clone, Default)]
pub struct BaselineForm {
    /// The query; that of the baseline if it is empty.
    pub q: String,
    /// The test session; all if it is empty.
    pub session: String,
    /// After which place the events come; all if it is empty.
    pub since: String,
    /// `any` if the events may come in any order.
    pub order: String,
    /// The file.
    pub file: Bytes,
}

impl BaselineForm {
    /// What a list is narrowed to: its test session, and the rest of its query.
    pub fn of(filter: &Filter) -> BaselineForm {
        let terms = terms(filter.text());
        let names_session = |term: &String| Filter::new(term, []).session().is_some();
        let place = terms.iter().position(names_session);
        let q = match place {
            Some(place) => without(&terms, place),
            None => filter.text().to_string(),
        };
        BaselineForm {
            q,
            session: filter.session_text().to_string(),
            since: filter.since().map(|it| it.to_string()).unwrap_or_default(),
            ..BaselineForm::default()
        }
    }

    /// Reads a form as a browser sends it with a file (RFC 7578). Fields that it does not know are
    /// passed over.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub async fn read(mut sent: Multipart) -> Result<BaselineForm, String> {
        let mut form = BaselineForm::default();
        while let Some(mut field) = sent.try_next().await.map_err(|error| told(&error))? {
            let name = field.name().unwrap_or_default().to_string();
            let limit = if name == "file" { LARGEST } else { LONGEST };
            let Ok(read) = field.bytes(limit).await else {
                return Err(format!("{name} is longer than {limit} bytes"));
            };
            let value = read.map_err(|error| told(&error))?;
            let text = || String::from_utf8_lossy(&value).trim().to_string();
            match name.as_str() {
                "q" => form.q = text(),
                "session" => form.session = text(),
                "since" => form.since = text(),
                "order" => form.order = text(),
                "file" => form.file = value,
                _ => {}
            }
        }
        Ok(form)
    }

    /// Whether the events have to come in the order of the baseline.
    pub fn in_order(&self) -> bool {
        self.order != "any"
    }
}

fn told(error: &MultipartError) -> String {
    format!("the form cannot be read: {error}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_of_a_list_is_a_field_of_its_own() {
        let of = |text: &str| {
            let form = BaselineForm::of(&Filter::new(text, []));
            (form.q, form.session)
        };
        let pair = |q: &str, session: &str| (q.to_string(), session.to_string());
        assert_eq!(
            of("session:run-7 name:purchase"),
            pair("name:purchase", "run-7")
        );
        assert_eq!(of("session:run-7"), pair("", "run-7"));
        assert_eq!(of("name:a OR session:b"), pair("name:a OR session:b", ""));
        assert_eq!(of("-session:b"), pair("-session:b", ""));
    }
}
