use serde_json::{Value, json};

use super::payload::{JITSU_KEY, post};
use super::unique::Unique;
use super::{Random, Requests};

/// Words that texts are made of.
const WORDS: [&str; 40] = [
    "wireless",
    "headphones",
    "linen",
    "shirt",
    "copper",
    "kettle",
    "garden",
    "chair",
    "walnut",
    "desk",
    "paper",
    "lamp",
    "cotton",
    "towel",
    "leather",
    "wallet",
    "ceramic",
    "bowl",
    "silver",
    "ring",
    "canvas",
    "bag",
    "winter",
    "jacket",
    "running",
    "shoes",
    "espresso",
    "machine",
    "travel",
    "mug",
    "bamboo",
    "shelf",
    "marble",
    "clock",
    "velvet",
    "cushion",
    "steel",
    "bottle",
    "wooden",
    "puzzle",
];

/// Names as a shop sends them, the frequent ones first.
const NAMES: [&str; 12] = [
    "Product Viewed",
    "Product List Viewed",
    "Product Clicked",
    "Product Added",
    "Cart Viewed",
    "Products Searched",
    "Checkout Started",
    "Product Removed",
    "Order Completed",
    "Coupon Applied",
    "Order Refunded",
    "Signed Up",
];

/// The header by which JENTIS and Datafly know who sends.
const BEARER: &str = "Authorization: Bearer dk_bench";

/// What only one event in 50,000 has.
pub const RARE: &str = "zeppelin";

/// One event in so many has [`RARE`].
const RARELY: u64 = 50_000;

/// How many visitors there are.
pub const VISITORS: u64 = 20_000;

/// How many test sessions there are beside the one without a name.
pub const SESSIONS: u64 = 8;

/// Requests as a shop's pages and servers send them, to three platforms; the same in each run but
/// for the events' ids.
pub struct Varied {
    random: Random,
    unique: Unique,
    request: String,
}

impl Varied {
    /// Those of one connection, beginning at a place of its own.
    pub fn new(connection: usize, start: u64) -> Varied {
        Varied {
            random: Random(0x9e37_79b9_7f4a_7c15 ^ (start << 16) ^ (connection as u64 + 1)),
            unique: Unique::new(connection),
            request: String::new(),
        }
    }
}

impl Requests for Varied {
    fn next(&mut self) -> &[u8] {
        self.unique.next();
        let random = &mut self.random;
        let session = match random.below(4) {
            0 => format!("/~run-{}", random.below(SESSIONS)),
            _ => String::new(),
        };
        let (path, key, body) = match random.below(100) {
            // Datafly takes a thousand requests a second, no more.
            0 => ("/datafly/v1/t", BEARER, datafly(random, &self.unique)),
            1..10 => ("/jentis/", BEARER, jentis(random)),
            10..40 => (
                "/jitsu/api/s/page",
                JITSU_KEY,
                jitsu(random, &self.unique, "page"),
            ),
            _ => (
                "/jitsu/api/s/track",
                JITSU_KEY,
                jitsu(random, &self.unique, "track"),
            ),
        };
        self.request = post(&format!("{session}{path}"), key, &body.to_string());
        self.request.as_bytes()
    }
}

fn jitsu(random: &mut Random, unique: &Unique, kind: &str) -> Value {
    let product = text(random, 2);
    let page = random.below(400);
    let mut event = json!({
        "type": kind,
        "messageId": unique.id(0),
        "anonymousId": format!("a{}", random.below(VISITORS)),
        "timestamp": "2026-11-21T10:15:30.000Z",
        "context": {
            "library": {"name": "@jitsu/js", "version": "1.11.0"},
            "userAgent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "locale": "en-US",
            "page": {
                "path": format!("/shop/{page}"),
                "host": "shop.example",
                "title": text(random, 3),
                "url": format!("https://shop.example/shop/{page}?utm_source=news"),
            },
            "consent": {"categoryPreferences": {
                "analytics": random.below(3) > 0,
                "advertising": random.below(2) > 0,
            }},
        },
    });
    if random.below(3) > 0 {
        event["userId"] = format!("u{}", random.below(VISITORS)).into();
    }
    if kind == "track" {
        event["event"] = name(random).into();
        let mut properties = json!({
            "name": product,
            "price": random.below(100_000) as f64 / 100.0,
            "quantity": 1 + random.below(5),
            "items": [{"product_id": format!("SKU-{}", random.below(5000)), "name": text(random, 2)}],
        });
        // A mistake that happens: no currency.
        if random.below(20) > 0 {
            properties["currency"] = "EUR".into();
        }
        if random.below(RARELY) == 0 {
            properties["note"] = RARE.into();
        }
        event["properties"] = properties;
    }
    event
}

fn datafly(random: &mut Random, unique: &Unique) -> Value {
    json!({
        "type": "track",
        "event": name(random),
        "messageId": unique.id(0),
        "anonymousId": format!("a{}", random.below(VISITORS)),
        "properties": {"name": text(random, 2), "price": random.below(1000), "currency": "USD"},
        "context": {"page": {"url": "https://shop.example.com/products", "title": text(random, 3)}},
        "timestamp": "2026-02-25T14:30:00.000Z",
    })
}

fn jentis(random: &mut Random) -> Value {
    let visitor = random.below(VISITORS);
    json!({
        "version": "3",
        "system": {"type": "app", "timestamp": 1_761_050_574_194_u64, "initiator": "jts_push_submit"},
        "consent": {"google_analytics_4_server-side": {"status": random.below(2) > 0}},
        "configuration": {"container": "demo-container", "environment": "live"},
        "data": {
            "identifier": {
                "user": {"id": format!("8079117242{visitor}"), "action": "update"},
                "session": {"id": format!("4080817610{visitor}"), "action": "update"},
            },
            "variables": {
                "document_location_href": "https://shop.example.com/products/headphones",
                "jtspushedcommands": ["pageview", "submit"],
                "pagetitle": text(random, 3),
            },
        },
    })
}

/// A name: the first half of them in most events.
fn name(random: &mut Random) -> &'static str {
    let among = match random.below(5) {
        0 => NAMES.len(),
        _ => NAMES.len() / 2,
    };
    NAMES[random.below(among as u64) as usize]
}

fn text(random: &mut Random, words: usize) -> String {
    let words: Vec<&str> = (0..words).map(|_| word(random)).collect();
    words.join(" ")
}

/// One of the words.
pub fn word(random: &mut Random) -> &'static str {
    WORDS[random.below(WORDS.len() as u64) as usize]
}
