//! `type`: making classes, the C3 order, attributes of classes (Objects/typeobject.c).
//!
//! Invariants: a class's layout is that of its best base; the words after that base's payload are its
//! `__slots__` and, unless `__slots__` forbids it, its dict. Setting an attribute tells the caches, and
//! setting a dunder refills the slots of the class and all below it.

use super::dict::Dict;
use super::errors::{PyResult, attribute_error, type_error};
use super::header::{Header, Layout, Obj, Payload};
use super::list::new_list;
use super::native::{Args, DescriptorKind, GetSet, Method, Native, getset, getter, member, method};
use super::slotdefs;
use super::str::{Str, intern, intern_value, new_str};
use super::tuple::{Tuple, new_tuple};
use super::typeobj::{
    MEMBER_DESCRIPTOR, OBJECT, Slots, TYPE, TypeDef, TypeRef, flags, new_descriptor, new_heap, ready,
};
use super::word::Value;
use super::{call, function, lang, names, protocol};

/// Stands for the payload of type objects, which `typeobj` lays out itself.
pub struct TypePayload;

impl Payload for TypePayload {
    const LAYOUT: Layout = Layout::Type;
}

/// Types are immortal; their count never reaches zero.
unsafe fn never(_object: *mut Header) {}

/// `__module__` as a string, if the type tells.
pub fn module_of(ty: TypeRef) -> Option<String> {
    if ty.is_heap() || ty.dict().get_name(names::__module__()).is_some() {
        let own = ty.dict().get_name(names::__module__()).and_then(|module| module.str_lossy());
        if own.is_some() || ty.is_heap() {
            return own;
        }
    }
    if let Some((module, _)) = ty.name().rsplit_once('.') {
        return Some(module.to_owned());
    }
    Some(if lang::is_27() { "__builtin__".to_owned() } else { "builtins".to_owned() })
}

/// The name without the module that a built-in type's name may begin with.
pub fn short_name(ty: TypeRef) -> String {
    let name = ty.name();
    match name.rsplit_once('.') {
        Some((_, short)) if !ty.is_heap() => short.to_owned(),
        _ => name,
    }
}

/// The C3 linearisation (mro_implementation). Errors: TypeError if there is no consistent order.
pub fn c3(ty: TypeRef, bases: &[TypeRef]) -> PyResult<Vec<TypeRef>> {
    let mut lists: Vec<Vec<TypeRef>> = bases.iter().map(|base| base.mro().to_vec()).collect();
    lists.push(bases.to_vec());
    let mut order = vec![ty];
    loop {
        lists.retain(|list| !list.is_empty());
        if lists.is_empty() {
            return Ok(order);
        }
        let good = lists
            .iter()
            .map(|list| list[0])
            .find(|candidate| lists.iter().all(|list| !list[1..].contains(candidate)));
        let Some(good) = good else {
            let mut heads: Vec<String> = Vec::new();
            for list in &lists {
                let name = list[0].name();
                if !heads.contains(&name) {
                    heads.push(name);
                }
            }
            return Err(type_error(format!(
                "Cannot create a consistent method resolution\norder (MRO) for bases {}",
                heads.join(", ")
            )));
        };
        order.push(good);
        for list in &mut lists {
            if list[0] == good {
                list.remove(0);
            }
        }
    }
}

/// The built-in type whose payload the instances have, extended by slots if a class adds some.
fn solid(ty: TypeRef) -> TypeRef {
    let mut at = ty;
    while let Some(base) = at.base() {
        let extra = at.basic_size() - if at.dict_offset() != 0 && base.dict_offset() == 0 { 8 } else { 0 };
        if !at.is_heap() && at.layout() != base.layout() || extra > base.basic_size() {
            return at;
        }
        at = base;
    }
    at
}

fn best_base(bases: &[TypeRef]) -> PyResult<TypeRef> {
    let mut winner: Option<(TypeRef, TypeRef)> = None;
    for &base in bases {
        if !base.has_flag(flags::BASETYPE) {
            return Err(type_error(format!("type '{}' is not an acceptable base type", base.name())));
        }
        let candidate = solid(base);
        match winner {
            None => winner = Some((candidate, base)),
            Some((held, _)) if held.is_subtype(candidate) => {}
            Some((held, _)) if candidate.is_subtype(held) => winner = Some((candidate, base)),
            Some(_) => return Err(type_error("multiple bases have instance lay-out conflict")),
        }
    }
    Ok(winner.map_or(OBJECT, |(_, base)| base))
}

