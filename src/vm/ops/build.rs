//! Making and taking apart: items, slices, functions, classes.

use super::give;
use crate::bytecode::opcode::Op;
use crate::objects::dict::Dict;
use crate::objects::errors::{PyResult, type_error, value_error};
use crate::objects::function::Function;
use crate::objects::header::{Obj, new_object};
use crate::objects::iterator::Iter;
use crate::objects::iterators::sequences;
use crate::objects::list::{List, new_list};
use crate::objects::slice::{Slice, new_slice};
use crate::objects::slot::Slot;
use crate::objects::str::{self, Str};
use crate::objects::tuple::{IntoItems, Tuple, new_tuple};
use crate::objects::typeobj::{DICT, FUNCTION, INSTANCE, LIST, LIST_ITER, SLICE, TUPLE};
use crate::objects::word::{Value, Word};
use crate::objects::{errors, lang, names, protocol, sequence, set};
use crate::vm::cache::table;
use crate::vm::codeobj::CodeObj;
use crate::vm::frame::Frame;

/// The next item of an iterator.
///
/// # Safety
/// A live object.
#[inline(always)]
pub unsafe fn next(iterator: Word) -> PyResult<Option<Value>> {
    // SAFETY: by the caller's promise; the types' payloads are known.
    unsafe {
        let ty = (*iterator.ptr()).ty();
        if ty == LIST_ITER {
            let iter = &(*iterator.ptr().cast::<Obj<Iter>>()).payload;
            let (source, at) = (iter.source.word(), iter.position.get());
            // A list iterator's source is a list, or empty once it has ended.
            if !source.is_null()
                && let Some(item) = (*source.ptr().cast::<Obj<List>>()).payload.get(at as usize)
            {
                iter.position.set(at + 1);
                return Ok(Some(item));
            }
            return sequences::list_next(iterator.as_value());
        }
        match ty.slots().next {
            Some(next) => next(iterator.as_value()),
            None => protocol::next(iterator.as_value()),
        }
    }
}

/// Takes `count` items off the top of the operands.
///
/// # Safety
/// They are there, and owned; the caller lowers `sp`.
#[inline(always)]
pub unsafe fn take_items(sp: *mut Word, count: usize) -> Vec<Value> {
    let mut items: Vec<Value> = Vec::with_capacity(count);
    // SAFETY: by the caller's promise; a word that is not NULL is a value, and the vector has room.
    unsafe {
        std::ptr::copy_nonoverlapping(sp.sub(count).cast::<Value>(), items.as_mut_ptr(), count);
        items.set_len(count);
    }
    items
}

/// Operands that become a tuple's items.
struct Taken {
    first: *mut Word,
    count: usize,
}

impl IntoItems for Taken {
    #[inline(always)]
    fn count(&self) -> usize {
        self.count
    }
    #[inline(always)]
    unsafe fn write(self, place: *mut Value) {
        // SAFETY: as many owned words as `count` says, and room for them by the caller's promise.
        unsafe { std::ptr::copy_nonoverlapping(self.first.cast::<Value>(), place, self.count) };
    }
}

/// BUILD_TUPLE: gives where the operands end then, as the other helpers of this file do.
///
/// # Safety
/// As for [`take_items`].
#[inline(never)]
pub unsafe fn build_tuple(sp: *mut Word, count: usize) -> *mut Word {
    // SAFETY: by the caller's promise.
    unsafe {
        let item = |back: usize| (*sp.sub(back)).into_value();
        let tuple = match count {
            2 => new_tuple([item(2), item(1)]),
            3 => new_tuple([item(3), item(2), item(1)]),
            _ => new_tuple(Taken { first: sp.sub(count), count }),
        };
        *sp.sub(count) = tuple.into_word();
        sp.sub(count).add(1)
    }
}

