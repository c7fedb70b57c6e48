use std::net::IpAddr;
use std::sync::Arc;

use tokio::sync::watch;

use super::{DebugSessions, NamedRecording, SavedViews, Token};
use crate::capture::BodyTimeouts;
use crate::fault::Faults;
use crate::limit::LiveLimiter;
use crate::live::Hub;
use crate::loss::SilentLosses;
use crate::store::{Appender, Reader};
use crate::workspace::InForce;

/// What every handler shares.
pub struct App {
    /// The workspace in force.
    pub workspace: Arc<InForce>,
    /// The rate limits.
    pub limiter: LiveLimiter,
    /// Finds the losses that are to become errors.
    pub losses: SilentLosses,
    /// The faults that the user asked for.
    pub faults: Arc<Faults>,
    /// The debug sessions that a person started.
    pub debug_sessions: DebugSessions,
    /// The test session that a person named.
    pub named_recording: NamedRecording,
    /// The lists that people gave names to.
    pub saved_views: Arc<SavedViews>,
    /// Where requests are recorded.
    pub journal: Appender,
    /// Where answers about the recording come from.
    pub reader: Arc<Reader>,
    /// Tells those who wait what is taken into the index.
    pub hub: Arc<Hub>,
    /// Follows the projection: what is live hangs on it.
    pub projected: watch::Receiver<i64>,
    /// Turns true when the server stops: streams end then.
    pub stopping: watch::Receiver<bool>,
    /// Where clients send to, the best address for a person first.
    pub ingest_urls: Vec<String>,
    /// What the inspector asks for, if anything.
    pub token: Option<Token>,
    /// The address of an inspector that listens for itself: it may be called by it.
    pub inspector_ip: Option<IpAddr>,
    /// How long a request's body may take.
    pub body_timeouts: BodyTimeouts,
    /// Where the recording is.
    pub data: String,
}

impl App {
    /// The address that clients send to: the best one for a person.
    pub fn base_url(&self) -> &str {
        self.ingest_urls.first().map_or("", String::as_str)
    }
}
