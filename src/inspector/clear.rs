use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::render::see_other;
use super::terms::terms;
use super::{PageError, PageParameters};
use crate::api::{ClearParameters, Problem, cleared, undone};
use crate::server::App;

/// Clears what a list shows, and leads back to it: there it can be brought back.
pub async fn clear(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let parameters = PageParameters::read(&request)?;
    let (view, filter) = (parameters.view()?, parameters.filter()?);
    filter.readable()?;
    let what = match filter.session() {
        // What a whole session taught is forgotten with it.
        Some(session) if filter.since().is_none() && terms(filter.text()).len() == 1 => {
            ClearParameters::session(session)
        }
        _ => ClearParameters::listed(filter.text(), view.word(), filter.since()),
    };
    let answer = cleared(&app, what).await?;
    let told = [("cleared", answer.id.as_str())];
    let back = parameters.look(view).link_with(view.path(), &filter, &told);
    Ok(see_other(&back))
}

/// Brings back what was cleared, and leads to the list.
pub async fn undo(
    app: Data<App>,
    id: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let parameters = PageParameters::read(&request)?;
    let (view, filter) = (parameters.view()?, parameters.filter()?);
    undone(&app, &id).await?;
    Ok(see_other(&parameters.look(view).link(&filter)))
}

impl From<Problem> for PageError {
    fn from(problem: Problem) -> PageError {
        PageError::refused(
            problem.status,
            format!("{}: {}. {}.", problem.title, problem.detail, problem.hint),
        )
    }
}
