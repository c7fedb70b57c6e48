use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::web::{self, Data};
use actix_web::{App as WebApp, HttpServer, middleware};
use rustls::ServerConfig;

use super::connection::Connection;
use super::guard::guard;
use super::ingest::ingest;
use super::{App, StartError};
use crate::{api, inspector};

/// How long requests in flight may take once the server was asked to stop, in seconds.
const GRACE: u64 = 10;

/// How long a request's head may take, from its first byte on. The HTTP library then answers 408.
const HEAD: Duration = Duration::from_secs(5);

/// How long a connection on which nothing is under way stays open.
const KEEP_ALIVE: Duration = Duration::from_secs(5);

/// How long a TLS handshake may take: emulators are slow. One that is half done is waited for when
/// the server stops.
const HANDSHAKE: Duration = Duration::from_secs(5);

/// How many connections may be open, for each of the server's threads.
const CONNECTIONS: usize = 25_600;

/// The listeners of one server.
pub struct Listeners {
    /// For plain HTTP.
    pub http: Vec<TcpListener>,
    /// For HTTPS, and how it is spoken.
    pub https: Option<(Vec<TcpListener>, ServerConfig)>,
}

/// What is served where.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Serving {
    /// Both, on one port.
    Everything,
    /// What clients send.
    Ingestion,
    /// The inspector and its API.
    Inspector,
}

/// Starts a server on bound listeners. `static_dir` is the folder of the user's own files.
///
/// # Errors
/// A listener that cannot be used.
pub fn start(
    listeners: Listeners,
    serving: Serving,
    app: &Data<App>,
    static_dir: Option<PathBuf>,
) -> Result<Server, StartError> {
    let app = app.clone();
    let mut server = HttpServer::new(move || {
        WebApp::new().app_data(app.clone()).configure(|config| {
            routes(config, serving, static_dir.as_deref());
        })
    })
    .on_connect(Connection::remember)
    .client_request_timeout(HEAD)
    .keep_alive(KEEP_ALIVE)
    .tls_handshake_timeout(HANDSHAKE)
    .max_connections(CONNECTIONS)
    // As many handshakes: over its limit (256) a worker takes no connection at all, plain ones
    // neither.
    .max_connection_rate(CONNECTIONS)
    .shutdown_timeout(GRACE)
    .disable_signals();
    for listener in listeners.http {
        server = server.listen(listener).map_err(StartError::Server)?;
    }
    // HTTP/1.1 only: a browser holds its HTTP/2 connection open, and the HTTP library would wait
    // for it when the server is asked to stop.
    if let Some((listeners, config)) = listeners.https {
        for listener in listeners {
            let config = config.clone();
            let listened = server.listen_rustls_0_23(listener, config);
            server = listened.map_err(StartError::Server)?;
        }
    }
    Ok(server.run())
}

fn routes(config: &mut web::ServiceConfig, serving: Serving, static_dir: Option<&Path>) {
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
