use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::standing::Standing;
use super::{Kind, Load, Server, Until, folder};

/// A recording that is made once and kept in cargo's folder for the next run.
pub struct Recording {
    /// Its folder.
    pub folder: PathBuf,
    /// How many requests it has, each with one event.
    pub requests: u64,
    /// How many of them are explained, and their words indexed.
    pub explained: u64,
}

impl Recording {
    /// One of at least so many varied requests, of that name. It is made from `base` if it is not
    /// there yet, and explained for as long as `patience` lasts.
    pub fn of(
        name: &str,
        requests: u64,
        base: Option<&Path>,
        connections: usize,
        patience: Duration,
    ) -> Recording {
        let folder = folder::kept(&format!("{name}-{requests}"));
        if let Some(base) = base
            && !folder.exists()
        {
            folder::copy(base, &folder);
        }
        let server = Server::on(&folder);
        let there = Standing::of(&server).head;
        if there < requests {
            eprintln!("recording {} requests, once", requests - there);
            fill(&server, requests - there, there, connections);
        }
        eprintln!("explaining them");
        let started = Instant::now();
        let mut standing = Standing::of(&server);
        while standing.words < standing.head && started.elapsed() < patience {
            std::thread::sleep(Duration::from_millis(100));
            standing = Standing::of(&server);
        }
        server.stop();
        Recording {
            folder,
            requests: standing.head,
            explained: standing.words.min(standing.projected),
        }
    }
}

fn fill(server: &Server, requests: u64, start: u64, connections: usize) {
    let until = Until::Sent(requests);
    let load = Load::new(server, Kind::Varied(start), connections, until);
    let seen = load.run().expect("the load");
    assert_eq!(seen.refused, 0, "each request is taken in");
}
