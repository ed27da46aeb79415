//! The one opcode table: names, numbers in each language, operand kind, and who pays a tick.
//!
//! Invariants:
//! - `Op` is the union of CPython 2.7's and 3.2's opcodes, dense from 0; an opcode's public number in a
//!   language comes from the table only (Include/opcode.h of 2.7.18 and 3.2.6).
//! - `Ticks::Slow` opcodes end in the tick / breaker check, `Fast` ones go straight to the next, `Truth` ones
//!   are fast when the tested object is exactly True or False (Python/ceval.c, PyEval_EvalFrameEx).
//! - The stack effects are those that `co_stacksize` is reckoned with (Python/compile.c); the verifier has its own.
//! - Opcodes from [`HAVE_ARGUMENT`] on carry two bytes of argument.

use self::Effect::{By, Call, Dup, Gather, Make, Slice, Split, Spread, SpreadEx, Take};
use crate::profile::Language;

/// The first opcode number with an argument.
pub const HAVE_ARGUMENT: u8 = 90;

/// What an opcode's argument indexes, as `dis` sorts them (`hasconst`, `hasname`, ...).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    No,
    Number,
    Const,
    Name,
    /// Relative to the next instruction.
    JumpRel,
    JumpAbs,
    Local,
    Free,
    Compare,
}

/// Whether an opcode ends in the periodic check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ticks {
    Slow,
    Fast,
    /// Fast for exactly True and False, slow for any other tested object.
    Truth,
}

/// How an opcode changes the depth of the value stack, as the compiler reckons it (`opcode_stack_effect` in
/// Python/compile.c): the way without a jump, and the worst case where CPython assumes that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    By(i32),
    /// By so much in 2.7, by so much in 3.2.
    Split(i32, i32),
    /// `arg` items become one.
    Gather,
    /// One item becomes `arg`.
    Spread,
    /// One item becomes `arg & 255` items, a list, and `arg >> 8` items.
    SpreadEx,
    /// `arg` items are copied.
    Dup,
    /// `arg` items go away.
    Take,
    /// A function, `arg & 255` positional and `arg >> 8` keyword arguments and so many more become one.
    Call(i32),
    /// A code object, its defaults and so many more items become one.
    Make(i32),
    /// `arg` bounds become a slice.
    Slice,
}

/// The comparison that a `COMPARE_OP` argument names; `CMP_OP[arg]` is what `dis` prints.
pub const CMP_OP: [&str; 12] =
    ["<", "<=", "==", "!=", ">", ">=", "in", "not in", "is", "is not", "exception match", "BAD"];

struct Row {
    op: Op,
    name: &'static str,
    py27: Option<u8>,
    py32: Option<u8>,
    operand: Operand,
    ticks: Ticks,
    effect: Effect,
}

macro_rules! public_number {
    (__) => {
        None
    };
    ($n:literal) => {
        Some($n)
    };
}

macro_rules! opcodes {
    ($($op:ident $name:literal $n27:tt $n32:tt $operand:ident $ticks:ident $effect:expr;)*) => {
        /// An opcode of either language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Op { $($op),* }

        /// The numbers of [`Op`] as constants, for patterns over decoded instructions.
        #[allow(non_upper_case_globals)]
        pub mod number {
            use super::Op;
            $(pub const $op: u8 = Op::$op as u8;)*
            /// How many there are.
            pub const COUNT: u8 = [$(Op::$op),*].len() as u8;
        }

        const TABLE: &[Row] = &[$(Row {
            op: Op::$op,
            name: $name,
            py27: public_number!($n27),
            py32: public_number!($n32),
            operand: Operand::$operand,
            ticks: Ticks::$ticks,
            effect: $effect,
        }),*];
    };
}

