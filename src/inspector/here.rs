use super::{Filter, Look, View};

/// The list that a row stands in: what it is narrowed to, and how it is looked at. The row's page
/// carries both in its address, so that the way back leads to the same list.
#[derive(Debug, Clone)]
pub struct Here {
    /// What the list is narrowed to.
    pub filter: Filter,
    /// How it is looked at.
    pub look: Look,
}

impl Here {
    /// The list narrowed to `filter`, looked at as it is without more.
    pub fn plain(view: View, filter: Filter) -> Here {
        Here {
            filter,
            look: Look::plain(view),
        }
    }

    /// `path` with all of it.
    pub fn link(&self, path: &str) -> String {
        self.link_with(path, &[])
    }

    /// `path` with all of it and more parameters.
    pub fn link_with(&self, path: &str, more: &[(&str, &str)]) -> String {
        self.look.link_with(path, &self.filter, more)
    }

    /// The list, narrowed by a condition more.
    pub fn narrowed(&self, condition: &str) -> String {
        self.look.link(&self.filter.with(condition))
    }

    /// The parameters by which it stands in an address.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let look = self.look.pairs();
        let look = look.map(|(name, value)| (name, value.to_string()));
        self.filter.pairs().into_iter().chain(look).collect()
    }
}
