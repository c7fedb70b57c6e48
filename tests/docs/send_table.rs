use crate::support::{Builder, Server};
use crate::{bless, is_blessing, root};

const BEGIN: &str = "<!-- send -->\n```\n";
const END: &str = "```\n<!-- /send -->";

/// The table on the README's first screen is what the binary prints.
#[test]
fn the_readme_shows_what_send_prints() {
    let server = Server::start();
    let sent = Builder::new()
        .args(["send", "--all", "--to", &server.url()])
        .run();
    assert_eq!(sent.code, Some(0), "{}", sent.stderr);
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).expect("README.md");
    let (before, rest) = readme.split_once(BEGIN).expect("the place of the table");
    let (shown, after) = rest.split_once(END).expect("the end of the table");
    if is_blessing() {
        let blessed = format!("{before}{BEGIN}{}{END}{after}", sent.stdout);
        bless("README.md", &blessed);
        return;
    }
    assert!(
        shown == sent.stdout,
        "README.md shows another table than `eventpit send --all` prints; \
         EVENTPIT_BLESS=1 cargo test --test docs writes it:\n{}",
        sent.stdout
    );
}