// Op                name                      2.7  3.2  operand  ticks  effect
opcodes! {
    StopCode            "STOP_CODE"                 0    0  No       Slow   By(0);
    PopTop              "POP_TOP"                   1    1  No       Fast   By(-1);
    RotTwo              "ROT_TWO"                   2    2  No       Fast   By(0);
    RotThree            "ROT_THREE"                 3    3  No       Fast   By(0);
    DupTop              "DUP_TOP"                   4    4  No       Fast   By(1);
    RotFour             "ROT_FOUR"                  5   __  No       Fast   By(0);
    DupTopTwo           "DUP_TOP_TWO"              __    5  No       Fast   By(2);
    Nop                 "NOP"                       9    9  No       Fast   By(0);
    UnaryPositive       "UNARY_POSITIVE"           10   10  No       Slow   By(0);
    UnaryNegative       "UNARY_NEGATIVE"           11   11  No       Slow   By(0);
    UnaryNot            "UNARY_NOT"                12   12  No       Slow   By(0);
    UnaryConvert        "UNARY_CONVERT"            13   __  No       Slow   By(0);
    UnaryInvert         "UNARY_INVERT"             15   15  No       Slow   By(0);
    BinaryPower         "BINARY_POWER"             19   19  No       Slow   By(-1);
    BinaryMultiply      "BINARY_MULTIPLY"          20   20  No       Slow   By(-1);
    BinaryDivide        "BINARY_DIVIDE"            21   __  No       Slow   By(-1);
    BinaryModulo        "BINARY_MODULO"            22   22  No       Slow   By(-1);
    BinaryAdd           "BINARY_ADD"               23   23  No       Slow   By(-1);
    BinarySubtract      "BINARY_SUBTRACT"          24   24  No       Slow   By(-1);
    BinarySubscr        "BINARY_SUBSCR"            25   25  No       Slow   By(-1);
    BinaryFloorDivide   "BINARY_FLOOR_DIVIDE"      26   26  No       Slow   By(-1);
    BinaryTrueDivide    "BINARY_TRUE_DIVIDE"       27   27  No       Slow   By(-1);
    InplaceFloorDivide  "INPLACE_FLOOR_DIVIDE"     28   28  No       Slow   By(-1);
    InplaceTrueDivide   "INPLACE_TRUE_DIVIDE"      29   29  No       Slow   By(-1);
    Slice0              "SLICE+0"                  30   __  No       Slow   By(0);
    Slice1              "SLICE+1"                  31   __  No       Slow   By(-1);
    Slice2              "SLICE+2"                  32   __  No       Slow   By(-1);
    Slice3              "SLICE+3"                  33   __  No       Slow   By(-2);
    StoreSlice0         "STORE_SLICE+0"            40   __  No       Slow   By(-2);
    StoreSlice1         "STORE_SLICE+1"            41   __  No       Slow   By(-3);
    StoreSlice2         "STORE_SLICE+2"            42   __  No       Slow   By(-3);
    StoreSlice3         "STORE_SLICE+3"            43   __  No       Slow   By(-4);
    DeleteSlice0        "DELETE_SLICE+0"           50   __  No       Slow   By(-1);
    DeleteSlice1        "DELETE_SLICE+1"           51   __  No       Slow   By(-2);
    DeleteSlice2        "DELETE_SLICE+2"           52   __  No       Slow   By(-2);
    DeleteSlice3        "DELETE_SLICE+3"           53   __  No       Slow   By(-3);
    StoreMap            "STORE_MAP"                54   54  No       Slow   By(-2);
    InplaceAdd          "INPLACE_ADD"              55   55  No       Slow   By(-1);
    InplaceSubtract     "INPLACE_SUBTRACT"         56   56  No       Slow   By(-1);
    InplaceMultiply     "INPLACE_MULTIPLY"         57   57  No       Slow   By(-1);
    InplaceDivide       "INPLACE_DIVIDE"           58   __  No       Slow   By(-1);
    InplaceModulo       "INPLACE_MODULO"           59   59  No       Slow   By(-1);
    StoreSubscr         "STORE_SUBSCR"             60   60  No       Slow   By(-3);
    DeleteSubscr        "DELETE_SUBSCR"            61   61  No       Slow   By(-2);
    BinaryLshift        "BINARY_LSHIFT"            62   62  No       Slow   By(-1);
    BinaryRshift        "BINARY_RSHIFT"            63   63  No       Slow   By(-1);
    BinaryAnd           "BINARY_AND"               64   64  No       Slow   By(-1);
    BinaryXor           "BINARY_XOR"               65   65  No       Slow   By(-1);
    BinaryOr            "BINARY_OR"                66   66  No       Slow   By(-1);
    InplacePower        "INPLACE_POWER"            67   67  No       Slow   By(-1);
    GetIter             "GET_ITER"                 68   68  No       Slow   By(0);
    StoreLocals         "STORE_LOCALS"             __   69  No       Slow   By(-1);
    PrintExpr           "PRINT_EXPR"               70   70  No       Slow   By(-1);
    PrintItem           "PRINT_ITEM"               71   __  No       Slow   By(-1);
    LoadBuildClass      "LOAD_BUILD_CLASS"         __   71  No       Slow   By(1);
    PrintNewline        "PRINT_NEWLINE"            72   __  No       Slow   By(0);
    PrintItemTo         "PRINT_ITEM_TO"            73   __  No       Slow   By(-2);
    PrintNewlineTo      "PRINT_NEWLINE_TO"         74   __  No       Slow   By(-1);
    InplaceLshift       "INPLACE_LSHIFT"           75   75  No       Slow   By(-1);
    InplaceRshift       "INPLACE_RSHIFT"           76   76  No       Slow   By(-1);
    InplaceAnd          "INPLACE_AND"              77   77  No       Slow   By(-1);
    InplaceXor          "INPLACE_XOR"              78   78  No       Slow   By(-1);
    InplaceOr           "INPLACE_OR"               79   79  No       Slow   By(-1);
    BreakLoop           "BREAK_LOOP"               80   80  No       Slow   By(0);
    WithCleanup         "WITH_CLEANUP"             81   81  No       Slow   By(-1);
    LoadLocals          "LOAD_LOCALS"              82   __  No       Slow   By(1);
    ReturnValue         "RETURN_VALUE"             83   83  No       Slow   By(-1);
    ImportStar          "IMPORT_STAR"              84   84  No       Slow   By(-1);
    ExecStmt            "EXEC_STMT"                85   __  No       Slow   By(-3);
    YieldValue          "YIELD_VALUE"              86   86  No       Slow   By(0);
    PopBlock            "POP_BLOCK"                87   87  No       Slow   By(0);
    EndFinally          "END_FINALLY"              88   88  No       Slow   Split(-3, -1);
    BuildClass          "BUILD_CLASS"              89   __  No       Slow   By(-2);
    PopExcept           "POP_EXCEPT"               __   89  No       Slow   By(0);
    StoreName           "STORE_NAME"               90   90  Name     Slow   By(-1);
    DeleteName          "DELETE_NAME"              91   91  Name     Slow   By(0);
    UnpackSequence      "UNPACK_SEQUENCE"          92   92  Number   Slow   Spread;
    ForIter             "FOR_ITER"                 93   93  JumpRel  Slow   By(1);
    ListAppend          "LIST_APPEND"              94  145  Number   Slow   By(-1);
    UnpackEx            "UNPACK_EX"                __   94  Number   Slow   SpreadEx;
    StoreAttr           "STORE_ATTR"               95   95  Name     Slow   By(-2);
    DeleteAttr          "DELETE_ATTR"              96   96  Name     Slow   By(-1);
    StoreGlobal         "STORE_GLOBAL"             97   97  Name     Slow   By(-1);
    DeleteGlobal        "DELETE_GLOBAL"            98   98  Name     Slow   By(0);
    DupTopx             "DUP_TOPX"                 99   __  Number   Fast   Dup;
    LoadConst           "LOAD_CONST"              100  100  Const    Fast   By(1);
    LoadName            "LOAD_NAME"               101  101  Name     Slow   By(1);
    BuildTuple          "BUILD_TUPLE"             102  102  Number   Slow   Gather;
    BuildList           "BUILD_LIST"              103  103  Number   Slow   Gather;
    BuildSet            "BUILD_SET"               104  104  Number   Slow   Gather;
    BuildMap            "BUILD_MAP"               105  105  Number   Slow   By(1);
    LoadAttr            "LOAD_ATTR"               106  106  Name     Slow   By(0);
    CompareOp           "COMPARE_OP"              107  107  Compare  Slow   By(-1);
    ImportName          "IMPORT_NAME"             108  108  Name     Slow   By(-1);
    ImportFrom          "IMPORT_FROM"             109  109  Name     Slow   By(1);
    JumpForward         "JUMP_FORWARD"            110  110  JumpRel  Fast   By(0);
    JumpIfFalseOrPop    "JUMP_IF_FALSE_OR_POP"    111  111  JumpAbs  Truth  By(0);
    JumpIfTrueOrPop     "JUMP_IF_TRUE_OR_POP"     112  112  JumpAbs  Truth  By(0);
    JumpAbsolute        "JUMP_ABSOLUTE"           113  113  JumpAbs  Slow   By(0);
    PopJumpIfFalse      "POP_JUMP_IF_FALSE"       114  114  JumpAbs  Truth  By(-1);
    PopJumpIfTrue       "POP_JUMP_IF_TRUE"        115  115  JumpAbs  Truth  By(-1);
    LoadGlobal          "LOAD_GLOBAL"             116  116  Name     Slow   By(1);
    ContinueLoop        "CONTINUE_LOOP"           119  119  JumpAbs  Slow   By(0);
    SetupLoop           "SETUP_LOOP"              120  120  JumpRel  Slow   By(0);
    SetupExcept         "SETUP_EXCEPT"            121  121  JumpRel  Slow   Split(0, 6);
    SetupFinally        "SETUP_FINALLY"           122  122  JumpRel  Slow   Split(0, 6);
    LoadFast            "LOAD_FAST"               124  124  Local    Fast   By(1);
    StoreFast           "STORE_FAST"              125  125  Local    Fast   By(-1);
    DeleteFast          "DELETE_FAST"             126  126  Local    Slow   By(0);
    RaiseVarargs        "RAISE_VARARGS"           130  130  Number   Slow   Take;
    CallFunction        "CALL_FUNCTION"           131  131  Number   Slow   Call(0);
    MakeFunction        "MAKE_FUNCTION"           132  132  Number   Slow   Make(0);
    BuildSlice          "BUILD_SLICE"             133  133  Number   Slow   Slice;
    MakeClosure         "MAKE_CLOSURE"            134  134  Number   Slow   Make(1);
    LoadClosure         "LOAD_CLOSURE"            135  135  Free     Slow   By(1);
    LoadDeref           "LOAD_DEREF"              136  136  Free     Slow   By(1);
    StoreDeref          "STORE_DEREF"             137  137  Free     Slow   By(-1);
    DeleteDeref         "DELETE_DEREF"             __  138  Free     Slow   By(0);
    CallFunctionVar     "CALL_FUNCTION_VAR"       140  140  Number   Slow   Call(1);
    CallFunctionKw      "CALL_FUNCTION_KW"        141  141  Number   Slow   Call(1);
    CallFunctionVarKw   "CALL_FUNCTION_VAR_KW"    142  142  Number   Slow   Call(2);
    SetupWith           "SETUP_WITH"              143  143  JumpRel  Slow   Split(4, 7);
    ExtendedArg         "EXTENDED_ARG"            145  144  Number   Fast   By(0);
    SetAdd              "SET_ADD"                 146  146  Number   Slow   By(-1);
    MapAdd              "MAP_ADD"                 147  147  Number   Slow   By(-2);
}

