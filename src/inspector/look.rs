use super::{Filter, View};
use crate::query::Word;

/// How a list is looked at. It stands in the address beside the filter, so that what leads on from
/// the list keeps it, with JavaScript and without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Which list it is.
    pub view: View,
    /// Whether it is shown without groups.
    pub flat: bool,
    /// What is highlighted in it, as it was written; nothing if it is empty.
    pub h: String,
}

impl Look {
    /// A list as it is looked at without more.
    pub fn plain(view: View) -> Look {
        Look {
            view,
            flat: false,
            h: String::new(),
        }
    }

    /// The parameters by which it stands in an address.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> + use<'_> {
        let h = (!self.h.is_empty()).then_some(("h", self.h.as_str()));
        let layout = self.flat.then_some(("layout", "flat"));
        h.into_iter().chain(layout)
    }

    /// The list narrowed to `filter`, looked at in the same way.
    pub fn link(&self, filter: &Filter) -> String {
        self.link_with(self.view.path(), filter, &[])
    }

    /// `path` with `filter`, more parameters, and the way of looking.
    pub fn link_with(&self, path: &str, filter: &Filter, more: &[(&str, &str)]) -> String {
        let mut all = more.to_vec();
        for pair in self.pairs() {
            all.push(pair);
        }
        filter.link_with(path, &all)
    }

    /// Where a form sends what leads back to a list that is looked at in the same way.
    pub fn action(&self, path: &str) -> String {
        let path = format!("{path}?view={}", self.view.word());
        self.link_with(&path, &Filter::default(), &[])
    }

    /// The list of a test session, looked at in the same way.
    pub fn session(&self, name: &str) -> String {
        self.link(&Filter::new("", [(Word::Session, name)]))
    }

    /// The list with nothing asked for, looked at in the same way.
    pub fn everything(&self) -> String {
        self.link(&Filter::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_keeps_the_layout_and_what_is_highlighted() {
        let look = |flat, h: &str| Look {
            view: View::Events,
            flat,
            h: h.into(),
        };
        let filter = Filter::new("name:a", []);
        assert_eq!(
            look(false, "").link(&filter),
            "/inspector/events?q=name%3Aa"
        );
        assert_eq!(
            look(true, "is:double").link(&filter),
            "/inspector/events?q=name%3Aa&h=is%3Adouble&layout=flat"
        );
        assert_eq!(look(true, "").everything(), "/inspector/events?layout=flat");
    }
}
