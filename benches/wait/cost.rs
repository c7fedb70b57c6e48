use std::time::Duration;

use crate::Options;
use crate::question::{Connection, runtime};
use crate::support::demand::thousands;
use crate::support::{Demands, Kind, Load, Seen, Server, Until};

/// How long each server is warmed up.
const WARM_UP: Duration = Duration::from_secs(1);

/// What open waits cost those who send as fast as they are answered.
pub fn measure(options: &Options, demands: &mut Demands) -> String {
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for round in 1..=options.rounds() {
        for (waits, seen) in [(0, &mut without), (options.waits(), &mut with)] {
            eprintln!("round {round} of {}: {waits} waits", options.rounds());
            seen.push(one(options, waits));
        }
    }
    let (without, with) = (median(without), median(with));
    let cost = 100.0 * (1.0 - with.per_second() / without.per_second());
    let what = format!("what {} waits cost", thousands(options.waits() as f64));
    demands.under(&what, 10.0, cost, "%");
    let line = |waits: usize, seen: &Seen| {
        format!(
            "| {} | {} | {:.1} | {:.1} | {} |\n",
            thousands(waits as f64),
            thousands(seen.per_second()),
            seen.latencies.at(0.5),
            seen.latencies.at(0.99),
            seen.refused
        )
    };
    format!(
        "{} connections send one event a request as fast as they are answered, {} s each, {} rounds \
         in turns, the median counts. Each wait is for an event of its own, and is answered when \
         that comes in the end:\n\n\
         | open waits | requests/s | p50 ms | p99 ms | not 200 |\n|---|---|---|---|---|\n{}{}",
        options.common.connections,
        options.time().as_secs_f64(),
        options.rounds(),
        line(0, &without),
        line(options.waits(), &with),
    )
}

/// What is answered while so many wait.
fn one(options: &Options, waits: usize) -> Seen {
    let server = Server::eventpit(&[]);
    let load = |time| {
        Load::new(
            &server,
            Kind::Single,
            options.common.connections,
            Until::Time(time),
        )
    };
    let runtime = runtime();
    let mut waiting = runtime.block_on(opened(&server, waits));
    load(WARM_UP.min(options.time()))
        .run()
        .expect("the warm-up");
    let seen = load(options.time()).run().expect("the load");
    // That they did wait, each of them.
    runtime.block_on(async {
        let mut sending = Connection::open(&server).await;
        for number in 0..waits {
            sending.track(&name(number)).await;
            sending.is_answered().await;
        }
        for wait in &mut waiting {
            wait.is_answered().await;
        }
    });
    seen
}

async fn opened(server: &Server, waits: usize) -> Vec<Connection> {
    let mut open = Vec::new();
    for number in 0..waits {
        let mut wait = Connection::open(server).await;
        wait.wait_for(&name(number)).await;
        open.push(wait);
    }
    open
}

fn name(number: usize) -> String {
    format!("wanted{number}")
}

fn median(mut seen: Vec<Seen>) -> Seen {
    seen.sort_by(|a, b| a.per_second().total_cmp(&b.per_second()));
    seen.swap_remove(seen.len() / 2)
}
