use std::borrow::Cow;

use super::key::{KeyProblem, key};
use super::refusal::Refusal;
use super::routes::Target;
use super::signature::{check, is_signed, signer};
use crate::platform::Call;
use crate::workspace::{DataflySignatureWithKey, DataflySource};

/// Whose a request is.
#[derive(Debug, Clone, PartialEq)]
pub struct Sender<'a> {
    /// Its source.
    pub source: &'a DataflySource,
    /// Its key; none if a signature stands for it.
    pub key: Option<Cow<'a, str>>,
    /// Whether key or signature was compared with anything: not if no source names any.
    pub checked: bool,
}

impl Sender<'_> {
    /// What its rate is counted under. A key has no blank.
    pub fn bucket(&self) -> Cow<'_, str> {
        match &self.key {
            Some(key) => Cow::Borrowed(key),
            None => format!("signed by {}", self.source.name).into(),
        }
    }
}

/// The sender of a request: by its pipeline key, else by its signature where the path takes one
/// (documented for batches: either; which counts if both are there is assumed).
///
/// # Errors
/// Why neither will do.
pub fn sender<'a>(call: &Call<'a>, target: Target) -> Result<Sender<'a>, Refusal> {
    let (request, file) = (call.request, &call.workspace.datafly);
    let at = call.moment.received_at;
    let signed = target.takes_signature() && is_signed(request);
    match key(request, target, file) {
        Err(KeyProblem::Missing) if signed => {
            let (source, checked) = signer(request, at, file).map_err(Refusal::Signature)?;
            Ok(Sender {
                source,
                key: None,
                checked,
            })
        }
        Err(problem) => Err(Refusal::Key(problem)),
        Ok(key) => {
            let source = key.source;
            let checks = source.signature_with_key == DataflySignatureWithKey::Check;
            if signed && checks && source.secret.is_some() {
                check(request, at, source).map_err(Refusal::Signature)?;
            }
            Ok(Sender {
                source,
                key: Some(key.text),
                checked: key.checked,
            })
        }
    }
}
