//! Sorting: stable, by `<` only (or 2.7's `cmp`), safe against a comparison that raises or changes the list
//! (Objects/listobject.c, `listsort`).
//!
//! Invariants:
//! - The list is empty while it is sorted, as in CPython; whatever happens, all items come back.
//! - What is sorted is an array of positions, so an error in the middle leaves a permutation, never a gap.
//! - The fast ways (all keys ints, all floats without a nan, all exact strings of one kind) call nothing that a
//!   script could see, and give the very order that the general way gives.

use super::errors::{PyResult, type_error, value_error};
use super::float::float_value;
use super::list::List;
use super::native::Args;
use super::str::Str;
use super::typeobj::{CmpOp, FLOAT};
use super::word::Value;
use super::{alloc, call, lang, protocol};
use std::cmp::Ordering;

/// How to sort.
#[derive(Default)]
pub struct Options {
    /// 2.7's comparison function.
    pub cmp: Option<Value>,
    pub key: Option<Value>,
    pub reverse: bool,
}

impl Options {
    /// The arguments of `list.sort` (and, after the iterable, of `sorted`). Errors: TypeError.
    pub fn from_args(function: &str, args: &Args) -> PyResult<Options> {
        let given = |value: Option<&Value>| value.filter(|value| !value.is_none()).cloned();
        if lang::is_27() {
            let [cmp, key, reverse] = args.bind(function, ["cmp", "key", "reverse"], 0)?;
            return Ok(Options { cmp: given(cmp), key: given(key), reverse: flag(reverse)? });
        }
        let [key, reverse] = args.bind(function, ["key", "reverse"], 0)?;
        if !args.pos.is_empty() {
            return Err(type_error("must use keyword argument for key function"));
        }
        Ok(Options { cmp: None, key: given(key), reverse: flag(reverse)? })
    }
}

/// `reverse=`: an int (the `i` of PyArg_ParseTuple).
fn flag(value: Option<&Value>) -> PyResult<bool> {
    value.map_or(Ok(false), |value| Ok(super::int::expect_i64(value)? != 0))
}

/// Sorts a list object in place, by an optional key function. Errors: what a key function or a comparison
/// raised; ValueError if the list was changed meanwhile.
pub fn sort(list: &Value, key: Option<&Value>, reverse: bool) -> PyResult<()> {
    sort_with(list, &Options { cmp: None, key: key.cloned(), reverse })
}

/// Sorts a list object in place. Errors as for [`sort`].
pub fn sort_with(list: &Value, options: &Options) -> PyResult<()> {
    let list = list.payload::<List>();
    // The items twice, and their positions with what merging needs.
    alloc::ensure(list.len().saturating_mul(2 * size_of::<Value>() + 3 * size_of::<u32>()))?;
    let items = list.take_all();
    let sorted = sorted_positions(&items, options);
    let (items, result) = match sorted {
        Ok((positions, result)) => (rearrange(items, &positions), result),
        Err(raised) => (items, Err(raised)),
    };
    let meddled = list.replace_all(items);
    result?;
    if !meddled.is_empty() {
        return Err(value_error("list modified during sort"));
    }
    Ok(())
}

fn rearrange(items: Vec<Value>, positions: &[u32]) -> Vec<Value> {
    let mut items: Vec<Option<Value>> = items.into_iter().map(Some).collect();
    positions.iter().filter_map(|&at| items.get_mut(at as usize).and_then(Option::take)).collect()
}

/// The positions in their new order, and whether comparing went well; an error before any comparison (a key
/// function's) leaves the items as they were.
fn sorted_positions(items: &[Value], options: &Options) -> PyResult<(Vec<u32>, PyResult<()>)> {
    let made: Vec<Value>;
    let keys = match &options.key {
        Some(key) => {
            made = items
                .iter()
                .map(|item| call::call(key, std::slice::from_ref(item)))
                .collect::<PyResult<_>>()?;
            &made[..]
        }
        None => items,
    };
    let mut positions: Vec<u32> = (0..keys.len() as u32).collect();
    if options.cmp.is_none() && sort_known(keys, &mut positions, options.reverse) {
        return Ok((positions, Ok(())));
    }
    // Reversing before and after keeps equal items in their order.
    if options.reverse {
        positions.reverse();
    }
    let less = |a: u32, b: u32| -> PyResult<bool> {
        let (a, b) = (&keys[a as usize], &keys[b as usize]);
        match &options.cmp {
            None => protocol::compare_truth(a, b, CmpOp::Lt),
            Some(cmp) => {
                let result = call::call(cmp, &[a.clone(), b.clone()])?;
                if !super::int::is_int(&result) {
                    return Err(type_error(format!(
                        "comparison function must return int, not {}",
                        result.type_name()
                    )));
                }
                Ok(super::int::is_negative(&result))
            }
        }
    };
    let result = merge_sort(&mut positions, &less);
    if options.reverse {
        positions.reverse();
    }
    Ok((positions, result))
}