/// BUILD_LIST.
///
/// # Safety
/// As for [`take_items`].
#[inline(never)]
pub unsafe fn build_list(sp: *mut Word, count: usize) -> *mut Word {
    // SAFETY: by the caller's promise.
    unsafe {
        *sp.sub(count) = new_list(take_items(sp, count)).into_word();
        sp.sub(count).add(1)
    }
}

/// BUILD_MAP.
#[inline(never)]
pub fn build_map(size: u32) -> Word {
    Dict::presized(size as usize).into_word()
}

/// STORE_MAP: the key on top, the value, the dict. NULL: an exception is set.
///
/// # Safety
/// The operands of the opcode.
#[inline(never)]
pub unsafe fn store_map(sp: *mut Word) -> *mut Word {
    // SAFETY: by the caller's promise; on an error the operands are NULL, so that they are not dropped again.
    unsafe {
        let (key, value, dict) = (*sp.sub(1), *sp.sub(2), *sp.sub(3));
        (*sp.sub(1), *sp.sub(2)) = (Word::NULL, Word::NULL);
        match table(dict).insert(key.into_value(), value.into_value()) {
            Ok(()) => sp.sub(2),
            Err(_) => std::ptr::null_mut(),
        }
    }
}

/// DUP_TOPX, DUP_TOP_TWO.
///
/// # Safety
/// `count` operands, and room for as many.
#[inline(never)]
pub unsafe fn duplicate(sp: *mut Word, count: usize) -> *mut Word {
    // SAFETY: by the caller's promise.
    unsafe {
        for index in 0..count {
            let word = *sp.sub(count).add(index);
            word.incref();
            *sp.add(index) = word;
        }
        sp.add(count)
    }
}

/// `a[b]` in general; dicts first.
///
/// # Safety
/// Live words, not NULL.
#[inline(never)]
pub unsafe fn item(a: Word, b: Word) -> Word {
    // SAFETY: by the caller's promise.
    unsafe {
        if a.is_object_nonnull() && (*a.ptr()).ty() == DICT {
            // A key is hashed and compared once, found or not.
            return give(match table(a).get(b.as_value()) {
                Ok(Some(value)) => Ok(value),
                Ok(None) => Err(errors::key_error(b.as_value())),
                Err(raised) => Err(raised),
            });
        }
        if b.is_object_nonnull()
            && (*b.ptr()).ty() == SLICE
            && let Some(bounds) = (*b.ptr().cast::<Obj<Slice>>()).payload.simple_bounds()
            && let Some(part) = part_of_exact(a.as_value(), bounds)
        {
            return part.into_word();
        }
        give(protocol::getitem(a.as_value(), b.as_value()))
    }
}

#[inline(always)]
pub fn sequence_index(index: i64, len: usize) -> Option<usize> {
    let at = if index < 0 { index + len as i64 } else { index };
    (at >= 0 && at < len as i64).then_some(at as usize)
}

/// # Safety
/// Live words, not NULL.
#[inline(always)]
pub unsafe fn store_item(object: Word, key: Word, value: Word) -> PyResult<()> {
    // SAFETY: by the caller's promise.
    unsafe {
        if object.is_object_nonnull() {
            let ty = (*object.ptr()).ty();
            if ty == LIST && key.is_int() {
                let list = &(*object.ptr().cast::<Obj<List>>()).payload;
                if let Some(at) = sequence_index(key.int(), list.len()) {
                    // In range, so the value is taken.
                    drop(list.set(at, value.to_value()));
                    return Ok(());
                }
            } else if ty == DICT {
                return table(object).insert(key.to_value(), value.to_value());
            }
        }
        protocol::setitem(object.as_value(), key.as_value(), Some(value.as_value()))
    }
}

pub fn build_set(mut items: Vec<Value>) -> PyResult {
    // 3.2 takes them from the top of the stack, which shows in the order of equal hashes and of equal elements.
    if !lang::is_27() {
        items.reverse();
    }
    set::new_set(items)
}

