use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;

/// A recording's file, for reading.
pub fn open(file: &Path) -> Connection {
    Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// All rows of all tables of an index, in the order of their keys. `progress` is left out: it
/// says how far the index is, not what is in it. Of full text it is the words and their rows.
pub fn dump_index(file: &Path) -> Vec<String> {
    let db = open(file);
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name != 'progress' \
               AND name NOT LIKE 'sqlite_%' AND name NOT GLOB 'text_*_[0-9]*' ORDER BY name";
    let mut dump = Vec::new();
    for table in names(&db, sql) {
        dump.extend(rows(&db, &table, &format!("SELECT * FROM \"{table}\"")));
    }
    let sql = "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%' ORDER BY name";
    for table in names(&db, sql) {
        db.execute_batch(&format!(
            "CREATE VIRTUAL TABLE temp.words_{table} USING fts5vocab(main, {table}, instance)"
        ))
        .expect("the words of a table");
        let sql = format!("SELECT DISTINCT term, doc FROM temp.words_{table}");
        dump.extend(rows(&db, &table, &sql));
    }
    dump
}

/// All rows of the journal, and all workspaces that it knows.
pub fn dump_journal(file: &Path) -> Vec<String> {
    let db = open(file);
    let tables = ["entry", "workspace"];
    let dump = tables.map(|table| rows(&db, table, &format!("SELECT * FROM {table}")));
    dump.concat()
}

fn names(db: &Connection, sql: &str) -> Vec<String> {
    db.prepare(sql)
        .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
        .expect("tables")
}

fn rows(db: &Connection, table: &str, sql: &str) -> Vec<String> {
    let mut query = db.prepare(sql).expect("a table");
    let columns = query.column_count();
    let mut rows = query.query([]).expect("rows");
    let mut lines = Vec::new();
    while let Some(row) = rows.next().expect("a row") {
        let values: Vec<String> = (0..columns)
            .map(|column| shown(row.get_ref(column).expect("a column")))
            .collect();
        lines.push(format!("{table}: {}", values.join(" | ")));
    }
    lines.sort();
    lines
}

/// The bytes of a body as the API shows it: text where it is UTF-8, else base64.
pub fn body_of(shown: &Value) -> Vec<u8> {
    match (&shown["body"], &shown["body_base64"]) {
        (Value::String(text), Value::Null) => text.clone().into_bytes(),
        (Value::Null, Value::String(text)) => {
            let bytes = STANDARD.decode(text).expect("base64");
            assert!(
                std::str::from_utf8(&bytes).is_err(),
                "UTF-8 is shown as text"
            );
            bytes
        }
        both => panic!("{both:?}"),
    }
}

/// The bodies of all recorded requests, oldest first.
pub fn bodies(journal: &Path) -> Vec<Vec<u8>> {
    open(journal)
        .prepare("SELECT body FROM entry WHERE kind = 0 ORDER BY cursor")
        .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
        .expect("bodies")
}

fn shown(value: ValueRef) -> String {
    match value {
        ValueRef::Null => "NULL".into(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => format!("{:?}", String::from_utf8_lossy(text)),
        ValueRef::Blob(bytes) => format!("{bytes:?}"),
    }
}