// ---- keys of one known type --------------------------------------------------------------------------------

/// Sorts at once if all keys are of one type whose order is known; false if not.
fn sort_known(keys: &[Value], positions: &mut Vec<u32>, reverse: bool) -> bool {
    let Some(first) = keys.first() else { return true };
    if first.word().is_int() {
        let known: Option<Vec<i64>> =
            keys.iter().map(|key| key.word().is_int().then(|| key.word().int())).collect();
        return known.is_some_and(|known| by(&known, positions, reverse, Ord::cmp));
    }
    if first.type_of() == FLOAT {
        let number = |key: &Value| {
            let number = float_value(key).filter(|_| key.type_of() == FLOAT)?;
            (!number.is_nan()).then_some(number)
        };
        let known: Option<Vec<f64>> = keys.iter().map(number).collect();
        let order = |a: &f64, b: &f64| a.partial_cmp(b).unwrap_or(Ordering::Equal);
        return known.is_some_and(|known| by(&known, positions, reverse, order));
    }
    if first.downcast::<Str>().is_some() && !first.type_of().is_heap() {
        let ty = first.type_of();
        let short = |key: &Value| key.downcast::<Str>().filter(|_| key.type_of() == ty)?.short_order();
        let known: Option<Vec<(u128, usize)>> = keys.iter().map(short).collect();
        if let Some(known) = known {
            return by(&known, positions, reverse, Ord::cmp);
        }
        let known: Option<Vec<&Str>> =
            keys.iter().map(|key| key.downcast::<Str>().filter(|_| key.type_of() == ty)).collect();
        return known.is_some_and(|known| by(&known, positions, reverse, |a, b| a.compare(b)));
    }
    false
}

fn by<T: Copy>(
    keys: &[T],
    positions: &mut Vec<u32>,
    reverse: bool,
    order: impl Fn(&T, &T) -> Ordering,
) -> bool {
    let mut pairs: Vec<(T, u32)> = keys.iter().copied().zip(0..).collect();
    if reverse {
        pairs.sort_by(|a, b| order(&b.0, &a.0));
    } else {
        pairs.sort_by(|a, b| order(&a.0, &b.0));
    }
    positions.clear();
    positions.extend(pairs.into_iter().map(|(_, at)| at));
    true
}

// ---- the general way -----------------------------------------------------------------------------------------

type Less<'a> = dyn Fn(u32, u32) -> PyResult<bool> + 'a;

/// The least length of a run, so that the number of runs is a power of two or a little less (merge_compute_minrun).
fn minimum_run(mut len: usize) -> usize {
    let mut rest = 0;
    while len >= 64 {
        rest |= len & 1;
        len >>= 1;
    }
    len + rest
}

/// Natural runs, short ones lengthened by binary insertion, merged pairwise with balanced sizes (timsort
/// without galloping).
fn merge_sort(order: &mut [u32], less: &Less) -> PyResult<()> {
    let minimum = minimum_run(order.len());
    // Start and length of each run that waits to be merged.
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    while start < order.len() {
        let rest = &mut order[start..];
        let mut run = count_run(rest, less)?;
        let wanted = minimum.min(rest.len());
        if run < wanted {
            binary_insertion(&mut rest[..wanted], run, less)?;
            run = wanted;
        }
        runs.push((start, run));
        start += run;
        collapse(order, &mut runs, less, false)?;
    }
    collapse(order, &mut runs, less, true)
}

