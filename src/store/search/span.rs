use crate::store::postings::Bits;

/// What is known of the rows of a chunk before any of them is looked at.
#[derive(Clone, Copy)]
pub struct Span {
    /// The condition holds for these.
    pub sure: Bits,
    /// It holds for none but these; those that are not sure have to be looked at.
    pub possible: Bits,
}

impl Span {
    /// It holds for all.
    pub const ALL: Span = Span::exactly(Bits::ALL);

    /// It holds for none.
    pub const NONE: Span = Span::exactly(Bits::NONE);

    /// Nothing is known.
    pub const UNKNOWN: Span = Span {
        sure: Bits::NONE,
        possible: Bits::ALL,
    };

    /// It holds for these and no others.
    pub const fn exactly(bits: Bits) -> Span {
        Span {
            sure: bits,
            possible: bits,
        }
    }

    /// It holds at most for these.
    pub fn at_most(bits: Bits) -> Span {
        Span {
            sure: Bits::NONE,
            possible: bits,
        }
    }

    /// Of these rows nothing is known.
    pub fn unknown_at(self, rows: &Bits) -> Span {
        Span {
            sure: self.sure.without(rows),
            possible: self.possible.or(rows),
        }
    }

    /// Only these rows are there at all.
    pub fn within(self, rows: &Bits) -> Span {
        Span {
            sure: self.sure.and(rows),
            possible: self.possible.and(rows),
        }
    }

    /// Where both hold.
    pub fn and(self, other: Span) -> Span {
        Span {
            sure: self.sure.and(&other.sure),
            possible: self.possible.and(&other.possible),
        }
    }

    /// Where one holds.
    pub fn or(self, other: Span) -> Span {
        Span {
            sure: self.sure.or(&other.sure),
            possible: self.possible.or(&other.possible),
        }
    }

    /// Where it does not hold.
    pub fn not(self) -> Span {
        Span {
            sure: Bits::ALL.without(&self.possible),
            possible: Bits::ALL.without(&self.sure),
        }
    }
}