/// Takes the value over.
///
/// # Safety
/// A live set, an owned value.
pub unsafe fn set_add(set: Word, value: Word) -> PyResult<()> {
    // SAFETY: by the caller's promise.
    unsafe { set.as_value().payload::<set::Set>().add(value.into_value()) }
}

/// BUILD_SLICE.
///
/// # Safety
/// `count` (2 or 3) operands.
pub unsafe fn build_slice(sp: *mut Word, count: usize) -> *mut Word {
    // SAFETY: by the caller's promise.
    unsafe {
        let mut sp = sp;
        let step = if count == 3 {
            sp = sp.sub(1);
            (*sp).into_value()
        } else {
            Value::none()
        };
        sp = sp.sub(2);
        let (start, stop) = ((*sp).into_value(), (*sp.add(1)).into_value());
        *sp = new_slice(start, stop, step).into_word();
        sp.add(1)
    }
}

/// SLICE+n of an exact string, list or tuple with small ints, the most frequent kind, without a slice object; none for
/// others.
///
/// # Safety
/// The operands of the opcode.
unsafe fn slice_of_exact(which: u8, sp: *mut Word) -> Option<*mut Word> {
    // SAFETY: by the caller's promise; ints have no count to give back.
    unsafe {
        let (mut at, mut bounds) = (sp, [0, i64::MAX]);
        for bound in [1, 0] {
            if which & (1 << bound) != 0 {
                at = at.sub(1);
                if !(*at).is_int() {
                    return None;
                }
                bounds[bound] = (*at).int();
            }
        }
        let place = at.sub(1);
        let part = part_of_exact((*place).as_value(), bounds)?;
        (*place).decref();
        *place = part.into_word();
        Some(at)
    }
}

/// The bounds of BUILD_SLICE if they are small ints or None, and what they lie above is an exact string, list or tuple that is not
/// large.
///
/// # Safety
/// Three operands.
#[inline(always)]
pub unsafe fn plain_bounds(sp: *mut Word) -> Option<[i64; 2]> {
    // SAFETY: by the caller's promise.
    unsafe {
        let bound = |word: Word, absent: i64| match word {
            Word::NONE => Some(absent),
            word => word.is_int().then(|| word.int()),
        };
        let bounds = [bound(*sp.sub(2), 0)?, bound(*sp.sub(1), i64::MAX)?];
        let object = *sp.sub(3);
        let ty = object.type_of();
        let len = if super::arith::is_str(object) {
            object.as_value().payload::<Str>().len()
        } else if ty == LIST {
            object.as_value().payload::<List>().len()
        } else if ty == TUPLE {
            object.as_value().payload::<Tuple>().items().len()
        } else {
            return None;
        };
        (len < MANY).then_some(bounds)
    }
}

/// The part between [`plain_bounds`] in the place of what it is of.
///
/// # Safety
/// The operands that the bounds were told of.
pub unsafe fn part_by_bounds(sp: *mut Word, bounds: [i64; 2]) -> *mut Word {
    // SAFETY: by the caller's promise; bounds have no count to give back.
    unsafe {
        let place = sp.sub(3);
        if let Some(part) = part_of_exact((*place).as_value(), bounds) {
            (*place).decref();
            *place = part.into_word();
        }
        place.add(1)
    }
}

/// From so many items or characters on the memory for a part is asked for first, by the general way.
const MANY: usize = 1 << 17;

