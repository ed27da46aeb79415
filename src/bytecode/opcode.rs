//! The one opcode table: names, numbers in each language, operand kind, and who pays a tick.
//!
//! Invariants:
//! - `Op` is the union of CPython 2.7's and 3.2's opcodes, dense from 0; an opcode's public number in a
//!   language comes from the table only (Include/opcode.h of 2.7.18 and 3.2.6).
//! - `Ticks::Slow` opcodes end in the tick / breaker check, `Fast` ones go straight to the next, `Truth` ones
//!   are fast when the tested object is exactly True or False (Python/ceval.c, PyEval_EvalFrameEx).
//! - Opcodes from [`HAVE_ARGUMENT`] on carry two bytes of argument.

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
}

macro_rules! number {
    (__) => {
        None
    };
    ($n:literal) => {
        Some($n)
    };
}

macro_rules! opcodes {
    ($($op:ident $name:literal $n27:tt $n32:tt $operand:ident $ticks:ident;)*) => {
        /// An opcode of either language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Op { $($op),* }

        static TABLE: &[Row] = &[$(Row {
            op: Op::$op,
            name: $name,
            py27: number!($n27),
            py32: number!($n32),
            operand: Operand::$operand,
            ticks: Ticks::$ticks,
        }),*];
    };
}

