use crate::event::Evidence;

/// One thing that a platform does, and how that is known: a row of `docs/fidelity/<platform>.md`,
/// which a test makes from these.
#[derive(Debug, PartialEq, Eq)]
pub struct Behaviour {
    /// Method and path, or what it holds for: `POST /events`, `every answer`.
    pub endpoint: &'static str,
    /// What happens, in a sentence.
    pub about: &'static str,
    /// How well that is known.
    pub evidence: Evidence,
    /// Where from: a page's address, a recording, the software it was seen on.
    pub source: &'static str,
    /// The setting that changes it, as `docs/REFERENCE.md` names it; everything assumed has one.
    pub setting: Option<&'static str>,
}

/// What happens at `endpoint`, without a setting.
pub const fn row(
    endpoint: &'static str,
    evidence: Evidence,
    about: &'static str,
    source: &'static str,
) -> Behaviour {
    Behaviour {
        endpoint,
        about,
        evidence,
        source,
        setting: None,
    }
}

/// The same with the setting that changes it.
pub const fn set(behaviour: Behaviour, setting: &'static str) -> Behaviour {
    Behaviour {
        setting: Some(setting),
        ..behaviour
    }
}
