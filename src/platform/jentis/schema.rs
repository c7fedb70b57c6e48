use jsonschema::Validator;
use serde_json::{Value, json};

/// The API's schema, compiled.
#[derive(Debug, Clone)]
pub struct Schemas {
    /// Of a data submission (documented).
    pub data_submission: Validator,
    /// Of a consent submission (observed in the SDK; its page is not fully known).
    pub consent_submission: Validator,
}

impl Schemas {
    /// Compiles them: a matter of milliseconds, done once for each workspace that is loaded.
    ///
    /// # Errors
    /// What is wrong with the schema that is built in.
    pub fn compile() -> Result<Schemas, String> {
        let schema: Value =
            serde_json::from_str(include_str!("schema.json")).map_err(|error| error.to_string())?;
        let of = |name: &str| {
            let root = json!({
                "$schema": "http://json-schema.org/draft-07/schema#",
                "definitions": schema.get("definitions"),
                "allOf": [{"$ref": format!("#/definitions/{name}")}],
            });
            jsonschema::validator_for(&root).map_err(|error| error.to_string())
        };
        Ok(Schemas {
            data_submission: of("DataSubmission")?,
            consent_submission: of("ConsentSubmission")?,
        })
    }
}
