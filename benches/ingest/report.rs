use crate::Options;
use crate::process::Measured;

/// The result as a table, medians by throughput, and the ratio that counts.
pub fn render(options: &Options, bare: Vec<Measured>, recording: Vec<Measured>) -> String {
    let (bare, recording) = (median(bare), median(recording));
    let row = |name: &str, of: &Measured| {
        format!(
            "| {name} | {:.0} | {:.1} | {:.1} | {:.0} | {:.2} | {} |\n",
            of.per_second,
            f64::from(of.p50) / 1000.0,
            f64::from(of.p99) / 1000.0,
            of.peak,
            of.per_second / bare.per_second,
            of.failed
        )
    };
    format!(
        "\n{} connections, {} s each, {} rounds in turns, the median counts\n\n\
         | server | requests/s | p50 ms | p99 ms | peak MiB | of bare | not 200 |\n\
         |---|---|---|---|---|---|---|\n{}{}\n\
         When the load stopped, the projection was {} requests behind and caught up in {:.1} s \
         ({:.0} a second).\n",
        options.connections,
        options.time.as_secs(),
        options.rounds,
        row("bare actix-web handler", &bare),
        row("eventpit, recording on disk", &recording),
        recording.behind,
        recording.catch_up.as_secs_f64(),
        recording.drained
    )
}

fn median(mut measured: Vec<Measured>) -> Measured {
    measured.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
    let middle = measured.len() / 2;
    measured.swap_remove(middle)
}
