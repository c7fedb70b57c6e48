/// Which of `places` (where the events of a baseline stand now) are out of order: the fewest that
/// have to move for the others to be in order. Those without a place are in nobody's way.
pub fn moved(places: &[Option<usize>]) -> Vec<usize> {
    // The longest rising row of places: for each length, the end that leaves most room.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; places.len()];
    let at = |index: usize| places.get(index).copied().flatten();
    for (index, place) in places.iter().enumerate() {
        if place.is_none() {
            continue;
        }
        let length = ends.partition_point(|end| at(*end) < *place);
        if let Some(last) = length.checked_sub(1)
            && let Some(before) = before.get_mut(index)
        {
            *before = ends.get(last).copied();
        }
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut in_order = vec![false; places.len()];
    let mut next = ends.last().copied();
    while let Some(index) = next {
        if let Some(is_in_order) = in_order.get_mut(index) {
            *is_in_order = true;
        }
        next = before.get(index).copied().flatten();
    }
    let indexes = 0..places.len();
    indexes
        .filter(|index| at(*index).is_some() && in_order.get(*index) == Some(&false))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_few_as_can_be_have_moved() {
        let moved = |places: &[Option<usize>]| moved(places);
        assert_eq!(moved(&[]), [0; 0]);
        assert_eq!(moved(&[Some(0), None, Some(1), Some(5)]), [0; 0]);
        assert_eq!(moved(&[Some(3), Some(0), Some(1), Some(2)]), [0]);
        assert_eq!(moved(&[Some(0), Some(3), None, Some(1), Some(2)]), [1]);
        assert_eq!(moved(&[Some(2), Some(1), Some(0)]).len(), 2);
    }
}