/// The part of an exact string, list or tuple between two bounds; none for other objects and for large ones.
fn part_of_exact(value: &Value, bounds: [i64; 2]) -> Option<Value> {
    let range = |len: usize| {
        let start = sequence::clamp(bounds[0], len);
        (start, sequence::clamp(bounds[1], len).max(start))
    };
    // SAFETY: a live value.
    if unsafe { super::arith::is_str(value.word()) } {
        let (start, stop) = range(value.payload::<Str>().len());
        if stop - start >= MANY {
            return None;
        }
        return Some(str::types::section(value, start, stop));
    }
    if value.type_of() == LIST {
        let list = value.payload::<List>();
        let (start, stop) = range(list.len());
        if stop - start >= MANY {
            return None;
        }
        return Some(new_list(list.slice(start, stop)));
    }
    if value.type_of() == TUPLE {
        let items = value.payload::<Tuple>().items();
        let (start, stop) = range(items.len());
        let whole = stop - start == items.len();
        if stop - start >= MANY && !whole {
            return None;
        }
        return Some(if whole { value.clone() } else { new_tuple(&items[start..stop]) });
    }
    None
}

/// 2.7's SLICE+n, STORE_SLICE+n and DELETE_SLICE+n: simple slices, done through slice objects.
///
/// # Safety
/// The operands of the opcode.
pub unsafe fn old_slice(op: u8, sp: *mut Word) -> PyResult<*mut Word> {
    let (kind, which) = match op {
        op if op >= Op::DeleteSlice0 as u8 => (2, op - Op::DeleteSlice0 as u8),
        op if op >= Op::StoreSlice0 as u8 => (1, op - Op::StoreSlice0 as u8),
        op => (0, op - Op::Slice0 as u8),
    };
    // SAFETY: by the caller's promise. Operands stay owned by the stack until the operation has succeeded.
    unsafe {
        if kind == 0
            && let Some(sp) = slice_of_exact(which, sp)
        {
            return Ok(sp);
        }
        let mut at = sp;
        let mut bound = |present: bool| {
            if present {
                at = at.sub(1);
                Some((*at).to_value())
            } else {
                None
            }
        };
        let stop = bound(which & 2 != 0);
        let start = bound(which & 1 != 0);
        let object = *at.sub(1);
        let value = object.as_value();
        let none = Value::none;
        let special = match kind {
            0 => names::__getslice__(),
            1 => names::__setslice__(),
            _ => names::__delslice__(),
        };
        // An old-style instance gets numbers in either case.
        let classic = value.type_of() == INSTANCE;
        let has_special = match classic {
            true => protocol::getattr_option(value, special)?.is_some(),
            false => value.type_of().is_heap() && value.type_of().lookup(special).is_some(),
        };
        let result = if has_special || classic {
            let index = |bound: Option<Value>, absent: i64| match bound {
                Some(bound) => protocol::index_clamped(&bound),
                None => Ok(absent),
            };
            let (start, stop) = (index(start, 0)?, index(stop, i64::MAX)?);
            let len = match start < 0 || stop < 0 {
                false => 0,
                true => match protocol::len(value) {
                    Ok(len) => len as i64,
                    Err(raised) if classic => return Err(raised),
                    Err(_) => {
                        errors::clear();
                        0
                    }
                },
            };
            let adjust = |index: i64| if index < 0 { index.saturating_add(len) } else { index };
            let mut args = vec![Value::int(adjust(start)), Value::int(adjust(stop))];
            if !has_special {
                let slice = new_slice(args[0].clone(), args[1].clone(), none());
                args = vec![slice];
            }
            if kind == 1 {
                args.push((*at.sub(2)).to_value());
            }
            let general = [names::__getitem__(), names::__setitem__(), names::__delitem__()][kind];
            let name = if has_special { special } else { general };
            match classic {
                true => protocol::getattr(value, name)
                    .and_then(|method| crate::objects::call::call(&method, &args)),
                false => protocol::call_special(value, name, &args).unwrap_or(Ok(none())),
            }
        } else {
            let slice = new_slice(start.unwrap_or(none()), stop.unwrap_or(none()), Value::none());
            match kind {
                0 => protocol::getitem(value, &slice),
                1 => protocol::setitem(value, &slice, Some((*at.sub(2)).as_value())).map(|()| Value::none()),
                _ => protocol::setitem(value, &slice, None).map(|()| Value::none()),
            }
        };
        let result = result?;
        let base = if kind == 1 { at.sub(2) } else { at.sub(1) };
        let mut sp = sp;
        while sp > base {
            sp = sp.sub(1);
            (*sp).decref();
        }
        if kind == 0 {
            *sp = result.into_word();
            sp = sp.add(1);
        }
        Ok(sp)
    }
}