/// The most derived metaclass of the bases (_PyType_CalculateMetaclass).
pub fn calculate_metaclass(meta: TypeRef, bases: &[Value]) -> PyResult<TypeRef> {
    let mut winner = meta;
    for base in bases {
        let candidate = base.type_of();
        if winner.is_subtype(candidate) || super::classic::is_class(base) {
            continue;
        }
        if candidate.is_subtype(winner) {
            winner = candidate;
            continue;
        }
        // Under 2.7 the class statement puts words of its own before these messages.
        return Err(type_error(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
        ));
    }
    Ok(winner)
}

/// `_x` style mangling of private slot names.
fn mangle(class: &str, name: &str) -> String {
    let stripped = class.trim_start_matches('_');
    if name.starts_with("__") && !name.ends_with("__") && !name.contains('.') && !stripped.is_empty() {
        return format!("_{stripped}{name}");
    }
    name.to_owned()
}

fn slot_names(class: &str, slots: &Value) -> PyResult<Vec<String>> {
    let values =
        if slots.downcast::<Str>().is_some() { vec![slots.clone()] } else { protocol::to_vec(slots)? };
    let mut out = Vec::new();
    for value in values {
        let Some(name) = value.str_lossy() else {
            return Err(type_error(format!("__slots__ items must be strings, not '{}'", value.type_name())));
        };
        if name.is_empty()
            || name.starts_with(|c: char| c.is_ascii_digit())
            || !name.chars().all(|c| c.is_alphanumeric() || c == '_')
        {
            return Err(type_error("__slots__ must be identifiers"));
        }
        out.push(mangle(class, &name));
    }
    Ok(out)
}

/// Makes a class (type_new).
pub fn new_class(meta: TypeRef, name: &str, bases: &[Value], namespace: &Dict) -> PyResult {
    let mut base_types = Vec::new();
    for base in bases {
        match base.as_type() {
            Some(base) if !base_types.contains(&base) => base_types.push(base),
            Some(base) => return Err(type_error(format!("duplicate base class {}", base.name()))),
            None if super::classic::is_class(base) => base_types.push(super::classic::twin(base)?),
            None => return Err(type_error("bases must be types")),
        }
    }
    if base_types.is_empty() {
        base_types.push(OBJECT);
    }
    let base = best_base(&base_types)?;
    let dict = namespace.copy();
    let ty = new_heap(meta, name, dict, base);
    let own = ty.dict();

    let mut size = base.basic_size();
    let slots_value = own.get_name(names::__slots__());
    // The best base alone counts: another base's dict has no place in these instances.
    // Classes have the dict that `type` gives them.
    let mut wants_dict = base.dict_offset() == 0 && base.layout() != Layout::Type;
    let mut wants_weakref = !base.is_weakly_referable() && super::weakref::can_be_added(base);
    if let Some(slots) = &slots_value {
        let (mut may_have_dict, mut may_have_weakref) = (false, false);
        for slot in slot_names(name, slots)? {
            match &slot[..] {
                "__dict__" if !wants_dict || may_have_dict => {
                    return Err(type_error("__dict__ slot disallowed: we already got one"));
                }
                "__dict__" => may_have_dict = true,
                "__weakref__" if !wants_weakref || may_have_weakref => {
                    return Err(type_error(
                        "__weakref__ slot disallowed: either we already got one, or __itemsize__ != 0",
                    ));
                }
                "__weakref__" => may_have_weakref = true,
                _ => {
                    let key = intern(&slot);
                    if own.get_name(&key).is_some() {
                        return Err(super::errors::value_error(format!(
                            "{} in __slots__ conflicts with class variable",
                            protocol::repr_string(&key)?
                        )));
                    }
                    own.set_name(
                        &key,
                        new_descriptor(MEMBER_DESCRIPTOR, &slot, ty, DescriptorKind::Member(size)),
                    );
                    size += 8;
                }
            }
        }
        wants_dict &= may_have_dict || base_types.iter().any(|base| base.dict_offset() != 0);
        wants_weakref &= may_have_weakref || base_types.iter().any(|base| base.is_weakly_referable());
    }
    ty.set_flag(flags::WEAKREFS, wants_weakref || base.has_flag(flags::WEAKREFS));
    ty.set_dict_offset(base.dict_offset());
    if wants_dict {
        ty.set_dict_offset(size);
        size += 8;
    }
    ty.set_basic_size(size);
    ty.set_flag(flags::EXCEPTION, base.has_flag(flags::EXCEPTION));

    if own.get_name(names::__module__()).is_none()
        && let Some(module) = super::hooks::current_module_name()
    {
        own.set_name(names::__module__(), module);
    }
    if own.get_name(names::__doc__()).is_none() {
        own.set_name(names::__doc__(), Value::none());
    }
    if let Some(new) = own.get_name(names::__new__())
        && new.downcast::<function::Function>().is_some()
    {
        own.set_name(names::__new__(), function::new_staticmethod(new));
    }
    if !lang::is_27() && own.get_name(names::__eq__()).is_some() && own.get_name(names::__hash__()).is_none()
    {
        own.set_name(names::__hash__(), Value::none());
    }
    if wants_dict && own.get_name(names::__dict__()).is_none() {
        own.set_name(
            names::__dict__(),
            new_descriptor(
                super::typeobj::GETSET_DESCRIPTOR,
                "__dict__",
                ty,
                DescriptorKind::GetSet(&INSTANCE_DICT),
            ),
        );
    }
    if wants_weakref && own.get_name(names::__weakref__()).is_none() {
        own.set_name(
            names::__weakref__(),
            new_descriptor(
                super::typeobj::GETSET_DESCRIPTOR,
                "__weakref__",
                ty,
                DescriptorKind::GetSet(&super::weakref::INSTANCE_WEAKREF),
            ),
        );
    }

    ty.set_bases(&base_types, base);
    // A metaclass may say its own order.
    ty.set_mro(c3(ty, &base_types)?);
    ty.modified();
    if meta != TYPE && meta.definer(names::mro()).is_some_and(|definer| definer != TYPE) {
        let order = call::call_method(&ty.value(), names::mro(), &[])?;
        let order: Option<Vec<TypeRef>> = protocol::to_vec(&order)?.iter().map(Value::as_type).collect();
        match order {
            Some(order) => {
                ty.set_mro(order);
                ty.modified();
            }
            None => return Err(type_error("mro() returned a non-class")),
        }
    }
    // What was asked of it so far, it was asked without an order.
    ty.modified();
    slotdefs::fix_slots(ty);
    Ok(ty.value())
}

