use std::fmt::Write;
use std::time::Duration;

use crate::support::demand::thousands;
use crate::support::standing::Standing;
use crate::support::{Demands, Kind, Load, Seen, Server, Until};
use crate::{Options, bare};

/// How long each server is warmed up.
const WARM_UP: Duration = Duration::from_secs(1);

/// What is compared.
const SERVERS: [(&str, Option<&str>); 3] = [
    ("bare actix-web handler", None),
    ("eventpit, `--durability normal`", Some("normal")),
    ("eventpit, `--durability full`", Some("full")),
];

/// What was measured of one server.
struct Measured {
    seen: Seen,
    peak: f64,
}

/// How many events a second are answered, and how fast.
pub fn measure(options: &Options, kind: Kind, demands: &mut Demands) -> String {
    let mut all = SERVERS.map(|_| Vec::new());
    for round in 1..=options.rounds() {
        for ((name, durability), measured) in SERVERS.iter().zip(&mut all) {
            eprintln!("round {round} of {}: {name}, {kind:?}", options.rounds());
            measured.push(one(options, kind, *durability));
        }
    }
    // Each is compared with what was measured next to it: the machine's speed changes in between.
    let ratios = all.each_ref().map(|rounds| of_bare(rounds, &all[0]));
    let all = all.map(median);
    let [_, normal, full] = &all;
    let [_, of_normal, of_full] = ratios;
    let what = kind.told();
    // Of batches the bare handler throws a gigabyte a second away, which no disk takes.
    if kind == Kind::Single {
        let both = [
            ("normal", 0.40, of_normal, normal),
            ("full", 0.30, of_full, full),
        ];
        for (name, least, ratio, one) in both {
            let of_bare = format!("of the bare handler, {what}, {name}");
            demands.at_least(&of_bare, least, ratio, "");
            let p99 = one.seen.latencies.at(0.99);
            demands.under(&format!("p99, {name}"), 20.0, p99, "ms");
        }
    }
    let mut table = format!(
        "{}, {} connections, {} s each, {} rounds in turns, the median counts:\n\n\
         | server | requests/s | events/s | p50 ms | p99 ms | peak MiB | of bare | not 200 |\n\
         |---|---|---|---|---|---|---|---|\n",
        capital(what),
        options.common.connections,
        options.time().as_secs_f64(),
        options.rounds(),
    );
    for (((name, _), one), ratio) in SERVERS.iter().zip(&all).zip(ratios) {
        let seen = &one.seen;
        let _ = writeln!(
            table,
            "| {name} | {} | {} | {:.1} | {:.1} | {:.0} | {:.2} | {} |",
            thousands(seen.per_second()),
            thousands(seen.per_second() * kind.events() as f64),
            seen.latencies.at(0.5),
            seen.latencies.at(0.99),
            one.peak,
            ratio,
            seen.refused
        );
    }
    table
}

fn one(options: &Options, kind: Kind, durability: Option<&str>) -> Measured {
    let server = match durability {
        None => bare::start(),
        Some(durability) => Server::eventpit(&["--durability", durability]),
    };
    let load = |time| Load::new(&server, kind, options.common.connections, Until::Time(time));
    let warm_up = load(WARM_UP.min(options.time()))
        .run()
        .expect("the warm-up");
    let seen = load(options.time()).run().expect("the load");
    if durability.is_some() {
        let answered = [&warm_up, &seen].map(|it| it.answered + it.refused);
        let head = Standing::of(&server).head;
        assert_eq!(
            head,
            answered.iter().sum::<u64>(),
            "each request is recorded"
        );
    }
    Measured {
        peak: server.peak(),
        seen,
    }
}

/// The median of what is reached of the bare handler, round by round.
fn of_bare(rounds: &[Measured], bare: &[Measured]) -> f64 {
    let pairs = rounds.iter().zip(bare);
    let ratio =
        |(one, bare): (&Measured, &Measured)| one.seen.per_second() / bare.seen.per_second();
    let mut ratios: Vec<f64> = pairs.map(ratio).collect();
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}

fn median(mut measured: Vec<Measured>) -> Measured {
    measured.sort_by(|a, b| a.seen.per_second().total_cmp(&b.seen.per_second()));
    measured.swap_remove(measured.len() / 2)
}

fn capital(text: &str) -> String {
    text.replacen("one", "One", 1)
}
