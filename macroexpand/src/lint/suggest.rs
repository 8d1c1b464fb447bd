//! Hints: names that are spelled much like one that is not known.

/// The candidate that is nearest to `name`, if one is near enough. Ties go to the one that comes
/// first in the alphabet.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let most = match name.chars().count() {
        0..=2 => return None,
        3..=5 => 1,
        _ => 2,
    };
    candidates
        .filter(|candidate| *candidate != name)
        .filter_map(|candidate| Some((distance(name, candidate, most)?, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many letters have to be put in, taken out, changed or swapped with their neighbour; `None`
/// if more than `most`.
fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut cost = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before_last[j - 2] + 1);
            }
            row.push(cost);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.pop().filter(|cost| *cost <= most)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_near_names_are_suggested() {
        let names = ["length", "list_to_atom", "foo"];
        assert_eq!(nearest("lenght", names.into_iter()), Some("length"));
        assert_eq!(nearest("list-to-atom", names.into_iter()), Some("list_to_atom"));
        assert_eq!(nearest("fo", names.into_iter()), None);
        assert_eq!(nearest("bar", names.into_iter()), None);
    }
}
