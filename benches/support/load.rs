use std::cell::Cell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{Kind, Latencies, Requests, Server};

/// A load on one server: over each connection one request at a time.
pub struct Load {
    address: SocketAddr,
    kind: Kind,
    connections: usize,
    until: Until,
    per_second: Option<f64>,
}

/// When a load ends.
#[derive(Debug, Clone)]
pub enum Until {
    /// After so long.
    Time(Duration),
    /// After so many requests.
    Sent(u64),
    /// When somebody says so.
    Told(Arc<AtomicBool>),
}

/// What a load saw.
#[derive(Debug, Default)]
pub struct Seen {
    /// Answers with status 200.
    pub answered: u64,
    /// Answers with another status.
    pub refused: u64,
    /// How long it took.
    pub time: Duration,
    /// How long the answers took, in order.
    pub latencies: Latencies,
}

impl Seen {
    /// Answers with status 200, per second.
    pub fn per_second(&self) -> f64 {
        self.answered as f64 / self.time.as_secs_f64()
    }
}

impl Load {
    /// Over so many connections at once, as many requests as are answered.
    pub fn new(server: &Server, kind: Kind, connections: usize, until: Until) -> Load {
        Load {
            address: server.address,
            kind,
            connections,
            until,
            per_second: None,
        }
    }

    /// Only so many requests a second, over all connections.
    pub fn paced(self, per_second: f64) -> Load {
        let per_second = Some(per_second);
        Load { per_second, ..self }
    }

    /// Sends, and waits for the end.
    ///
    /// # Errors
    /// A connection broke.
    pub fn run(self) -> std::io::Result<Seen> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let tasks = tokio::task::LocalSet::new();
        runtime.block_on(tasks.run_until(async {
            let sent = Rc::new(Cell::new(0));
            let started = Instant::now();
            let senders: Vec<_> = (0..self.connections)
                .map(|number| {
                    let between = self.per_second.map(|rate| {
                        Duration::from_secs_f64(self.connections as f64 / rate.max(0.001))
                    });
                    // Spread over the time between two of one connection.
                    let share = number as f64 / self.connections as f64;
                    let sender = Sender {
                        address: self.address,
                        requests: self.kind.requests(number),
                        until: self.until.clone(),
                        sent: Rc::clone(&sent),
                        started,
                        first: between.unwrap_or_default().mul_f64(share),
                        between,
                    };
                    tokio::task::spawn_local(sender.run())
                })
                .collect();
            let mut all = Seen::default();
            for sender in senders {
                let seen = sender.await.map_err(std::io::Error::other)??;
                all.answered += seen.answered;
                all.refused += seen.refused;
                all.latencies.extend(seen.latencies);
            }
            all.time = started.elapsed();
            all.latencies.sort();
            Ok(all)
        }))
    }
}

/// One connection.
struct Sender {
    address: SocketAddr,
    requests: Box<dyn Requests>,
    until: Until,
    /// How many requests all connections have sent.
    sent: Rc<Cell<u64>>,
    started: Instant,
    first: Duration,
    between: Option<Duration>,
}

impl Sender {
    async fn run(mut self) -> std::io::Result<Seen> {
        let mut stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        let mut buffer = vec![0; 4096];
        let mut seen = Seen::default();
        let mut due = self.started + self.first;
        while !self.is_over() {
            if let Some(between) = self.between {
                tokio::time::sleep_until(due.into()).await;
                due += between;
            }
            self.sent.set(self.sent.get() + 1);
            let sent = Instant::now();
            stream.write_all(self.requests.next()).await?;
            match answered(&mut stream, &mut buffer).await? {
                true => seen.answered += 1,
                false => seen.refused += 1,
            }
            seen.latencies.add(sent.elapsed());
        }
        Ok(seen)
    }

    fn is_over(&self) -> bool {
        match &self.until {
            Until::Time(time) => self.started.elapsed() >= *time,
            Until::Sent(all) => self.sent.get() >= *all,
            Until::Told(told) => told.load(Ordering::Relaxed),
        }
    }
}

/// Reads one answer to its end; whether its status is 200.
///
/// # Errors
/// The connection broke.
pub async fn answered(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> std::io::Result<bool> {
    let mut filled = 0;
    loop {
        if filled == buffer.len() {
            buffer.resize(2 * filled, 0);
        }
        let read = stream.read(&mut buffer[filled..]).await?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        filled += read;
        let answer = &buffer[..filled];
        let Some(head) = answer.windows(4).position(|end| end == b"\r\n\r\n") else {
            continue;
        };
        if filled >= head + 4 + body_length(&answer[..head]) {
            return Ok(answer.starts_with(b"HTTP/1.1 200"));
        }
    }
}

fn body_length(head: &[u8]) -> usize {
    const NAME: &[u8] = b"content-length:";
    let lines = head.split(|byte| *byte == b'\n');
    let mut length = lines.filter_map(|line| {
        let (name, value) = line.split_at_checked(NAME.len())?;
        let value = name.eq_ignore_ascii_case(NAME).then_some(value)?;
        std::str::from_utf8(value).ok()?.trim().parse().ok()
    });
    length.next_back().unwrap_or_default()
}