fn unpack_error(value: &Value) -> PyResult<Vec<Value>> {
    let ty = value.type_name();
    if lang::is_27() {
        errors::clear();
        return Err(type_error(format!("'{ty}' object is not iterable")));
    }
    Err(crate::objects::Raised)
}

/// UNPACK_SEQUENCE: `count` items in the sequence's place, the first on top. NULL: an exception is set.
///
/// # Safety
/// A sequence on top, and room for `count` words in its place.
#[inline(never)]
pub unsafe fn unpack_sequence(sp: *mut Word, count: usize) -> *mut Word {
    // SAFETY: by the caller's promise.
    unsafe {
        let sequence = *sp.sub(1);
        let (value, place) = (sequence.as_value(), sp.sub(1));
        let put = |items: &[Value]| {
            if items.len() != count {
                return false;
            }
            for (index, item) in items.iter().enumerate() {
                *place.add(count - 1 - index) = item.clone().into_word();
            }
            true
        };
        let ty = sequence.type_of();
        let done = if ty == TUPLE {
            put((*sequence.ptr().cast::<Obj<Tuple>>()).payload.items())
        } else {
            ty == LIST && (*sequence.ptr().cast::<Obj<List>>()).payload.with_items(put)
        };
        if !done {
            match items_of(value, count) {
                Ok(items) => put(&items),
                Err(_) => return std::ptr::null_mut(),
            };
        }
        sequence.decref();
        place.add(count)
    }
}

/// Exactly `count` items of anything that can be iterated.
fn items_of(value: &Value, count: usize) -> PyResult<Vec<Value>> {
    let iterator = match protocol::iter(value) {
        Ok(iterator) => iterator,
        Err(_) => return unpack_error(value),
    };
    let mut items = Vec::with_capacity(count);
    while items.len() < count {
        match protocol::next(&iterator)? {
            Some(item) => items.push(item),
            None => {
                let plural = if items.len() == 1 { "" } else { "s" };
                return Err(value_error(format!("need more than {} value{plural} to unpack", items.len())));
            }
        }
    }
    if protocol::next(&iterator)?.is_some() {
        return Err(value_error(if lang::is_27() {
            "too many values to unpack".to_owned()
        } else {
            format!("too many values to unpack (expected {count})")
        }));
    }
    Ok(items)
}

/// UNPACK_EX: `before` items, the list of the rest, `after` items.
///
/// # Safety
/// Room for `before + 1 + after` words at `sp`.
pub unsafe fn unpack_ex(sequence: Word, arg: usize, sp: *mut Word) -> PyResult<*mut Word> {
    let (before, after) = (arg & 0xff, arg >> 8);
    // SAFETY: by the caller's promise.
    unsafe {
        let iterator = protocol::iter(sequence.as_value())?;
        let mut items = Vec::new();
        while let Some(item) = protocol::next(&iterator)? {
            items.push(item);
        }
        if items.len() < before + after {
            let have = items.len();
            let plural = if have == 1 { "" } else { "s" };
            return Err(value_error(format!("need more than {have} value{plural} to unpack")));
        }
        let tail = items.split_off(items.len() - after);
        let rest = items.split_off(before);
        let mut at = sp;
        for item in tail.into_iter().rev() {
            *at = item.into_word();
            at = at.add(1);
        }
        *at = new_list(rest).into_word();
        at = at.add(1);
        for item in items.into_iter().rev() {
            *at = item.into_word();
            at = at.add(1);
        }
        Ok(at)
    }
}