fn get_instance_dict(this: &Value) -> PyResult {
    super::instance::dict_of(this)
        .ok_or_else(|| attribute_error(format!("'{}' object has no attribute '__dict__'", this.type_name())))
}

fn set_instance_dict(this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(slot) = super::instance::dict_slot(this) else {
        return Err(attribute_error("This object has no __dict__"));
    };
    match new {
        Some(new) if new.downcast::<Dict>().is_some() => slot.set(new.clone()),
        Some(new) => {
            return Err(type_error(format!(
                "__dict__ must be set to a dictionary, not a '{}'",
                new.type_name()
            )));
        }
        None => drop(slot.take()),
    }
    Ok(())
}

/// The `__dict__` of instances.
pub static INSTANCE_DICT: GetSet = getset("__dict__", get_instance_dict, set_instance_dict);

fn type_new(meta: TypeRef, args: &Args) -> PyResult {
    if meta == TYPE && args.pos.len() == 1 && args.kw.is_empty() {
        return Ok(args.pos[0].type_of().value());
    }
    let [name, bases, namespace] = args.pos else {
        return Err(type_error("type() takes 1 or 3 arguments"));
    };
    let Some(name_text) = name.downcast::<Str>().filter(|name| name.kind() == super::str::native_kind())
    else {
        let language = if lang::is_27() { "string" } else { "str" };
        return Err(type_error(format!("type() argument 1 must be {language}, not {}", name.type_name())));
    };
    let Some(base_items) = bases.downcast::<Tuple>() else {
        return Err(type_error(format!("type() argument 2 must be tuple, not {}", bases.type_name())));
    };
    let Some(dict) = namespace.downcast::<Dict>() else {
        return Err(type_error(format!("type() argument 3 must be dict, not {}", namespace.type_name())));
    };
    let winner = calculate_metaclass(meta, base_items.items())?;
    if winner != meta
        && let Some(new) = winner.slots().new
        && winner.definer(names::__new__()).is_some_and(|definer| definer != TYPE)
    {
        return new(winner, args);
    }
    new_class(winner, &name_text.to_string_lossy(), base_items.items(), dict)
}

