use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::Options;
use crate::question::{Connection, runtime};
use crate::support::demand::thousands;
use crate::support::{Demands, Kind, Latencies, Load, Seen, Server, Until};

/// How long the server is under load before anything is measured.
const WARM_UP: Duration = Duration::from_secs(1);

/// From when a wait is asked to when what it waits for is sent: it is open by then.
const BEFORE: Duration = Duration::from_millis(20);

/// Ends the load when it is dropped: also where a wait fails, or the load would go on for ever.
struct Ends(Arc<AtomicBool>);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// How soon waits answer.
struct Probed {
    /// After the answer to the event, which is sent once it is committed.
    after_answer: Latencies,
    /// After the event was sent.
    after_sending: Latencies,
}

/// How soon a wait answers while others send.
pub fn measure(options: &Options, demands: &mut Demands) -> String {
    eprintln!("waits, while {} requests a second arrive", options.rate);
    let server = Server::eventpit(&[]);
    let over = Arc::new(AtomicBool::new(false));
    let until = Until::Told(Arc::clone(&over));
    let load = Load::new(&server, Kind::Single, options.common.connections, until);
    let load = load.paced(options.rate);
    let (probed, seen) = std::thread::scope(|scope| {
        let load = scope.spawn(|| load.run().expect("the load"));
        let ends = Ends(over);
        std::thread::sleep(WARM_UP);
        let probed = runtime().block_on(probe(&server, options.probes()));
        drop(ends);
        (probed, load.join().expect("the load ends"))
    });
    let p95 = probed.after_answer.at(0.95);
    demands.under("a wait's answer after the event's, p95", 20.0, p95, "ms");
    demands.at_least(
        "requests a second meanwhile",
        options.rate * 0.98,
        seen.per_second(),
        "",
    );
    told(&probed, &seen)
}

fn told(probed: &Probed, seen: &Seen) -> String {
    let line = |what: &str, times: &Latencies| {
        let at = |share| times.at(share);
        format!(
            "| {what} | {:.1} | {:.1} | {:.1} | {:.1} |\n",
            at(0.5),
            at(0.95),
            at(0.99),
            at(1.0)
        )
    };
    format!(
        "{} waits, one after the other, each for an event that is sent while it is open; meanwhile \
         {} other requests a second (p99 of their answers {:.1} ms):\n\n\
         | the wait's answer | p50 ms | p95 ms | p99 ms | slowest ms |\n|---|---|---|---|---|\n{}{}",
        probed.after_answer.len(),
        thousands(seen.per_second()),
        seen.latencies.at(0.99),
        line(
            "after the event's own answer (it is committed then)",
            &probed.after_answer
        ),
        line("after the event was sent", &probed.after_sending),
    )
}

async fn probe(server: &Server, probes: usize) -> Probed {
    let mut probed = Probed {
        after_answer: Latencies::default(),
        after_sending: Latencies::default(),
    };
    let mut waiting = Connection::open(server).await;
    let mut sending = Connection::open(server).await;
    for probe in 0..probes {
        let name = format!("probe{probe}");
        waiting.wait_for(&name).await;
        tokio::time::sleep(BEFORE).await;
        let sent = Instant::now();
        sending.track(&name).await;
        let (answered, held) = tokio::join!(
            async {
                sending.is_answered().await;
                Instant::now()
            },
            async {
                waiting.is_answered().await;
                Instant::now()
            }
        );
        probed
            .after_answer
            .add(held.saturating_duration_since(answered));
        probed.after_sending.add(held.duration_since(sent));
    }
    probed.after_answer.sort();
    probed.after_sending.sort();
    probed
}