// Op                name                      2.7  3.2  operand  ticks
opcodes! {
    StopCode            "STOP_CODE"                 0    0  No       Slow;
    PopTop              "POP_TOP"                   1    1  No       Fast;
    RotTwo              "ROT_TWO"                   2    2  No       Fast;
    RotThree            "ROT_THREE"                 3    3  No       Fast;
    DupTop              "DUP_TOP"                   4    4  No       Fast;
    RotFour             "ROT_FOUR"                  5   __  No       Fast;
    DupTopTwo           "DUP_TOP_TWO"              __    5  No       Fast;
    Nop                 "NOP"                       9    9  No       Fast;
    UnaryPositive       "UNARY_POSITIVE"           10   10  No       Slow;
    UnaryNegative       "UNARY_NEGATIVE"           11   11  No       Slow;
    UnaryNot            "UNARY_NOT"                12   12  No       Slow;
    UnaryConvert        "UNARY_CONVERT"            13   __  No       Slow;
    UnaryInvert         "UNARY_INVERT"             15   15  No       Slow;
    BinaryPower         "BINARY_POWER"             19   19  No       Slow;
    BinaryMultiply      "BINARY_MULTIPLY"          20   20  No       Slow;
    BinaryDivide        "BINARY_DIVIDE"            21   __  No       Slow;
    BinaryModulo        "BINARY_MODULO"            22   22  No       Slow;
    BinaryAdd           "BINARY_ADD"               23   23  No       Slow;
    BinarySubtract      "BINARY_SUBTRACT"          24   24  No       Slow;
    BinarySubscr        "BINARY_SUBSCR"            25   25  No       Slow;
    BinaryFloorDivide   "BINARY_FLOOR_DIVIDE"      26   26  No       Slow;
    BinaryTrueDivide    "BINARY_TRUE_DIVIDE"       27   27  No       Slow;
    InplaceFloorDivide  "INPLACE_FLOOR_DIVIDE"     28   28  No       Slow;
    InplaceTrueDivide   "INPLACE_TRUE_DIVIDE"      29   29  No       Slow;
    Slice0              "SLICE+0"                  30   __  No       Slow;
    Slice1              "SLICE+1"                  31   __  No       Slow;
    Slice2              "SLICE+2"                  32   __  No       Slow;
    Slice3              "SLICE+3"                  33   __  No       Slow;
    StoreSlice0         "STORE_SLICE+0"            40   __  No       Slow;
    StoreSlice1         "STORE_SLICE+1"            41   __  No       Slow;
    StoreSlice2         "STORE_SLICE+2"            42   __  No       Slow;
    StoreSlice3         "STORE_SLICE+3"            43   __  No       Slow;
    DeleteSlice0        "DELETE_SLICE+0"           50   __  No       Slow;
    DeleteSlice1        "DELETE_SLICE+1"           51   __  No       Slow;
    DeleteSlice2        "DELETE_SLICE+2"           52   __  No       Slow;
    DeleteSlice3        "DELETE_SLICE+3"           53   __  No       Slow;
    StoreMap            "STORE_MAP"                54   54  No       Slow;
    InplaceAdd          "INPLACE_ADD"              55   55  No       Slow;
    InplaceSubtract     "INPLACE_SUBTRACT"         56   56  No       Slow;
    InplaceMultiply     "INPLACE_MULTIPLY"         57   57  No       Slow;
    InplaceDivide       "INPLACE_DIVIDE"           58   __  No       Slow;
    InplaceModulo       "INPLACE_MODULO"           59   59  No       Slow;
    StoreSubscr         "STORE_SUBSCR"             60   60  No       Slow;
    DeleteSubscr        "DELETE_SUBSCR"            61   61  No       Slow;
    BinaryLshift        "BINARY_LSHIFT"            62   62  No       Slow;
    BinaryRshift        "BINARY_RSHIFT"            63   63  No       Slow;
    BinaryAnd           "BINARY_AND"               64   64  No       Slow;
    BinaryXor           "BINARY_XOR"               65   65  No       Slow;
    BinaryOr            "BINARY_OR"                66   66  No       Slow;
    InplacePower        "INPLACE_POWER"            67   67  No       Slow;
    GetIter             "GET_ITER"                 68   68  No       Slow;
    StoreLocals         "STORE_LOCALS"             __   69  No       Slow;
    PrintExpr           "PRINT_EXPR"               70   70  No       Slow;
    PrintItem           "PRINT_ITEM"               71   __  No       Slow;
    LoadBuildClass      "LOAD_BUILD_CLASS"         __   71  No       Slow;
    PrintNewline        "PRINT_NEWLINE"            72   __  No       Slow;
    PrintItemTo         "PRINT_ITEM_TO"            73   __  No       Slow;
    PrintNewlineTo      "PRINT_NEWLINE_TO"         74   __  No       Slow;
    InplaceLshift       "INPLACE_LSHIFT"           75   75  No       Slow;
    InplaceRshift       "INPLACE_RSHIFT"           76   76  No       Slow;
    InplaceAnd          "INPLACE_AND"              77   77  No       Slow;
    InplaceXor          "INPLACE_XOR"              78   78  No       Slow;
    InplaceOr           "INPLACE_OR"               79   79  No       Slow;
    BreakLoop           "BREAK_LOOP"               80   80  No       Slow;
    WithCleanup         "WITH_CLEANUP"             81   81  No       Slow;
    LoadLocals          "LOAD_LOCALS"              82   __  No       Slow;
    ReturnValue         "RETURN_VALUE"             83   83  No       Slow;
    ImportStar          "IMPORT_STAR"              84   84  No       Slow;
    ExecStmt            "EXEC_STMT"                85   __  No       Slow;
    YieldValue          "YIELD_VALUE"              86   86  No       Slow;
    PopBlock            "POP_BLOCK"                87   87  No       Slow;
    EndFinally          "END_FINALLY"              88   88  No       Slow;
    BuildClass          "BUILD_CLASS"              89   __  No       Slow;
    PopExcept           "POP_EXCEPT"               __   89  No       Slow;
    StoreName           "STORE_NAME"               90   90  Name     Slow;
    DeleteName          "DELETE_NAME"              91   91  Name     Slow;
    UnpackSequence      "UNPACK_SEQUENCE"          92   92  Number   Slow;
    ForIter             "FOR_ITER"                 93   93  JumpRel  Slow;
    ListAppend          "LIST_APPEND"              94  145  Number   Slow;
    UnpackEx            "UNPACK_EX"                __   94  Number   Slow;
    StoreAttr           "STORE_ATTR"               95   95  Name     Slow;
    DeleteAttr          "DELETE_ATTR"              96   96  Name     Slow;
    StoreGlobal         "STORE_GLOBAL"             97   97  Name     Slow;
    DeleteGlobal        "DELETE_GLOBAL"            98   98  Name     Slow;
    DupTopx             "DUP_TOPX"                 99   __  Number   Fast;
    LoadConst           "LOAD_CONST"              100  100  Const    Fast;
    LoadName            "LOAD_NAME"               101  101  Name     Slow;
    BuildTuple          "BUILD_TUPLE"             102  102  Number   Slow;
    BuildList           "BUILD_LIST"              103  103  Number   Slow;
    BuildSet            "BUILD_SET"               104  104  Number   Slow;
    BuildMap            "BUILD_MAP"               105  105  Number   Slow;
    LoadAttr            "LOAD_ATTR"               106  106  Name     Slow;
    CompareOp           "COMPARE_OP"              107  107  Compare  Slow;
    ImportName          "IMPORT_NAME"             108  108  Name     Slow;
    ImportFrom          "IMPORT_FROM"             109  109  Name     Slow;
    JumpForward         "JUMP_FORWARD"            110  110  JumpRel  Fast;
    JumpIfFalseOrPop    "JUMP_IF_FALSE_OR_POP"    111  111  JumpAbs  Truth;
    JumpIfTrueOrPop     "JUMP_IF_TRUE_OR_POP"     112  112  JumpAbs  Truth;
    JumpAbsolute        "JUMP_ABSOLUTE"           113  113  JumpAbs  Slow;
    PopJumpIfFalse      "POP_JUMP_IF_FALSE"       114  114  JumpAbs  Truth;
    PopJumpIfTrue       "POP_JUMP_IF_TRUE"        115  115  JumpAbs  Truth;
    LoadGlobal          "LOAD_GLOBAL"             116  116  Name     Slow;
    ContinueLoop        "CONTINUE_LOOP"           119  119  JumpAbs  Slow;
    SetupLoop           "SETUP_LOOP"              120  120  JumpRel  Slow;
    SetupExcept         "SETUP_EXCEPT"            121  121  JumpRel  Slow;
    SetupFinally        "SETUP_FINALLY"           122  122  JumpRel  Slow;
    LoadFast            "LOAD_FAST"               124  124  Local    Fast;
    StoreFast           "STORE_FAST"              125  125  Local    Fast;
    DeleteFast          "DELETE_FAST"             126  126  Local    Slow;
    RaiseVarargs        "RAISE_VARARGS"           130  130  Number   Slow;
    CallFunction        "CALL_FUNCTION"           131  131  Number   Slow;
    MakeFunction        "MAKE_FUNCTION"           132  132  Number   Slow;
    BuildSlice          "BUILD_SLICE"             133  133  Number   Slow;
    MakeClosure         "MAKE_CLOSURE"            134  134  Number   Slow;
    LoadClosure         "LOAD_CLOSURE"            135  135  Free     Slow;
    LoadDeref           "LOAD_DEREF"              136  136  Free     Slow;
    StoreDeref          "STORE_DEREF"             137  137  Free     Slow;
    DeleteDeref         "DELETE_DEREF"             __  138  Free     Slow;
    CallFunctionVar     "CALL_FUNCTION_VAR"       140  140  Number   Slow;
    CallFunctionKw      "CALL_FUNCTION_KW"        141  141  Number   Slow;
    CallFunctionVarKw   "CALL_FUNCTION_VAR_KW"    142  142  Number   Slow;
    SetupWith           "SETUP_WITH"              143  143  JumpRel  Slow;
    ExtendedArg         "EXTENDED_ARG"            145  144  Number   Fast;
    SetAdd              "SET_ADD"                 146  146  Number   Slow;
    MapAdd              "MAP_ADD"                 147  147  Number   Slow;
}

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
        TABLE.iter().map(|row| row.op).find(|op| op.number(language) == Some(number))
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
