use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::asked::asked;
use super::{PageError, PageParameters, View};
use crate::server::App;
use crate::store::ListQuery;

/// Leads to the newest event that the query holds for.
pub async fn latest(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let filter = PageParameters::read(&request)?.filter()?;
    filter.readable()?;
    let query = ListQuery {
        limit: 1,
        ..filter.query()
    };
    let found = asked(move |budget| app.reader.events_within(&query, budget)).await?;
    let newest = found.items.first();
    let newest = newest.ok_or_else(|| PageError::nothing_matches(filter.text()))?;
    Ok(HttpResponse::SeeOther()
        .insert_header(("cache-control", "no-cache"))
        .insert_header((
            "location",
            filter.link(&format!("{}/{}", View::Events.path(), newest.id)),
        ))
        .finish())
}