/// MAKE_FUNCTION and MAKE_CLOSURE. Takes the operands over.
///
/// # Safety
/// The operands of the opcode.
pub unsafe fn make_function(f: *mut Frame, sp: *mut Word, arg: u32, closure: bool) -> PyResult<*mut Word> {
    // SAFETY: by the caller's promise.
    unsafe {
        let mut sp = sp;
        let mut pop = || {
            sp = sp.sub(1);
            (*sp).into_value()
        };
        let code_value = pop();
        let closure = closure.then(&mut pop);
        let (positional, named, annotated) = if lang::is_27() {
            (arg as usize, 0, 0)
        } else {
            ((arg & 0xff) as usize, (arg >> 8 & 0xff) as usize, (arg >> 16 & 0x7fff) as usize)
        };
        let annotations = (annotated > 0).then(|| {
            let keys = pop();
            let dict = Dict::new();
            if let Some(keys) = keys.downcast::<Tuple>() {
                for key in keys.items().iter().rev() {
                    dict.set_name(key, pop());
                }
            }
            new_object(DICT, dict)
        });
        let defaults = (positional > 0).then(|| {
            let mut items: Vec<Value> = (0..positional).map(|_| pop()).collect();
            items.reverse();
            new_tuple(items)
        });
        let kwdefaults = (named > 0).then(|| {
            let dict = Dict::new();
            for _ in 0..named {
                let value = pop();
                let key = pop();
                dict.set_name(&key, value);
            }
            new_object(DICT, dict)
        });
        let function = new_function(code_value, (*f).globals.to_value(), defaults, closure)?;
        let fields = function.payload::<Function>();
        fields.kwdefaults.set_option(kwdefaults);
        fields.annotations.set_option(annotations);
        *sp = function.into_word();
        Ok(sp.add(1))
    }
}

/// PyFunction_New: the doc string is the first constant if that is a string; the module is the globals' `__name__`.
pub fn new_function(
    code: Value,
    globals: Value,
    defaults: Option<Value>,
    closure: Option<Value>,
) -> PyResult {
    let Some(object) = code.downcast::<CodeObj>() else { return Err(type_error("code object expected")) };
    let is_doc = |value: &&Value| value.str_lossy().is_some();
    let doc = object.consts.first().filter(is_doc).cloned();
    let module = globals.downcast::<Dict>().and_then(|dict| dict.get_name(names::__name__()));
    let name = object.name.clone();
    Ok(new_object(
        FUNCTION,
        Function {
            code: Slot::new(code),
            globals: Slot::new(globals),
            defaults: Slot::from_option(defaults),
            kwdefaults: Slot::empty(),
            closure: Slot::from_option(closure),
            name: Slot::new(name),
            doc: Slot::new(doc.unwrap_or(Value::none())),
            module: Slot::from_option(module),
            annotations: Slot::empty(),
            dict: Slot::empty(),
        },
    ))
}

/// 2.7's BUILD_CLASS: name, bases, dict. Takes the operands over when it succeeds.
///
/// # Safety
/// The operands of the opcode.
pub unsafe fn build_class(sp: *mut Word) -> PyResult<*mut Word> {
    // SAFETY: by the caller's promise.
    unsafe {
        let (name, bases, dict) = ((*sp.sub(3)).as_value(), (*sp.sub(2)).as_value(), (*sp.sub(1)).as_value());
        let class = crate::modules::builtins::build_class_27(name, bases, dict)?;
        for index in 1..=3 {
            (*sp.sub(index)).decref();
        }
        *sp.sub(3) = class.into_word();
        Ok(sp.sub(2))
    }
}

/// LOAD_BUILD_CLASS.
///
/// # Safety
/// The running frame.
pub unsafe fn load_build_class(f: *mut Frame) -> PyResult {
    let name = crate::objects::str::intern("__build_class__");
    // SAFETY: live dict of a live frame.
    unsafe { (*(*f).builtins_dict).get_name(&name) }
        .ok_or_else(|| errors::import_error("__build_class__ not found"))
}
