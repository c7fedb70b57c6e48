use clap::Args;

use crate::client::Client;

/// The running eventpit that a command asks.
#[derive(Debug, Clone, Args)]
pub struct ServerArgs {
    /// The eventpit to ask.
    #[arg(
        long,
        env = "EVENTPIT_URL",
        value_name = "URL",
        default_value = "http://localhost:8484"
    )]
    pub url: String,
}

impl ServerArgs {
    /// A client of it.
    pub fn client(&self) -> Client {
        Client::new(&self.url)
    }
}
