use rusqlite::Connection;

use super::connection;

/// The journal's formats, oldest first: each file leads from the format before it to its own.
const JOURNAL: &[&str] = &[
    include_str!("migrations/journal/0001.sql"),
    include_str!("migrations/journal/0002.sql"),
];

/// The format of the journal that this eventpit writes: the number of its newest migration.
pub const JOURNAL_FORMAT: i64 = JOURNAL.len() as i64;

/// Brings a journal of the format `found` (0: a new file) to the newest one, all or nothing.
pub fn migrate(db: &Connection, found: i64) -> Result<(), rusqlite::Error> {
    let transaction = db.unchecked_transaction()?;
    for (format, sql) in (1..).zip(JOURNAL) {
        if format > found {
            transaction.execute_batch(sql)?;
        }
    }
    if found == 0 {
        // In the transaction of the tables: killed in between, it would be damaged for good.
        let id = uuid::Uuid::new_v4().to_string();
        transaction.execute("INSERT INTO recording (id) VALUES (?1)", [id])?;
    }
    connection::mark(&transaction, JOURNAL_FORMAT)?;
    transaction.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(db: &Connection) -> Result<Vec<String>, rusqlite::Error> {
        let sql = "SELECT name || sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";
        db.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
    }

    #[test]
    fn each_format_leads_to_the_same_tables() -> Result<(), rusqlite::Error> {
        let new = Connection::open_in_memory()?;
        migrate(&new, 0)?;
        for (found, _) in (1..).zip(JOURNAL) {
            let old = Connection::open_in_memory()?;
            JOURNAL
                .iter()
                .take(found)
                .try_for_each(|sql| old.execute_batch(sql))?;
            migrate(&old, i64::try_from(found).unwrap_or_default())?;
            assert_eq!(tables(&old)?, tables(&new)?, "from format {found}");
            assert_eq!(
                connection::pragma(&old, "application_id")?,
                connection::APPLICATION_ID
            );
        }
        Ok(())
    }
}
