use std::io::{self, Write};
use std::net::{IpAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use actix_web::dev::Server;
use actix_web::web::Data;
use tokio::sync::watch;

use super::assemble::{Listeners, Serving, start};
use super::banner::{Announced, banner};
use super::bind::urls;
use super::reload::Reloading;
use super::tls::prepare;
use super::{
    App, DebugSessions, Listen, NamedRecording, SavedViews, StartError, Tls, Token, bind_all,
    ready, signals,
};
use crate::capture::BodyTimeouts;
use crate::fault::Faults;
use crate::limit::LiveLimiter;
use crate::live::Hub;
use crate::loss::SilentLosses;
use crate::store::{DataFolder, Durability, Store};
use crate::workspace::{InForce, Workspace};

/// How to serve.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// Where clients send to.
    pub listen: Vec<Listen>,
    /// Where clients send to over https; used only with `tls`.
    pub tls_listen: Vec<Listen>,
    /// Which certificate https has; none for no https.
    pub tls: Option<Tls>,
    /// Where the inspector listens, if not at the same place.
    pub inspector_listen: Option<Listen>,
    /// What the inspector asks for. Where others reach it, there is one in any case.
    pub inspector_token: Option<Token>,
    /// How long a request's body may take.
    pub body_timeouts: BodyTimeouts,
    /// The recording's folder; none for one that is deleted at the end.
    pub data: Option<PathBuf>,
    /// What a commit outlives.
    pub durability: Durability,
    /// The workspace's folder; none for the built-in one.
    pub workspace: Option<PathBuf>,
    /// A folder of the user's own files, served under `/inspector/user`.
    pub static_dir: Option<PathBuf>,
    /// A file to write once the server listens.
    pub ready_file: Option<PathBuf>,
    /// Whether to greet a person with a banner.
    pub banner: bool,
}

/// Serves until the user or the system asks it to stop.
///
/// # Errors
/// See [`StartError`].
pub async fn serve(options: ServeOptions) -> Result<(), StartError> {
    serve_until(options, |_| signals::asked_to_stop()).await
}

/// Serves until what `listening` returns ends. It is called once the server listens, with the
/// address that clients send to.
///
/// # Errors
/// See [`StartError`].
pub async fn serve_until<F: Future<Output = ()>>(
    options: ServeOptions,
    listening: impl FnOnce(&str) -> F,
) -> Result<(), StartError> {
    let workspace = load_workspace(&options)?;
    // A connection takes two of the files that a process may open (see `Connection`), and what
    // systems allow without being asked is few.
    if let Err(error) = rlimit::increase_nofile_limit(rlimit::INFINITY) {
        tracing::debug!(%error, "the limit of open files stays as it is");
    }
    // Before the recording is touched: a port in use must cost nothing.
    let ingest = bind_all(&options.listen)?;
    let (https, tls) = match &options.tls {
        Some(tls) => {
            let listeners = bind_all(&options.tls_listen)?;
            let prepared = prepare(tls, &listeners)?;
            (listeners, Some(prepared))
        }
        None => (Vec::new(), None),
    };
    let inspector = bind_all(options.inspector_listen.as_slice())?;
    let folder = match &options.data {
        Some(path) => DataFolder::open(path)?,
        None => DataFolder::ephemeral()?,
    };
    let data = folder
        .path()
        .canonicalize()
        .unwrap_or(folder.path().into())
        .display()
        .to_string();
    let saved_views = Arc::new(SavedViews::new(folder.path()));
    let hub = Arc::new(Hub::default());
    let in_force = Arc::new(InForce::new(Arc::clone(&workspace)));
    let store = Store::open(folder, options.durability, &in_force, hub.clone())?;
    let (stop, stopping) = watch::channel(false);
    let addresses = Addresses::of(&ingest, &https, &inspector);
    let ca_file = tls.as_ref().and_then(|tls| tls.ca_file.clone());
    let is_reached = addresses.inspector_ip.is_some_and(|ip| !ip.is_loopback());
    let made = || is_reached.then(Token::generated);
    let token = options.inspector_token.clone().or_else(made);
    let ingest = Listeners {
        http: ingest,
        https: tls.map(|tls| (https, tls.config)),
    };
    let faults = Arc::new(Faults::default());
    faults.follow(&workspace.faults);
    let app = Data::new(App {
        workspace: Arc::clone(&in_force),
        limiter: LiveLimiter::default(),
        losses: SilentLosses::default(),
        faults: Arc::clone(&faults),
        debug_sessions: DebugSessions::new(store.debug_sessions.iter().cloned()),
        named_recording: NamedRecording::default(),
        saved_views,
        journal: store.journal.appender(),
        reader: Arc::clone(&store.reader),
        hub,
        projected: store.watch_projection(),
        stopping,
        ingest_urls: addresses.ingest.clone(),
        token: token.clone(),
        inspector_ip: addresses.inspector_ip,
        body_timeouts: options.body_timeouts,
        data: data.clone(),
    });
    let reloading = match &options.workspace {
        Some(folder) => Some(Reloading::start(
            folder,
            in_force,
            faults,
            store.journal.appender(),
            Arc::clone(&store.reader),
        )?),
        None => None,
    };
    let user_files = &options.static_dir;
    let servers = if inspector.is_empty() {
        vec![start(
            ingest,
            Serving::Everything,
            &app,
            user_files.clone(),
        )?]
    } else {
        let inspector = Listeners {
            http: inspector,
            https: None,
        };
        vec![
            start(ingest, Serving::Ingestion, &app, None)?,
            start(inspector, Serving::Inspector, &app, user_files.clone())?,
        ]
    };
    let handles: Vec<_> = servers.iter().map(Server::handle).collect();
    let running: Vec<_> = servers.into_iter().map(actix_web::rt::spawn).collect();
    let url = addresses.ingest.first().map_or("", String::as_str);
    let asked_to_stop = listening(url);
    let secrets = (ca_file.as_deref(), token.as_ref());
    announce(&options, &addresses, secrets, &data, &workspace)?;
    asked_to_stop.await;
    tracing::info!("stopping");
    stop.send_replace(true);
    for handle in handles {
        handle.stop(true).await;
    }
    for server in running {
        if let Ok(Err(error)) = server.await {
            return Err(StartError::Server(error));
        }
    }
    if let Some(reloading) = reloading {
        reloading.stop();
    }
    drop(app);
    store.close();
    tracing::info!("stopped");
    Ok(())
}

