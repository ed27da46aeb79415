//! Inline caches of names and attributes.
//!
//! Invariants: a cache is a guess that is checked at each use, by a type's version and by finding the very name
//! in a dict's entry; a miss takes the general way and fills the cache again. What a hit gives is what the general
//! way would have given.

use super::codeobj::Cache;
use super::frame::Frame;
use super::ops::give;
use crate::objects::dict::Dict;
use crate::objects::errors::PyResult;
use crate::objects::header::Obj;
use crate::objects::native::{Descriptor, DescriptorKind, new_native};
use crate::objects::slot::Slot;
use crate::objects::typeobj::{FUNCTION, MEMBER_DESCRIPTOR, METHOD_DESCRIPTOR, flags};
use crate::objects::word::{Value, Word};
use crate::objects::{instance, lang, protocol};

const EMPTY: u32 = 0;
const IN_GLOBALS: u32 = 1;
const IN_BUILTINS: u32 = 2;
/// The instance's dict has it, at `index`.
const IN_INSTANCE: u32 = 3;
/// A plain function of the class: makes a bound method.
const METHOD: u32 = 4;
/// Another attribute of the class that is no descriptor.
const IN_CLASS: u32 = 5;
/// A `__slots__` member, at `offset` of the instance.
const MEMBER: u32 = 6;
/// A built-in type's method: makes a bound built-in.
const NATIVE_METHOD: u32 = 7;

/// The table of a word that is an exact or derived dict.
///
/// # Safety
/// A live dict object.
#[inline(always)]
pub unsafe fn table<'a>(dict: Word) -> &'a Dict {
    // SAFETY: by the caller's promise.
    unsafe { &(*dict.ptr().cast::<Obj<Dict>>()).payload }
}

/// A global or built-in name; a new reference, or NULL if there is neither.
///
/// # Safety
/// The frame is live; the cache is this instruction's.
#[inline(always)]
pub unsafe fn load_global(frame: *mut Frame, name: &Value, cache: *mut Cache) -> Word {
    // SAFETY: live frame, live dicts.
    unsafe {
        let globals = &*(*frame).globals_dict;
        if (*cache).kind == IN_GLOBALS {
            if let Some(value) = globals.value_at((*cache).index as usize, name.word()) {
                let word = value.word();
                word.incref();
                return word;
            }
        } else if (*cache).kind == IN_BUILTINS && (*cache).version == globals.keys_version() {
            let builtins = &*(*frame).builtins_dict;
            if let Some(value) = builtins.value_at((*cache).index as usize, name.word()) {
                let word = value.word();
                word.incref();
                return word;
            }
        }
        load_global_slow(frame, name, cache)
    }
}

#[cold]
#[inline(never)]
unsafe fn load_global_slow(frame: *mut Frame, name: &Value, cache: *mut Cache) -> Word {
    // SAFETY: as above.
    unsafe {
        let (globals, builtins) = (&*(*frame).globals_dict, &*(*frame).builtins_dict);
        for (dict, kind) in [(globals, IN_GLOBALS), (builtins, IN_BUILTINS)] {
            if let Some(index) = dict.index_of_name(name)
                && let Some(value) = dict.get_name(name)
            {
                (*cache).kind = kind;
                (*cache).index = index as u32;
                (*cache).version = globals.keys_version();
                return value.into_word();
            }
        }
        (*cache).kind = EMPTY;
        Word::NULL
    }
}

/// Binds a name in a dict, by the cached entry if it is still that name's.
///
/// # Safety
/// The cache is this instruction's.
#[inline(always)]
pub unsafe fn store_name(dict: &Dict, name: &Value, value: Value, cache: *mut Cache) {
    // SAFETY: by the caller's promise.
    unsafe {
        match dict.replace_at((*cache).index as usize, name.word(), value) {
            Ok(()) => {}
            Err(value) => {
                dict.set_name(name, value);
                (*cache).index = dict.index_of_name(name).unwrap_or(0) as u32;
            }
        }
    }
}

