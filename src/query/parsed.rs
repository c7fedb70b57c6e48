use super::Expression;

/// A parsed query. Printed, it is a query that means the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    expression: Expression,
}

impl Query {
    /// The query of these conditions.
    pub fn new(expression: Expression) -> Query {
        Query { expression }
    }

    /// The empty query: it holds for everything.
    pub fn all() -> Query {
        Query::new(Expression::All)
    }

    /// Its conditions and how they are joined.
    pub fn expression(&self) -> &Expression {
        &self.expression
    }
}

impl Expression {
    /// Holds where each of `parts` does. Sequences in it are taken apart, so that there is one
    /// form of each query.
    pub fn all_of(parts: impl IntoIterator<Item = Expression>) -> Expression {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Expression::All => {}
                Expression::And(inner) => flat.extend(inner),
                part => flat.push(part),
            }
        }
        match flat.len() {
            0 => Expression::All,
            1 => flat.swap_remove(0),
            _ => Expression::And(flat),
        }
    }

    /// Holds where one of `options` does: one at least. Alternatives in it are taken apart.
    pub fn any_of(options: impl IntoIterator<Item = Expression>) -> Expression {
        let mut flat = Vec::new();
        for option in options {
            match option {
                Expression::All => return Expression::All,
                Expression::Or(inner) => flat.extend(inner),
                option => flat.push(option),
            }
        }
        match flat.len() {
            0 => Expression::All,
            1 => flat.swap_remove(0),
            _ => Expression::Or(flat),
        }
    }
}
