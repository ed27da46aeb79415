//! Sorting: stable, by `<` only, safe against a comparison that raises or changes the list
//! (Objects/listobject.c, `listsort`).
//!
//! Invariant: the list is empty while it is sorted, as in CPython; whatever happens, all items come back.

use super::errors::PyResult;
use super::list::List;
use super::word::Value;

/// Sorts a list object in place. Errors: what a key function or a comparison raised; ValueError if the list
/// was changed meanwhile.
pub fn sort(list: &Value, key: Option<&Value>, reverse: bool) -> PyResult<()> {
    let list = list.payload::<List>();
    let items = list.take_all();
    let (items, result) = sort_items(items, key, reverse);
    let meddled = list.replace_all(items);
    result?;
    if !meddled.is_empty() {
        return Err(super::errors::value_error("list modified during sort"));
    }
    Ok(())
}

fn sort_items(items: Vec<Value>, key: Option<&Value>, reverse: bool) -> (Vec<Value>, PyResult<()>) {
    let mut keyed: Vec<(Value, Value)> = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        match key.map(|key| super::call::call(key, std::slice::from_ref(item))) {
            Some(Ok(key)) => keyed.push((key, item.clone())),
            Some(Err(raised)) => {
                let _ = at;
                return (items, Err(raised));
            }
            None => keyed.push((item.clone(), item.clone())),
        }
    }
    drop(items);
    if reverse {
        keyed.reverse();
    }
    let result = merge_sort(&mut keyed);
    if reverse {
        keyed.reverse();
    }
    (keyed.into_iter().map(|(_, item)| item).collect(), result)
}

fn less(a: &Value, b: &Value) -> PyResult<bool> {
    super::protocol::compare_truth(a, b, super::typeobj::CmpOp::Lt)
}

/// Binary insertion for short runs, merging above; every comparison may raise.
fn merge_sort(items: &mut [(Value, Value)]) -> PyResult<()> {
    const RUN: usize = 16;
    if items.len() <= RUN {
        for at in 1..items.len() {
            let (mut low, mut high) = (0, at);
            while low < high {
                let middle = (low + high) / 2;
                if less(&items[at].0, &items[middle].0)? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            items[low..=at].rotate_right(1);
        }
        return Ok(());
    }
    let middle = items.len() / 2;
    merge_sort(&mut items[..middle])?;
    merge_sort(&mut items[middle..])?;
    if !less(&items[middle].0, &items[middle - 1].0)? {
        return Ok(());
    }
    let left: Vec<(Value, Value)> = items[..middle].to_vec();
    let (mut from_left, mut from_right, mut to) = (0, middle, 0);
    let mut result = Ok(());
    while from_left < left.len() && from_right < items.len() {
        match less(&items[from_right].0, &left[from_left].0) {
            Ok(true) => {
                items.swap(to, from_right);
                from_right += 1;
            }
            Ok(false) => {
                items[to] = left[from_left].clone();
                from_left += 1;
            }
            Err(raised) => {
                result = Err(raised);
                break;
            }
        }
        to += 1;
    }
    // What is left of the left half fills the gap exactly, also after an error.
    let rest = left.len() - from_left;
    items[to..to + rest].clone_from_slice(&left[from_left..]);
    result
}