/// An attribute by the cache; NULL on a miss (nothing is raised then).
///
/// # Safety
/// `object` is live and not NULL; the cache is this instruction's.
#[inline(always)]
pub unsafe fn load_attr(object: Word, name: &Value, cache: *mut Cache) -> Word {
    // SAFETY: live object; offsets belong to its type, whose version has been compared.
    unsafe {
        if !object.is_object_nonnull() {
            return Word::NULL;
        }
        let ty = (*object.ptr()).ty();
        if (*cache).version2 != ty.version() || (*cache).kind == EMPTY {
            return Word::NULL;
        }
        let offset = (*cache).offset as usize;
        match (*cache).kind {
            IN_INSTANCE => {
                let dict = instance::slot_at(object, offset).word();
                if dict.is_null() {
                    return Word::NULL;
                }
                match table(dict).value_at((*cache).index as usize, name.word()) {
                    Some(value) => {
                        let word = value.word();
                        word.incref();
                        word
                    }
                    None => Word::NULL,
                }
            }
            MEMBER => {
                let word = instance::slot_at(object, offset).word();
                if !word.is_null() {
                    word.incref();
                }
                word
            }
            kind => {
                if offset != 0 {
                    let dict = instance::slot_at(object, offset).word();
                    if !dict.is_null() && table(dict).index_of_name(name).is_some() {
                        return Word::NULL;
                    }
                }
                let found = (*cache).word;
                if kind == IN_CLASS {
                    found.incref();
                    return found;
                }
                if kind == NATIVE_METHOD {
                    let Some(Descriptor { kind: DescriptorKind::Method(row), .. }) =
                        found.as_value().downcast::<Descriptor>()
                    else {
                        return Word::NULL;
                    };
                    return new_native(row, Some(object.to_value()), None).into_word();
                }
                let class = lang::is_27().then(|| ty.value());
                crate::objects::function::new_method(found.to_value(), Some(object.to_value()), class)
                    .into_word()
            }
        }
    }
}

/// The method that a call of `object.name(...)` is for: a plain function of the class or a built-in type's method
/// descriptor, borrowed, not hidden by the instance. NULL if the cache says otherwise.
///
/// # Safety
/// As for `load_attr`.
#[inline(always)]
pub unsafe fn load_method(object: Word, name: &Value, cache: *mut Cache) -> Word {
    // SAFETY: as for `load_attr`.
    unsafe {
        if !object.is_object_nonnull() || ((*cache).kind != METHOD && (*cache).kind != NATIVE_METHOD) {
            return Word::NULL;
        }
        let ty = (*object.ptr()).ty();
        if (*cache).version2 != ty.version() {
            return Word::NULL;
        }
        let offset = (*cache).offset as usize;
        if offset != 0 {
            let dict = instance::slot_at(object, offset).word();
            if !dict.is_null() && table(dict).index_of_name(name).is_some() {
                return Word::NULL;
            }
        }
        (*cache).word
    }
}

/// The general way, filling the cache; a new reference, or NULL with the exception set.
///
/// # Safety
/// As for `load_attr`.
#[cold]
#[inline(never)]
pub unsafe fn load_attr_slow(object: Word, name: &Value, cache: *mut Cache) -> Word {
    // SAFETY: by the caller's promise.
    unsafe {
        fill_for_load(object.as_value(), name, cache);
        give(protocol::getattr(object.as_value(), name))
    }
}

unsafe fn fill_for_load(object: &Value, name: &Value, cache: *mut Cache) {
    let ty = object.type_of();
    // SAFETY: the cache is this instruction's.
    unsafe { (*cache).kind = EMPTY };
    if ty.has_flag(flags::GENERIC_GETATTR) && object.word().is_object_nonnull() {
        let version = ty.version();
        let found = ty.lookup(name);
        let offset = ty.dict_offset();
        let in_dict = instance::dict_slot(object)
            .and_then(|slot| slot.with::<Dict, _>(|dict| dict.index_of_name(name)))
            .flatten();
        let descriptor = found.as_ref().map(|found| found.type_of());
        let data = descriptor.is_some_and(|ty| ty.slots().descr_set.is_some());
        // SAFETY: as above; a class attribute is alive as long as the version stands.
        unsafe {
            let fill = |kind: u32, index: usize, offset: usize, word: Word| {
                (*cache).version2 = version;
                (*cache).kind = if version == 0 { EMPTY } else { kind };
                (*cache).index = index as u32;
                (*cache).offset = offset as u32;
                (*cache).word = word;
            };
            match (&found, in_dict) {
                (Some(found), _) if data => {
                    if descriptor == Some(MEMBER_DESCRIPTOR)
                        && let Some(Descriptor { kind: DescriptorKind::Member(at), .. }) = found.downcast()
                    {
                        fill(MEMBER, 0, *at, Word::NULL);
                    }
                }
                (_, Some(index)) => fill(IN_INSTANCE, index, offset, Word::NULL),
                (Some(found), None) if descriptor == Some(FUNCTION) => fill(METHOD, 0, offset, found.word()),
                (Some(found), None) if descriptor == Some(METHOD_DESCRIPTOR) => {
                    fill(NATIVE_METHOD, 0, offset, found.word());
                }
                (Some(found), None) if descriptor.is_some_and(|ty| ty.slots().descr_get.is_none()) => {
                    fill(IN_CLASS, 0, offset, found.word());
                }
                _ => {}
            }
        }
    }
}

