use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use crate::documentation::documents;

/// What the ids of headings begin with, so that they are none of the page's own.
const PREFIX: &str = "doc-";

/// A page of the documentation as HTML.
pub struct Document {
    /// The HTML. It is made from pages that come with eventpit, and what is HTML in them is left out
    /// or escaped.
    pub html: String,
}

/// Writes Markdown as HTML: links lead to the pages of the help, and there is one heading of the
/// first level. `name` is that of the page (`fidelity/jitsu`).
pub fn document(name: &str, text: &str) -> Document {
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES);
    let events = headed(parser.map(|event| rewritten(name, event)).collect());
    let mut written = String::new();
    html::push_html(&mut written, events.into_iter());
    // What may scroll can be reached with the keyboard.
    let written = written
        .replace("<pre>", "<pre tabindex=\"0\">")
        .replace(
            "<table>",
            "<div class=\"scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table>",
        )
        .replace("</table>", "</table></div>")
        .replace("<th></th>", "<td></td>");
    Document { html: written }
}

fn rewritten<'a>(name: &str, event: Event<'a>) -> Event<'a> {
    match event {
        // Comments mark what is made by a test; anything else is shown as it is written.
        Event::Html(text) | Event::InlineHtml(text) => {
            match text.trim_start().starts_with("<!--") {
                true => Event::Text(CowStr::Borrowed("")),
                false => Event::Text(text),
            }
        }
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: target(name, &dest_url).into(),
            title,
            id,
        }),
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Image {
            link_type,
            dest_url: target(name, &dest_url).into(),
            title,
            id,
        }),
        other => other,
    }
}

/// Where a link of the page `name` leads: to a page of the help, to the web, or to the page itself.
fn target(name: &str, link: &str) -> String {
    if link.starts_with("https://") || link.starts_with("http://") {
        return link.to_string();
    }
    if let Some(place) = link.strip_prefix('#') {
        return format!("#{PREFIX}{place}");
    }
    let (path, place) = link.split_once('#').unwrap_or((link, ""));
    let mut steps: Vec<&str> = match name {
        "README" => Vec::new(),
        name => {
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            let steps = ["docs"].into_iter().chain(folder.split('/'));
            steps.filter(|step| !step.is_empty()).collect()
        }
    };
    for step in path.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "." | "" => {}
            step => steps.push(step),
        }
    }
    let place = match place {
        "" => String::new(),
        place => format!("#{PREFIX}{place}"),
    };
    let path = steps.join("/");
    if let Some(first) = path.strip_prefix("docs/").and_then(first_below) {
        return format!("/inspector/help/{first}");
    }
    match (path.strip_prefix("docs/"), path.as_str()) {
        (Some(page), _) => format!(
            "/inspector/help/{}{place}",
            page.strip_suffix(".md").unwrap_or(page)
        ),
        (None, "README.md") => format!("/inspector/help/README{place}"),
        // A file of the source, which is not here.
        (None, _) => "/inspector/help".into(),
    }
}

/// The first document in that folder, if it is one.
fn first_below(folder: &str) -> Option<String> {
    let mut documents = documents().into_iter();
    let is_in = |name: &str| {
        name.strip_prefix(folder)
            .is_some_and(|rest| rest.starts_with('/'))
    };
    Some(documents.find(|document| is_in(&document.name))?.name)
}

/// Gives each heading the id by which links find it.
fn headed(mut events: Vec<Event>) -> Vec<Event> {
    let mut at = 0;
    while at < events.len() {
        if let Some(Event::Start(Tag::Heading { level, .. })) = events.get(at) {
            let level: HeadingLevel = *level;
            let rest = events.iter().skip(at + 1);
            let inside = rest.take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
            let text: String = inside
                .filter_map(|event| match event {
                    Event::Text(text) | Event::Code(text) => Some(text.to_string()),
                    _ => None,
                })
                .collect();
            if let Some(heading) = events.get_mut(at) {
                *heading = Event::Start(Tag::Heading {
                    level,
                    id: Some(slug(&text).into()),
                    classes: Vec::new(),
                    attrs: Vec::new(),
                });
            }
        }
        at += 1;
    }
    events
}

/// A heading as the id that sites for Markdown give it.
fn slug(text: &str) -> String {
    let text = text.to_lowercase();
    let kept = text.chars().filter_map(|letter| match letter {
        ' ' | '-' => Some('-'),
        letter if letter.is_alphanumeric() || letter == '_' => Some(letter),
        _ => None,
    });
    format!("{PREFIX}{}", kept.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_in_a_page_is_text_and_comments_are_gone() {
        let html = document(
            "X",
            "a <b onclick=x>b</b>\n\n<script>alert(1)</script>\n\n<!-- made -->\n",
        )
        .html;
        assert!(
            !html.contains("<script") && !html.contains("<b ") && !html.contains("made"),
            "{html}"
        );
        assert!(html.contains("&lt;script&gt;"), "{html}");
    }

    #[test]
    fn links_stay_in_the_help() {
        for (name, link, leads_to) in [
            ("README", "docs/TLS.md", "/inspector/help/TLS"),
            (
                "README",
                "docs/fidelity/jitsu.md#x",
                "/inspector/help/fidelity/jitsu#doc-x",
            ),
            (
                "fidelity/jitsu",
                "../FINDINGS.md",
                "/inspector/help/FINDINGS",
            ),
            ("TLS", "fidelity/jitsu.md", "/inspector/help/fidelity/jitsu"),
            ("TLS", "../README.md", "/inspector/help/README"),
            ("TLS", "fidelity", "/inspector/help/fidelity/commanders-act"),
            ("README", "LICENSE", "/inspector/help"),
            (
                "README",
                "docs/screenshots/a.png",
                "/inspector/help/screenshots/a.png",
            ),
            ("TLS", "https://a.example/", "https://a.example/"),
        ] {
            assert_eq!(target(name, link), leads_to, "{name} {link}");
        }
    }
}
