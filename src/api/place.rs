use super::Problem;
use crate::store::{Bound, Reader};

/// What a place is, in words.
const PLACES: &str = "a cursor (1204), an event's id (1204.17) or now";

/// Reads the place `text`, after which something counts, in a recording whose newest cursor is
/// `head`; `name` is what the parameter is called.
///
/// # Errors
/// It is no place, or none in this recording.
pub fn place(name: &str, text: &str, head: i64) -> Result<Bound, Problem> {
    match text {
        "now" => Ok(Bound::Cursor(head)),
        text => {
            let bound = Bound::parse(text).ok_or_else(|| Problem::parameter(name, PLACES, text))?;
            within(name, bound, head)
        }
    }
}

/// A place in a recording whose newest cursor is `head`. After one beyond it nothing can have come:
/// it is of another recording, and a test that expects nothing would hold whatever comes.
///
/// # Errors
/// It is beyond.
pub fn within(name: &str, bound: Bound, head: i64) -> Result<Bound, Problem> {
    match bound.cursor() <= head {
        true => Ok(bound),
        false => Err(Problem::beyond(name, &bound.to_string(), head)),
    }
}

/// Reads from where on a list is: `after`, or `since`, which is the same.
///
/// # Errors
/// It is no place in the recording, or there are two.
pub fn begin(
    reader: &Reader,
    after: Option<&str>,
    since: Option<&str>,
) -> Result<Option<Bound>, Problem> {
    let (name, text) = one_of(after, since)?;
    text.map(|text| place(name, text, reader.head()))
        .transpose()
}

/// Reads from where on a stream is: as a list, but a place beyond the newest one is taken, for a
/// stream says that the recording is another one.
///
/// # Errors
/// It is no place, or there are two.
pub fn begin_stream(
    reader: &Reader,
    after: Option<&str>,
    since: Option<&str>,
) -> Result<Option<Bound>, Problem> {
    match one_of(after, since)? {
        (_, Some("now")) => Ok(Some(Bound::Cursor(reader.head()))),
        (name, text) => bound(name, text),
    }
}

fn one_of<'a>(
    after: Option<&'a str>,
    since: Option<&'a str>,
) -> Result<(&'static str, Option<&'a str>), Problem> {
    match (after, since) {
        (Some(_), Some(since)) => Err(Problem::parameter("since", "one of after and since", since)),
        (None, since) => Ok(("since", since)),
        (after, None) => Ok(("after", after)),
    }
}

/// Reads a place in a list.
///
/// # Errors
/// It is none.
pub fn bound(name: &str, text: Option<&str>) -> Result<Option<Bound>, Problem> {
    match text {
        None => Ok(None),
        Some(text) => Bound::parse(text).map(Some).ok_or_else(|| {
            Problem::parameter(name, "a cursor (1204) or an event's id (1204.17)", text)
        }),
    }
}