fn type_init(_this: &Value, args: &Args) -> PyResult<()> {
    if !args.kw.is_empty() {
        return Err(type_error("type.__init__() takes no keyword arguments"));
    }
    if args.pos.len() != 1 && args.pos.len() != 3 {
        return Err(type_error("type.__init__() takes 1 or 3 arguments"));
    }
    Ok(())
}

/// `T(...)` (type_call).
pub fn type_call(this: &Value, args: &Args) -> PyResult {
    let Some(ty) = this.as_type() else { return Err(type_error("not a type")) };
    let Some(new) = ty.slots().new else {
        return Err(type_error(format!("cannot create '{}' instances", ty.name())));
    };
    let object = new(ty, args)?;
    if ty == TYPE && args.pos.len() == 1 && args.kw.is_empty() {
        return Ok(object);
    }
    let own = object.type_of();
    // Built-in types without an `__init__` of their own have done it all; `object`'s would have nothing to say.
    if own == ty && !ty.is_heap() && ty != OBJECT && super::instance::has_object_init(ty.slots()) {
        return Ok(object);
    }
    if own.is_subtype(ty)
        && let Some(init) = own.slots().init
    {
        init(&object, args)?;
    }
    Ok(object)
}

fn type_getattr(this: &Value, name: &Value) -> PyResult {
    let Some(ty) = this.as_type() else { return super::instance::generic_getattr(this, name) };
    let name = &intern_value(name);
    let meta = ty.metatype();
    let meta_found = meta.lookup(name);
    let meta_get = meta_found.as_ref().and_then(|found| found.type_of().slots().descr_get);
    if let (Some(found), Some(get)) = (&meta_found, meta_get)
        && found.type_of().slots().descr_set.is_some()
    {
        return get(found, Some(this), &meta.value());
    }
    if let Some(found) = ty.lookup(name) {
        return match found.type_of().slots().descr_get {
            Some(get) => get(&found, None, this),
            None => Ok(found),
        };
    }
    match (meta_found, meta_get) {
        (Some(found), Some(get)) => get(&found, Some(this), &meta.value()),
        (Some(found), None) => Ok(found),
        (None, _) => Err(protocol::no_attribute(this, name)),
    }
}

fn type_setattr(this: &Value, name: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(ty) = this.as_type() else { return super::instance::generic_setattr(this, name, new) };
    let name = &intern_value(name);
    let text = name.str_lossy().unwrap_or_default();
    if !ty.is_heap() {
        return Err(type_error(format!("can't set attributes of built-in/extension type '{}'", ty.name())));
    }
    if let Some(found) = ty.metatype().lookup(name)
        && let Some(set) = found.type_of().slots().descr_set
    {
        return set(&found, this, new);
    }
    let old = ty.set_attr(name, new.cloned());
    if old.is_none() && new.is_none() {
        return Err(attribute_error(text));
    }
    if slotdefs::is_dunder(&text) {
        slotdefs::fix_slots_down(ty);
    }
    Ok(())
}

fn type_repr(this: &Value) -> PyResult {
    let Some(ty) = this.as_type() else { return Ok(new_str("<type>")) };
    let is_class = ty.is_heap() && !ty.has_flag(flags::SHOWN_BUILTIN);
    let word = if lang::is_27() && !is_class { "type" } else { "class" };
    let name = short_name(ty);
    Ok(new_str(&match module_of(ty).as_deref() {
        None | Some("builtins" | "__builtin__") => format!("<{word} '{name}'>"),
        Some(module) => format!("<{word} '{module}.{name}'>"),
    }))
}

fn the_type(this: &Value) -> PyResult<TypeRef> {
    this.as_type().ok_or_else(|| type_error("descriptor requires a 'type' object"))
}

fn get_name(this: &Value) -> PyResult {
    let name = the_type(this)?.name();
    Ok(new_str(name.rsplit('.').next().unwrap_or(&name)))
}

fn heap_only(ty: TypeRef, what: &str) -> PyResult<()> {
    if ty.is_heap() { Ok(()) } else { Err(type_error(format!("can't set {}.{what}", ty.name()))) }
}

fn set_name(this: &Value, new: Option<&Value>) -> PyResult<()> {
    let ty = the_type(this)?;
    heap_only(ty, "__name__")?;
    match new.and_then(Value::str_lossy) {
        Some(name) => {
            ty.set_name(&name);
            Ok(())
        }
        None => Err(type_error(format!("can only assign string to {}.__name__", ty.name()))),
    }
}

