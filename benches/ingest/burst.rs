use std::time::Duration;

use crate::Options;
use crate::support::demand::thousands;
use crate::support::standing::Standing;
use crate::support::{Demands, Kind, Load, Server, Until};

/// How much memory a burst takes, however long it is.
pub fn measure(options: &Options, demands: &mut Demands) -> String {
    eprintln!("a long burst");
    let server = Server::eventpit(&[]);
    let until = Until::Time(options.burst());
    let load = Load::new(&server, Kind::Single, options.common.connections, until);
    let (seen, early) = std::thread::scope(|scope| {
        // What it has taken after a tenth of the time: it should be about the same at the end.
        let early = scope.spawn(|| peak_after(&server, options.burst() / 10));
        (load.run().expect("the load"), early.join())
    });
    let early = early.expect("the peak is read");
    let late = server.peak();
    let standing = Standing::of(&server);
    demands.under("peak memory of a long burst", 96.0, late, "MiB");
    format!(
        "A burst of {} s ({} requests, {} a second, p99 {:.1} ms, {} not 200) took {early:.0} MiB at \
         most in its first tenth and {late:.0} MiB in all. When it ended, {} were explained.\n",
        options.burst().as_secs(),
        thousands(seen.answered as f64),
        thousands(seen.per_second()),
        seen.latencies.at(0.99),
        seen.refused,
        thousands(standing.projected as f64),
    )
}

fn peak_after(server: &Server, time: Duration) -> f64 {
    std::thread::sleep(time);
    server.peak()
}
