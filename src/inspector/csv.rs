use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use futures_util::stream;

use super::asked::asked;
use super::group::EventGroup;
use super::lines::{EventLine, Lines, RequestLine, Summary};
use super::masking::Masking;
use super::{Filter, Here, PageError, PageParameters, View};
use crate::live::{Feed, Rows};
use crate::server::App;
use crate::store::{Bound, ListQuery};

/// How many rows are read at once.
const PART: usize = 500;

const OF_EVENTS: &[&str] = &[
    "Time",
    "Outcome",
    "Event",
    "Name",
    "Platform",
    "Test session",
    "Consent",
    "Findings",
    "Repeats",
    "Page",
    "Key facts",
    "Id",
];

const OF_REQUESTS: &[&str] = &[
    "Time",
    "Outcome",
    "Method",
    "Path",
    "Answer",
    "Events",
    "Platform",
    "Test session",
    "Findings",
    "Id",
];

/// The events that the filter holds for, newest first, for a spreadsheet (RFC 4180).
pub async fn events(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    csv(View::Events, app, &request)
}

/// The requests that the filter holds for, newest first, for a spreadsheet (RFC 4180).
pub async fn requests(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    csv(View::Requests, app, &request)
}

fn csv(view: View, app: Data<App>, request: &HttpRequest) -> Result<HttpResponse, PageError> {
    let filter = PageParameters::read(request)?.filter()?;
    filter.readable()?;
    let head = csv_head(view.feed());
    let name = format!("attachment; filename=\"eventpit-{}.csv\"", view.word());
    let first = State {
        masking: Masking::of(request, &app),
        app,
        view,
        filter,
        head: Some(head.into()),
        before: None,
        ended: false,
    };
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(("content-disposition", name))
        .insert_header(("cache-control", "no-cache"))
        .streaming(stream::unfold(first, next)))
}

/// Where a download stands.
struct State {
    app: Data<App>,
    masking: Masking,
    view: View,
    filter: Filter,
    head: Option<Bytes>,
    before: Option<Bound>,
    ended: bool,
}

async fn next(mut state: State) -> Option<(Result<Bytes, PageError>, State)> {
    if let Some(head) = state.head.take() {
        return Some((Ok(head), state));
    }
    if state.ended {
        return None;
    }
    let query = ListQuery {
        before: state.before,
        limit: PART,
        ..state.filter.query()
    };
    let (view, reader) = (state.view, state.app.reader.clone());
    let read = asked(move |_| view.feed().read(&reader, &query)).await;
    let (mut rows, part) = match read {
        Ok(read) => read,
        Err(error) => {
            state.ended = true;
            return Some((Err(error), state));
        }
    };
    state.masking.rows(&mut rows);
    state.before = part.next.as_deref().and_then(Bound::parse);
    state.ended = state.before.is_none();
    Some((Ok(csv_rows(&rows).into()), state))
}

/// The first line of a list's table.
pub fn csv_head(feed: Feed) -> String {
    match feed {
        Feed::Events => line(OF_EVENTS.iter().copied()),
        Feed::Requests => line(OF_REQUESTS.iter().copied()),
    }
}

/// A line for each row.
pub fn csv_rows(rows: &Rows) -> String {
    let here = Here::plain(View::Events, Filter::default());
    match Lines::new(rows, &here) {
        Lines::Events(groups) => groups.iter().map(of_group).collect::<String>(),
        Lines::Requests(lines) => lines.iter().map(of_request).collect(),
    }
}

fn of_group(group: &EventGroup) -> String {
    let page = group.page.as_ref().map_or("", |page| &page.url);
    group
        .lines
        .iter()
        .map(|line| of_event(line, page))
        .collect()
}

fn of_event(row: &EventLine, page: &str) -> String {
    let facts = row.facts.join("; ");
    line([
        row.time.as_str(),
        row.outcome.word,
        &row.title,
        row.name.as_deref().unwrap_or(&row.title),
        &row.platform,
        row.session.as_ref().map_or("", |session| &session.name),
        &row.consent,
        &found(&row.findings),
        row.repeats.as_ref().map_or("", |repeats| repeats.word),
        page,
        &facts,
        &row.id,
    ])
}

fn of_request(row: &RequestLine) -> String {
    line([
        row.time.as_str(),
        row.outcome.word,
        &row.method,
        &row.target,
        &row.status.to_string(),
        &row.events.to_string(),
        &row.platform,
        row.session.as_ref().map_or("", |session| &session.name),
        &found(&row.findings),
        &row.id,
    ])
}

/// How many findings there are, and the worst.
fn found(summary: &Summary) -> String {
    match summary.count {
        0 => String::new(),
        1 => format!("{}: {}", summary.severity, summary.message),
        count => format!("{}: {} (+{})", summary.severity, summary.message, count - 1),
    }
}

fn line<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    let values = values.into_iter().map(field).collect::<Vec<_>>();
    values.join(",") + "\r\n"
}

/// What ends a field where a spreadsheet separates by semicolons or tabs: there quotes in the middle
/// of its field hold nothing together.
const ENDS: [char; 4] = [';', '\t', '\r', '\n'];

/// A value as a field: never a formula, whatever a stranger sent (OWASP, "CSV injection"), nor is
/// what another separator makes a field of its own.
fn field(value: &str) -> String {
    let mut text = String::new();
    for part in value.split_inclusive(ENDS) {
        let is_odd = text.is_empty() && part.starts_with(['\t', '\r', '\n', '\0']);
        if is_odd || is_formula(part) {
            text.push('\'');
        }
        text.push_str(part);
    }
    match text.contains(['"', ',']) || text.contains(ENDS) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

/// Whether a spreadsheet may take a part of a value for a formula: what stands in front of one may be
/// nothing to it.
fn is_formula(part: &str) -> bool {
    let unseen = |letter: char| {
        letter.is_whitespace()
            || letter.is_control()
            || letter == '"'
            || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let seen = part.trim_start_matches(unseen);
    seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_quoted_where_it_must_be_and_never_a_formula() {
        for (value, written) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("=1+1", "'=1+1"),
            (" =1", "' =1"),
            ("@SUM(A1),2", "\"'@SUM(A1),2\""),
            ("two\nlines", "\"two\nlines\""),
            ("\tx", "\"'\tx\""),
            ("＝1", "'＝1"),
            (";=1", "\";'=1\""),
            ("a;=1+1;b", "\"a;'=1+1;b\""),
            ("a; \"=1;\"", "\"a;' \"\"=1;\"\"\""),
            ("a\t@b", "\"a\t'@b\""),
            ("a\r\nb\n-1", "\"a\r\nb\n'-1\""),
            ("\0=1", "'\0=1"),
            ("\u{200b}+1", "'\u{200b}+1"),
            ("\u{feff}@a", "'\u{feff}@a"),
            ("a;b", "\"a;b\""),
        ] {
            assert_eq!(field(value), written);
        }
        assert_eq!(line(["a", "", "c"]), "a,,c\r\n");
    }
}
