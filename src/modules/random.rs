//! The module `_random` (Modules/_randommodule.c): the Mersenne Twister MT19937 of Matsumoto and Nishimura.
//!
//! Invariant: the same seed gives the same numbers as in CPython. Each method is one operation under the GIL, so threads
//! that share a generator get each number once.

use std::cell::RefCell;

use num_bigint::BigInt;
use num_traits::Signed;

use super::capi::{c_int, c_long};
use crate::objects::errors::{PyResult, overflow_error, type_error, value_error};
use crate::objects::float::new_float;
use crate::objects::header::{Layout, Payload, new_instance};
use crate::objects::native::{Args, Method, Native, method};
use crate::objects::tuple::{Tuple, new_tuple};
use crate::objects::typeobj::{Slots, TypeDef, TypeObj, TypeRef, flags, ready};
use crate::objects::{Value, int, lang, module, protocol};
use crate::platform::clock;

/// Words of the state, and the distance of the words that a new one is made from.
const N: usize = 624;
const M: usize = 397;

struct Twister {
    state: [u32; N],
    /// The next word to give; N: all have been given.
    index: usize,
}

impl Twister {
    fn seeded(seed: u32) -> Twister {
        let mut state = [0; N];
        let mut last = seed;
        for (place, word) in state.iter_mut().enumerate() {
            if place > 0 {
                last = 1_812_433_253_u32.wrapping_mul(last ^ last >> 30).wrapping_add(place as u32);
            }
            *word = last;
        }
        Twister { state, index: N }
    }

    fn from_key(key: &[u32]) -> Twister {
        let mut twister = Twister::seeded(19_650_218);
        let state = &mut twister.state;
        let mut i = 1;
        let mut next = |state: &mut [u32; N], mix: &dyn Fn(u32, u32, usize) -> u32| {
            let before = state[i - 1];
            state[i] = mix(state[i], before ^ before >> 30, i);
            i += 1;
            if i == N {
                state[0] = state[N - 1];
                i = 1;
            }
        };
        for j in 0..N.max(key.len()) {
            let at = j % key.len();
            let part = key[at].wrapping_add(at as u32);
            next(state, &|old, before, _| (old ^ before.wrapping_mul(1_664_525)).wrapping_add(part));
        }
        for _ in 1..N {
            next(state, &|old, before, i| (old ^ before.wrapping_mul(1_566_083_941)).wrapping_sub(i as u32));
        }
        // So that the state is not all zero.
        state[0] = 0x8000_0000;
        twister
    }

    fn word(&mut self) -> u32 {
        if self.index >= N {
            for i in 0..N {
                let mixed = self.state[i] & 0x8000_0000 | self.state[(i + 1) % N] & 0x7fff_ffff;
                let twist = if mixed & 1 == 1 { 0x9908_b0df } else { 0 };
                self.state[i] = self.state[(i + M) % N] ^ mixed >> 1 ^ twist;
            }
            self.index = 0;
        }
        let mut y = self.state[self.index];
        self.index += 1;
        y ^= y >> 11;
        y ^= y << 7 & 0x9d2c_5680;
        y ^= y << 15 & 0xefc6_0000;
        y ^ y >> 18
    }

