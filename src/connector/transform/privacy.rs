use std::net::IpAddr;

use serde_json::Value;
use sha2::{Digest, Sha256};

/// An endless row of bytes from a seed, the same whenever it is asked.
struct Bytes {
    seed: [u8; 32],
    block: [u8; 32],
    at: usize,
    count: u64,
}

impl Bytes {
    fn new(seed: &str, text: &str) -> Bytes {
        let hash = Sha256::new()
            .chain_update((seed.len() as u64).to_be_bytes())
            .chain_update(seed.as_bytes())
            .chain_update(text.as_bytes());
        Bytes {
            seed: hash.finalize().into(),
            block: [0; 32],
            at: 32,
            count: 0,
        }
    }

    fn below(&mut self, end: u32) -> u32 {
        let mut number = 0;
        for _ in 0..4 {
            if self.at >= self.block.len() {
                let block = Sha256::new()
                    .chain_update(self.seed)
                    .chain_update(self.count.to_be_bytes());
                self.block = block.finalize().into();
                (self.at, self.count) = (0, self.count + 1);
            }
            let byte = self.block.get(self.at).copied().unwrap_or_default();
            number = number << 8 | u32::from(byte);
            self.at += 1;
        }
        number % end.max(1)
    }
}

/// Each character replaced by another of the same Unicode general category, the length kept;
/// marks stay, and an address stays a valid address (documented:
/// <https://docs.jentis.com/core-concepts/anonymization-and-pseudonymization>; which characters,
/// JENTIS does not say). The same seed and text give the same answer.
pub fn replaced(text: &str, seed: &str) -> Option<Value> {
    let mut bytes = Bytes::new(seed, text);
    if text.parse::<IpAddr>().is_ok() {
        return random_ip(text, usize::MAX, &mut bytes);
    }
    let replaced: String = text
        .chars()
        .map(|letter| another(letter, &mut bytes))
        .collect();
    Some(replaced.into())
}

fn another(letter: char, bytes: &mut Bytes) -> char {
    let (first, count) = match letter {
        _ if letter.is_lowercase() => ('a', 26),
        _ if letter.is_uppercase() => ('A', 26),
        _ if letter.is_numeric() => ('0', 10),
        // A letter without case: any of the unified ideographs, which all are of that category.
        _ if letter.is_alphabetic() => ('\u{4e00}', 20_000),
        _ => return letter,
    };
    char::from_u32(first as u32 + bytes.below(count)).unwrap_or(letter)
}

/// An address whose last `sections` are random; nothing of what is no address.
pub fn randomised_ip(text: &str, sections: usize, seed: &str) -> Option<Value> {
    random_ip(text, sections, &mut Bytes::new(seed, text))
}

/// An address whose last `sections` are 0; nothing of what is no address.
pub fn masked_ip(text: &str, sections: usize) -> Option<Value> {
    let address = match text.trim().parse().ok()? {
        IpAddr::V4(address) => {
            let mut octets = address.octets();
            octets
                .iter_mut()
                .rev()
                .take(sections)
                .for_each(|it| *it = 0);
            IpAddr::from(octets)
        }
        IpAddr::V6(address) => {
            let mut segments = address.segments();
            segments
                .iter_mut()
                .rev()
                .take(sections)
                .for_each(|it| *it = 0);
            IpAddr::from(segments)
        }
    };
    Some(address.to_string().into())
}

fn random_ip(text: &str, sections: usize, bytes: &mut Bytes) -> Option<Value> {
    let address = match text.trim().parse().ok()? {
        IpAddr::V4(address) => {
            let mut octets = address.octets();
            for octet in octets.iter_mut().rev().take(sections) {
                // Neither 0 nor 255: they are no host's.
                *octet = u8::try_from(bytes.below(254) + 1).unwrap_or(1);
            }
            IpAddr::from(octets)
        }
        IpAddr::V6(address) => {
            let mut segments = address.segments();
            for segment in segments.iter_mut().rev().take(sections) {
                *segment = u16::try_from(bytes.below(0x10000)).unwrap_or(1);
            }
            IpAddr::from(segments)
        }
    };
    Some(address.to_string().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: Option<Value>) -> String {
        value
            .as_ref()
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_string()
    }

    #[test]
    fn categories_and_length_stay_and_a_seed_repeats() {
        let once = text(replaced("tEst-123.abc", "ga4"));
        let shape: String = once
            .chars()
            .map(|letter| match letter {
                'a'..='z' => 'a',
                'A'..='Z' => 'A',
                '0'..='9' => '0',
                other => other,
            })
            .collect();
        assert_eq!(shape, "aAaa-000.aaa");
        assert_eq!(once, text(replaced("tEst-123.abc", "ga4")));
        assert_ne!(once, text(replaced("tEst-123.abc", "meta")));
    }

    #[test]
    fn addresses_stay_addresses() {
        let last = text(randomised_ip("203.0.113.7", 1, "s"));
        assert!(last.starts_with("203.0.113.") && last.parse::<IpAddr>().is_ok());
        assert!(text(replaced("203.0.113.7", "s")).parse::<IpAddr>().is_ok());
        assert!(text(replaced("2001:db8::1", "s")).parse::<IpAddr>().is_ok());
        assert_eq!(randomised_ip("no address", 1, "s"), None);
    }

    #[test]
    fn the_last_sections_of_an_address_are_masked() {
        assert_eq!(text(masked_ip("203.0.113.7", 1)), "203.0.113.0");
        assert_eq!(text(masked_ip("203.0.113.7", 9)), "0.0.0.0");
        assert_eq!(text(masked_ip("2001:db8::7:8", 2)), "2001:db8::");
        assert_eq!(masked_ip("no address", 1), None);
    }
}
