"""Command lines: a parser is told which arguments there are, and gives an object with their values.

    parser = argparse.ArgumentParser(description="Count.")
    parser.add_argument("files", nargs="*", help="what to read")
    parser.add_argument("-n", "--number", type=int, default=3, help="how many times")
    args = parser.parse_args()
"""

import os as _os
import re as _re
import sys as _sys
import textwrap as _textwrap

__all__ = ['ArgumentParser', 'ArgumentError', 'ArgumentTypeError', 'FileType', 'HelpFormatter',
           'ArgumentDefaultsHelpFormatter', 'RawDescriptionHelpFormatter', 'RawTextHelpFormatter', 'Namespace', 'Action',
           'ONE_OR_MORE', 'OPTIONAL', 'PARSER', 'REMAINDER', 'SUPPRESS', 'ZERO_OR_MORE']

SUPPRESS = '==SUPPRESS=='
OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE, PARSER, REMAINDER = '?', '*', '+', 'A...', '...'
_PY2 = str is bytes
_TEXT = basestring if _PY2 else str


class ArgumentTypeError(Exception):
    """Raised by a `type` function, with the message for the user."""


class ArgumentError(Exception):
    """An argument that is not as it should be."""

    def __init__(self, argument, message):
        self.argument_name = None if argument is None else argument._name()
        self.message = message

    def __str__(self):
        if self.argument_name is None:
            return '%s' % (self.message,)
        return 'argument %s: %s' % (self.argument_name, self.message)


class Namespace(object):
    """The values of arguments, as attributes."""

    def __init__(self, **kwargs):
        for name in kwargs:
            setattr(self, name, kwargs[name])

    def __repr__(self):
        return 'Namespace(%s)' % ', '.join(['%s=%r' % item for item in sorted(self.__dict__.items())])

    def __eq__(self, other):
        return isinstance(other, Namespace) and vars(self) == vars(other)

    def __ne__(self, other):
        return not self == other

    __hash__ = None

    def __contains__(self, key):
        return key in self.__dict__


class FileType(object):
    """A `type` that opens files; - is standard input or output."""

    def __init__(self, mode='r', bufsize=-1):
        self._mode, self._bufsize = mode, bufsize

    def __call__(self, string):
        if string == '-':
            if 'r' in self._mode:
                return _sys.stdin
            if 'w' in self._mode:
                return _sys.stdout
            raise ValueError('argument "-" with mode %r' % self._mode)
        try:
            return open(string, self._mode, self._bufsize)
        except IOError as error:
            raise ArgumentTypeError("can't open '%s': %s" % (string, error))


class HelpFormatter(object):
    """Lays out usage and help."""

    raw_description = raw_text = show_defaults = False

    def __init__(self, prog):
        self.prog = prog
        self.width = int(_os.environ.get('COLUMNS', 80)) - 2


