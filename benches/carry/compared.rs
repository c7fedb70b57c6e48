use std::path::Path;

use rusqlite::Connection;

/// How many rows two journals have, all of which have to be the same in every column.
pub fn rows(original: &Path, copy: &Path) -> u64 {
    let db = Connection::open(original.join("journal.db")).expect("the original");
    let copy = copy.join("journal.db").display().to_string();
    db.execute("ATTACH ?1 AS copy", [copy]).expect("the copy");
    let columns: Vec<String> = db
        .prepare("SELECT name FROM pragma_table_info('entry')")
        .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
        .expect("the columns");
    let same = columns.iter().map(|name| format!("a.{name} IS b.{name}"));
    let same = same.collect::<Vec<_>>().join(" AND ");
    let count = |sql: &str| -> u64 {
        let count: i64 = db.query_row(sql, [], |row| row.get(0)).expect("a count");
        count.try_into().expect("a count is positive")
    };
    let there = count("SELECT count(*) FROM main.entry");
    let copied = count("SELECT count(*) FROM copy.entry");
    let equal = count(&format!(
        "SELECT count(*) FROM main.entry a JOIN copy.entry b ON a.cursor = b.cursor WHERE {same}"
    ));
    assert_eq!((there, there), (copied, equal), "every row came through");
    there
}
