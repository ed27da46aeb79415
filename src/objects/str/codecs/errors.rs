//! What happens where a codec can't go on: the error handlers by name (Python/codecs.c).
//!
//! Invariant: a handler gives what stands in for the bad part, and where to go on, which is within the object.

use crate::objects::errors::{PyResult, Raised, index_error, raise, raise_value, type_error};
use crate::objects::guarded::Guarded;
use crate::objects::str::{Repr, Str, repr::push_escape};
use crate::objects::tuple::Tuple;
use crate::objects::typeobj::TypeRef;
use crate::objects::word::Value;
use crate::objects::{call, exceptions as exc, int, lang, str as strings};
use std::cell::RefCell;
use std::collections::HashMap;

static HANDLERS: Guarded<RefCell<Option<HashMap<String, Value>>>> = Guarded::new(RefCell::new(None));

pub(super) fn reset() {
    drop(HANDLERS.take());
}

/// `codecs.register_error(name, handler)`
pub fn register(name: &str, handler: &Value) {
    let old = HANDLERS.borrow_mut().get_or_insert_default().insert(name.to_owned(), handler.clone());
    drop(old);
}

/// The handler that a script registered under this name.
pub fn registered(name: &str) -> Option<Value> {
    HANDLERS.borrow().as_ref()?.get(name).cloned()
}

/// A name of a handler that is always there.
pub fn is_builtin(name: &str) -> bool {
    match name {
        "strict" | "ignore" | "replace" | "xmlcharrefreplace" | "backslashreplace" => true,
        "surrogateescape" | "surrogatepass" => !lang::is_27(),
        _ => false,
    }
}

#[cold]
pub fn unknown(name: &str) -> Raised {
    raise(exc::LOOKUP_ERROR, format!("unknown error handler name '{name}'"))
}

/// What stands in for characters that can't be encoded.
pub enum Fill {
    /// Still to be encoded.
    Points(Vec<u32>),
    Bytes(Vec<u8>),
}

/// One run of a codec: what it works on, and how its errors are handled.
pub struct Errors<'a> {
    pub handler: &'a str,
    pub encoding: &'static str,
    object: &'a Value,
}

