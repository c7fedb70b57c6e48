use sha2::{Digest, Sha256};

/// A number from 0 up to, but not including, 1. It depends on nothing but the seed, the number of
/// the request among those that match, and what it is drawn for: the same run can be had again.
pub fn draw(seed: u64, request: u64, purpose: &str) -> f64 {
    let digest = Sha256::new()
        .chain_update(seed.to_be_bytes())
        .chain_update(request.to_be_bytes())
        .chain_update(purpose)
        .finalize();
    let bytes = digest.iter().take(4);
    let number = bytes.fold(0u32, |number, byte| number << 8 | u32::from(*byte));
    f64::from(number) / (f64::from(u32::MAX) + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_the_same_again_and_spread_evenly() {
        let draws = |seed| -> Vec<f64> { (1..=10_000).map(|n| draw(seed, n, "acts")).collect() };
        let (first, again, other) = (draws(7), draws(7), draws(8));
        assert_eq!(first, again);
        assert_ne!(first, other);
        for tenth in 0..10u8 {
            let from = f64::from(tenth) / 10.0;
            let inside = first.iter().filter(|it| (from..from + 0.1).contains(*it));
            assert!((850..1150).contains(&inside.count()), "{from}");
        }
        assert_ne!(draw(7, 1, "acts"), draw(7, 1, "latency"));
    }
}