class RawDescriptionHelpFormatter(HelpFormatter):
    """Leaves description and epilog as they are."""

    raw_description = True


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """Leaves all texts as they are."""

    raw_text = True


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Says defaults with each argument."""

    show_defaults = True


class Action(object):
    """One argument of a parser."""

    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None, required=False,
                 help=None, metavar=None):
        self.option_strings, self.dest, self.nargs, self.const = option_strings, dest, nargs, const
        self.default, self.type, self.choices, self.required = default, type, choices, required
        self.help, self.metavar = help, metavar

    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError('.__call__() not defined')

    def _name(self):
        if self.option_strings:
            return '/'.join(self.option_strings)
        return self.metavar if self.metavar not in (None, SUPPRESS) else self.dest

    def _placeholder(self):
        # What stands for a value in usage and help.
        if self.metavar is not None:
            return self.metavar
        if self.choices is not None:
            return '{%s}' % ','.join([str(choice) for choice in self.choices])
        return self.dest.upper() if self.option_strings else self.dest

    def _values_text(self):
        name = self._placeholder()
        names = list(name) if isinstance(name, tuple) else [name] * (self.nargs if isinstance(self.nargs, int) else 2)
        forms = {None: '%s', OPTIONAL: '[%s]', ZERO_OR_MORE: '[%s [%s ...]]', ONE_OR_MORE: '%s [%s ...]', REMAINDER: '...'}
        if isinstance(self.nargs, int):
            return ' '.join(names)
        form = forms[self.nargs]
        return form % tuple((names * 2)[:form.count('%s')])


class _Store(Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)


class _Constant(Action):
    value = None

    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None, metavar=None):
        Action.__init__(self, option_strings, dest, 0, const if self.value is None else self.value,
                        default if self.value is None or default is not None else not self.value, None, None, required, help,
                        metavar)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, self.const)


class _True(_Constant):
    value = True


class _False(_Constant):
    value = False

    def __init__(self, option_strings, dest, default=True, required=False, help=None):
        _Constant.__init__(self, option_strings, dest, None, default, required, help)


class _Append(Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, list(getattr(namespace, self.dest, None) or []) + [values])


class _AppendConstant(_Constant):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, list(getattr(namespace, self.dest, None) or []) + [self.const])


class _Count(_Constant):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (getattr(namespace, self.dest, None) or 0) + 1)


class _Help(Action):
    def __init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, help=None):
        Action.__init__(self, option_strings, dest, 0, default=default, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        parser.print_help()
        parser.exit()


class _Version(Action):
    def __init__(self, option_strings, version=None, dest=SUPPRESS, default=SUPPRESS,
                 help="show program's version number and exit"):
        Action.__init__(self, option_strings, dest, 0, default=default, help=help)
        self.version = version

    def __call__(self, parser, namespace, values, option_string=None):
        version = parser.version if self.version is None else self.version
        parser.exit(message='%s\n' % (version % {'prog': parser.prog}))

_ACTIONS = {None: _Store, 'store': _Store, 'store_const': _Constant, 'store_true': _True, 'store_false': _False,
            'append': _Append, 'append_const': _AppendConstant, 'count': _Count, 'help': _Help, 'version': _Version}


class _Group(object):
    """Arguments under a heading; or, if exclusive, of which one at most may be there."""

    def __init__(self, parser, title=None, description=None, exclusive=False, required=False):
        self.parser, self.title, self.description = parser, title, description
        self.exclusive, self.required = exclusive, required
        self.actions = []

    def add_argument(self, *args, **kwargs):
        action = self.parser._make_action(args, kwargs)
        self.actions.append(action)
        if self.exclusive:
            heading = self.parser._optionals if action.option_strings else self.parser._positionals
            heading.actions.append(action)
        return action

    def add_mutually_exclusive_group(self, **kwargs):
        return self.parser.add_mutually_exclusive_group(**kwargs)


class ArgumentParser(object):
    """Reads command lines."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, version=None, parents=[],
                 formatter_class=HelpFormatter, prefix_chars='-', fromfile_prefix_chars=None, argument_default=None,
                 conflict_handler='error', add_help=True):
        self.prog = _os.path.basename(_sys.argv[0]) if prog is None else prog
        self.usage, self.description, self.epilog, self.version = usage, description, epilog, version
        self.formatter_class, self.prefix_chars = formatter_class, prefix_chars
        self.argument_default = argument_default
        self._actions, self._options, self._defaults = [], {}, {}
        self._positionals = _Group(self, 'positional arguments')
        self._optionals = _Group(self, 'optional arguments')
        self._groups, self._exclusive = [self._positionals, self._optionals], []
        if add_help:
            self.add_argument('-h', '--help', action='help', default=SUPPRESS, help='show this help message and exit')
        if version is not None:
            self.add_argument('-v', '--version', action='version', default=SUPPRESS, version=version)
        for parent in parents:
            for action in parent._actions:
                self._remember(action)
                (self._optionals if action.option_strings else self._positionals).actions.append(action)
            self._defaults.update(parent._defaults)

    # ---- what there is ----

    def add_argument(self, *args, **kwargs):
        """A positional argument (a name) or an option (names with dashes)."""
        action = self._make_action(args, kwargs)
        (self._optionals if action.option_strings else self._positionals).actions.append(action)
        return action

    def add_argument_group(self, title=None, description=None):
        group = _Group(self, title, description)
        self._groups.append(group)
        return group

    def add_mutually_exclusive_group(self, required=False):
        group = _Group(self, exclusive=True, required=required)
        self._exclusive.append(group)
        return group

    def set_defaults(self, **kwargs):
        self._defaults.update(kwargs)
        for action in self._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        for action in self._actions:
            if action.dest == dest and action.default is not None:
                return action.default
        return self._defaults.get(dest)

    def _make_action(self, names, kwargs):
        kind = kwargs.pop('action', None)
        cls = _ACTIONS.get(kind, kind)
        if isinstance(cls, str):
            raise ValueError('unknown action "%s"' % kind)
        if not names or len(names) == 1 and names[0][:1] not in self.prefix_chars:
            if names and 'dest' in kwargs:
                raise ValueError('dest supplied twice for positional argument')
            kwargs['dest'] = names[0] if names else kwargs['dest']
            if 'required' in kwargs:
                raise TypeError("'required' is an invalid argument for positionals")
            kwargs['option_strings'] = []
            if kwargs.get('nargs') not in (OPTIONAL, ZERO_OR_MORE) or kwargs.get('nargs') == ZERO_OR_MORE and \
                    'default' not in kwargs:
                if issubclass(cls, (_Store, _Append)):
                    kwargs['required'] = True
        else:
            for name in names:
                if name[:1] not in self.prefix_chars:
                    raise ValueError('invalid option string %r: must start with a character %r' % (name, self.prefix_chars))
            kwargs['option_strings'] = list(names)
            if kwargs.get('dest') is None and not issubclass(cls, (_Help, _Version)):
                longs = [name for name in names if name[1:2] in self.prefix_chars and len(name) > 2]
                kwargs['dest'] = (longs or names)[0].lstrip(self.prefix_chars).replace('-', '_')
        if 'default' not in kwargs:
            if kwargs.get('dest') in self._defaults:
                kwargs['default'] = self._defaults[kwargs['dest']]
            elif self.argument_default is not None:
                kwargs['default'] = self.argument_default
        action = cls(**kwargs)
        if action.type is not None and not hasattr(action.type, '__call__'):
            raise ValueError('%r is not callable' % (action.type,))
        self._remember(action)
        return action

    def _remember(self, action):
        taken = [name for name in action.option_strings if name in self._options]
        if taken:
            raise ArgumentError(action, 'conflicting option string(s): %s' % ', '.join(taken))
        self._actions.append(action)
        for name in action.option_strings:
            self._options[name] = action

    # ---- reading ----

    def parse_args(self, args=None, namespace=None):
        """The values; ends the program with a message if they are not as they should be."""
        namespace, rest = self.parse_known_args(args, namespace)
        if rest:
            self.error('unrecognized arguments: %s' % ' '.join(rest))
        return namespace

    def parse_known_args(self, args=None, namespace=None):
        """The same, with the arguments that are not known beside it."""
        args = _sys.argv[1:] if args is None else list(args)
        namespace = Namespace() if namespace is None else namespace
        for action in self._actions:
            if action.dest is not SUPPRESS and action.default is not SUPPRESS and not hasattr(namespace, action.dest):
                setattr(namespace, action.dest, action.default)
        for dest in self._defaults:
            if not hasattr(namespace, dest):
                setattr(namespace, dest, self._defaults[dest])
        try:
            rest = self._read(args, namespace)
        except ArgumentError as error:
            self.error(str(error))
        return namespace, rest

    def _option(self, arg):
        # (action or None, name, value given with =) if it looks like an option; None if not.
        if not arg or arg[0] not in self.prefix_chars or len(arg) == 1:
            return None
        if arg in self._options:
            return self._options[arg], arg, None
        name, equals, value = arg.partition('=')
        value = value if equals else None
        if name in self._options:
            return self._options[name], name, value
        if arg[1] in self.prefix_chars:
            fits = [option for option in self._options if option.startswith(name)]
        else:
            fits = [option for option in self._options if option == arg[:2]]
            if fits:
                return self._options[fits[0]], fits[0], arg[2:]
            fits = [option for option in self._options if option.startswith(name)]
        if len(fits) > 1:
            self.error('ambiguous option: %s could match %s' % (arg, ', '.join(fits)))
        if fits:
            return self._options[fits[0]], fits[0], value
        numbers = [option for option in self._options if _re.match(r'^-\d+$|^-\d*\.\d+$', option)]
        if _re.match(r'^-\d+$|^-\d*\.\d+$', arg) and not numbers or ' ' in arg:
            return None
        return None, arg, None

    def _read(self, args, namespace):
        positionals = [action for action in self._actions if not action.option_strings]
        rest, seen, at = [], [], 0
        end = args.index('--') if '--' in args else len(args)
        options = [self._option(arg) if place < end else None for place, arg in enumerate(args)]

        def run(length, start):
            # How many arguments from `start` on are no options.
            count = 0
            while start + count < len(args) and options[start + count] is None and count < length:
                count += 1
            return count
        while at < len(args) or positionals:
            if at < len(args) and options[at] is not None:
                action, name, value = options[at]
                at += 1
                if action is None:
                    rest.append(name)
                    continue
                at = self._take_option(action, name, value, args, at, run, namespace, seen)
                continue
            available = run(len(args), at)
            taken = self._match(positionals, available, at + available >= len(args))
            if not taken:
                if at < len(args):
                    rest += args[at:at + available]
                    at += available
                    continue
                break
            for action, count in taken:
                values = [arg for arg in args[at:at + count] if arg != '--' or action.nargs == REMAINDER]
                at += count
                positionals.remove(action)
                self._call(action, values, namespace, None, seen)
        if positionals:
            self.error('too few arguments')
        for action in self._actions:
            if action.required and action.option_strings and action not in seen:
                self.error('argument %s is required' % action._name())
        for group in self._exclusive:
            if group.required and not [action for action in group.actions if action in seen]:
                names = [action._name() for action in group.actions if action.help is not SUPPRESS]
                self.error('one of the arguments %s is required' % ' '.join(names))
        return rest

    def _take_option(self, action, name, value, args, at, run, namespace, seen):
        if action.nargs == 0:
            if value is not None:
                if name[1:2] in self.prefix_chars:
                    raise ArgumentError(action, 'ignored explicit argument %r' % value)
                # -abc is -a -b -c.
                self._call(action, [], namespace, name, seen)
                following = self._options.get(name[0] + value[0])
                if following is None:
                    raise ArgumentError(action, 'ignored explicit argument %r' % value)
                return self._take_option(following, name[0] + value[0], value[1:] or None, args, at, run, namespace, seen)
            self._call(action, [], namespace, name, seen)
            return at
        if value is not None:
            self._call(action, [value], namespace, name, seen)
            return at
        wanted = {None: (1, 1), OPTIONAL: (0, 1), ZERO_OR_MORE: (0, len(args)), ONE_OR_MORE: (1, len(args)),
                  REMAINDER: (0, len(args))}.get(action.nargs, (action.nargs, action.nargs))
        count = len(args) - at if action.nargs == REMAINDER else run(wanted[1], at)
        if count < wanted[0]:
            message = {None: 'expected one argument', ONE_OR_MORE: 'expected at least one argument'}.get(action.nargs)
            many = 'argument(s)' if _PY2 else 'argument' if action.nargs == 1 else 'arguments'
            raise ArgumentError(action, message or 'expected %s %s' % (action.nargs, many))
        self._call(action, args[at:at + count], namespace, name, seen)
        return at + count

    def _match(self, positionals, available, last):
        # As many of the next positional arguments as can have their share.
        for number in range(len(positionals), 0, -1):
            lows = [{None: 1, OPTIONAL: 0, ZERO_OR_MORE: 0, ONE_OR_MORE: 1, REMAINDER: 0}.get(action.nargs, action.nargs)
                    for action in positionals[:number]]
            left = available - sum(lows)
            if left < 0:
                continue
            taken = []
            for action, low in zip(positionals[:number], lows):
                more = {OPTIONAL: 1, ZERO_OR_MORE: left, ONE_OR_MORE: left, REMAINDER: left}.get(action.nargs, 0)
                more = min(more, left)
                left -= more
                taken.append((action, low + more))
            return taken
        return []

    def _call(self, action, args, namespace, name, seen):
        values = self._values(action, args)
        if values is not action.default:
            seen.append(action)
            for group in self._exclusive:
                for other in group.actions:
                    if action in group.actions and other is not action and other in seen:
                        raise ArgumentError(action, 'not allowed with argument %s' % other._name())
        if values is not SUPPRESS:
            action(self, namespace, values, name)

    def _values(self, action, args):
        if not args and action.nargs == OPTIONAL:
            value = action.const if action.option_strings else action.default
            if isinstance(value, _TEXT):
                value = self._value(action, value)
                self._check(action, value)
            return value
        if not args and action.nargs == ZERO_OR_MORE and not action.option_strings:
            return action.default if action.default is not None else []
        if action.nargs in (None, OPTIONAL):
            value = self._value(action, args[0])
            self._check(action, value)
            return value
        values = [self._value(action, arg) for arg in args]
        for value in values if action.nargs != REMAINDER else ():
            self._check(action, value)
        return values

    def _value(self, action, text):
        if action.type is None:
            return text
        try:
            return action.type(text)
        except ArgumentTypeError as error:
            raise ArgumentError(action, str(error))
        except (TypeError, ValueError):
            raise ArgumentError(action, 'invalid %s value: %r' % (getattr(action.type, '__name__', repr(action.type)), text))

    def _check(self, action, value):
        if action.choices is not None and value not in action.choices:
            raise ArgumentError(action, 'invalid choice: %r (choose from %s)'
                                % (value, ', '.join([repr(choice) for choice in action.choices])))

    # ---- what is said ----

    def exit(self, status=0, message=None):
        if message:
            _sys.stderr.write(message)
        _sys.exit(status)

    def error(self, message):
        """Say what is wrong, with the usage, and end the program with status 2."""
        self.print_usage(_sys.stderr)
        self.exit(2, '%s: error: %s\n' % (self.prog, message))

    def print_usage(self, file=None):
        (file or _sys.stdout).write(self.format_usage())

    def print_help(self, file=None):
        (file or _sys.stdout).write(self.format_help())

    def format_usage(self):
        if self.usage is not None:
            return 'usage: %s\n' % (self.usage % {'prog': self.prog})
        width = self.formatter_class(self.prog).width
        options, positionals = [], []
        done = []
        for action in self._actions:
            if action in done or action.help is SUPPRESS:
                continue
            group = [group for group in self._exclusive if action in group.actions]
            if group:
                shown = [one for one in group[0].actions if one.help is not SUPPRESS]
                done += shown
                text = ' | '.join([self._usage_of(one, False) for one in shown])
                options.append(('(%s)' if group[0].required else '[%s]') % text if len(shown) > 1 or not group[0].required
                               else text)
            elif action.option_strings:
                options.append(self._usage_of(action, True))
            else:
                positionals.append(self._usage_of(action, True))
        head = 'usage: %s' % self.prog
        text = ' '.join([head] + options + positionals)
        if len(text) <= width:
            return text + '\n'
        if len(head) <= 0.75 * width:
            indent = ' ' * (len(head) + 1)
            lines = self._broken(options, width - len(indent)) + self._broken(positionals, width - len(indent))
            return head + ' ' + ('\n' + indent).join(lines) + '\n'
        indent = ' ' * len('usage: ')
        lines = self._broken(options + positionals, width - len(indent))
        if len(lines) > 1:
            lines = self._broken(options, width - len(indent)) + self._broken(positionals, width - len(indent))
        return '\n'.join([head] + [indent + line for line in lines]) + '\n'

    def _broken(self, parts, room):
        lines, line = [], ''
        for part in parts:
            if line and len(line) + 1 + len(part) > room:
                lines.append(line)
                line = part
            else:
                line = line + ' ' + part if line else part
        return lines + [line] if line else lines

    def _usage_of(self, action, brackets):
        if not action.option_strings:
            return action._values_text()
        text = action.option_strings[0]
        if action.nargs != 0:
            text += ' ' + action._values_text()
        return '[%s]' % text if brackets and not action.required else text

    def format_help(self):
        formatter = self.formatter_class(self.prog)
        parts = [self.format_usage()]
        if self.description:
            parts.append(self._paragraph(formatter, self.description))
        sections = [(group, [action for action in group.actions if action.help is not SUPPRESS]) for group in self._groups]
        longest = max([len(self._invocation(action)) + 2 for group, actions in sections for action in actions] or [0])
        column = min(longest + 2, 24)
        for group, actions in sections:
            lines = [self._entry(formatter, action, column) for action in actions]
            if group.description:
                lines.insert(0, self._paragraph(formatter, group.description, '  ') + ('\n' if lines else ''))
            if lines:
                parts.append('%s:\n%s' % (group.title, ''.join(lines)))
        if self.epilog:
            parts.append(self._paragraph(formatter, self.epilog))
        return '\n'.join(parts)

    def _paragraph(self, formatter, text, indent=''):
        text = text % {'prog': self.prog} if '%(prog)' in text else text
        if formatter.raw_description:
            return ''.join([indent + line for line in text.splitlines(True)]).rstrip('\n') + '\n'
        text = _re.sub(r'\s+', ' ', text).strip()
        return _textwrap.fill(text, formatter.width - len(indent), initial_indent='', subsequent_indent='').replace(
            '\n', '\n' + indent).join([indent, '\n'])

    def _invocation(self, action):
        if not action.option_strings:
            name = action._placeholder()
            return name if isinstance(name, _TEXT) else name[0]
        if action.nargs == 0:
            return ', '.join(action.option_strings)
        return ', '.join(['%s %s' % (option, action._values_text()) for option in action.option_strings])

    def _entry(self, formatter, action, column):
        head = '  ' + self._invocation(action)
        if not action.help:
            return head + '\n'
        values = dict(vars(action), prog=self.prog)
        values = dict((name, value) for name, value in values.items() if value is not SUPPRESS)
        if values.get('choices') is not None:
            values['choices'] = ', '.join([str(choice) for choice in values['choices']])
        if getattr(values.get('type'), '__name__', None):
            values['type'] = values['type'].__name__
        text = action.help
        if formatter.show_defaults and '%(default)' not in text and action.default is not SUPPRESS:
            if action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE):
                text += ' (default: %(default)s)'
        text = text % values
        if formatter.raw_text:
            lines = text.splitlines()
        else:
            lines = _textwrap.wrap(_re.sub(r'\s+', ' ', text).strip(), max(formatter.width - column, 11))
        if len(head) <= column - 2:
            first = head.ljust(column) + lines[0]
        else:
            first = head + '\n' + ' ' * column + lines[0]
        return '\n'.join([first] + [' ' * column + line for line in lines[1:]]) + '\n'
