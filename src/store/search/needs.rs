use crate::query::{Condition, Expression, Root, Word};

/// Which parts of a row a query looks at: the others need not be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Needs {
    /// The findings.
    pub findings: bool,
    /// The consent decisions.
    pub consent: bool,
    /// The payload.
    pub payload: bool,
    /// The canonical event.
    pub canonical: bool,
    /// A request's body.
    pub body: bool,
    /// A request's events.
    pub events: bool,
}

impl Needs {
    /// Those of a query.
    pub fn of(expression: &Expression) -> Needs {
        let mut needs = Needs::default();
        needs.add(expression);
        needs
    }

    fn add(&mut self, expression: &Expression) {
        match expression {
            Expression::All => {}
            Expression::And(each) | Expression::Or(each) => {
                each.iter().for_each(|one| self.add(one));
            }
            Expression::Not(one) => self.add(one),
            Expression::Is(condition) => self.condition(condition),
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Word { word, .. } => match word {
                Word::Finding => (self.findings, self.events) = (true, true),
                Word::Type
                | Word::Name
                | Word::User
                | Word::AnonymousId
                | Word::SessionId
                | Word::MessageId => self.events = true,
                Word::Platform
                | Word::Source
                | Word::Session
                | Word::Outcome
                | Word::Status
                | Word::Transport => {}
            },
            Condition::Consent { .. } => (self.consent, self.events) = (true, true),
            Condition::Has(path) | Condition::Compare { path, .. } => {
                self.events = true;
                match path.root {
                    Root::Payload => self.payload = true,
                    Root::Canonical => self.canonical = true,
                }
            }
            Condition::Text(_) => (self.payload, self.body, self.events) = (true, true, true),
            Condition::Connector { .. } | Condition::Duplicate | Condition::Double => {
                self.events = true;
            }
            Condition::After(_) | Condition::Before(_) | Condition::Url(_) => {}
        }
    }
}
