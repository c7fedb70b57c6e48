/// How many rows a chunk has. A set of them has a fixed size (512 bytes), small enough to be
/// written anew with each transaction, large enough that a million rows are 245 look-ups.
pub const CHUNK: i64 = 4096;

const WORDS: usize = 64;

/// Up to this many members a set is kept as a list of them: two bytes each.
const FEW: usize = 200;

/// A set of the rows of one chunk.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Bits([u64; WORDS]);

impl Bits {
    /// No row.
    pub const NONE: Bits = Bits([0; WORDS]);

    /// Every place of the chunk, whether a row is there or not.
    pub const ALL: Bits = Bits([u64::MAX; WORDS]);

    /// The places `from` (inclusive) to `to` (exclusive); what lies outside the chunk is cut off.
    pub fn range(from: i64, to: i64) -> Bits {
        let mut bits = Bits::NONE;
        for (number, word) in (0i64..).zip(&mut bits.0) {
            let (low, high) = (from - number * 64, to - number * 64);
            *word = below(high) & !below(low);
        }
        bits
    }

    /// Adds the row `row` (its number in the list, not in the chunk).
    pub fn insert(&mut self, row: i64) {
        let place = place(row);
        if let Some(word) = self.0.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
    }

    /// Adds all of another set.
    pub fn include(&mut self, other: &Bits) {
        *self = self.or(other);
    }

    /// Takes the row `row` out.
    pub fn remove(&mut self, row: i64) {
        let place = place(row);
        if let Some(word) = self.0.get_mut(place / 64) {
            *word &= !(1 << (place % 64));
        }
    }

    /// Whether the row `row` is in it.
    pub fn contains(&self, row: i64) -> bool {
        let place = place(row);
        self.0
            .get(place / 64)
            .is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    /// How many rows are in it.
    pub fn len(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// Whether no row is in it.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Those in both.
    pub fn and(&self, other: &Bits) -> Bits {
        self.joined(other, |a, b| a & b)
    }

    /// Those in one or both.
    pub fn or(&self, other: &Bits) -> Bits {
        self.joined(other, |a, b| a | b)
    }

    /// Those in this one but not in `other`.
    pub fn without(&self, other: &Bits) -> Bits {
        self.joined(other, |a, b| a & !b)
    }

    /// The rows of chunk `chunk`, smallest first.
    pub fn rows(&self, chunk: i64) -> impl DoubleEndedIterator<Item = i64> + '_ {
        let first = chunk * CHUNK;
        (first..first + CHUNK).filter(|row| self.contains(*row))
    }

    /// As it is kept: nothing but the members if they are few (two bytes each, little end first),
    /// else the 512 bytes.
    pub fn encode(&self) -> Vec<u8> {
        let count = usize::try_from(self.len()).unwrap_or(usize::MAX);
        if count <= FEW {
            let places = self.rows(0).filter_map(|row| u16::try_from(row).ok());
            return places.flat_map(u16::to_le_bytes).collect();
        }
        self.0.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    /// Reads what [`encode`](Bits::encode) wrote.
    pub fn decode(bytes: &[u8]) -> Bits {
        let mut bits = Bits::NONE;
        if bytes.len() == WORDS * 8 {
            for (word, bytes) in bits.0.iter_mut().zip(bytes.as_chunks().0) {
                *word = u64::from_le_bytes(*bytes);
            }
        } else {
            for place in bytes.as_chunks().0 {
                bits.insert(i64::from(u16::from_le_bytes(*place)));
            }
        }
        bits
    }

    fn joined(&self, other: &Bits, join: impl Fn(u64, u64) -> u64) -> Bits {
        let mut bits = *self;
        for (word, other) in bits.0.iter_mut().zip(&other.0) {
            *word = join(*word, *other);
        }
        bits
    }
}

/// The places of a word below `place`.
fn below(place: i64) -> u64 {
    match place {
        ..=0 => 0,
        64.. => u64::MAX,
        place => (1 << place) - 1,
    }
}

fn place(row: i64) -> usize {
    usize::try_from(row.rem_euclid(CHUNK)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(rows: &[i64]) -> Bits {
        let mut bits = Bits::NONE;
        for row in rows {
            bits.insert(*row);
        }
        bits
    }

    proptest! {
        #[test]
        fn what_is_kept_is_read(rows in prop::collection::vec(0i64..4096, 0..600)) {
            let bits = set(&rows);
            prop_assert!(Bits::decode(&bits.encode()) == bits);
            let mut sorted = rows;
            sorted.sort_unstable();
            sorted.dedup();
            prop_assert_eq!(bits.len() as usize, sorted.len());
            let moved: Vec<i64> = sorted.iter().map(|row| row + 3 * CHUNK).collect();
            prop_assert_eq!(bits.rows(3).collect::<Vec<_>>(), moved);
        }

        #[test]
        fn a_range_has_what_lies_in_it(from in -100i64..5000, to in -100i64..5000) {
            let bits = Bits::range(from, to);
            for row in 0..CHUNK {
                prop_assert_eq!(bits.contains(row), (from..to).contains(&row));
            }
        }
    }

    #[test]
    fn sets_are_joined() {
        let (a, b) = (set(&[1, 2, 4000]), set(&[2, 3]));
        assert!(a.and(&b) == set(&[2]));
        assert!(a.or(&b) == set(&[1, 2, 3, 4000]));
        assert!(a.without(&b) == set(&[1, 4000]));
        assert!(Bits::ALL.without(&Bits::ALL).is_empty());
    }

    #[test]
    fn even_a_full_chunk_is_small() {
        assert_eq!(Bits::ALL.encode().len(), 512);
        assert_eq!(set(&[7]).encode().len(), 2);
    }
}
