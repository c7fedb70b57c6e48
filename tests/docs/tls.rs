use std::path::Path;

use eventpit::tls::how_to_trust;

use crate::{bless, is_blessing, root};

const BEGIN: &str = "<!-- trust -->\n```\n";
const END: &str = "```\n<!-- /trust -->";

/// The page's lines are those that `eventpit trust` prints.
#[test]
fn the_page_says_what_trust_prints() {
    let printed = how_to_trust(Path::new("/home/you/.local/share/eventpit/eventpit-ca.crt"));
    let path = root().join("docs/TLS.md");
    let page = std::fs::read_to_string(&path).expect("docs/TLS.md");
    let (before, rest) = page.split_once(BEGIN).expect("the place of the lines");
    let (shown, after) = rest.split_once(END).expect("the end of the lines");
    if is_blessing() {
        let blessed = format!("{before}{BEGIN}{printed}{END}{after}");
        bless("docs/TLS.md", &blessed);
        return;
    }
    assert!(
        shown == printed,
        "docs/TLS.md shows other lines than `eventpit trust` prints; \
         EVENTPIT_BLESS=1 cargo test --test docs writes them:\n{printed}"
    );
}
