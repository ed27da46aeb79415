//! Frames: the light ones the loop runs on, and the heap objects that Python code can look at.
//!
//! Invariants:
//! - A [`Frame`] lives from its push to its pop (or, a generator's, as long as the generator); it owns its locals, its
//!   operand words, `owner` and `names`. `code`, `globals` and the dict pointers are borrowed from `owner`/`globals`.
//! - Its words are `[fast locals | cells | operands]`, NULL where unbound; on the thread's value stack, or in a block
//!   of the generator's own.
//! - `pc` points after the instruction being executed whenever code outside the loop can look.
//! - A [`FrameObj`] is made when something asks for one (traceback, `sys._getframe`); while its frame lives it looks
//!   there, and when the frame ends it takes the locals over.

use super::codeobj::{CodeObj, Instr};
use super::tracing::Progress;
use crate::objects::dict::Dict;
use crate::objects::function;
use crate::objects::header::{Layout, Payload, new_object};
use crate::objects::slot::Slot;
use crate::objects::typeobj::FRAME;
use crate::objects::word::{Value, Word};
use crate::platform::memory;
use crate::runtime::ThreadState;
use std::cell::Cell;
use std::mem::MaybeUninit;
use std::ptr;

/// CO_MAXBLOCKS
pub const MAX_BLOCKS: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum BlockKind {
    Loop,
    Except,
    Finally,
    /// 2.7's SETUP_WITH.
    With,
    /// 3.2: inside a handler; the exception state before it lies below `level`.
    ExceptHandler,
}

#[derive(Clone, Copy)]
pub struct Block {
    pub kind: BlockKind,
    /// Index of the handler's instruction.
    pub handler: u32,
    /// Operand depth when the block was set up.
    pub level: u32,
}

/// What happens when a frame is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Return {
    /// The result goes back to native code: this run of the loop ends.
    Native,
    /// The result is pushed on the caller's operands.
    Push,
    /// A generator resumed by the caller's FOR_ITER.
    Iterate,
    /// An `__init__`: the new object, kept in `extra`, is pushed instead.
    Init,
}

#[repr(C)]
pub struct Frame {
    pub code: *const CodeObj,
    /// Instruction after the running one.
    pub pc: *const Instr,
    pub locals: *mut Word,
    /// Operands begin here.
    pub stack: *mut Word,
    /// Operands end here while another frame runs, that one's callee and arguments gone; its result comes here.
    pub sp: *mut Word,
    /// The value stack's top before this frame.
    pub saved_top: *mut Word,
    pub prev: *mut Frame,
    /// Owned; the function, or a code object. Keeps `code` and, with `globals`, the dicts alive.
    pub owner: Word,
    /// Owned; a dict.
    pub globals: Word,
    pub globals_dict: *const Dict,
    pub builtins_dict: *const Dict,
    /// Owned; the mapping of a frame without fast locals, or NULL.
    pub names: Word,
    /// Owned; the [`FrameObj`], or NULL.
    pub object: Word,
    /// Owned; see [`Return::Init`]; a generator frame's generator (borrowed).
    pub extra: Word,
    /// 2.7: the thread's exception state before this frame first handled one (f_exc_type ...); owned.
    pub saved_exc: [Word; 3],
    /// This and the next three are looked at together: [`Frame::returns_plainly`].
    pub saved_exc_set: bool,
    pub returns: Return,
    pub is_generator: bool,
    pub nblocks: u8,
    pub blocks: [MaybeUninit<Block>; MAX_BLOCKS],
}

impl Frame {
    pub fn code(&self) -> &CodeObj {
        // SAFETY: `owner` keeps the code object alive as long as the frame.
        unsafe { &*self.code }
    }

    /// Whether this is a function's frame outside of all blocks that has no exception state to restore and whose result
    /// goes to its caller's operands: then a return needs no unwinding.
    ///
    /// # Safety
    /// A live frame.
    #[inline(always)]
    pub unsafe fn returns_plainly(f: *mut Frame) -> bool {
        // SAFETY: by the caller's promise.
        unsafe { Frame::looks_like(f, Return::Push) }
    }

    /// The same for a frame that native code has begun.
    ///
    /// # Safety
    /// A live frame.
    #[inline(always)]
    pub unsafe fn returns_plainly_to_native(f: *mut Frame) -> bool {
        // SAFETY: by the caller's promise.
        unsafe { Frame::looks_like(f, Return::Native) }
    }

    /// The same for the frame of an `__init__`.
    ///
    /// # Safety
    /// A live frame.
    #[inline(always)]
    pub unsafe fn inits_plainly(f: *mut Frame) -> bool {
        // SAFETY: by the caller's promise.
        unsafe { Frame::looks_like(f, Return::Init) }
    }

