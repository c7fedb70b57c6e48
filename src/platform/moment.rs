use std::cell::{Cell, OnceCell, RefCell};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::debug_session::{DebugSession, OpenSessions};
use crate::fault::FaultRecord;
use crate::limit::Limiter;
use crate::workspace::{Script, ScriptSearch, Scripts};

/// What a verdict needs besides the request and the workspace: the time, made-up ids, the
/// limiter's yes or no, a script of this machine, a debug session. It is recorded with the request,
/// so that the same verdict can be worked out again.
pub struct Moment<'a> {
    /// When the request came, in microseconds since 1970.
    pub received_at: i64,
    session: &'a str,
    seed: Uuid,
    limiter: &'a dyn Limiter,
    throttled: Cell<Option<u64>>,
    over_rate: Cell<bool>,
    script: RefCell<Option<ScriptSearch>>,
    open_sessions: Option<&'a OpenSessions>,
    debug_session: OnceCell<Option<DebugSession>>,
    open_codes: OnceCell<Vec<String>>,
}

/// How many open debug sessions are kept of a request whose debug code is none of theirs.
const OPEN_CODES: usize = 11;

/// A moment as it is kept in the journal.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MomentRecord {
    /// What made-up ids are made from.
    pub seed: Uuid,
    /// How long the rate limit told the client to wait, in milliseconds, if it refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throttled_ms: Option<u64>,
    /// Whether a rate was passed that the platform does not enforce.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub over_rate: bool,
    /// What came of looking for a script, if one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script: Option<ScriptSearch>,
    /// The fault that took the place of the platform's answer, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<FaultRecord>,
    /// The debug session, started by a person, that was open under the request's debug code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debug_session: Option<DebugSession>,
    /// Where no session of the source was open under that code: the codes of those that were, at
    /// most 11.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open_codes: Vec<String>,
}

impl<'a> Moment<'a> {
    /// The moment of a request that came now, in a test session.
    pub fn now(received_at: i64, session: &'a str, limiter: &'a dyn Limiter) -> Moment<'a> {
        Moment::seeded(Uuid::new_v4(), received_at, session, limiter)
    }

    fn seeded(
        seed: Uuid,
        received_at: i64,
        session: &'a str,
        limiter: &'a dyn Limiter,
    ) -> Moment<'a> {
        Moment {
            received_at,
            session,
            seed,
            limiter,
            throttled: Cell::new(None),
            over_rate: Cell::new(false),
            script: RefCell::new(None),
            open_sessions: None,
            debug_session: OnceCell::new(),
            open_codes: OnceCell::new(),
        }
    }

    /// The same with the debug sessions that are open.
    pub fn with_debug_sessions(self, open: &'a OpenSessions) -> Moment<'a> {
        Moment {
            open_sessions: Some(open),
            ..self
        }
    }

    /// A recorded moment; `limiter` is to be the record itself.
    pub fn again(received_at: i64, session: &'a str, record: &'a MomentRecord) -> Moment<'a> {
        Moment {
            script: RefCell::new(record.script.clone()),
            debug_session: OnceCell::from(record.debug_session.clone()),
            open_codes: OnceCell::from(record.open_codes.clone()),
            ..Moment::seeded(record.seed, received_at, session, record)
        }
    }

    /// What to keep of it.
    pub fn record(&self) -> MomentRecord {
        MomentRecord {
            seed: self.seed,
            throttled_ms: self.throttled.get(),
            over_rate: self.over_rate.get(),
            script: self.script(),
            fault: None,
            debug_session: self.debug_session.get().cloned().flatten(),
            open_codes: self.open_codes.get().cloned().unwrap_or_default(),
        }
    }

    /// The `n`th made-up id of this request: a version 4 UUID, the same whenever it is asked.
    pub fn id(&self, n: usize) -> Uuid {
        if n == 0 {
            return self.seed;
        }
        let digest = Sha256::new()
            .chain_update(self.seed.as_bytes())
            .chain_update((n as u64).to_be_bytes())
            .finalize();
        let mut bytes = [0u8; 16];
        bytes
            .iter_mut()
            .zip(digest.iter())
            .for_each(|(to, from)| *to = *from);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// Asks the limiter of `bucket` (token bucket, `per_second` a second, burst the same):
    /// `None` lets the request through, else how long to wait.
    pub fn throttle(&self, bucket: &str, per_second: u32) -> Option<Duration> {
        let wait = self
            .limiter
            .take(&format!("{}\n{bucket}", self.session), per_second);
        let millis = wait.map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX));
        self.throttled.set(millis);
        wait
    }

    /// Whether `bucket` has more than `per_second` requests in this second: said once a second
    /// at most.
    pub fn over_rate(&self, bucket: &str, per_second: u32) -> bool {
        let bucket = format!("{}\n{bucket}", self.session);
        let over = self
            .limiter
            .over_rate(&bucket, per_second, self.received_at);
        self.over_rate.set(over);
        over
    }

    /// Reads a script of this machine: see [`Scripts::read`].
    ///
    /// # Errors
    /// As there.
    pub fn read_script(
        &self,
        scripts: &Scripts,
        name: &str,
        package: &str,
    ) -> Result<Script, Option<String>> {
        let read = scripts.read(name, package);
        self.script.replace(Some(match &read {
            Ok(script) => ScriptSearch::Found(script.file.display().to_string()),
            Err(Some(why)) => ScriptSearch::Unreadable(why.clone()),
            Err(None) => ScriptSearch::Missing,
        }));
        read
    }

    /// The debug session, started by a person, that is open under `code`, the debug code of the
    /// request. A request has one code: it is looked up once.
    pub fn debug_session(&self, code: &str) -> Option<DebugSession> {
        let open = self.open_sessions;
        let look_up = || open.and_then(|open| open.with_code(code));
        self.debug_session.get_or_init(look_up).clone()
    }

    /// The codes of the debug sessions, started by persons, that are open of the request's source:
    /// for a request whose own code is none of them. Looked up once.
    pub fn open_codes(&self, source: &str) -> Vec<String> {
        let look_up = || match self.open_sessions {
            Some(open) => open.codes_of(source, OPEN_CODES),
            None => Vec::new(),
        };
        self.open_codes.get_or_init(look_up).clone()
    }

    /// What came of looking for a script, if one was asked for.
    pub fn script(&self) -> Option<ScriptSearch> {
        self.script.borrow().clone()
    }
}

/// A recorded limiter says what it said then.
impl Limiter for MomentRecord {
    fn take(&self, _bucket: &str, _per_second: u32) -> Option<Duration> {
        self.throttled_ms.map(Duration::from_millis)
    }

    fn over_rate(&self, _bucket: &str, _per_second: u32, _at: i64) -> bool {
        self.over_rate
    }
}
