use super::{Fault, parse};

/// A fault that is often wanted, ready to arm. None of them claims to be a vendor's behaviour.
#[derive(Debug, Clone, Copy)]
pub struct Preset {
    /// Stable, for the command line.
    pub name: &'static str,
    /// What it is for.
    pub title: &'static str,
    /// The fault, as the header has it.
    pub spec: &'static str,
    /// How often it acts.
    pub times: Option<u64>,
    /// With what probability.
    pub probability: Option<f64>,
}

/// All presets, in the order in which they are listed.
pub const PRESETS: [Preset; 10] = [
    of(
        "unavailable",
        "The next three requests find the service down",
        "503",
        Some(3),
    ),
    of(
        "busy",
        "The next request is told to come again in two seconds",
        "429; retry-after=2",
        Some(1),
    ),
    of(
        "slow",
        "Every answer takes half a second to two seconds",
        "latency=500..2000",
        None,
    ),
    of(
        "timeout",
        "The next request gets no answer for half a minute",
        "timeout=30000",
        Some(1),
    ),
    of(
        "reset",
        "The next connection is reset before the answer",
        "reset-peer",
        Some(1),
    ),
    of(
        "lost-answer",
        "The next event is taken in, and its answer breaks off with a reset",
        "reset-mid-answer",
        Some(1),
    ),
    of(
        "half-body",
        "The next answer is cut in half",
        "half-body",
        Some(1),
    ),
    of(
        "login-page",
        "The next answer is said to be HTML, as behind a captive portal",
        "wrong-content-type",
        Some(1),
    ),
    of(
        "missing-cors",
        "Pages of other sites cannot read the answers",
        "missing-cors",
        None,
    ),
    Preset {
        probability: Some(0.3),
        ..of("flaky", "Three in ten requests fail", "500", None)
    },
];

const fn of(
    name: &'static str,
    title: &'static str,
    spec: &'static str,
    times: Option<u64>,
) -> Preset {
    Preset {
        name,
        title,
        spec,
        times,
        probability: None,
    }
}

impl Preset {
    /// The fault.
    ///
    /// # Errors
    /// Its specification cannot be read, which a test rules out.
    pub fn fault(&self) -> Result<Fault, String> {
        Ok(Fault {
            name: Some(self.name.into()),
            times: self.times,
            probability: self.probability,
            ..parse(self.spec)?
        })
    }
}

/// The preset of that name.
pub fn preset(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_can_be_armed() {
        for preset in PRESETS {
            let fault = preset.fault();
            assert!(
                fault.is_ok_and(|it| super::super::check(&it).is_empty()),
                "{}",
                preset.name
            );
        }
    }
}
