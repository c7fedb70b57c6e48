use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The track event of Jitsu's page (1.1 KB), with an id that is new in each request.
const EVENT: &str = r#"{"type":"track","event":"testEvent","properties":{"testProp":"test event properties"},"userId":"user@example.com","anonymousId":"bKTtbVZw3yiqCJvCSJgjVeXp","timestamp":"2023-04-12T13:29:04.690Z","sentAt":"2023-04-12T13:29:04.690Z","messageId":"00000000-0000-0000-0000-000000000000","context":{"library":{"name":"jitsu-js","version":"1.0.0"},"ip":"127.0.0.1","userAgent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:109.0) Gecko/20100101 Firefox/111.0","locale":"en-US","screen":{"width":2304,"height":1296,"innerWidth":1458,"innerHeight":1186,"density":2},"traits":{"email":"user@example.com"},"page":{"path":"/","referrer":"","referring_domain":"","host":"example.com","search":"","title":"Example page event","url":"https://example.com/","enconding":"UTF-8"},"campaign":{"name":"example","source":"g"}},"receivedAt":"2023-04-12T13:29:04.690Z"}"#;

const ID: &str = "00000000-0000-0000-0000-000000000000";

/// What a load saw.
pub struct Seen {
    /// Answers with status 200, per second.
    pub per_second: f64,
    /// Latencies in microseconds, sorted.
    pub latencies: Vec<u32>,
    /// Answers with another status.
    pub failed: usize,
}

/// Sends for `time` over `connections` connections, one request at a time on each.
pub fn run(address: SocketAddr, connections: usize, time: Duration) -> std::io::Result<Seen> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let tasks = tokio::task::LocalSet::new();
    runtime.block_on(tasks.run_until(async {
        let started = Instant::now();
        let senders: Vec<_> = (0..connections)
            .map(|number| tokio::task::spawn_local(send(address, number, started + time)))
            .collect();
        let (mut latencies, mut failed) = (Vec::new(), 0);
        for sender in senders {
            let (one, wrong) = sender.await.map_err(std::io::Error::other)??;
            latencies.extend(one);
            failed += wrong;
        }
        let per_second = (latencies.len() - failed) as f64 / started.elapsed().as_secs_f64();
        latencies.sort_unstable();
        Ok(Seen {
            per_second,
            latencies,
            failed,
        })
    }))
}

async fn send(
    address: SocketAddr,
    number: usize,
    until: Instant,
) -> std::io::Result<(Vec<u32>, usize)> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let head = format!(
        "POST /jitsu/api/s/track HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         X-Write-Key: bench:secret\r\nUser-Agent: bench\r\nContent-Length: {}\r\n\r\n",
        EVENT.len()
    );
    let mut request = format!("{head}{EVENT}").into_bytes();
    let id = head.len() + EVENT.find(ID).unwrap_or_default();
    let mut buffer = vec![0; 4096];
    let (mut latencies, mut failed) = (Vec::new(), 0);
    while Instant::now() < until {
        let unique = format!("{number:08x}-0000-4000-8000-{:012x}", latencies.len());
        request[id..id + unique.len()].copy_from_slice(unique.as_bytes());
        let sent = Instant::now();
        stream.write_all(&request).await?;
        if !answered(&mut stream, &mut buffer).await? {
            failed += 1;
        }
        latencies.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
    }
    Ok((latencies, failed))
}

/// Reads one answer to its end; whether its status is 200.
async fn answered(stream: &mut TcpStream, buffer: &mut [u8]) -> std::io::Result<bool> {
    let mut filled = 0;
    loop {
        let read = stream.read(&mut buffer[filled..]).await?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        filled += read;
        let text = String::from_utf8_lossy(&buffer[..filled]);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head.lines().find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("content-length:")?
                .trim()
                .parse::<usize>()
                .ok()
        });
        if body.len() >= length.unwrap_or_default() {
            return Ok(head.starts_with("HTTP/1.1 200"));
        }
    }
}
