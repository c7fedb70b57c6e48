use serde_json::Value;

use super::Mark;
use super::lexicon::{Lexicon, To};
use crate::event;
use crate::query::each_text;

/// The words of a request, but for those that only the index knows.
pub struct Words {
    /// What it has beside the words of its events.
    pub own: String,
    /// Those of its events.
    pub events: Vec<String>,
}

/// What the index knows of an event: it may have learnt from another who its user is.
pub struct Known {
    /// Its ordinal.
    pub ord: i64,
    /// The ids of whom it is about, and its own, as words.
    pub ids: Vec<String>,
}

impl Words {
    /// Of a request with that address and body, and of its events, of each payload and address.
    pub fn of<'a>(
        lexicon: &mut Lexicon,
        (url, body): (&str, &[u8]),
        events: impl Iterator<Item = (&'a Value, Option<&'a str>)>,
    ) -> Words {
        lexicon.begin_request();
        let events = events.map(|(payload, url)| of_event(lexicon, payload, url));
        let events = events.collect();
        let mut own = String::new();
        lexicon.begin_text();
        lexicon.add(url, To::Request, &mut own);
        if let Ok(body) = std::str::from_utf8(body) {
            lexicon.add(body, To::Request, &mut own);
        }
        // A request is at its own address only.
        lexicon.add(url, To::Url, &mut own);
        Words { own, events }
    }
}

impl Known {
    /// Of an event that got that ordinal.
    pub fn of(ord: i64, event: &event::Event) -> Known {
        let ids = [
            &event.user_id,
            &event.anonymous_id,
            &event.session_id,
            &event.message_id,
        ];
        let ids = Mark::IDS.into_iter().zip(ids);
        let ids = ids.filter_map(|(mark, id)| id.as_deref().map(|id| mark.id(id)));
        Known {
            ord,
            ids: ids.collect(),
        }
    }
}

fn of_event(lexicon: &mut Lexicon, payload: &Value, url: Option<&str>) -> String {
    let mut words = String::with_capacity(1024);
    lexicon.begin_text();
    each_text(payload, &mut |text| {
        lexicon.add(text, To::Event, &mut words);
    });
    if let Some(url) = url {
        lexicon.add(url, To::Url, &mut words);
    }
    words
}