    #[inline(always)]
    unsafe fn looks_like(f: *mut Frame, returns: Return) -> bool {
        let plain = u32::from_ne_bytes([0, returns as u8, 0, 0]);
        // SAFETY: live; the four fields follow each other (`repr(C)`), each of one initialised byte.
        unsafe { (&raw const (*f).saved_exc_set).cast::<u32>().read_unaligned() == plain }
    }

    /// Index of the instruction being executed.
    pub fn index(&self) -> usize {
        self.code().index_of(self.pc).saturating_sub(1)
    }

    /// Byte offset of the instruction being executed (f_lasti); -1 before the first.
    pub fn lasti(&self) -> i64 {
        if self.pc == self.code().instrs.as_ptr().cast() {
            return -1;
        }
        i64::from(self.code().offset(self.index()))
    }

    /// The line being executed; with a trace function, the one of which it was told last (PyFrame_GetLineNumber).
    pub fn line(&self) -> u32 {
        if !self.object.is_null() {
            // SAFETY: the frame owns its object.
            let seen = unsafe { self.object.as_value() }.payload::<FrameObj>();
            if !seen.trace.is_empty() {
                return seen.progress.line.get();
            }
        }
        match u32::try_from(self.lasti()) {
            Ok(offset) => self.code().line_of(offset),
            Err(_) => self.code().code.firstlineno,
        }
    }

    pub fn block(&self, index: usize) -> Block {
        debug_assert!(index < usize::from(self.nblocks));
        // SAFETY: the first `nblocks` blocks are written.
        unsafe { self.blocks[index].assume_init() }
    }

    /// A dict of the variables as Python shows them (PyFrame_FastToLocals): names bound at present.
    fn fast_locals(&self, into: &Dict) {
        let code = self.code();
        let show = |name: &Value, word: Word| {
            if word.is_null() {
                drop(into.remove_name(name));
            } else {
                // SAFETY: a live word of this frame.
                into.set_name(name, unsafe { word.to_value() });
            }
        };
        for (index, name) in code.varnames.iter().enumerate() {
            // SAFETY: inside the frame's fixed words.
            show(name, unsafe { *self.locals.add(index) });
        }
        let optimised = code.has(crate::bytecode::code::CO_OPTIMIZED);
        for (index, name) in code.cellvars.iter().enumerate() {
            if index >= code.ncells && !optimised {
                continue;
            }
            // SAFETY: as above.
            let cell = unsafe { *self.locals.add(code.nlocals + index) };
            if cell.is_null() {
                continue;
            }
            // SAFETY: a live cell.
            let content = unsafe { cell.as_value() }.downcast::<function::Cell>().map(|cell| cell.0.word());
            show(name, content.unwrap_or(Word::NULL));
        }
    }

    /// Writes a dict back into the fast locals (PyFrame_LocalsToFast): for `exec` and `import *` in a function, and after
    /// a trace function. With `clear`, what the dict lacks becomes unbound.
    pub fn locals_to_fast(&mut self, from: &Dict, clear: bool) {
        let (code, locals) = (self.code, self.locals);
        // SAFETY: the code outlives the frame.
        let code = unsafe { &*code };
        for (index, name) in code.varnames.iter().enumerate() {
            let value = from.get_name(name);
            if clear || value.is_some() {
                // SAFETY: inside the frame's fixed words; the old reference is dropped last.
                unsafe {
                    let place = locals.add(index);
                    let old = *place;
                    *place = value.map_or(Word::NULL, Value::into_word);
                    old.xdecref();
                }
            }
        }
        let optimised = code.has(crate::bytecode::code::CO_OPTIMIZED);
        for (index, name) in code.cellvars.iter().enumerate() {
            if clear && index >= code.ncells && !optimised {
                continue;
            }
            let value = from.get_name(name);
            if clear || value.is_some() {
                // SAFETY: as above.
                let cell = unsafe { *locals.add(code.nlocals + index) };
                if !cell.is_null() {
                    // SAFETY: a live cell.
                    if let Some(cell) = unsafe { cell.as_value() }.downcast::<function::Cell>() {
                        cell.0.set_option(value);
                    }
                }
            }
        }
    }
}

/// What Python sees of a frame.
pub struct FrameObj {
    /// NULL once the frame has ended.
    pub frame: Cell<*mut Frame>,
    pub code: Value,
    pub globals: Value,
    pub builtins: Value,
    /// `f_locals`, made when asked for.
    pub locals: Slot,
    /// Set when the frame ends; before, the frame knows.
    pub back: Slot,
    pub lasti: Cell<i64>,
    pub line: Cell<u32>,
    /// `f_trace`
    pub trace: Slot,
    pub progress: Progress,
}

