use std::collections::BTreeSet;

use crate::support::{Response, Server};

/// Routes that are read and are no pages: parts of a page, files, and what leads elsewhere.
const NO_PAGES: [&str; 13] = [
    "/",
    "/baseline.json",
    "/events.csv",
    "/events/{id}/value",
    "/faults/banner",
    "/latest",
    "/overview",
    "/patterns",
    "/requests.csv",
    "/requests/{id}/body",
    "/requests/{id}/curl",
    "/static/{version}/{name}",
    "/views/{name}",
];

/// The pages, as the source registers them: actix keeps no list of them.
fn pages() -> BTreeSet<String> {
    let source = include_str!("../../src/inspector/mod.rs");
    let text: String = source.split_whitespace().collect();
    let routes = text.split(".route(\"").skip(1);
    let read = routes.filter_map(|rest| rest.split_once("\",read()"));
    let paths = read.map(|(path, _)| path.to_string());
    paths
        .filter(|path| !NO_PAGES.contains(&path.as_str()))
        .collect()
}

/// Whether a path is one of the route `route`.
fn is_of(route: &str, path: &str) -> bool {
    let Some((before, _)) = route.split_once('{') else {
        return path == route;
    };
    let Some(rest) = path.strip_prefix(before) else {
        return false;
    };
    !rest.is_empty() && (route.ends_with(".*}") || !rest.contains('/'))
}

/// What stands in an attribute, after each `before`.
fn attributes<'a>(html: &'a str, before: &'a str) -> impl Iterator<Item = String> + 'a {
    let values = html.split(before).skip(1);
    values.filter_map(|rest| Some(rest.split_once('"')?.0.replace("&#38;", "&")))
}

/// Where the page's twin is.
fn twin(path: &str, page: &Response) -> String {
    let text = page.text();
    let mut links = attributes(
        &text,
        r#"<link rel="alternate" type="application/json" href=""#,
    );
    let twin = links.next().unwrap_or_else(|| panic!("{path} has no twin"));
    assert_eq!(links.next(), None, "{path}");
    assert!(twin.starts_with("/inspector/api/v1/"), "{path}: {twin}");
    twin
}

#[test]
fn every_page_has_a_json_twin() {
    let server = Server::start();
    let samples = server.api("/samples");
    let samples = samples["items"].as_array().expect("samples");
    assert!(samples.len() > 10);
    for sample in samples {
        let send = sample["send"].as_str().expect("where it is sent from");
        assert_eq!(server.request("POST", send, &[], b"").status, 303, "{send}");
    }
    server.wait_projected();
    // Pages that nothing leads to as they are here; the rest is found by their links.
    let mut left: Vec<(String, bool)> = [
        "/inspector",
        "/inspector/compare?a=default&b=other",
        "/inspector/compare?a=default&b=other&mask=1",
        "/inspector/baseline?q=session:default+name:purchase",
        "/inspector/baseline?mask=1",
        "/inspector/settings?mask=1",
        "/inspector/events?q=platform:jitsu&mask=1",
    ]
    .map(|address| (address.to_string(), true))
    .into();
    let (routes, mut seen) = (pages(), BTreeSet::new());
    assert!(routes.len() > 15, "{routes:?}");
    let mut unseen = routes.clone();
    while let Some((address, is_own)) = left.pop() {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let Some(path) = path.strip_prefix("/inspector") else {
            continue;
        };
        let Some(route) = routes.iter().find(|route| is_of(route, path)) else {
            continue;
        };
        // Of the pages of a sort one is enough; of the documents, which have names, all are read.
        let sort = if route.contains(".*") { path } else { route };
        if !seen.insert(sort.to_string()) && !is_own {
            continue;
        }
        let page = server.get(&address);
        assert_eq!(page.status, 200, "{address}");
        if page.header("content-type") == Some("image/png") {
            continue;
        }
        let twin = twin(&address, &page);
        let answer = server.get(&twin);
        assert_eq!(answer.status, 200, "{address}: {twin}: {}", answer.text());
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert!(answer.json().is_object(), "{address}: {twin}");
        let masks = address.contains("mask=1");
        assert_eq!(twin.contains("mask=1"), masks, "{address}: {twin}");
        unseen.remove(route);
        let links = page.text();
        left.extend(attributes(&links, r#" href=""#).map(|link| (link, false)));
    }
    assert_eq!(unseen, BTreeSet::new(), "nothing leads to these");
    assert_eq!(server.stop().code, Some(0));
}
