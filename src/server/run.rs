use std::net::{IpAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use actix_web::web::{self, Data};
use actix_web::{App as WebApp, HttpServer, middleware};
use tokio::sync::watch;

use super::banner::banner;
use super::guard::guard;
use super::ingest::ingest;
use super::{App, Listen, StartError, bind_all, ready, signals};
use crate::limit::LiveLimiter;
use crate::store::{DataFolder, Durability, Store};
use crate::workspace::Workspace;
use crate::{api, inspector};

/// How long requests in flight may take once the server was asked to stop, in seconds.
const GRACE: u64 = 10;

/// How to serve.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// Where clients send to.
    pub listen: Vec<Listen>,
    /// Where the inspector listens, if not at the same place.
    pub inspector_listen: Option<Listen>,
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

/// What is served where.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Serving {
    Everything,
    Ingestion,
    Inspector,
}

/// Serves until asked to stop.
///
/// # Errors
/// See [`StartError`].
pub async fn serve(options: ServeOptions) -> Result<(), StartError> {
    let workspace = load_workspace(&options)?;
    let folder = match &options.data {
        Some(path) => DataFolder::open(path)?,
        None => DataFolder::ephemeral()?,
    };
    let data = match &options.data {
        Some(_) => folder
            .path()
            .canonicalize()
            .unwrap_or(folder.path().into())
            .display()
            .to_string(),
        None => format!("{} (deleted at the end)", folder.path().display()),
    };
    // Before the recording is touched: a port in use must cost nothing.
    let ingest = bind_all(&options.listen)?;
    let inspector = bind_all(options.inspector_listen.as_slice())?;
    let store = Store::open(folder, options.durability, &workspace)?;
    let (stop, stopping) = watch::channel(false);
    let ingest_urls = urls(&ingest);
    let inspector_url = format!(
        "{}/inspector",
        urls(if inspector.is_empty() {
            &ingest
        } else {
            &inspector
        })
        .first()
        .map_or("", String::as_str)
    );
    let app = Data::new(App {
        workspace: Arc::clone(&workspace),
        limiter: LiveLimiter::default(),
        journal: store.journal.appender(),
        reader: Arc::clone(&store.reader),
        projected: store.watch_projection(),
        stopping,
        ingest_urls: ingest_urls.clone(),
        inspector_ip: inspector.first().and_then(ip),
        data: data.clone(),
    });
    let both = if inspector.is_empty() {
        Serving::Everything
    } else {
        Serving::Ingestion
    };
    let mut servers = vec![start(ingest, both, &app, &options)?];
    if !inspector.is_empty() {
        servers.push(start(inspector, Serving::Inspector, &app, &options)?);
    }
    let handles: Vec<_> = servers.iter().map(actix_web::dev::Server::handle).collect();
    let running: Vec<_> = servers.into_iter().map(actix_web::rt::spawn).collect();
    let asked_to_stop = signals::asked_to_stop();
    if let Some(path) = &options.ready_file {
        ready::write(path, &ingest_urls, &inspector_url, &data)?;
    }
    if options.banner {
        println!(
            "{}",
            banner(&ingest_urls, &inspector_url, &data, &workspace)
        );
    }
    tracing::info!(
        ingest = ingest_urls.join(" "),
        inspector = inspector_url,
        recording = data,
        "listening"
    );
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
    drop(app);
    store.close();
    tracing::info!("stopped");
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

fn start(
    listeners: Vec<TcpListener>,
    serving: Serving,
    app: &Data<App>,
    options: &ServeOptions,
) -> Result<actix_web::dev::Server, StartError> {
    let app = app.clone();
    let static_dir = options.static_dir.clone();
    let mut server = HttpServer::new(move || {
        WebApp::new().app_data(app.clone()).configure(|config| {
            routes(config, serving, static_dir.as_deref());
        })
    })
    .shutdown_timeout(GRACE)
    .disable_signals();
    for listener in listeners {
        server = server.listen(listener).map_err(StartError::Server)?;
    }
    Ok(server.run())
}

fn routes(config: &mut web::ServiceConfig, serving: Serving, static_dir: Option<&std::path::Path>) {
    if serving != Serving::Ingestion {
        // Registered before all else: no platform owns a path under `/inspector`.
        config.service(
            web::scope("/inspector")
                .wrap(middleware::from_fn(guard))
                .configure(api::routes)
                .configure(|config| inspector::routes(config, static_dir)),
        );
        config.service(
            web::resource("/")
                .guard(actix_web::guard::fn_guard(inspector::wants_page))
                .to(inspector::enter),
        );
    }
    if serving == Serving::Inspector {
        config.default_service(web::to(inspector::not_found));
    } else {
        config.default_service(web::to(ingest));
    }
}

/// Addresses for clients: `localhost` first where it reaches the server by both protocols,
/// because that is what browsers and people call it.
fn urls(listeners: &[TcpListener]) -> Vec<String> {
    let addresses: Vec<_> = listeners
        .iter()
        .filter_map(|listener| listener.local_addr().ok())
        .collect();
    let mut urls = Vec::new();
    for address in &addresses {
        let twin = addresses.iter().any(|other| {
            other.port() == address.port() && other.ip().is_loopback() && other.is_ipv6()
        });
        if address.is_ipv4() && address.ip().is_loopback() && twin {
            urls.push(format!("http://localhost:{}", address.port()));
        }
    }
    urls.extend(addresses.iter().map(|address| format!("http://{address}")));
    urls
}

fn ip(listener: &TcpListener) -> Option<IpAddr> {
    listener.local_addr().ok().map(|address| address.ip())
}
