use std::io::{Error, ErrorKind, Write};
use std::path::Path;

use serde_json::{Map, Value};

use crate::whole_file::{self, Readers};

/// The file that has it.
const FILE: &str = "workspace.json";

/// Keeps a list of pointers as `redaction` in the `workspace.json` of `folder`, all at once; the
/// rest of the file stays, in its order. It comes into force as any other change of the folder.
///
/// # Errors
/// The file is no JSON object, or cannot be written.
pub fn write_redaction(folder: &Path, pointers: &[String]) -> Result<(), Error> {
    let file = folder.join(FILE);
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => "{}".into(),
        Err(error) => return Err(error),
    };
    let parsed: Result<Map<String, Value>, _> =
        serde_json::from_str(text.trim_start_matches('\u{feff}'));
    let mut about = parsed.map_err(|error| {
        Error::new(
            ErrorKind::InvalidData,
            format!("{FILE} is not JSON: {error}"),
        )
    })?;
    about.insert("redaction".into(), pointers.into());
    whole_file::write(&file, Readers::Anyone, |out| {
        writeln!(out, "{:#}", Value::Object(about))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_the_file_stays() -> Result<(), Error> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join(FILE);
        write_redaction(folder.path(), &["/a".into()])?;
        assert_eq!(
            std::fs::read_to_string(&file)?,
            "{\n  \"redaction\": [\n    \"/a\"\n  ]\n}\n"
        );
        std::fs::write(
            &file,
            r#"{"name": "x", "redaction": ["/old"], "$schema": "y"}"#,
        )?;
        write_redaction(folder.path(), &[])?;
        let text = std::fs::read_to_string(&file)?;
        assert_eq!(
            text.split_whitespace().collect::<String>(),
            r#"{"name":"x","redaction":[],"$schema":"y"}"#
        );
        std::fs::write(&file, "nonsense")?;
        assert!(write_redaction(folder.path(), &[]).is_err());
        Ok(())
    }
}