fn get_bases(this: &Value) -> PyResult {
    let bases: Vec<Value> = the_type(this)?.bases().iter().map(|&base| super::classic::shown(base)).collect();
    Ok(new_tuple(bases))
}

fn set_bases(this: &Value, new: Option<&Value>) -> PyResult<()> {
    let ty = the_type(this)?;
    heap_only(ty, "__bases__")?;
    let bases: Option<Vec<TypeRef>> = new
        .and_then(|new| {
            new.downcast::<Tuple>().map(|bases| bases.items().iter().map(Value::as_type).collect())
        })
        .flatten();
    let Some(bases) = bases.filter(|bases: &Vec<TypeRef>| !bases.is_empty()) else {
        return Err(type_error(format!(
            "can only assign non-empty tuple of types to {}.__bases__",
            ty.name()
        )));
    };
    if bases.iter().any(|base| base.is_subtype(ty)) {
        return Err(type_error("a __bases__ item causes an inheritance cycle"));
    }
    let best = best_base(&bases)?;
    if solid(best) != ty.base().map_or(OBJECT, solid) {
        return Err(type_error(format!(
            "__bases__ assignment: '{}' object layout differs from '{}'",
            best.name(),
            ty.name()
        )));
    }
    let order = c3(ty, &bases)?;
    // While it still has the bases by whose versions it got its own.
    ty.modified();
    let before = (ty.bases(), ty.base(), ty.mro());
    ty.set_bases(&bases, best);
    ty.set_mro(order);
    let refreshed = refresh_below(ty);
    if refreshed.is_err() {
        ty.set_mro(before.2.to_vec());
        ty.set_bases(before.0, before.1.unwrap_or(OBJECT));
    }
    ty.modified();
    slotdefs::fix_slots_down(ty);
    refreshed
}

/// Gives those below a class their new orders, or leaves all their old ones (mro_subclasses).
fn refresh_below(ty: TypeRef) -> PyResult<()> {
    let below = ty.with_subclasses();
    let before: Vec<_> = below.iter().map(|class| class.mro()).collect();
    let refreshed = below.iter().skip(1).try_for_each(|&class| {
        class.set_mro(c3(class, class.bases())?);
        Ok(())
    });
    if refreshed.is_err() {
        for (class, order) in below.iter().zip(before) {
            class.set_mro(order.to_vec());
        }
    }
    refreshed
}

fn get_base(this: &Value) -> PyResult {
    Ok(the_type(this)?.base().map_or(Value::none(), |base| base.value()))
}

fn get_mro(this: &Value) -> PyResult {
    let mro: Vec<Value> = the_type(this)?.mro().iter().map(|&class| super::classic::shown(class)).collect();
    Ok(new_tuple(mro))
}

fn get_module(this: &Value) -> PyResult {
    let ty = the_type(this)?;
    match ty
        .dict()
        .get_name(names::__module__())
        .filter(|module| ty.is_heap() || module.str_lossy().is_some())
    {
        Some(module) => Ok(module),
        None => Ok(new_str(&module_of(ty).unwrap_or_default())),
    }
}

fn set_module(this: &Value, new: Option<&Value>) -> PyResult<()> {
    let ty = the_type(this)?;
    heap_only(ty, "__module__")?;
    ty.set_attr(names::__module__(), new.cloned());
    Ok(())
}

fn get_dict(this: &Value) -> PyResult {
    Ok(super::mappingproxy::new_proxy(the_type(this)?.dict_value()))
}

fn get_doc(this: &Value) -> PyResult {
    let ty = the_type(this)?;
    let doc = ty.dict().get_name(names::__doc__()).unwrap_or(Value::none());
    match doc.type_of().slots().descr_get {
        Some(get) => get(&doc, None, this),
        None => Ok(doc),
    }
}

fn set_doc(this: &Value, new: Option<&Value>) -> PyResult<()> {
    let ty = the_type(this)?;
    heap_only(ty, "__doc__")?;
    ty.set_attr(names::__doc__(), new.cloned());
    Ok(())
}

fn get_basicsize(this: &Value) -> PyResult {
    Ok(Value::int(the_type(this)?.basic_size() as i64))
}

fn get_flags(this: &Value) -> PyResult {
    // The bits that scripts look at: Py_TPFLAGS_HEAPTYPE and Py_TPFLAGS_BASETYPE.
    let ty = the_type(this)?;
    Ok(Value::int(i64::from(ty.is_heap()) << 9 | i64::from(ty.has_flag(flags::BASETYPE)) << 10))
}

