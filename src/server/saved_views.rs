use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::live::Feed;
use crate::whole_file::{self, Readers};

/// The file that has them, beside the recording.
const FILE: &str = "views.json";

/// How many there may be.
const MOST: usize = 100;

/// The longest name, in characters.
pub const LONGEST: usize = 64;

/// A list that a person gave a name to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedView {
    /// Its name.
    pub name: String,
    /// Which list it is of.
    pub list: Feed,
    /// What the list is narrowed to.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// What is highlighted in it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub h: String,
}

/// Why a view cannot be saved, or none can be read.
#[derive(Debug, thiserror::Error)]
pub enum SavedViewError {
    /// A name without a letter, or one that is too long.
    #[error("a view's name has 1 to {LONGEST} characters")]
    Name,
    /// There are too many.
    #[error("there are {MOST} saved views already; delete one first")]
    TooMany,
    /// The file is there and is not what this wrote.
    #[error("{0} cannot be read: {1}. Mend it, or delete it: then no view is saved")]
    Damaged(String, serde_json::Error),
    /// The file cannot be read or written.
    #[error("{0}: {1}")]
    File(String, io::Error),
}

/// The saved views: a file beside the recording, so that all who use this eventpit have the same,
/// also after a restart. It is read each time: there are few, and who edits it by hand is heard.
pub struct SavedViews {
    file: PathBuf,
    writing: Mutex<()>,
}

impl SavedViews {
    /// Those of the recording in `folder`.
    pub fn new(folder: &Path) -> SavedViews {
        SavedViews {
            file: folder.join(FILE),
            writing: Mutex::new(()),
        }
    }

    /// All of them, by name. Blocks.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn all(&self) -> Result<Vec<SavedView>, SavedViewError> {
        let text = match std::fs::read_to_string(&self.file) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(SavedViewError::File(self.shown(), error)),
        };
        serde_json::from_str(&text).map_err(|error| SavedViewError::Damaged(self.shown(), error))
    }

    /// Saves a view, in place of one of the same name. Blocks.
    ///
    /// # Errors
    /// Its name is none, there are too many, or the file cannot be read or written.
    pub fn save(&self, view: SavedView) -> Result<(), SavedViewError> {
        if view.name.trim().is_empty() || view.name.chars().count() > LONGEST {
            return Err(SavedViewError::Name);
        }
        self.change(|views| {
            views.retain(|other| other.name != view.name);
            if views.len() >= MOST {
                return Err(SavedViewError::TooMany);
            }
            views.push(view);
            views.sort_by_cached_key(|view| (view.name.to_lowercase(), view.name.clone()));
            Ok(())
        })
    }

    /// Deletes the view of that name, if there is one. Blocks.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub fn delete(&self, name: &str) -> Result<(), SavedViewError> {
        self.change(|views| {
            views.retain(|view| view.name != name);
            Ok(())
        })
    }

    fn change(
        &self,
        change: impl FnOnce(&mut Vec<SavedView>) -> Result<(), SavedViewError>,
    ) -> Result<(), SavedViewError> {
        let _one_at_a_time = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut views = self.all()?;
        change(&mut views)?;
        whole_file::write(&self.file, Readers::Owner, |out| {
            serde_json::to_writer_pretty(&mut *out, &views)?;
            writeln!(out)
        })
        .map_err(|error| SavedViewError::File(self.shown(), error))
    }

    fn shown(&self) -> String {
        self.file.display().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(name: &str, q: &str) -> SavedView {
        SavedView {
            name: name.into(),
            list: Feed::Events,
            q: q.into(),
            h: String::new(),
        }
    }

    #[test]
    fn they_are_kept_by_name_and_survive_a_restart() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let views = SavedViews::new(folder.path());
        assert_eq!(views.all()?, []);
        views.save(view("lost", "outcome:dropped"))?;
        views.save(view("Carts", "name:add_to_cart"))?;
        views.save(view("lost", "outcome:rejected"))?;
        let again = SavedViews::new(folder.path());
        assert_eq!(
            again.all()?,
            [
                view("Carts", "name:add_to_cart"),
                view("lost", "outcome:rejected")
            ]
        );
        again.delete("Carts")?;
        again.delete("never was")?;
        assert_eq!(views.all()?, [view("lost", "outcome:rejected")]);
        Ok(())
    }

    #[test]
    fn what_is_no_name_or_too_many_is_refused() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let views = SavedViews::new(folder.path());
        for name in ["", " ", &"x".repeat(LONGEST + 1)] {
            assert!(matches!(
                views.save(view(name, "")),
                Err(SavedViewError::Name)
            ));
        }
        for count in 0..MOST {
            views.save(view(&count.to_string(), ""))?;
        }
        assert!(matches!(
            views.save(view("more", "")),
            Err(SavedViewError::TooMany)
        ));
        views.save(view("7", "in its place"))?;
        Ok(())
    }

    #[test]
    fn a_damaged_file_is_said_and_never_written_over() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join(FILE);
        std::fs::write(&file, "[{\"name\": 1")?;
        let views = SavedViews::new(folder.path());
        let refused = views.save(view("a", "b")).expect_err("it is damaged");
        assert!(
            refused.to_string().contains("views.json cannot be read"),
            "{refused}"
        );
        assert_eq!(std::fs::read_to_string(&file)?, "[{\"name\": 1");
        Ok(())
    }
}