/// The length of the run at the beginning, made ascending if it was strictly descending.
fn count_run(order: &mut [u32], less: &Less) -> PyResult<usize> {
    if order.len() < 2 {
        return Ok(order.len());
    }
    let mut end = 2;
    if less(order[1], order[0])? {
        while end < order.len() && less(order[end], order[end - 1])? {
            end += 1;
        }
        order[..end].reverse();
    } else {
        while end < order.len() && !less(order[end], order[end - 1])? {
            end += 1;
        }
    }
    Ok(end)
}

/// Inserts the items from `sorted` on into the sorted ones before them.
fn binary_insertion(order: &mut [u32], sorted: usize, less: &Less) -> PyResult<()> {
    for at in sorted..order.len() {
        let (mut low, mut high) = (0, at);
        while low < high {
            let middle = low + (high - low) / 2;
            if less(order[at], order[middle])? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        order[low..=at].rotate_right(1);
    }
    Ok(())
}

/// Merges neighbours until the lengths fall fast enough from bottom to top; all of them if `force`.
fn collapse(order: &mut [u32], runs: &mut Vec<(usize, usize)>, less: &Less, force: bool) -> PyResult<()> {
    while runs.len() > 1 {
        let len = |back: usize| runs.len().checked_sub(back).map_or(usize::MAX, |at| runs[at].1);
        let three = runs.len() > 2 && (force || len(3) <= len(2) + len(1));
        let four = runs.len() > 3 && len(4) <= len(3) + len(2);
        let at = if (three || four) && len(3) < len(1) {
            runs.len() - 3
        } else if force || three || four || len(2) <= len(1) {
            runs.len() - 2
        } else {
            return Ok(());
        };
        let ((start, left), (_, right)) = (runs[at], runs[at + 1]);
        runs[at].1 = left + right;
        runs.remove(at + 1);
        merge(&mut order[start..start + left + right], left, less)?;
    }
    Ok(())
}

/// Merges two neighbouring runs. After an error what is left of the left run fills the gap exactly.
fn merge(order: &mut [u32], middle: usize, less: &Less) -> PyResult<()> {
    if !less(order[middle], order[middle - 1])? {
        return Ok(());
    }
    let left = order[..middle].to_vec();
    let (mut from_left, mut from_right, mut to) = (0, middle, 0);
    let mut result = Ok(());
    while from_left < left.len() && from_right < order.len() {
        match less(order[from_right], left[from_left]) {
            Ok(true) => {
                order[to] = order[from_right];
                from_right += 1;
            }
            Ok(false) => {
                order[to] = left[from_left];
                from_left += 1;
            }
            Err(raised) => {
                result = Err(raised);
                break;
            }
        }
        to += 1;
    }
    let rest = left.len() - from_left;
    order[to..to + rest].copy_from_slice(&left[from_left..]);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_stably_any_shape() {
        let shapes: [fn(u32) -> u32; 5] = [
            |i| i,
            |i| 1000 - i,
            |i| i * 7919 % 10,
            |i| i * 7919 % 1009,
            |i| if i % 100 == 0 { 0 } else { i },
        ];
        for len in [0usize, 1, 2, 63, 64, 65, 500, 1000] {
            for shape in shapes {
                let keys: Vec<u32> = (0..len as u32).map(shape).collect();
                let mut order: Vec<u32> = (0..len as u32).collect();
                let less = |a: u32, b: u32| Ok(keys[a as usize] < keys[b as usize]);
                assert_eq!(merge_sort(&mut order, &less), Ok(()));
                let mut expected: Vec<u32> = (0..len as u32).collect();
                expected.sort_by_key(|&at| keys[at as usize]);
                assert_eq!(order, expected);
            }
        }
    }

    #[test]
    fn an_error_leaves_a_permutation() {
        let count = std::cell::Cell::new(0);
        for limit in [0, 1, 50, 300, 700] {
            count.set(0);
            let mut order: Vec<u32> = (0..200).map(|i| i * 77 % 200).collect();
            let less = |a: u32, b: u32| {
                count.set(count.get() + 1);
                if count.get() > limit { Err(super::super::errors::Raised) } else { Ok(a < b) }
            };
            let _ = merge_sort(&mut order, &less);
            order.sort_unstable();
            assert_eq!(order, (0..200).collect::<Vec<u32>>());
        }
    }
}
