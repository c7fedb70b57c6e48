use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::Options;
use crate::support::demand::thousands;
use crate::support::standing::{Standing, caught_up};
use crate::support::{Demands, Kind, Load, Server, Until};

/// How many events a second arrive while it is looked how far behind the projection is.
const ARRIVING: f64 = 5000.0;

/// How often that is looked.
const LOOK: Duration = Duration::from_millis(25);

/// How fast the projection catches up, and how far behind it is while events arrive.
pub fn measure(options: &Options, kind: Kind, demands: &mut Demands) -> String {
    let what = kind.told();
    eprintln!("the projection, {kind:?}");
    let rounds = || 1..=options.rounds();
    let drained = median(rounds().map(|_| drain(options, kind)).collect());
    let lag = worst(rounds().map(|_| lag(options, kind)).collect());
    demands.at_least(
        &format!("the projection catches up, full text included, {what}"),
        8000.0,
        drained.all,
        "events/s",
    );
    demands.under(
        &format!("peak memory until it has caught up, {what}"),
        96.0,
        drained.peak,
        "MiB",
    );
    let arrived = thousands(lag.arrived);
    demands.under(
        &format!("behind while {arrived} events a second arrive, {what}"),
        1.0,
        lag.explained,
        "s",
    );
    format!(
        "The projection, {what}, {} rounds: a backlog of {} events is explained at {} a second, and \
         with its words indexed at {} a second (the median counts). While {} events a second arrived \
         for {:.0} s it was {:.2} s behind at most, full text {:.2} s (the worst counts).\n",
        options.rounds(),
        thousands(drained.backlog),
        thousands(drained.explained),
        thousands(drained.all),
        arrived,
        lag.time.as_secs_f64(),
        lag.explained,
        lag.words,
    )
}

/// How fast a backlog is worked off, in events a second.
struct Drained {
    backlog: f64,
    explained: f64,
    /// With full text.
    all: f64,
    /// The most memory that it took, in MiB.
    peak: f64,
}

/// The median by speed, with the most memory that any took.
fn median(mut all: Vec<Drained>) -> Drained {
    let peak = all.iter().map(|one| one.peak).fold(0.0, f64::max);
    all.sort_by(|a, b| a.all.total_cmp(&b.all));
    Drained {
        peak,
        ..all.swap_remove(all.len() / 2)
    }
}

fn drain(options: &Options, kind: Kind) -> Drained {
    let server = Server::eventpit(&[]);
    let until = Until::Sent(options.backlog() / kind.events());
    let load = Load::new(&server, kind, options.common.connections, until);
    load.run().expect("the load");
    let before = Standing::of(&server);
    let (explained, all) = caught_up(&server);
    let events = |from: u64| ((before.head - from) * kind.events()) as f64;
    Drained {
        backlog: events(before.projected),
        explained: events(before.projected) / explained.as_secs_f64(),
        // Words come after rows: nearly all of them are still to be indexed.
        all: events(before.projected) / all.as_secs_f64(),
        peak: server.peak(),
    }
}

/// How far behind it was, in seconds.
struct Lag {
    arrived: f64,
    time: Duration,
    explained: f64,
    words: f64,
}

fn worst(all: Vec<Lag>) -> Lag {
    let worst = all.into_iter().reduce(|a, b| Lag {
        explained: a.explained.max(b.explained),
        words: a.words.max(b.words),
        ..b
    });
    worst.expect("a round at least")
}

fn lag(options: &Options, kind: Kind) -> Lag {
    let server = Server::eventpit(&[]);
    let rate = ARRIVING / kind.events() as f64;
    let until = Until::Time(options.time());
    let load = Load::new(&server, kind, options.common.connections, until).paced(rate);
    let over = Arc::new(AtomicBool::new(false));
    let (seen, looks) = std::thread::scope(|scope| {
        let looks = scope.spawn(|| look(&server, &over));
        let seen = load.run().expect("the load");
        over.store(true, Ordering::Relaxed);
        (seen, looks.join().expect("the standing is read"))
    });
    Lag {
        arrived: seen.per_second() * kind.events() as f64,
        time: seen.time,
        explained: most_behind(&looks, |standing| standing.projected),
        words: most_behind(&looks, |standing| standing.words),
    }
}

fn look(server: &Server, over: &AtomicBool) -> Vec<(Instant, Standing)> {
    let mut looks = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let standing = Standing::of(server);
        looks.push((Instant::now(), standing));
        std::thread::sleep(LOOK);
    }
    looks
}

/// For how long at most something was recorded and not reached yet.
fn most_behind(looks: &[(Instant, Standing)], reached: impl Fn(&Standing) -> u64) -> f64 {
    let mut most = Duration::ZERO;
    let mut since = 0;
    for (at, standing) in looks {
        // The first look at which more was recorded than is reached now.
        while looks[since].1.head <= reached(standing) && looks[since].0 < *at {
            since += 1;
        }
        if standing.head > reached(standing) {
            most = most.max(at.duration_since(looks[since].0));
        }
    }
    most.as_secs_f64()
}
