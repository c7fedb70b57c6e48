use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::WorkspaceArgs;
use super::output::{print, refuse};
use super::progress::Progress;
use crate::store::{DataFolder, Store, StoreError};
use crate::told::counted;
use crate::workspace::Workspace;

/// Which recording's index to make again.
#[derive(Debug, Clone, Args)]
pub struct Reindex {
    /// Folder of the recording; no eventpit may have it open.
    #[arg(
        long,
        env = "EVENTPIT_DATA",
        value_name = "DIR",
        default_value = ".eventpit"
    )]
    data: PathBuf,
    #[command(flatten)]
    workspace: WorkspaceArgs,
}

/// Throws the index away and makes it again from the journal. If it is stopped in between, the next
/// start of eventpit goes on with it.
pub fn run(args: &Reindex) -> ExitCode {
    let workspace = match super::workspace(&args.workspace) {
        Ok(workspace) => workspace,
        Err(code) => return code,
    };
    match reindex(args.data.clone(), workspace) {
        Ok(rows) => {
            let said = format!(
                "the index is made again from {} of the journal\n",
                counted(rows, "row", "rows")
            );
            print(&said, ExitCode::SUCCESS)
        }
        Err(error) => refuse(&error.into()),
    }
}

fn reindex(data: PathBuf, workspace: Workspace) -> Result<i64, StoreError> {
    let folder = DataFolder::existing(&data)?;
    folder.remove_index()?;
    let store = Store::open_as_it_is(folder, workspace)?;
    let followed = follow(&store).and_then(|head| {
        looked_up(&store, head)?;
        Ok(head)
    });
    store.close();
    followed
}

/// Waits until the index has all that is in the journal, and says how far it is; the newest cursor.
pub fn follow(store: &Store) -> Result<i64, StoreError> {
    let head = store.reader.head();
    until(store, head, "indexed", || Ok(store.reader.projected_to()))?;
    Ok(head)
}

/// Waits until words and destinations are indexed as well: they come behind the rows, and nothing
/// that only reads needs them.
fn looked_up(store: &Store, head: i64) -> Result<(), StoreError> {
    until(store, head, "words and destinations indexed:", || {
        let (words, destinations) = store.reader.indexed_to()?;
        Ok(words.min(destinations))
    })
}

fn until(
    store: &Store,
    head: i64,
    what: &'static str,
    reached: impl Fn() -> Result<i64, StoreError>,
) -> Result<(), StoreError> {
    let mut progress = Progress::new(what, head);
    loop {
        let reached = reached()?;
        progress.reached(reached);
        if reached >= head {
            return Ok(());
        }
        if let Some(why) = store.reader.trouble() {
            return Err(StoreError::Stuck { at: reached, why });
        }
        progress.pause();
    }
}