fn get_dictoffset(this: &Value) -> PyResult {
    Ok(Value::int(the_type(this)?.dict_offset() as i64))
}

fn mro_method(this: &Value) -> PyResult {
    let ty = the_type(this)?;
    Ok(new_list(c3(ty, ty.bases())?.iter().map(|class| class.value()).collect()))
}

fn subclasses(this: &Value) -> PyResult {
    Ok(new_list(the_type(this)?.subclasses().iter().map(|class| class.value()).collect()))
}

fn instancecheck(this: &Value, value: &Value) -> PyResult {
    let ty = the_type(this)?;
    Ok(Value::bool(value.type_of().is_subtype(ty)))
}

fn subclasscheck(this: &Value, value: &Value) -> PyResult {
    let ty = the_type(this)?;
    match value.as_type() {
        Some(derived) => Ok(Value::bool(derived.is_subtype(ty))),
        None => Err(type_error("issubclass() arg 1 must be a class")),
    }
}

fn prepare(_this: &Value, _args: &Args) -> PyResult {
    Ok(Dict::new_value())
}

static TYPE_METHODS: &[Method] = &[
    method("mro", Native::NoArgs(mro_method), "return a type's method resolution order"),
    method("__subclasses__", Native::NoArgs(subclasses), "return a list of immediate subclasses"),
    method("__instancecheck__", Native::One(instancecheck), "check if an object is an instance"),
    method("__subclasscheck__", Native::One(subclasscheck), "check if a class is a subclass"),
];

static TYPE_METHODS32: &[Method] = &[
    method("mro", Native::NoArgs(mro_method), "return a type's method resolution order"),
    method("__subclasses__", Native::NoArgs(subclasses), "return a list of immediate subclasses"),
    method("__instancecheck__", Native::One(instancecheck), "check if an object is an instance"),
    method("__subclasscheck__", Native::One(subclasscheck), "check if a class is a subclass"),
    super::native::class_method("__prepare__", Native::Kw(prepare), "used for the class statement"),
];

static TYPE_GETSETS: &[GetSet] = &[
    getset("__name__", get_name, set_name),
    getset("__bases__", get_bases, set_bases),
    member("__base__", get_base),
    member("__mro__", get_mro),
    getset("__module__", get_module, set_module),
    getter("__dict__", get_dict),
    getset("__doc__", get_doc, set_doc),
    member("__basicsize__", get_basicsize),
    member("__dictoffset__", get_dictoffset),
    member("__flags__", get_flags),
];

pub fn init() {
    let slots = Slots {
        dealloc: never,
        size: size_of::<super::typeobj::TypeObj>().max(size_of::<Obj<TypePayload>>()),
        repr: Some(type_repr),
        call: Some(type_call),
        getattr: Some(type_getattr),
        setattr: Some(type_setattr),
        new: Some(type_new),
        init: Some(type_init),
        ..Slots::of::<TypePayload>()
    };
    ready(TypeDef {
        flags: flags::BASETYPE,
        methods: if lang::is_27() { TYPE_METHODS } else { TYPE_METHODS32 },
        getsets: TYPE_GETSETS,
        doc: "type(object) -> the object's type\ntype(name, bases, dict) -> a new type",
        ..TypeDef::new(TYPE, "type", slots)
    });
}

/// `dir(value)` without a `__dir__` of its own (_dir_object): names of the instance's dict and of its classes.
pub fn dir_of(value: &Value) -> PyResult {
    let all = Dict::new();
    let add = |dict: &Dict| -> PyResult<()> {
        for key in dict.keys() {
            all.insert(key, Value::none())?;
        }
        Ok(())
    };
    let own = protocol::getattr_option(value, names::__dict__())?;
    if let Some(own) = own.as_ref().and_then(|own| own.downcast::<Dict>()) {
        add(own)?;
    }
    if super::classic::is_class(value) {
        super::classic::collect_names(value, &all)?;
    } else if let Some(instance) = value.downcast::<super::classic::ClassicInstance>() {
        if let Some(class) = instance.class() {
            super::classic::collect_names(&class, &all)?;
        }
    } else if value.downcast::<super::module::Module>().is_none() {
        let ty = value.as_type().unwrap_or_else(|| value.type_of());
        for class in ty.mro() {
            add(class.dict())?;
        }
    }
    let names = new_list(all.keys());
    super::listsort::sort(&names, None, false)?;
    Ok(names)
}
