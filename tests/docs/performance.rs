use crate::root;

/// Each measurement has its place in the page, and what it measured stands there.
#[test]
fn the_page_has_what_each_measurement_found() {
    let page = std::fs::read_to_string(root().join("docs/PERFORMANCE.md")).expect("the page");
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    let benches = manifest.split("[[bench]]\nname = \"").skip(1);
    let names: Vec<&str> = benches.filter_map(|rest| rest.split('"').next()).collect();
    assert!(names.contains(&"ingest"), "{names:?}");
    for name in names {
        let (_, rest) = page
            .split_once(&format!("<!-- {name} -->\n"))
            .unwrap_or_else(|| panic!("docs/PERFORMANCE.md has no place for {name}"));
        let (text, _) = rest
            .split_once(&format!("<!-- /{name} -->"))
            .unwrap_or_else(|| panic!("the place of {name} has no end"));
        assert!(text.contains("|---|"), "{name} has no table");
        let command = format!("cargo bench --bench {name} -- --write");
        assert!(
            page.contains(&command),
            "the page does not say how {name} is repeated"
        );
    }
}
