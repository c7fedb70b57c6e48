use actix_web::web::{self, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::detail::{Head, Tab};
use super::ignore_list::{IgnoreList, IgnoreView};
use super::known_sessions::known_sessions;
use super::masking::Masking;
use super::render::page;
use super::{Filter, Here, PageError, View};
use crate::overview::{ComparedName, Difference, Scope, SessionsComparison, sessions as compared};
use crate::server::App;
use crate::store::SessionRow;

/// Two recordings side by side.
#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage {
    a: String,
    b: String,
    compared: Option<SessionsComparison>,
    /// Which fields are ignored.
    ignore: IgnoreList,
    /// Those that can be chosen from.
    sessions: Vec<SessionRow>,
    api: String,
}

/// The two test sessions.
#[derive(Debug, Default, Deserialize)]
pub struct Sessions {
    #[serde(default)]
    a: String,
    #[serde(default)]
    b: String,
}

/// Compares two test sessions by the names of their events.
pub async fn compare(
    app: Data<App>,
    request: HttpRequest,
    asked: Query<Sessions>,
) -> Result<HttpResponse, PageError> {
    let masking = Masking::of(&request, &app);
    let Sessions { a, b } = asked.into_inner();
    let (a, b) = (a.trim().to_string(), b.trim().to_string());
    let sessions = known_sessions(&app).await;
    let ignore = IgnoreList::of(request.query_string());
    let asked = (!a.is_empty() && !b.is_empty()).then(|| (a.clone(), b.clone()));
    let both = match asked {
        Some((a, b)) => {
            let scope = Scope {
                redaction: masking.patterns(),
                ..Scope::default()
            };
            let ignored = ignore.ignored.clone();
            let ask = move || compared(&app.reader, (&a, &b), &scope, &ignored);
            Some(web::block(ask).await??)
        }
        None => None,
    };
    let api = match both {
        Some(_) => {
            let names = [("a", a.as_str()), ("b", b.as_str())].into_iter();
            let names: Vec<_> = names.chain(ignore.pairs()).collect();
            let path = "/inspector/api/v1/compare/sessions";
            masking.link(&Filter::default().link_with(path, &names))
        }
        None => "/inspector/api/v1/sessions".into(),
    };
    page(&ComparePage {
        api,
        compared: both,
        ignore,
        sessions,
        a,
        b,
    })
}

impl ComparePage {
    /// Where the two newest events of that name are compared field by field.
    fn href(&self, name: &ComparedName) -> Option<String> {
        let (a, b) = (name.last_a.as_ref()?, name.last_b.as_ref()?);
        let path = format!("{}/{b}", View::Events.path());
        let with = std::iter::once(("with", a.as_str()));
        let with: Vec<_> = with.chain(self.ignore.pairs()).collect();
        let here = Here::plain(View::Events, Filter::default());
        Some(Head::link(&here, &path, Tab::Compare, &with))
    }

    /// How much differs, in words.
    fn words(&self, difference: &Difference) -> String {
        let counts = [
            (difference.added, "added"),
            (difference.removed, "removed"),
            (difference.retyped, "changed type"),
            (difference.changed, "changed value"),
            (difference.ignored, "ignored"),
        ];
        let told = counts.into_iter().filter(|(count, _)| *count > 0);
        let told = told.map(|(count, what)| format!("{count} {what}"));
        let none = difference.is_none().then(|| "none".to_string());
        none.into_iter().chain(told).collect::<Vec<_>>().join(", ")
    }

    /// The fields that are ignored, and the form that adds one.
    fn ignored(&self, compared: &SessionsComparison) -> IgnoreView {
        let both = [("a", self.a.as_str()), ("b", self.b.as_str())];
        let carried = both.into_iter().chain(self.ignore.pairs());
        let link = |fields: &[(&str, &str)]| {
            let all = [both.as_slice(), fields].concat();
            Filter::default().link_with("/inspector/compare", &all)
        };
        IgnoreView {
            fields: self.ignore.kept(&compared.ignored_by, link),
            usual: true,
            wrong: self.ignore.wrong.clone(),
            action: "/inspector/compare".into(),
            carried: carried
                .map(|(name, value)| (name, value.to_string()))
                .collect(),
        }
    }

    /// What became of it, and the word that colours that.
    fn change(&self, name: &ComparedName) -> (&'static str, &'static str) {
        match (name.a, name.b, name.difference) {
            (0, _, _) => ("added", "new"),
            (_, 0, _) => ("removed", "missing"),
            (_, _, Some(difference)) if !difference.is_none() => ("changed", "changed"),
            (a, b, _) if a != b => ("same", "same, another count"),
            _ => ("same", "same"),
        }
    }
}
