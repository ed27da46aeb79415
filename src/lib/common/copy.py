"""Copies of objects: copy() of the object alone, deepcopy() with all it holds.

What cannot change is its own copy. A class may say how with __copy__() and __deepcopy__(memo), or with __reduce_ex__() or
__reduce__(), as for pickling; of others the type is made anew and the attributes are copied.
"""

__all__ = ["Error", "copy", "deepcopy"]


class Error(Exception):
    """What is raised for an object that cannot be copied."""

error = Error


def _function():
    pass

# Never changed, or shared on purpose: functions, classes and modules are what they are.
_atomic = set([type(None), type(Ellipsis), type(NotImplemented), bool, int, float, complex, str, bytes, type, range,
               type(_function), type(len), type(_function.__code__)])
for _name in ('long', 'unicode', 'xrange'):
    _type = getattr(__import__('__builtin__' if str is bytes else 'builtins'), _name, None)
    if _type is not None:
        _atomic.add(_type)


class _Classic:
    pass

_atomic.add(type(_Classic))


def copy(x):
    """A new object with the same contents; what it holds is shared."""
    cls = type(x)
    if cls in _atomic or isinstance(x, type) or cls in (tuple, frozenset):
        return x
    if cls in (list, dict, set, bytearray):
        return cls(x)
    if hasattr(x, '__copy__'):
        return x.__copy__()
    return _like(x, lambda part: part)


def deepcopy(x, memo=None):
    """A new object with copies of what it holds, and of what that holds. What occurs twice in it is copied once."""
    if memo is None:
        memo = {}
    if id(x) in memo:
        return memo[id(x)]
    cls = type(x)
    if cls in _atomic or isinstance(x, type):
        return x
    if cls is list:
        # Known before its items are copied: one of them may be the list itself.
        y = memo[id(x)] = []
        y.extend([deepcopy(item, memo) for item in x])
    elif cls is dict:
        y = memo[id(x)] = {}
        for key, value in x.items():
            y[deepcopy(key, memo)] = deepcopy(value, memo)
    elif cls is tuple:
        parts = [deepcopy(item, memo) for item in x]
        # Copying an item may have led round to the tuple; and one whose items are all atomic need not be copied.
        if id(x) not in memo:
            memo[id(x)] = x if all(a is b for a, b in zip(parts, x)) else tuple(parts)
        y = memo[id(x)]
    elif cls in (set, frozenset):
        y = memo[id(x)] = cls([deepcopy(item, memo) for item in x])
    elif cls is bytearray:
        y = memo[id(x)] = bytearray(x)
    elif hasattr(x, '__deepcopy__'):
        y = memo[id(x)] = x.__deepcopy__(memo)
    else:
        y = _like(x, lambda part: deepcopy(part, memo), lambda new: memo.__setitem__(id(x), new))
    # The original must outlive the memo, or another object could get its id.
    memo.setdefault(id(memo), []).append(x)
    return y


def _like(x, copied, made=lambda new: None):
    # An object of the same class without calling its __init__; `made` is told of it before its parts are copied.
    cls = x.__class__
    recipe = _reduced(x, cls)
    if recipe is not None:
        return _follow(x, recipe, copied, made)
    base = None
    if not isinstance(cls, type):
        new = _Classic()
        new.__class__ = cls
    elif isinstance(x, BaseException):
        new = cls(*[copied(part) for part in x.args])
    else:
        for base in (list, dict, set, tuple, frozenset, str, int, float, object):
            if isinstance(x, base):
                break
        try:
            new = base.__new__(cls) if base in (list, dict, set, object) else base.__new__(cls, x)
        except TypeError:
            raise Error("un(deep)copyable object of type %s" % cls)
    made(new)
    if base is list:
        list.extend(new, [copied(item) for item in x])
    elif base is dict:
        for key in x:
            dict.__setitem__(new, copied(key), copied(dict.__getitem__(x, key)))
    elif base is set:
        set.update(new, [copied(item) for item in x])
    state = x.__getstate__() if hasattr(x, '__getstate__') else getattr(x, '__dict__', None)
    if state:
        state = copied(state)
        if hasattr(new, '__setstate__'):
            new.__setstate__(state)
        else:
            new.__dict__.update(state)
    for slots in [base.__dict__.get('__slots__', ()) for base in getattr(cls, '__mro__', ())]:
        for name in [slots] if isinstance(slots, str) else slots:
            if name not in ('__dict__', '__weakref__') and hasattr(x, name):
                setattr(new, name, copied(getattr(x, name)))
    return new


def _reduced(x, cls):
    # What the class's own __reduce_ex__ or __reduce__ says; None if it has none of its own.
    for name, args in (('__reduce_ex__', (2,)), ('__reduce__', ())):
        for base in getattr(cls, '__mro__', ()):
            if name in base.__dict__:
                # What every object has says nothing of this class.
                if base not in (object, BaseException):
                    return getattr(x, name)(*args)
                break
    return None


def _follow(x, recipe, copied, made):
    # Callable, arguments, and perhaps a state, items of a list, and items of a dict.
    if isinstance(recipe, str):
        return x
    function, args, state, items, pairs = (tuple(recipe) + (None,) * 3)[:5]
    new = function(*[copied(arg) for arg in args])
    made(new)
    if state:
        state = copied(state)
        if hasattr(new, '__setstate__'):
            new.__setstate__(state)
        else:
            if isinstance(state, tuple) and len(state) == 2:
                state, slots = state
            else:
                slots = None
            if state is not None:
                new.__dict__.update(state)
            for name, value in (slots or {}).items():
                setattr(new, name, value)
    for item in items or ():
        new.append(copied(item))
    for key, value in pairs or ():
        new[copied(key)] = copied(value)
    return new
