use std::ops::Range;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};
use rusqlite::{Connection, params};

use super::{Bits, Field, List, Lookup, Paths, chunk_of};

/// The longest value that is kept, in bytes.
const LONGEST: usize = 200;

/// From how many bytes of paths on the rows of shapes are noted at once: bounds the memory.
const MOST_BYTES: usize = 1024 * 1024;

/// Whether a text is none of the values that are kept.
pub fn is_too_long(value: &str) -> bool {
    value.len() > LONGEST
}

/// Writes the postings of one list. Those of the newest chunk are in memory; the ones that changed
/// are written with each transaction, so that a kill changes nothing.
pub struct Postings {
    list: List,
    /// The fields that it writes: no other writer of the list has them.
    fields: Range<usize>,
    /// The chunk at hand; none before the first row, and after a transaction that failed.
    chunk: Option<i64>,
    row: i64,
    values: [HashMap<Box<str>, Posting>; Field::COUNT],
    /// The rows of each shape since the last transaction, the shape that came first first.
    shapes: Vec<Shape>,
    /// How many bytes of paths these have.
    bytes: usize,
    /// Where in `shapes` the paths of a field are, by their address.
    places: HashMap<(usize, usize), usize>,
}

/// Rows that have the same paths: one of them after the other would be noted at each path.
struct Shape {
    field: Field,
    paths: Arc<Paths>,
    bits: Bits,
}

struct Posting {
    bits: Bits,
    changed: bool,
}

impl Postings {
    /// Of a list, with nothing read yet: all that the fold knows of a row.
    pub fn new(list: List) -> Postings {
        Postings::of(list, 0..Field::Delivery as usize)
    }

    /// The same of what became of events at their destinations, which is worked out later.
    pub fn of_deliveries(list: List) -> Postings {
        Postings::of(list, Field::Delivery as usize..Field::COUNT)
    }

    fn of(list: List, fields: Range<usize>) -> Postings {
        Postings {
            list,
            fields,
            chunk: None,
            row: 0,
            values: std::array::from_fn(|_| HashMap::new()),
            shapes: Vec::new(),
            bytes: 0,
            places: HashMap::new(),
        }
    }

    /// Forgets what is in memory: the transaction failed. The next row reads it again.
    pub fn forget(&mut self) {
        self.chunk = None;
        self.shapes.clear();
        self.places.clear();
        self.bytes = 0;
    }

    /// Goes on with `row`, whose values are told next.
    ///
    /// # Errors
    /// The index cannot be read or written.
    pub fn begin(&mut self, db: &Connection, row: i64) -> Result<(), rusqlite::Error> {
        self.row = row;
        self.turn_to(db, chunk_of(row))
    }

    /// Adds a value of the row at hand. One that is too long, or too many, is noted as left out.
    pub fn add(&mut self, field: Field, value: &str) {
        let row = self.row;
        let note = |bits: &mut Bits| bits.insert(row);
        if !self.insert(field, value, note) {
            self.leave(field, note);
        }
    }

    /// Adds the paths at which the row at hand has something.
    pub fn add_paths(&mut self, field: Field, paths: &Arc<Paths>) {
        // The address is its own while the paths are held.
        let key = (field as usize, Arc::as_ptr(paths).addr());
        let place = *self.places.entry(key).or_insert(self.shapes.len());
        if place == self.shapes.len() {
            self.bytes += paths.bytes() + size_of::<Shape>();
            self.shapes.push(Shape {
                field,
                paths: Arc::clone(paths),
                bits: Bits::NONE,
            });
        }
        if let Some(shape) = self.shapes.get_mut(place) {
            shape.bits.insert(self.row);
        }
        if self.bytes > MOST_BYTES {
            self.spread();
        }
    }