impl<'a> Errors<'a> {
    pub fn new(handler: &'a str, encoding: &'static str, object: &'a Value) -> Errors<'a> {
        Errors { handler, encoding, object }
    }

    fn arguments(&self, start: usize, end: usize, reason: &str) -> [Value; 5] {
        [
            strings::new_str(self.encoding),
            self.object.clone(),
            Value::int(start as i64),
            Value::int(end as i64),
            strings::new_str(reason),
        ]
    }

    fn raised(&self, ty: TypeRef, start: usize, end: usize, reason: &str) -> Raised {
        // The instance that error handlers look at.
        match call::call(&ty.value(), &self.arguments(start, end, reason)) {
            Ok(made) => raise_value(ty, made),
            Err(raised) => raised,
        }
    }

    /// UnicodeEncodeError for the characters from `start` to `end`.
    #[cold]
    pub fn encode_error(&self, start: usize, end: usize, reason: &str) -> Raised {
        self.raised(exc::UNICODE_ENCODE_ERROR, start, end, reason)
    }

    /// UnicodeDecodeError for the bytes from `start` to `end`.
    #[cold]
    pub fn decode_error(&self, start: usize, end: usize, reason: &str) -> Raised {
        self.raised(exc::UNICODE_DECODE_ERROR, start, end, reason)
    }

    /// Handles characters that can't be encoded: what to write for them, and where to go on.
    pub fn on_encode(&self, text: Repr, start: usize, end: usize, reason: &str) -> PyResult<(Fill, usize)> {
        let bad = || text.iter().skip(start).take(end - start);
        let fill = match self.handler {
            "strict" => return Err(self.encode_error(start, end, reason)),
            "ignore" => Fill::Bytes(Vec::new()),
            "replace" => Fill::Points(vec!['?'.into(); end - start]),
            "xmlcharrefreplace" => {
                let text: String = bad().map(|point| format!("&#{point};")).collect();
                Fill::Points(text.bytes().map(u32::from).collect())
            }
            "backslashreplace" => {
                let mut out = Vec::new();
                bad().for_each(|point| push_escape(&mut out, point));
                Fill::Points(out.into_iter().map(u32::from).collect())
            }
            "surrogateescape" if !lang::is_27() => {
                let bytes: Option<Vec<u8>> = bad()
                    .map(|point| (0xdc80..=0xdcff).contains(&point).then_some((point & 0xff) as u8))
                    .collect();
                Fill::Bytes(bytes.ok_or_else(|| self.encode_error(start, end, reason))?)
            }
            "surrogatepass" if !lang::is_27() => {
                if !bad().all(|point| (0xd800..=0xdfff).contains(&point)) {
                    return Err(self.encode_error(start, end, reason));
                }
                let mut out = Vec::new();
                bad().for_each(|point| strings::push_utf8(&mut out, point));
                Fill::Bytes(out)
            }
            _ => {
                let (made, resume) = self.ask(exc::UNICODE_ENCODE_ERROR, start, end, reason, text.len())?;
                return match made.downcast::<Str>() {
                    Some(made) if made.is_text() => Ok((Fill::Points(made.to_points()), resume)),
                    Some(made) if !lang::is_27() => {
                        Ok((Fill::Bytes(made.as_narrow().unwrap_or_default().to_vec()), resume))
                    }
                    _ => Err(self.bad_answer("encoding")),
                };
            }
        };
        Ok((fill, end))
    }

    /// Handles bytes that can't be decoded: appends what stands in for them, and tells where to go on.
    pub fn on_decode(
        &self,
        bytes: &[u8],
        start: usize,
        end: usize,
        reason: &str,
        out: &mut Vec<u32>,
    ) -> PyResult<usize> {
        let end = end.min(bytes.len());
        match self.handler {
            "strict" => return Err(self.decode_error(start, end, reason)),
            "ignore" => {}
            "replace" => out.push(0xfffd),
            "surrogateescape" if !lang::is_27() => {
                let count = bytes[start..end].iter().take_while(|&&byte| byte >= 128).count().min(4);
                if count == 0 {
                    return Err(self.decode_error(start, end, reason));
                }
                out.extend(bytes[start..start + count].iter().map(|&byte| 0xdc00 + u32::from(byte)));
                return Ok(start + count);
            }
            "surrogatepass" if !lang::is_27() => match bytes.get(start..start + 3) {
                Some(&[0xed, second @ 0xa0..=0xbf, third @ 0x80..=0xbf]) => {
                    out.push(0xd000 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f));
                    return Ok(start + 3);
                }
                _ => return Err(self.decode_error(start, end, reason)),
            },
            "xmlcharrefreplace" | "backslashreplace" => {
                return Err(type_error("don't know how to handle UnicodeDecodeError in error callback"));
            }
            _ => {
                let (made, resume) = self.ask(exc::UNICODE_DECODE_ERROR, start, end, reason, bytes.len())?;
                return match made.downcast::<Str>().filter(|made| made.is_text()) {
                    Some(made) => {
                        out.extend(made.repr().iter());
                        Ok(resume)
                    }
                    None => Err(self.bad_answer("decoding")),
                };
            }
        }
        Ok(end)
    }

    fn bad_answer(&self, what: &str) -> Raised {
        let text = match (lang::is_27(), what) {
            (true, _) => "unicode",
            (false, "encoding") => "str/bytes",
            (false, _) => "str",
        };
        type_error(format!("{what} error handler must return ({text}, int) tuple"))
    }

    /// Asks a registered handler.
    fn ask(
        &self,
        ty: TypeRef,
        start: usize,
        end: usize,
        reason: &str,
        len: usize,
    ) -> PyResult<(Value, usize)> {
        let Some(handler) = registered(self.handler) else { return Err(unknown(self.handler)) };
        let error = call::call(&ty.value(), &self.arguments(start, end, reason))?;
        let answer = call::call(&handler, &[error])?;
        let what = if ty == exc::UNICODE_ENCODE_ERROR { "encoding" } else { "decoding" };
        let Some([made, position]) = answer.downcast::<Tuple>().map(Tuple::items) else {
            return Err(self.bad_answer(what));
        };
        let Some(position) = int::to_i64(position) else { return Err(self.bad_answer(what)) };
        let resume = if position < 0 { position + len as i64 } else { position };
        match usize::try_from(resume).ok().filter(|&resume| resume <= len) {
            Some(resume) => Ok((made.clone(), resume)),
            None => Err(index_error(format!("position {position} from error handler out of bounds"))),
        }
    }
}