/// Where the server is reached.
struct Addresses {
    ingest: Vec<String>,
    inspector: String,
    /// The address of an inspector that listens for itself.
    inspector_ip: Option<IpAddr>,
}

impl Addresses {
    fn of(http: &[TcpListener], https: &[TcpListener], inspector: &[TcpListener]) -> Addresses {
        let own = if inspector.is_empty() {
            http
        } else {
            inspector
        };
        let all = urls("http", own);
        let first = inspector.first();
        Addresses {
            ingest: [urls("http", http), urls("https", https)].concat(),
            inspector: format!("{}/inspector", all.first().map_or("", String::as_str)),
            inspector_ip: first
                .and_then(|listener| listener.local_addr().ok())
                .map(|address| address.ip()),
        }
    }
}

/// Says that the server listens, and where: to whoever started it, to a person, to the log.
fn announce(
    options: &ServeOptions,
    addresses: &Addresses,
    (ca_file, token): (Option<&Path>, Option<&Token>),
    data: &str,
    workspace: &Workspace,
) -> Result<(), StartError> {
    let (ingest, inspector) = (&addresses.ingest, &addresses.inspector);
    if let Some(path) = &options.ready_file {
        ready::write(path, ingest, inspector, data, (ca_file, token))?;
    }
    let recording = match &options.data {
        Some(_) => data.to_string(),
        None => format!("{data} (deleted at the end)"),
    };
    if options.banner {
        let announced = Announced {
            ingest_urls: ingest,
            inspector_url: inspector,
            token,
            recording: &recording,
            workspace,
            ca_file,
        };
        // Whether anybody reads it or not, clients are served.
        drop(writeln!(io::stdout(), "{}", banner(&announced)));
    }
    tracing::info!(ingest = ingest.join(" "), inspector, recording, "listening");
    // Nowhere else would one that was made be told.
    if let Some(token) = token
        && options.inspector_token.is_none()
        && !options.banner
    {
        let token = token.reveal();
        tracing::warn!(
            inspector,
            token,
            "others reach the inspector: it asks for this token"
        );
    }
    Ok(())
}

fn load_workspace(options: &ServeOptions) -> Result<Arc<Workspace>, StartError> {
    let origin = options
        .workspace
        .as_ref()
        .map_or("built in".into(), |path| path.display().to_string());
    match Workspace::load(options.workspace.as_deref()) {
        Ok(workspace) => Ok(Arc::new(workspace)),
        Err(problems) => Err(StartError::Workspace { origin, problems }),
    }
}