/// The first attribute of an instance that has had none.
///
/// # Safety
/// The cache is this instruction's.
#[inline(never)]
unsafe fn store_first(slot: &Slot, name: &Value, value: Value, cache: *mut Cache) {
    let dict = Dict::new_value();
    // SAFETY: by the caller's promise; a dict object.
    unsafe { (*cache).index = table(dict.word()).place_name(name, value) as u32 };
    slot.set(dict);
}

/// Sets an attribute by the cache. False on a miss; then `value` is still the caller's.
///
/// # Safety
/// As for `load_attr`; `value` is an owned reference that a hit takes over.
#[inline(always)]
pub unsafe fn store_attr(object: Word, name: &Value, value: Word, cache: *mut Cache) -> bool {
    // SAFETY: as for `load_attr`.
    unsafe {
        if !object.is_object_nonnull() {
            return false;
        }
        let ty = (*object.ptr()).ty();
        if (*cache).version2 != ty.version() {
            return false;
        }
        let slot = instance::slot_at(object, (*cache).offset as usize);
        match (*cache).kind {
            IN_INSTANCE => {
                let dict = slot.word();
                let value = value.into_value();
                if dict.is_null() {
                    store_first(slot, name, value, cache);
                } else if let Err(value) = table(dict).replace_at((*cache).index as usize, name.word(), value)
                {
                    // The class has no data descriptor of the name, or its version would be another.
                    (*cache).index = table(dict).place_name(name, value) as u32;
                }
                true
            }
            MEMBER => {
                slot.set(value.into_value());
                true
            }
            _ => false,
        }
    }
}

/// The general way, filling the cache.
///
/// # Safety
/// As for `load_attr`.
#[cold]
#[inline(never)]
pub unsafe fn store_attr_slow(
    object: &Value,
    name: &Value,
    value: &Value,
    cache: *mut Cache,
) -> PyResult<()> {
    protocol::setattr(object, name, Some(value))?;
    let ty = object.type_of();
    let generic = ty.slots().setattr.is_some_and(|f| {
        std::ptr::fn_addr_eq(
            f,
            instance::generic_setattr as fn(&Value, &Value, Option<&Value>) -> PyResult<()>,
        )
    });
    // SAFETY: the cache is this instruction's.
    unsafe {
        (*cache).kind = EMPTY;
        if !generic || !object.word().is_object_nonnull() || ty.version() == 0 {
            return Ok(());
        }
        let found = ty.lookup(name);
        (*cache).version2 = ty.version();
        match found.as_ref().and_then(|found| found.downcast::<Descriptor>()) {
            Some(Descriptor { kind: DescriptorKind::Member(at), .. }) => {
                (*cache).kind = MEMBER;
                (*cache).offset = *at as u32;
            }
            _ if found.as_ref().is_some_and(|found| found.type_of().slots().descr_set.is_some()) => {}
            _ => {
                let index = instance::dict_slot(object)
                    .and_then(|slot| slot.with::<Dict, _>(|dict| dict.index_of_name(name)))
                    .flatten();
                if let Some(index) = index {
                    (*cache).kind = IN_INSTANCE;
                    (*cache).index = index as u32;
                    (*cache).offset = ty.dict_offset() as u32;
                }
            }
        }
    }
    Ok(())
}
