use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::WorkspaceArgs;
use super::log::{self, LogFormat};
use crate::server::{self, Listen, ServeOptions};
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
    /// Folder of the recording.
    #[arg(
        long,
        env = "EVENTPIT_DATA",
        value_name = "DIR",
        default_value = ".eventpit"
    )]
    data: PathBuf,
    /// Records into a folder that is deleted at the end.
    #[arg(long, env = "EVENTPIT_EPHEMERAL", value_parser = clap::builder::FalseyValueParser::new())]
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
    /// and data.
    #[arg(long, env = "EVENTPIT_READY_FILE", value_name = "PATH")]
    ready_file: Option<PathBuf>,
    /// For whom the log is written.
    #[arg(long, env = "EVENTPIT_LOG_FORMAT", value_enum, default_value_t = LogFormat::Human)]
    log_format: LogFormat,
}

/// Serves until asked to stop.
pub fn run(args: Serve) -> ExitCode {
    log::start(args.log_format);
    let options = ServeOptions {
        listen: args.listen,
        inspector_listen: args.inspector_listen,
        data: (!args.ephemeral).then_some(args.data),
        durability: args.durability,
        workspace: args.workspace.workspace,
        static_dir: args.static_dir,
        ready_file: args.ready_file,
        banner: args.log_format == LogFormat::Human,
    };
    match actix_web::rt::System::new().block_on(server::serve(options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            match args.log_format {
                LogFormat::Human => eprintln!(
                    "eventpit: {error}\n  hint: {} [{}]",
                    error.hint(),
                    error.code()
                ),
                LogFormat::Json => {
                    tracing::error!(code = error.code(), hint = error.hint(), "{error}")
                }
            }
            ExitCode::from(error.exit_code())
        }
    }
}