    /// 53 bits between 0 and 1.
    fn fraction(&mut self) -> f64 {
        let (high, low) = (self.word() >> 5, self.word() >> 6);
        (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0
    }
}

/// `_random.Random`.
struct Random(RefCell<Twister>);

impl Payload for Random {
    const LAYOUT: Layout = Layout::Random;
}

static RANDOM_OBJ: TypeObj = TypeObj::builtin(Layout::Random);
const RANDOM: TypeRef = TypeRef::of(&RANDOM_OBJ);

fn twister(this: &Value) -> &RefCell<Twister> {
    &this.payload::<Random>().0
}

fn new(ty: TypeRef, args: &Args) -> PyResult {
    let made = new_instance(ty, Random(RefCell::new(Twister::seeded(0))));
    seed(&made, args.pos.get(..1).unwrap_or(&[]))?;
    Ok(made)
}

fn seed(this: &Value, args: &[Value]) -> PyResult {
    let new = match args.first().filter(|seed| !seed.is_none()) {
        None => Twister::seeded(clock::real_seconds() as u32),
        Some(seed) => {
            let number = match int::to_big(seed) {
                Some(number) => number.abs(),
                // As an unsigned number.
                None => BigInt::from(protocol::hash(seed)? as u64),
            };
            let (_, mut key) = number.to_u32_digits();
            if key.is_empty() {
                key.push(0);
            }
            Twister::from_key(&key)
        }
    };
    twister(this).replace(new);
    Ok(Value::none())
}

fn random(this: &Value) -> PyResult {
    Ok(new_float(twister(this).borrow_mut().fraction()))
}

/// A long in 2.7, as CPython's C code makes them.
fn number(value: BigInt) -> Value {
    if lang::is_27() { int::long_from_big(value) } else { int::from_big(value) }
}

fn getrandbits(this: &Value, args: &[Value]) -> PyResult {
    let bits = c_int(&args[0])?;
    if bits <= 0 {
        return Err(value_error("number of bits must be greater than zero"));
    }
    let mut twister = twister(this).borrow_mut();
    let words = (0..bits).step_by(32).map(|at| {
        let left = bits - at;
        // The last word gives its upper bits.
        if left < 32 { twister.word() >> (32 - left) } else { twister.word() }
    });
    Ok(number(BigInt::from_slice(num_bigint::Sign::Plus, &words.collect::<Vec<u32>>())))
}

fn getstate(this: &Value) -> PyResult {
    let twister = twister(this).borrow();
    let words = twister.state.iter().map(|&word| i64::from(word)).chain([twister.index as i64]);
    Ok(new_tuple(words.map(|word| number(word.into())).collect::<Vec<Value>>()))
}

fn setstate(this: &Value, state: &Value) -> PyResult {
    let Some(tuple) = state.downcast::<Tuple>() else {
        return Err(type_error("state vector must be a tuple"));
    };
    let Some((index, words)) = tuple.items().split_last().filter(|(_, words)| words.len() == N) else {
        return Err(value_error("state vector is the wrong size"));
    };
    let mut new = [0; N];
    for (word, item) in new.iter_mut().zip(words) {
        let Some(value) = int::to_big(item) else { return Err(type_error("an integer is required")) };
        // Above 32 bits it is cut off, as long as it is a C unsigned long.
        let Ok(value) = u64::try_from(value) else {
            return Err(overflow_error("can't convert negative value to unsigned long"));
        };
        *word = value as u32;
    }
    let index = c_long(index)?;
    if !(0..=N as i64).contains(&index) {
        return Err(value_error("invalid state"));
    }
    twister(this).replace(Twister { state: new, index: index as usize });
    Ok(Value::none())
}

static METHODS: &[Method] = &[
    method("random", Native::NoArgs(random), "random() -> x in the interval [0, 1)."),
    method(
        "seed",
        Native::Var(0, 1, seed),
        "seed([n]) -> None.\n\nBegin the sequence of an integer, of an object's hash, or of the time.",
    ),
    method(
        "getrandbits",
        Native::Var(1, 1, getrandbits),
        "getrandbits(k) -> x\n\nAn integer of k random bits.",
    ),
    method("getstate", Native::NoArgs(getstate), "getstate() -> tuple\n\nThe state of the generator."),
    method("setstate", Native::One(setstate), "setstate(state) -> None.\n\nGo on from a state."),
];

/// Makes the type ready.
pub fn init() {
    let slots = Slots { new: Some(new), ..Slots::of::<Random>() };
    ready(TypeDef {
        flags: flags::BASETYPE,
        methods: METHODS,
        doc: "Random() -> a generator with a sequence of its own.",
        ..TypeDef::new(RANDOM, "_random.Random", slots)
    });
}

/// Makes the module.
pub fn make() -> PyResult {
    let made = module::new_module("_random");
    module::set(&made, "Random", RANDOM.value());
    Ok(made)
}
