use actix_web::http::Method;
use actix_web::http::header::HeaderName;

use super::check::Check;
use super::compile::Compiler;
use super::condition::Condition;
use super::file::{Bindings, Closed, ConnectorFile};
use super::mapping::Mapping;
use super::path::Scope;
use super::template::Template;
use crate::event::Evidence;
use crate::platform::{Platform, pointer_step};
use crate::workspace::Problem;

/// A connector that was read and checked.
#[derive(Debug)]
pub struct Connector {
    /// Its name, from its file: `ga4`.
    pub name: String,
    /// Its name for a person.
    pub title: String,
    /// The vendor's page.
    pub docs: String,
    /// How well its mapping is known.
    pub evidence: Evidence,
    /// The one platform whose own mapping it is.
    pub platform: Option<Platform>,
    /// The connector whose place it takes there.
    pub instead_of: Option<String>,
    /// What consent it takes.
    pub consent: Bindings,
    pub(super) gates: Vec<Gate>,
    pub(super) method: String,
    pub(super) url: Template,
    pub(super) headers: Vec<(String, Template)>,
    pub(super) body: Mapping,
    pub(super) essential_body: Option<Mapping>,
    pub(super) checks: Vec<Check>,
    pub(super) deviations: Vec<Deviation>,
}

/// What an event must be.
#[derive(Debug)]
pub(super) struct Gate {
    pub(super) when: Condition,
    pub(super) otherwise: Closed,
    pub(super) reason: String,
}

/// Where the platform maps differently.
#[derive(Debug)]
pub(super) struct Deviation {
    pub(super) when: Option<Condition>,
    pub(super) message: String,
    pub(super) docs: String,
    pub(super) evidence: Evidence,
}

impl Connector {
    /// Checks what a schema cannot say about a file, and reads its mapping. `None` if a problem
    /// was found.
    pub fn read(
        name: &str,
        path: &str,
        file: ConnectorFile,
        problems: &mut Vec<Problem>,
    ) -> Option<Connector> {
        let before = problems.len();
        let mut compiler = Compiler::new(path, &file.parameters, problems);
        let gates: Vec<_> = file
            .gates
            .iter()
            .enumerate()
            .filter_map(|(at, gate)| {
                let pointer = format!("/gates/{at}/when");
                Some(Gate {
                    when: compiler.condition(&gate.when, &pointer, Scope::Event)?,
                    otherwise: gate.otherwise,
                    reason: gate.reason.clone(),
                })
            })
            .collect();
        let request = &file.request;
        let url = compiler.address(&request.url, "/request/url");
        if Method::from_bytes(request.method.as_bytes()).is_err() {
            compiler.say("/request/method", "is no method: POST, GET, PUT");
        }
        let headers: Vec<_> = request
            .headers
            .iter()
            .filter_map(|(name, text)| {
                let pointer = format!("/request/headers/{}", pointer_step(name));
                if HeaderName::from_bytes(name.as_bytes()).is_err() {
                    compiler.say(&pointer, "is no name of a header: letters, digits and -");
                }
                let template = compiler.template(text, &pointer, Scope::Event)?;
                Some((name.clone(), template))
            })
            .collect();
        let body = compiler.mapping(&request.body, "/request/body", Scope::Event, 0);
        let essential_body = request.essential_body.as_ref().and_then(|essential| {
            compiler.mapping(essential, "/request/essential_body", Scope::Event, 0)
        });
        let checks: Vec<_> = file
            .checks
            .iter()
            .enumerate()
            .filter_map(|(at, check)| {
                Check::read(check, &file.docs, &format!("/checks/{at}"), &mut compiler)
            })
            .collect();
        let deviations: Vec<_> = file
            .deviations
            .iter()
            .enumerate()
            .map(|(at, it)| Deviation {
                when: it.when.as_ref().and_then(|when| {
                    compiler.condition(when, &format!("/deviations/{at}/when"), Scope::Event)
                }),
                message: it.message.clone(),
                docs: it.docs.clone(),
                evidence: it.evidence,
            })
            .collect();
        for (pointer, docs) in links(&file) {
            if !docs.starts_with("https://") && !docs.starts_with("http://") {
                compiler.say(&pointer, "is shown as a link: begin it with https://");
            }
        }
        if file.instead_of.is_some() && file.platform.is_none() {
            compiler.say(
                "/instead_of",
                "needs a platform: on any other, the connector itself is in force",
            );
        }
        if problems.len() > before {
            return None;
        }
        Some(Connector {
            name: name.to_string(),
            title: file.title,
            docs: file.docs,
            evidence: file.evidence,
            platform: file.platform,
            instead_of: file.instead_of,
            consent: file.consent,
            gates,
            method: file.request.method,
            url: url?,
            headers,
            body: body?,
            essential_body,
            checks,
            deviations,
        })
    }
}

/// The pages that a connector's file names, with the pointers to them.
fn links(file: &ConnectorFile) -> impl Iterator<Item = (String, &str)> {
    let own = std::iter::once(("/docs".to_string(), file.docs.as_str()));
    let checks = file.checks.iter().enumerate().filter_map(|(at, check)| {
        let docs = check.docs.as_deref()?;
        Some((format!("/checks/{at}/docs"), docs))
    });
    let deviations = file.deviations.iter().enumerate();
    let deviations =
        deviations.map(|(at, it)| (format!("/deviations/{at}/docs"), it.docs.as_str()));
    own.chain(checks).chain(deviations)
}

/// The connector that stands for `name` on `platform`: the platform's own, where there is one.
pub fn connector_for<'a>(
    connectors: &'a [Connector],
    name: &str,
    platform: Platform,
) -> Option<&'a Connector> {
    let own = connectors
        .iter()
        .find(|it| it.platform == Some(platform) && it.instead_of.as_deref() == Some(name));
    own.or_else(|| connectors.iter().find(|it| it.name == name))
}
