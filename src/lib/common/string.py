"""Sets of letters, and templates. (What strings can do they do by their methods.)"""

whitespace = ' \t\n\r\v\f'
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdef' + 'ABCDEF'
octdigits = '01234567'
punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Each word with a capital; runs of blanks become one, unless a separator is given."""
    return (sep or ' ').join([word.capitalize() for word in s.split(sep)])


if str is bytes:
    # The module of 2.7 has the methods as functions too, from the time before there were methods.
    whitespace = '\t\n\x0b\x0c\r '
    lowercase, uppercase = ascii_lowercase, ascii_uppercase
    letters = uppercase + lowercase
    printable = digits + ascii_letters + punctuation + ' \t\n\r\x0b\x0c'
    atoi, atol, atof = int, long, float
    index_error = ValueError

    def _function(name):
        def function(s, *args):
            return getattr(s, name)(*args)
        function.__name__ = name
        return function

    for _name in ('lower', 'upper', 'swapcase', 'strip', 'lstrip', 'rstrip', 'split', 'rsplit', 'index', 'rindex', 'count',
                  'find', 'rfind', 'ljust', 'rjust', 'center', 'zfill', 'expandtabs', 'translate', 'capitalize', 'replace'):
        globals()[_name] = _function(_name)
    splitfields = split

    def join(words, sep=' '):
        """The words with blanks, or another separator, between them."""
        return sep.join(words)

    joinfields = join


def maketrans(fromstr, tostr):
    """The table for translate() that puts each letter of the second string in place of that of the first."""
    if len(fromstr) != len(tostr):
        raise ValueError("maketrans arguments must have same length")
    table = list(range(256))
    for old, new in zip(bytearray(fromstr), bytearray(tostr)):
        table[old] = new
    return bytes(bytearray(table))


class _PatternOfTemplates(object):
    """The regular expression of a class of templates, made when it is asked for."""

    def __init__(self):
        self.made = {}

    def __get__(self, template, cls):
        import re
        key = cls.delimiter, cls.idpattern
        if key not in self.made:
            text = r'%(d)s(?:(?P<escaped>%(d)s)|(?P<named>%(id)s)|{(?P<braced>%(id)s)}|(?P<invalid>))'
            self.made[key] = re.compile(text % {'d': re.escape(cls.delimiter), 'id': cls.idpattern}, re.IGNORECASE | re.VERBOSE)
        return self.made[key]


class Template(object):
    """Text with places: $name or ${name}; $$ is a dollar sign. Subclasses may have another `delimiter`, `idpattern` or, with
    the groups escaped, named, braced and invalid, another `pattern`."""

    delimiter = '$'
    idpattern = r'[_a-z][_a-z0-9]*'
    pattern = _PatternOfTemplates()

    def __init__(self, template):
        self.template = template

    def substitute(*args, **named):
        """The text with values in the places. KeyError for a name without one, ValueError for a lone $."""
        return _filled(args, named, False)

    def safe_substitute(*args, **named):
        """The text with values in those places that have one."""
        return _filled(args, named, True)

    def _invalid(self, found):
        at = found.start('invalid')
        lines = self.template[:at].splitlines(True)
        column = at - len(''.join(lines[:-1])) if lines else 1
        raise ValueError('Invalid placeholder in string: line %d, col %d' % (len(lines) or 1, column))


def _filled(args, named, safe):
    self, given = args[0], args[1:]
    if 'self' in named and str is not bytes:
        # In 2.7 a place may have this name.
        raise TypeError("%ssubstitute() got multiple values for keyword argument 'self'" % ('safe_' if safe else ''))
    if len(given) > 1:
        raise TypeError('Too many positional arguments')

    def value_of(name):
        return named[name] if name in named or not given else given[0][name]

    def convert(found):
        name = found.group('named') or found.group('braced')
        if name is not None:
            try:
                return '%s' % (value_of(name),)
            except KeyError:
                if not safe:
                    raise
                return found.group()
        if found.group('escaped') is not None:
            return self.delimiter
        if found.group('invalid') is None:
            raise ValueError('Unrecognized named group in pattern', self.pattern)
        if not safe:
            self._invalid(found)
        return found.group()
    pattern = self.pattern
    if not hasattr(pattern, 'sub'):
        import re
        pattern = re.compile(pattern, re.IGNORECASE | re.VERBOSE)
    return pattern.sub(convert, self.template)


if str is bytes:
    def _pieces(template):
        return template._formatter_parser()

    def _first_and_rest(name):
        return name._formatter_field_name_split()
else:
    from _string import formatter_parser as _pieces, formatter_field_name_split as _first_and_rest


class Formatter(object):
    """What str.format() does, in steps that a subclass can change."""

    def format(self, format_string, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        result = self._vformat(format_string, args, kwargs, used, 2)
        self.check_unused_args(used, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used, depth):
        if depth < 0:
            raise ValueError('Max string recursion exceeded')
        result = []
        for literal, name, spec, conversion in self.parse(format_string):
            if literal:
                result.append(literal)
            if name is not None:
                value, key = self.get_field(name, args, kwargs)
                used.add(key)
                value = self.convert_field(value, conversion)
                result.append(self.format_field(value, self._vformat(spec, args, kwargs, used, depth - 1)))
        return ''.join(result)

    def get_value(self, key, args, kwargs):
        """The argument of a number or a name."""
        return kwargs[key] if isinstance(key, str) else args[key]

    def check_unused_args(self, used_args, args, kwargs):
        """For a subclass that minds arguments which no field has used."""

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == 'r':
            return repr(value)
        if conversion == 's':
            return str(value)
        if conversion == 'a' and str is not bytes:
            return ascii(value)
        raise ValueError("Unknown conversion specifier {0!s}".format(conversion))

    def parse(self, format_string):
        """(literal text, field name, specification, conversion) of each piece; no name behind the last text."""
        return _pieces(format_string)

    def get_field(self, field_name, args, kwargs):
        """The object that a field name stands for, and the number or name it begins with."""
        first, rest = _first_and_rest(field_name)
        value = self.get_value(first, args, kwargs)
        for is_attribute, name in rest:
            value = getattr(value, name) if is_attribute else value[name]
        return value, first
