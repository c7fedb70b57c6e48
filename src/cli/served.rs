use std::path::PathBuf;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::capture::BodyTimeouts;
use crate::server::{self, Listen, ServeOptions, StartError};
use crate::store::Durability;

/// A server on a thread of its own, on a free port of this machine.
pub struct Served {
    url: String,
    stop: oneshot::Sender<()>,
    thread: JoinHandle<Result<(), StartError>>,
}

impl Served {
    /// Starts one, and waits until it listens. It records into `data`, or into a folder that is
    /// deleted at the end.
    ///
    /// # Errors
    /// See [`StartError`].
    pub fn start(workspace: Option<PathBuf>, data: Option<PathBuf>) -> Result<Served, StartError> {
        let (stop, stopped) = oneshot::channel::<()>();
        let (listens, listening) = oneshot::channel();
        let options = ServeOptions {
            listen: vec![Listen::Loopback(0)],
            tls_listen: Vec::new(),
            tls: None,
            inspector_listen: None,
            inspector_token: None,
            body_timeouts: BodyTimeouts {
                idle: Duration::from_secs(30),
                total: Duration::from_secs(300),
            },
            data,
            durability: Durability::Normal,
            workspace,
            static_dir: None,
            ready_file: None,
            banner: false,
        };
        let serve = move || {
            let served = server::serve_until(options, |url| {
                // Its other end waits for it.
                let _ = listens.send(url.to_string());
                async {
                    // Either way it is over.
                    let _ = stopped.await;
                }
            });
            actix_web::rt::System::new().block_on(served)
        };
        let thread = std::thread::Builder::new()
            .name("server".into())
            .spawn(serve);
        let thread = thread.map_err(StartError::Server)?;
        match listening.blocking_recv() {
            Ok(url) => Ok(Served { url, stop, thread }),
            Err(_) => Err(joined(thread).err().unwrap_or_else(ended)),
        }
    }

    /// Where clients send to.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops it, and waits for its end.
    ///
    /// # Errors
    /// It failed.
    pub fn stop(self) -> Result<(), StartError> {
        drop(self.stop);
        joined(self.thread)
    }
}

fn joined(thread: JoinHandle<Result<(), StartError>>) -> Result<(), StartError> {
    thread.join().unwrap_or_else(|_| Err(ended()))
}

fn ended() -> StartError {
    StartError::Server(std::io::Error::other("it ended in the middle"))
}
