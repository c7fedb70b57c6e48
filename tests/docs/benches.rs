use crate::root;

/// Each measurement has its place in the page, and the line that repeats it.
#[test]
fn the_page_on_performance_has_a_place_for_each_bench() {
    let read = |file: &str| std::fs::read_to_string(root().join(file)).expect(file);
    let (manifest, page) = (read("Cargo.toml"), read("docs/PERFORMANCE.md"));
    let benches: Vec<&str> = manifest
        .split("[[bench]]\nname = \"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(benches.len() > 3, "Cargo.toml names {benches:?}");
    for bench in benches {
        let line = format!("cargo bench --bench {bench} -- --write\n");
        assert!(page.contains(&line), "no line repeats {bench}");
        let (begin, end) = (
            format!("<!-- {bench} -->\n"),
            format!("<!-- /{bench} -->\n"),
        );
        let measured = page
            .split_once(&begin)
            .and_then(|(_, rest)| rest.split_once(&end));
        let (measured, _) = measured.expect("a place for what is measured");
        assert!(!measured.trim().is_empty(), "nothing is said of {bench}");
    }
}
