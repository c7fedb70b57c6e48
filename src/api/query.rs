use actix_web::HttpResponse;
use actix_web::web::{self, Data, Query as Parameters};
use serde::Serialize;

use super::Problem;
use crate::query::{Keyword, Query, Seen, suggestions};
use crate::redaction::Masker;
use crate::server::App;
use crate::store::Listing;

/// What may be asked about a query.
#[derive(Debug, Clone, Default, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct QueryParameters {
    /// The query, as far as it is typed; by default the empty one.
    q: Option<String>,
    /// What it is asked of: `events` (default) or `requests`.
    list: Option<String>,
    /// Where the cursor is in it, in characters from 0; by default at its end.
    at: Option<String>,
    /// `1` leaves out values that the workspace's `redaction` masks, and ids and addresses; `0` by
    /// default.
    mask: Option<String>,
}

/// What a query means, or what is wrong with it, and what may be typed next.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct QueryHelp {
    /// What it means, in a sentence; null if it cannot be read.
    pub means: Option<String>,
    /// The same query as it is printed, times made absolute; null if it cannot be read.
    pub query: Option<String>,
    /// What is wrong with it; null if nothing is.
    pub error: Option<Problem>,
    /// What may stand at the cursor.
    pub suggestions: QuerySuggestions,
}

/// What may stand at the cursor.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct QuerySuggestions {
    /// Where what is replaced begins, in characters from 0.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it may be replaced with, the likeliest first.
    pub items: Vec<QuerySuggestion>,
}

/// One thing that may stand there.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct QuerySuggestion {
    /// As it is written.
    pub text: String,
    /// What it means; empty for a value.
    pub about: &'static str,
}

/// What a query means, what is wrong with it, and what may be typed next.
///
/// That is words of the language, and values of the newest rows. A query that cannot be read is
/// answered too, with its error.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/query",
    operation_id = "explain_query",
    params(QueryParameters),
    responses(
        (status = 200, description = "what was asked for", body = QueryHelp),
        (status = 400, description = "a parameter cannot be read", body = Problem)
    )
)]
pub async fn explain(
    app: Data<App>,
    parameters: Parameters<QueryParameters>,
) -> Result<HttpResponse, Problem> {
    let QueryParameters { q, list, at, mask } = parameters.into_inner();
    let masker = super::mask::masker(mask.as_deref(), &app)?;
    let listing = match list.as_deref() {
        None | Some("events") => Listing::Events,
        Some("requests") => Listing::Requests,
        Some(other) => return Err(Problem::parameter("list", "events or requests", other)),
    };
    let text = q.unwrap_or_default();
    let at = match at {
        None => text.chars().count(),
        Some(at) => at
            .parse()
            .map_err(|_| Problem::parameter("at", "a place in the query, from 0", &at))?,
    };
    let help = web::block(move || QueryHelp::of(&app, &text, at, listing, masker.as_ref())).await?;
    Ok(HttpResponse::Ok().json(help))
}

impl QueryHelp {
    /// Of a text with the cursor at that place, asked of that list. Blocks.
    fn of(
        app: &App,
        text: &str,
        at: usize,
        listing: Listing,
        masker: Option<&Masker>,
    ) -> QueryHelp {
        let parsed = Query::parse(text, jiff::Timestamp::now().as_microsecond());
        let things = match listing {
            Listing::Events => "events",
            Listing::Requests => "requests",
        };
        let seen = |what: Seen| match what {
            Seen::Ids(Keyword::Connector) => {
                let workspace = app.workspace.workspace();
                let names = workspace.connectors.iter().map(|it| it.name.clone());
                names.collect()
            }
            // An id tells who somebody is, whatever it looks like.
            what if masker.is_some() && what.is_of_a_person() => Vec::new(),
            what => {
                // Suggestions are a help: without the recording there are fewer of them.
                let mut seen = app.reader.seen(listing, what).unwrap_or_default();
                seen.retain(|value| masker.is_none_or(|it| it.text(value) == *value));
                seen
            }
        };
        let found = suggestions(text, at, &seen);
        let items = found.items.into_iter().map(|it| QuerySuggestion {
            text: it.text,
            about: it.about,
        });
        QueryHelp {
            means: parsed.as_ref().ok().map(|query| query.explain_as(things)),
            query: parsed.as_ref().ok().map(Query::to_string),
            error: parsed.err().map(|error| Problem::query(&error)),
            suggestions: QuerySuggestions {
                start: found.start,
                end: found.end,
                items: items.collect(),
            },
        }
    }
}