    /// Takes a row out: it is there no longer, whatever values it is still noted with. A chunk that
    /// has no row any more is dropped, unless it is the one at hand.
    ///
    /// # Errors
    /// The index cannot be read or written.
    pub fn take_out(&mut self, db: &Connection, row: i64) -> Result<(), rusqlite::Error> {
        let chunk = chunk_of(row);
        if self.chunk == Some(chunk) {
            let rows = self.values.get_mut(Field::Row as usize);
            if let Some(posting) = rows.and_then(|values| values.get_mut("")) {
                posting.bits.remove(row);
                posting.changed = true;
            }
            return Ok(());
        }
        let list = self.list;
        let mut there = Lookup { db, list, chunk }.of(Field::Row, "")?;
        there.remove(row);
        let key = params![list as i64, chunk];
        match there.is_empty() {
            true => db
                .prepare_cached("DELETE FROM posting WHERE list = ?1 AND chunk = ?2")?
                .execute(key)?,
            false => db
                .prepare_cached(
                    "UPDATE posting SET bits = ?3 \
                     WHERE list = ?1 AND chunk = ?2 AND field = ?4 AND value = ''",
                )?
                .execute(params![
                    list as i64,
                    chunk,
                    there.encode(),
                    Field::Row as i64
                ])?,
        };
        Ok(())
    }

    /// Writes what changed.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn write(&mut self, db: &Connection) -> Result<(), rusqlite::Error> {
        self.spread();
        let Some(chunk) = self.chunk else {
            return Ok(());
        };
        let mut insert = db.prepare_cached(
            "INSERT OR REPLACE INTO posting (list, chunk, field, value, bits) \
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (field, values) in self.values.iter_mut().enumerate() {
            for (value, posting) in values.iter_mut().filter(|(_, posting)| posting.changed) {
                let bits = posting.bits.encode();
                insert.execute(params![self.list as i64, chunk, field as i64, value, bits])?;
                posting.changed = false;
            }
        }
        Ok(())
    }

    /// Notes the rows of each shape at its paths.
    fn spread(&mut self) {
        self.places.clear();
        self.bytes = 0;
        for Shape { field, paths, bits } in std::mem::take(&mut self.shapes) {
            let note = |noted: &mut Bits| noted.include(&bits);
            for path in &paths.told {
                if !self.insert(field, path, note) {
                    self.leave(field, note);
                }
            }
            if paths.left {
                self.leave(field, note);
            }
        }
    }

    fn leave(&mut self, field: Field, note: impl FnOnce(&mut Bits)) {
        self.insert(Field::Left, &(field as usize).to_string(), note);
    }

    /// Notes rows that have the value, unless there are too many or it is too long.
    fn insert(&mut self, field: Field, value: &str, note: impl FnOnce(&mut Bits)) -> bool {
        let Some(values) = self.values.get_mut(field as usize) else {
            return false;
        };
        if let Some(posting) = values.get_mut(value) {
            note(&mut posting.bits);
            posting.changed = true;
            return true;
        }
        if is_too_long(value) || values.len() >= field.most() {
            return false;
        }
        let (mut bits, changed) = (Bits::NONE, true);
        note(&mut bits);
        values.insert(value.into(), Posting { bits, changed });
        true
    }

    fn turn_to(&mut self, db: &Connection, chunk: i64) -> Result<(), rusqlite::Error> {
        if self.chunk == Some(chunk) {
            return Ok(());
        }
        self.write(db)?;
        for values in &mut self.values {
            values.clear();
        }
        self.chunk = Some(chunk);
        let mut statement = db.prepare_cached(
            "SELECT field, value, bits FROM posting \
             WHERE list = ?1 AND chunk = ?2 AND field >= ?3 AND field < ?4",
        )?;
        let (first, end) = (self.fields.start as i64, self.fields.end as i64);
        let mut rows = statement.query([self.list as i64, chunk, first, end])?;
        while let Some(row) = rows.next()? {
            let field = usize::try_from(row.get::<_, i64>(0)?).unwrap_or(usize::MAX);
            let bits = Bits::decode(row.get_ref(2)?.as_blob()?);
            if let Some(values) = self.values.get_mut(field) {
                let value = row.get_ref(1)?.as_str()?.into();
                let changed = false;
                values.insert(value, Posting { bits, changed });
            }
        }
        Ok(())
    }
}
