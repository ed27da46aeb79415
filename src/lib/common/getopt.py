"""Options of a command line, as the C function of this name reads them.

    options, rest = getopt.getopt(sys.argv[1:], 'ho:v', ['help', 'output='])
"""

import os

__all__ = ["GetoptError", "error", "getopt", "gnu_getopt"]


class GetoptError(Exception):
    """A command line that is not as it should be: `msg`, and the option `opt`."""

    opt = ''
    msg = ''

    def __init__(self, msg, opt=''):
        self.msg = msg
        self.opt = opt
        Exception.__init__(self, msg, opt)

    def __str__(self):
        return self.msg

error = GetoptError


def _names(longopts):
    return [longopts] if isinstance(longopts, str) else list(longopts)


def getopt(args, shortopts, longopts=[]):
    """(the options as (name, value), the other arguments); options end at the first argument that is none."""
    opts = []
    longopts = _names(longopts)
    while args and args[0].startswith('-') and args[0] != '-':
        if args[0] == '--':
            return opts, args[1:]
        opts, args = _one(opts, args, shortopts, longopts)
    return opts, args


def gnu_getopt(args, shortopts, longopts=[]):
    """The same, with options among the other arguments, too, unless shortopts begins with '+'."""
    opts, others = [], []
    longopts = _names(longopts)
    in_order = shortopts.startswith('+') or bool(os.environ.get("POSIXLY_CORRECT"))
    shortopts = shortopts.lstrip('+') if shortopts.startswith('+') else shortopts
    while args:
        if args[0] == '--':
            return opts, others + args[1:]
        if args[0][:1] == '-' and args[0] != '-':
            opts, args = _one(opts, args, shortopts, longopts)
        elif in_order:
            return opts, others + args
        else:
            others.append(args[0])
            args = args[1:]
    return opts, others


def _one(opts, args, shortopts, longopts):
    if args[0].startswith('--'):
        return do_longs(opts, args[0][2:], longopts, args[1:])
    return do_shorts(opts, args[0][1:], shortopts, args[1:])


def do_longs(opts, opt, longopts, args):
    name, equals, value = opt.partition('=')
    value = value if equals else None
    has_arg, name = long_has_args(name, longopts)
    if has_arg and value is None:
        if not args:
            raise GetoptError('option --%s requires argument' % name, name)
        value, args = args[0], args[1:]
    elif value is not None and not has_arg:
        raise GetoptError('option --%s must not have an argument' % name, name)
    opts.append(('--' + name, value or ''))
    return opts, args


def long_has_args(opt, longopts):
    """(whether it takes an argument, the whole name) of an option that may be shortened."""
    possible = [name for name in longopts if name.startswith(opt)]
    if not possible:
        raise GetoptError('option --%s not recognized' % opt, opt)
    if opt in possible:
        return False, opt
    if opt + '=' in possible:
        return True, opt
    if len(possible) > 1:
        raise GetoptError('option --%s not a unique prefix' % opt, opt)
    name = possible[0]
    return name.endswith('='), name.rstrip('=') if name.endswith('=') else name


def do_shorts(opts, optstring, shortopts, args):
    while optstring != '':
        opt, optstring = optstring[0], optstring[1:]
        value = ''
        if short_has_arg(opt, shortopts):
            if optstring == '':
                if not args:
                    raise GetoptError('option -%s requires argument' % opt, opt)
                optstring, args = args[0], args[1:]
            value, optstring = optstring, ''
        opts.append(('-' + opt, value))
    return opts, args


def short_has_arg(opt, shortopts):
    at = shortopts.find(opt)
    if at < 0 or opt == ':':
        raise GetoptError('option -%s not recognized' % opt, opt)
    return shortopts.startswith(':', at + 1)
