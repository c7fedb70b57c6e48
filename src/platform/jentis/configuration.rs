use serde_json::Value;

use crate::event::Finding;
use crate::workspace::{JentisFile, JentisSource};

use super::preview::Known;
use super::submission::{container, is_web, text_at};
use super::{kinds, preview};

const CONTAINER: &str = "/configuration/container";
const ENVIRONMENT: &str = "/configuration/environment";
const AUTOMATION: &str = "/configuration/jtsAutomationId";

/// Where in `configuration` a body does not fit its source, preview included. The answer is the
/// same or an error, as `unfit_configuration` says.
pub fn misfits(known: Known, body: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(other_container(known.file, known.source, body));
    findings.extend(unknown_environment(body));
    findings.extend(preview::misfits(known, body));
    findings
}

/// What else is worth telling about `configuration` and about the address that would go out.
pub fn notes(body: &Value) -> impl Iterator<Item = Finding> {
    let automation = text_at(body, AUTOMATION).map(|id| {
        let message = format!("sent by an automation test, {id}");
        kinds::AUTOMATION_ID.says(message).at(AUTOMATION).got(id)
    });
    automation.into_iter().chain(no_href(body))
}

fn other_container(
    file: &JentisFile,
    source: Option<&JentisSource>,
    body: &Value,
) -> Option<Finding> {
    let source = source?;
    let expected = source.container.as_deref()?;
    let got = container(body).filter(|got| *got != expected)?;
    let known = |source: &JentisSource| source.container.as_deref() == Some(got);
    let finding = if file.sources.iter().any(known) {
        let name = &source.name;
        kinds::CONTAINER_DIFFERS.says(format!(
            "the container is {got}, but the source {name} is {expected}"
        ))
    } else {
        kinds::CONTAINER_UNKNOWN.says(format!("no source is the container {got}"))
    };
    Some(finding.at(CONTAINER).expected(expected).got(got))
}

fn unknown_environment(body: &Value) -> Option<Finding> {
    let got = body.pointer(ENVIRONMENT)?.as_str()?;
    (!["live", "stage"].contains(&got)).then(|| {
        let message = format!("there is no environment {got:?}");
        let finding = kinds::ENVIRONMENT_UNKNOWN.says(message).at(ENVIRONMENT);
        finding.expected("live or stage").got(got)
    })
}

fn no_href(body: &Value) -> Option<Finding> {
    (is_web(body) && text_at(body, "/system/href").is_none()).then(|| {
        kinds::HREF_MISSING
            .says("system.href is missing, so what goes out has no Referer")
            .at("/system/href")
            .expected("the page's address")
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(configuration: Value) -> Vec<(&'static str, Option<String>)> {
        let file = json!({"sources": [{"name": "a", "container": "shop"}, {"name": "b", "container": "blog"}]});
        let file: JentisFile = serde_json::from_value(file).unwrap_or_default();
        let body = json!({ "configuration": configuration });
        let known = Known {
            file: &file,
            source: file.sources.first(),
            session: None,
            open_codes: &[],
        };
        let found = misfits(known, &body).into_iter();
        found.map(|it| (it.kind.code, it.got)).collect()
    }

    #[test]
    fn a_container_of_nobody_is_told_from_that_of_another_source() {
        let of = |name: &str| found(json!({"container": name, "environment": "stage"}));
        assert_eq!(of("shop"), []);
        let got = |code, name: &str| [(code, Some(name.to_string()))];
        assert_eq!(of("blog"), got("jentis-container-differs", "blog"));
        assert_eq!(of("Shop"), got("jentis-container-unknown", "Shop"));
    }

    #[test]
    fn live_and_stage_are_all_environments() {
        for name in ["", "LIVE", "production"] {
            let expected = [("jentis-environment-unknown", Some(name.to_string()))];
            assert_eq!(found(json!({ "environment": name })), expected);
        }
        assert_eq!(found(json!({"environment": "live"})), []);
        // No text at all is the schema's to tell.
        assert_eq!(found(json!({"environment": 1})), []);
        assert_eq!(found(json!({})), []);
    }

    #[test]
    fn only_a_page_misses_its_address() {
        let codes = |body: Value| -> Vec<_> { notes(&body).map(|it| it.kind.code).collect() };
        let body = json!({"system": {"type": "web", "href": ""}, "configuration": {"jtsAutomationId": "run-7"}});
        assert_eq!(codes(body), ["jentis-automation-id", "jentis-no-href"]);
        let body = json!({"system": {"type": "web", "href": "https://a.example/"}});
        assert!(codes(body).is_empty());
        let body = json!({"system": {"type": "app"}, "configuration": {"jtsAutomationId": ""}});
        assert!(codes(body).is_empty());
    }
}