/// Opcodes by language and public number.
static BY_NUMBER: [[Option<Op>; 256]; 2] = {
    let mut table = [[None; 256]; 2];
    let mut at = 0;
    while at < TABLE.len() {
        if let Some(number) = TABLE[at].py27 {
            table[Language::Py27 as usize][number as usize] = Some(TABLE[at].op);
        }
        if let Some(number) = TABLE[at].py32 {
            table[Language::Py32 as usize][number as usize] = Some(TABLE[at].op);
        }
        at += 1;
    }
    table
};

impl Op {
    fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// CPython's name, as `dis` prints it.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The public number, or none if that language has no such opcode.
    pub fn number(self, language: Language) -> Option<u8> {
        match language {
            Language::Py27 => self.row().py27,
            Language::Py32 => self.row().py32,
        }
    }

    pub fn operand(self) -> Operand {
        self.row().operand
    }

    pub fn ticks(self) -> Ticks {
        self.row().ticks
    }

    /// The opcode with this public number.
    pub fn from_number(number: u8, language: Language) -> Option<Op> {
        BY_NUMBER[language as usize][number as usize]
    }

    /// Whether an instruction of this opcode carries an argument.
    pub fn has_argument(self) -> bool {
        self.operand() != Operand::No
    }

    /// Whether the argument is a place in the code.
    pub fn is_jump(self) -> bool {
        matches!(self.operand(), Operand::JumpRel | Operand::JumpAbs)
    }

