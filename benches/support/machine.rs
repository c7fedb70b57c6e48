/// What it was measured on, in one sentence, and how busy that was before.
pub fn about() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = read("/proc/loadavg");
    let load = load.split_whitespace().next().unwrap_or("not known");
    let cpu = read("/proc/cpuinfo");
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map_or("unknown", |(_, model)| model.trim());
    let kernel = read("/proc/sys/kernel/osrelease");
    let kernel = kernel.split('-').next().unwrap_or_default().trim();
    let today = jiff::Zoned::now().date();
    format!(
        "{today}, {cores} cores ({model}) that the load generator shared, {} {kernel}; load average \
         before: {load}.",
        std::env::consts::OS
    )
}

/// Nothing where there is no such file.
fn read(file: &str) -> String {
    std::fs::read_to_string(file).unwrap_or_default()
}
