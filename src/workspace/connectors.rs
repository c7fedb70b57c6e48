use super::schema::FileReader;
use super::{Files, Problem};
use crate::connector::{Connector, ConnectorFile};

/// The connectors of a workspace.
pub fn connectors(files: &Files, problems: &mut Vec<Problem>) -> Vec<Connector> {
    let schema = FileReader::<ConnectorFile>::new();
    let mut connectors: Vec<Connector> = Vec::new();
    for (file, text) in &files.0 {
        let Some(name) = file
            .strip_prefix("connectors/")
            .and_then(|name| name.strip_suffix(".json"))
        else {
            continue;
        };
        if name.contains('/') {
            problems.push(Problem::of_file(
                file,
                "a connector belongs into connectors/",
            ));
            continue;
        }
        let read = schema.read(text, file, problems);
        let read = read.and_then(|read| Connector::read(name, file, read, problems));
        connectors.extend(read);
    }
    connectors
}
