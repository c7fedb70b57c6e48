use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use clap::builder::FalseyValueParser;

use super::WorkspaceArgs;
use super::duration::duration;
use super::log::{self, LogFormat};
use super::output::refuse;
use super::trust::AuthorityArgs;
use crate::capture::BodyTimeouts;
use crate::server::{self, Listen, ServeOptions, Tls, Token};
use crate::store::Durability;

/// How to serve.
#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// Where clients send to: a port on 127.0.0.1 and ::1, or ADDRESS:PORT; may be repeated, 0
    /// takes a free port.
    #[arg(
        long,
        env = "EVENTPIT_LISTEN",
        value_name = "WHERE",
        default_value = "8484",
        value_delimiter = ','
    )]
    listen: Vec<Listen>,
    /// Puts the inspector on a port of its own.
    #[arg(long, env = "EVENTPIT_INSPECTOR_LISTEN", value_name = "WHERE")]
    inspector_listen: Option<Listen>,
    /// What the inspector asks for: 16 characters or more. Where others than this machine reach it
    /// and nothing is said, one is made at each start and printed.
    #[arg(
        long,
        env = "EVENTPIT_INSPECTOR_TOKEN",
        value_name = "TOKEN",
        hide_env_values = true
    )]
    inspector_token: Option<Token>,
    /// Serves the same over https too, with certificates of a local CA that is made once and
    /// kept (eventpit trust says how to trust it).
    #[arg(long, env = "EVENTPIT_TLS", value_parser = FalseyValueParser::new())]
    tls: bool,
    /// Where https listens, as with --listen: 8443 if nothing else is said. Implies --tls.
    #[arg(
        long,
        env = "EVENTPIT_TLS_LISTEN",
        value_name = "WHERE",
        value_delimiter = ','
    )]
    tls_listen: Vec<Listen>,
    /// Serves https with this certificate instead of the local CA's: PEM, the chain after it.
    #[arg(
        long,
        env = "EVENTPIT_TLS_CERT",
        value_name = "FILE",
        requires = "tls_key"
    )]
    tls_cert: Option<PathBuf>,
    /// The private key of --tls-cert: PEM, without a password.
    #[arg(
        long,
        env = "EVENTPIT_TLS_KEY",
        value_name = "FILE",
        requires = "tls_cert"
    )]
    tls_key: Option<PathBuf>,
    #[command(flatten)]
    authority: AuthorityArgs,
    /// A body of which nothing more came for this long is recorded as incomplete.
    #[arg(long, env = "EVENTPIT_IDLE_TIMEOUT", value_name = "TIME", default_value = "30s", value_parser = duration)]
    idle_timeout: Duration,
    /// A body that takes longer than this in all is recorded as incomplete.
    #[arg(long, env = "EVENTPIT_BODY_TIMEOUT", value_name = "TIME", default_value = "5m", value_parser = duration)]
    body_timeout: Duration,
    /// Folder of the recording.
    #[arg(
        long,
        env = "EVENTPIT_DATA",
        value_name = "DIR",
        default_value = ".eventpit"
    )]
    data: PathBuf,
    /// Records into a folder that is deleted at the end.
    #[arg(long, env = "EVENTPIT_EPHEMERAL", value_parser = FalseyValueParser::new())]
    ephemeral: bool,
    /// What a recorded request outlives: a killed process, or a power cut too.
    #[arg(long, env = "EVENTPIT_DURABILITY", value_enum, default_value_t = Durability::Normal)]
    durability: Durability,
    #[command(flatten)]
    workspace: WorkspaceArgs,
    /// Folder of your own files (a test page, say), served under /inspector/user.
    #[arg(long, env = "EVENTPIT_STATIC_DIR", value_name = "DIR")]
    static_dir: Option<PathBuf>,
    /// Written once it listens, all at once: JSON with pid, version, ingest_urls, inspector_url
    /// and data, ca_file with the local CA, and inspector_token where one is asked for.
    #[arg(long, env = "EVENTPIT_READY_FILE", value_name = "PATH")]
    ready_file: Option<PathBuf>,
    /// For whom the log is written.
    #[arg(long, env = "EVENTPIT_LOG_FORMAT", value_enum, default_value_t = LogFormat::Human)]
    log_format: LogFormat,
}

/// Where https listens if nothing else is said.
const TLS_LISTEN: Listen = Listen::Loopback(8443);

impl Serve {
    fn tls(&self) -> Option<Tls> {
        match (&self.tls_cert, &self.tls_key) {
            (Some(certificate), Some(key)) => Some(Tls::Own(certificate.clone(), key.clone())),
            _ if self.tls || !self.tls_listen.is_empty() => {
                Some(Tls::Local(self.authority.tls_dir.clone()))
            }
            _ => None,
        }
    }
}

/// Serves until asked to stop.
pub fn run(args: Serve) -> ExitCode {
    log::start(args.log_format, log::OF_A_SERVER);
    let tls = args.tls();
    let options = ServeOptions {
        listen: args.listen,
        tls_listen: match args.tls_listen.is_empty() {
            true => vec![TLS_LISTEN],
            false => args.tls_listen,
        },
        tls,
        body_timeouts: BodyTimeouts {
            idle: args.idle_timeout,
            total: args.body_timeout,
        },
        inspector_listen: args.inspector_listen,
        inspector_token: args.inspector_token,
        data: (!args.ephemeral).then_some(args.data),
        durability: args.durability,
        workspace: args.workspace.workspace,
        static_dir: args.static_dir,
        ready_file: args.ready_file,
        banner: args.log_format == LogFormat::Human,
    };
    match actix_web::rt::System::new().block_on(server::serve(options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => match args.log_format {
            LogFormat::Human => refuse(&error),
            LogFormat::Json => {
                tracing::error!(code = error.code(), hint = error.hint(), "{error}");
                ExitCode::from(error.exit_code())
            }
        },
    }
}
