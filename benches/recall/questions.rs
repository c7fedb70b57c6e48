use crate::support::Random;
use crate::support::varied::{RARE, SESSIONS, VISITORS, word};

/// A kind of question, and how fast its answer has to be.
pub struct Kind {
    /// What it is called.
    pub name: &'static str,
    /// In milliseconds.
    pub wanted: f64,
    /// Makes the question with that number.
    pub question: fn(usize, &mut Random) -> Question,
}

/// What the API is asked.
pub struct Question {
    /// `/events`
    pub path: &'static str,
    /// The query; an empty one asks for all.
    pub query: String,
}

/// All kinds.
pub const KINDS: [Kind; 6] = [
    Kind {
        name: "the newest page",
        wanted: 20.0,
        question: |number, _| Question {
            path: ["/events", "/requests"][number % 2],
            query: String::new(),
        },
    },
    Kind {
        name: "a filter on indexed words",
        wanted: 50.0,
        question: |number, random| Question {
            path: "/events",
            query: filter(number, random),
        },
    },
    Kind {
        name: "free text",
        wanted: 100.0,
        question: |number, random| Question {
            path: "/events",
            query: text(number, random),
        },
    },
    Kind {
        name: "a comparison, its first results",
        wanted: 200.0,
        question: |number, random| Question {
            path: "/events",
            query: comparison(number, random),
        },
    },
    Kind {
        name: "facets",
        wanted: 200.0,
        question: |number, random| Question {
            path: "/facets",
            query: narrowed(number, random),
        },
    },
    Kind {
        name: "counts and timelines",
        wanted: 200.0,
        question: |number, random| Question {
            path: ["/count", "/timeline"][number % 2],
            query: narrowed(number / 2, random),
        },
    },
];

/// Frequent and rare ones, alone and joined, and such as nothing has.
fn filter(number: usize, random: &mut Random) -> String {
    let visitor = random.below(VISITORS);
    let session = random.below(SESSIONS);
    match number % 16 {
        0 => "platform:jitsu".into(),
        1 => "name:\"order completed\"".into(),
        2 => "type:page platform:jentis".into(),
        3 => format!("user:u{visitor}"),
        4 => format!("anonymous_id:a{visitor}"),
        5 => format!("session:run-{session} type:track"),
        6 => "consent.advertising:denied -type:page".into(),
        7 => "outcome:rejected".into(),
        8 => "status:4*".into(),
        9 => "platform:datafly OR name:\"order refunded\"".into(),
        10 => "missing:properties.currency type:track".into(),
        11 => "has:properties.note".into(),
        12 => format!("url:shop {}", ["after:-1h", "before:-1m"][number % 2]),
        13 => format!("name:product* session:run-{session}"),
        14 => "message_id:00000000-0000-0000-0000-000000000000".into(),
        _ => "is:double".into(),
    }
}

fn text(number: usize, random: &mut Random) -> String {
    let (one, other) = (word(random), word(random));
    match number % 8 {
        0 => one.into(),
        1 => RARE.into(),
        2 => format!("\"{one} {other}\""),
        3 => "absentword".into(),
        4 => format!("{one} {other}"),
        5 => format!("{one} -{other}"),
        6 => format!("SKU-{}", random.below(5000)),
        _ => one.chars().take(4).collect(),
    }
}

fn comparison(number: usize, random: &mut Random) -> String {
    let price = random.below(1000);
    match number % 6 {
        0 => format!("properties.price>{price}"),
        1 => format!("properties.price={price}.5"),
        // Nothing has it.
        2 => "properties.price>100000".into(),
        3 => format!("items[].product_id=\"SKU-{}\"", random.below(5000)),
        4 => format!(
            "properties.items[].product_id=\"SKU-{}\"",
            random.below(5000)
        ),
        _ => format!("name:\"order completed\" properties.price<{}", price / 100),
    }
}

fn narrowed(number: usize, random: &mut Random) -> String {
    match number % 6 {
        0 => String::new(),
        1 => "platform:jitsu".into(),
        2 => format!("session:run-{}", random.below(SESSIONS)),
        3 => word(random).into(),
        4 => "type:track missing:properties.currency".into(),
        _ => format!("properties.price>{}", random.below(1000)),
    }
}
