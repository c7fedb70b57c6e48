use clap::Args;

/// What every measurement can be told.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// How many connections send at once
    #[arg(long, default_value_t = 64)]
    pub connections: usize,
    /// Tries everything in a few seconds; the numbers then say nothing
    #[arg(long)]
    pub quick: bool,
    /// Writes the result into docs/PERFORMANCE.md
    #[arg(long, conflicts_with = "quick")]
    pub write: bool,
    /// What cargo bench passes
    #[arg(long, hide = true)]
    bench: bool,
}

impl Common {
    /// One value for a measurement that counts, a smaller one for a try.
    pub fn or_quick<T>(&self, full: T, quick: T) -> T {
        match self.quick {
            true => quick,
            false => full,
        }
    }
}