impl Payload for FrameObj {
    const LAYOUT: Layout = Layout::Frame;
    const GC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(Word)) {
        visit(self.code.word());
        visit(self.globals.word());
        visit(self.builtins.word());
        for slot in [&self.locals, &self.back, &self.trace] {
            slot.visit(visit);
        }
    }
    fn clear(&self) {
        for slot in [&self.locals, &self.back, &self.trace] {
            drop(slot.take());
        }
    }
}

/// The running frame of a thread state; null if none.
#[inline(always)]
pub fn of(state: &ThreadState) -> *mut Frame {
    state.frame.get().cast()
}

/// The frame object of a live frame, made if needed.
///
/// # Safety
/// `frame` is live, and the GIL is held.
pub unsafe fn object_of(frame: *mut Frame) -> Value {
    // SAFETY: live by the caller's promise.
    unsafe {
        if !(*frame).object.is_null() {
            return (*frame).object.to_value();
        }
        let code = code_value(&*frame);
        let object = new_object(
            FRAME,
            FrameObj {
                frame: Cell::new(frame),
                code,
                globals: (*frame).globals.to_value(),
                builtins: dict_value((*frame).builtins_dict),
                locals: Slot::from_option((!(*frame).names.is_null()).then(|| (*frame).names.to_value())),
                back: Slot::empty(),
                lasti: Cell::new(-1),
                line: Cell::new(0),
                trace: Slot::empty(),
                progress: Progress::new((*frame).code().code.firstlineno),
            },
        );
        (*frame).object = object.clone().into_word();
        object
    }
}

/// The dict object around a dict's table.
///
/// # Safety
/// The payload of a live dict object.
unsafe fn dict_value(dict: *const Dict) -> Value {
    let offset = std::mem::offset_of!(crate::objects::header::Obj<Dict>, payload);
    // SAFETY: the payload sits at a fixed offset in its object.
    unsafe { Word(dict as u64 - offset as u64).to_value() }
}

/// The code object a frame runs.
pub fn code_value(frame: &Frame) -> Value {
    // SAFETY: `owner` is live: a code object, or a function that has one.
    let owner = unsafe { frame.owner.as_value() };
    match owner.downcast::<function::Function>() {
        Some(_) => own_code(frame.code),
        None => owner.clone(),
    }
}

/// The frame's own code object; its function may have got another one meanwhile.
fn own_code(code: *const CodeObj) -> Value {
    let offset = std::mem::offset_of!(crate::objects::header::Obj<CodeObj>, payload);
    // SAFETY: a frame's code object is alive while the frame is.
    unsafe { Word(code as u64 - offset as u64).to_value() }
}

/// Hands the variables of an ending frame over to its frame object.
///
/// # Safety
/// `frame` is live and has an object.
pub unsafe fn detach(frame: *mut Frame) {
    // SAFETY: live by the caller's promise.
    unsafe {
        let object = (*frame).object.to_value();
        let seen = object.payload::<FrameObj>();
        seen.lasti.set((*frame).lasti());
        seen.line.set((*frame).line());
        // Nobody else holds it: nothing can ask any more. At memory's end it goes without variables and without its caller, as there
        // may be a hundred thousand more of them behind it.
        if object.refcount() > 2 && !memory::is_nearly_out() {
            locals_of(&object);
            if seen.back.is_empty() && !(*frame).prev.is_null() && !(*frame).is_generator {
                seen.back.set(object_of((*frame).prev));
            }
        }
        seen.frame.set(ptr::null_mut());
    }
}

/// `f_locals` of a frame object.
pub fn locals_of(object: &Value) -> Value {
    let seen = object.payload::<FrameObj>();
    let frame = seen.frame.get();
    // SAFETY: the pointer is cleared when the frame ends.
    let Some(frame) = (unsafe { frame.as_ref() }) else { return seen.locals.get_or_none() };
    if !frame.names.is_null() {
        // SAFETY: owned by the live frame.
        let names = unsafe { frame.names.to_value() };
        // A function with 2.7's `exec` or `import *` has both.
        if let Some(table) = names.downcast::<Dict>() {
            frame.fast_locals(table);
        }
        return names;
    }
    let dict = match seen.locals.get() {
        Some(dict) => dict,
        None => {
            let dict = Dict::new_value();
            seen.locals.set(dict.clone());
            dict
        }
    };
    if let Some(table) = dict.downcast::<Dict>() {
        frame.fast_locals(table);
    }
    dict
}

/// The running frame, for code outside this room.
pub fn running(state: &ThreadState) -> Option<Value> {
    let frame = of(state);
    // SAFETY: a frame on the chain is live.
    (!frame.is_null()).then(|| unsafe { object_of(frame) })
}
