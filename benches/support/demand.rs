use std::fmt::Write;

/// What a measurement is held against.
#[derive(Debug, Default)]
pub struct Demands(Vec<Demand>);

#[derive(Debug)]
struct Demand {
    what: String,
    wanted: String,
    measured: String,
    holds: bool,
}

impl Demands {
    /// At least so much.
    pub fn at_least(&mut self, what: &str, wanted: f64, measured: f64, unit: &str) {
        self.add(what, "at least", wanted, measured, unit, measured >= wanted);
    }

    /// Less than so much.
    pub fn under(&mut self, what: &str, wanted: f64, measured: f64, unit: &str) {
        self.add(what, "under", wanted, measured, unit, measured < wanted);
    }

    fn add(&mut self, what: &str, how: &str, wanted: f64, measured: f64, unit: &str, holds: bool) {
        self.0.push(Demand {
            what: what.to_string(),
            wanted: format!("{how} {}", number(wanted, unit)),
            measured: number(measured, unit),
            holds,
        });
    }

    /// As a table.
    pub fn table(&self) -> String {
        let mut table = String::from("| what | wanted | measured | |\n|---|---|---|---|\n");
        for demand in &self.0 {
            let holds = if demand.holds {
                "holds"
            } else {
                "**does not hold**"
            };
            let Demand {
                what,
                wanted,
                measured,
                ..
            } = demand;
            // Writing to a string does not fail.
            let _ = writeln!(table, "| {what} | {wanted} | {measured} | {holds} |");
        }
        table
    }
}

fn number(value: f64, unit: &str) -> String {
    let text = match value.abs() {
        large if large >= 1000.0 => thousands(value),
        some if some >= 10.0 => format!("{value:.0}"),
        one if one >= 1.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    };
    match unit {
        "" => text,
        unit => format!("{text} {unit}"),
    }
}

/// A whole number with a comma between thousands.
pub fn thousands(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