    /// The change of the stack's depth, as the compiler reckons it.
    pub fn stack_effect(self, arg: u32, language: Language) -> i32 {
        let n = arg as i32;
        let arguments = (n & 255) + 2 * ((n >> 8) & 255);
        match (self.row().effect, language) {
            (By(change), _) | (Split(change, _), Language::Py27) | (Split(_, change), Language::Py32) => {
                change
            }
            (Gather, _) => 1 - n,
            (Spread, _) => n - 1,
            (SpreadEx, _) => (n & 255) + (n >> 8),
            (Dup, _) => n,
            (Take, _) => -n,
            (Call(more), _) => -arguments - more,
            (Make(more), Language::Py27) => -n - more,
            (Make(more), Language::Py32) => -arguments - ((n >> 16) & 0xffff) - more,
            (Slice, _) => 1 - n,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_unique_and_arguments_start_at_ninety() {
        for language in [Language::Py27, Language::Py32] {
            for (index, row) in TABLE.iter().enumerate() {
                assert_eq!(row.op as usize, index);
                if let Some(number) = row.op.number(language) {
                    assert_eq!(Op::from_number(number, language), Some(row.op));
                    assert_eq!(number >= HAVE_ARGUMENT, row.operand != Operand::No, "{}", row.name);
                }
            }
        }
    }
}
