use std::sync::Arc;

use actix_multipart::Multipart;
use actix_web::web::{self, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::baseline_form::BaselineForm;
use super::known_sessions::known_sessions;
use super::masking::Masking;
use super::render::form_page;
use super::{Filter, PageError, PageParameters, View};
use crate::api::{BaselineAsked, BaselineParameters, PATIENCE, Problem, Since, part_of_recording};
use crate::baseline::{DifferingEvent, Differs};
use crate::expect::{BaselineVerdict, upto_now};
use crate::live::Feed;
use crate::query::Word;
use crate::server::App;
use crate::store::{Bound, SessionRow};
use crate::told::terminal::harmless_json;

/// A run as a file, and a run held against one.
#[derive(Template)]
#[template(path = "baseline.html")]
struct BaselinePage {
    form: BaselineForm,
    /// Why the form could not be answered.
    wrong: Option<String>,
    verdict: Option<BaselineVerdict>,
    masked: bool,
    /// The test sessions to choose from.
    sessions: Vec<SessionRow>,
    api: String,
}

/// Which events are saved, as a form has them.
#[derive(Debug, Deserialize)]
pub struct Saved {
    #[serde(default)]
    q: String,
    #[serde(default)]
    session: String,
    #[serde(default)]
    since: String,
    #[serde(default)]
    ignore: String,
}

/// Both forms, filled in with what a list was narrowed to.
pub async fn form(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let filter = PageParameters::read(&request)?.filter()?;
    let form = BaselineForm::of(&filter);
    let masking = Masking::of(&request, &app);
    shown(&app, form, None, &masking).await
}

/// What was recorded as a baseline, to be kept: the file of `eventpit baseline save`.
pub async fn save(
    app: Data<App>,
    request: HttpRequest,
    Query(asked): Query<Saved>,
) -> Result<HttpResponse, PageError> {
    let masking = Masking::of(&request, &app);
    let query = asked.q.trim().to_string();
    let parameters = BaselineParameters {
        q: Some(query.clone()),
        session: given(&asked.session),
        since: given(&asked.since),
        ignore: Some(asked.ignore),
        mask: None,
    };
    let upto = upto_now(&app.reader, PATIENCE).await?;
    let reader = Arc::clone(&app.reader);
    let mut baseline = web::block(move || parameters.baseline(&reader, upto)).await??;
    if baseline.events.is_empty() {
        return Err(PageError::nothing_matches(&query));
    }
    masking.baseline(&mut baseline);
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((
            "content-disposition",
            "attachment; filename=\"baseline.json\"",
        ))
        .insert_header(("cache-control", "no-cache"))
        .body(harmless_json(&baseline)))
}

/// Holds what was recorded against the baseline of the form. Nothing is kept of it.
pub async fn compare(
    app: Data<App>,
    request: HttpRequest,
    sent: Multipart,
) -> Result<HttpResponse, PageError> {
    let masking = Masking::of(&request, &app);
    let form = match BaselineForm::read(sent).await {
        Ok(form) => form,
        Err(wrong) => {
            return shown(&app, BaselineForm::default(), Some(Err(wrong)), &masking).await;
        }
    };
    let upto = upto_now(&app.reader, PATIENCE).await?;
    let reader = Arc::clone(&app.reader);
    let (asked, masks) = (form.clone(), masking.clone());
    let judged = web::block(move || {
        let session = given(&asked.session);
        let scope = part_of_recording(
            upto,
            Feed::Events,
            session,
            given(&asked.since).map(Since::Place),
        )?;
        BaselineAsked::new(&asked.file, given(&asked.q), scope, asked.in_order())?.judge(
            &reader,
            upto,
            |baseline| masks.baseline(baseline),
        )
    })
    .await?;
    let answer = match judged {
        Ok(verdict) => Ok(verdict),
        Err(problem) if problem.status == 400 => Err(told(&problem)),
        Err(problem) => return Err(problem.into()),
    };
    shown(&app, form, Some(answer), &masking).await
}

async fn shown(
    app: &Data<App>,
    form: BaselineForm,
    answer: Option<Result<BaselineVerdict, String>>,
    masking: &Masking,
) -> Result<HttpResponse, PageError> {
    let (verdict, wrong) = match answer.transpose() {
        Ok(verdict) => (verdict, None),
        Err(wrong) => (None, Some(wrong)),
    };
    let fields = [
        ("q", form.q.as_str()),
        ("session", form.session.as_str()),
        ("since", form.since.as_str()),
    ];
    let narrowed: Vec<(&str, &str)> = fields
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let page = BaselinePage {
        api: masking.link(&Filter::default().link_with("/inspector/api/v1/baseline", &narrowed)),
        form,
        wrong,
        verdict,
        masked: masking.is_on(),
        sessions: known_sessions(app).await,
    };
    form_page(&page, page.wrong.as_ref())
}

fn told(problem: &Problem) -> String {
    format!("{}: {}", problem.detail, problem.hint)
}

/// What was typed into a field, if anything was.
fn given(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_string())
}

impl BaselinePage {
    /// The list of what was held against the baseline.
    fn list(&self) -> String {
        let session = given(&self.form.session);
        let named = session.as_deref().map(|name| (Word::Session, name));
        let since = given(&self.form.since).and_then(|since| Bound::parse(&since));
        let filter = Filter::new(&self.form.q, named).after(since);
        filter.link(View::Events.path())
    }

    /// What became of an event, and the word that colours that.
    fn change(&self, event: &DifferingEvent) -> (&'static str, &'static str) {
        match event.what {
            Differs::Missing => ("removed", "missing"),
            Differs::New => ("added", "new"),
            Differs::Changed => ("changed", "changed"),
            Differs::Order => ("changed", "another place"),
        }
    }
}
