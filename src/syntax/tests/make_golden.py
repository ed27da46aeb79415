"""Says what a real CPython makes of each line of snippets.txt: its tree, or its error.

    python2.7 make_golden.py < snippets.txt > golden-2.7.18.txt
    python3.2 make_golden.py < snippets.txt > golden-3.2.6.txt

A snippet is a word and a source. The word is the mode of compile() - exec, eval, single - or `file`, for a source that
is read from a file and never run: each of them is wrong. Sources and texts have backslash escapes for what is not
printable ASCII. A tree is its nodes in the order of their fields, `Name@line:column`.
"""
import ast
import os
import struct
import sys
import tempfile

PY2 = sys.version_info[0] == 2
if not PY2:
    unicode = str
    long = int

IDENTIFIERS = set(['id', 'attr', 'arg', 'name', 'module', 'asname', 'names', 'vararg', 'kwarg'])


def unescape(text):
    out = bytearray()
    i = 0
    while i < len(text):
        c = text[i]
        i += 1
        if c != '\\':
            out.append(ord(c))
            continue
        c = text[i]
        i += 1
        if c == 'x':
            out.append(int(text[i:i + 2], 16))
            i += 2
        else:
            out.append({'n': 10, 't': 9, 'r': 13, '\\': 92}[c])
    return bytes(out)


def escape(data):
    if isinstance(data, unicode):
        data = data.encode('utf-8')
    out = []
    for b in bytearray(data):
        if b in (9, 10, 13, 92):
            out.append({9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\'}[b])
        elif 32 <= b < 127:
            out.append(chr(b))
        else:
            out.append('\\x%02x' % b)
    return ''.join(out)


def bits(f):
    return '%016x' % struct.unpack('>Q', struct.pack('>d', f))[0]


def dump(node, field, out):
    if isinstance(node, ast.AST):
        name = node.__class__.__name__
        if hasattr(node, 'lineno'):
            name += '@%d:%d' % (node.lineno, node.col_offset)
        out.append(name)
        for f in node._fields:
            dump(getattr(node, f), f, out)
    elif isinstance(node, list):
        out.append('[')
        for item in node:
            dump(item, field, out)
        out.append(']')
    elif node is None:
        out.append('-')
    elif field in IDENTIFIERS and isinstance(node, str):
        out.append("'" + escape(node))
    elif isinstance(node, bool):
        out.append(str(node))
    elif isinstance(node, bytes):
        out.append('b' + ''.join('%02x' % b for b in bytearray(node)))
    elif isinstance(node, unicode):
        out.append('t' + ''.join('%x.' % ord(c) for c in node))
    elif isinstance(node, int):
        out.append(('i%d' if field == 'n' else '%d') % node)
    elif isinstance(node, long):
        out.append('L%d' % node)
    elif isinstance(node, float):
        out.append('f' + bits(node))
    else:
        out.append('j' + bits(node.imag))


def of_file(source):
    """Reads the source from a file, as `import` does."""
    import imp
    place = tempfile.mkdtemp()
    name = os.path.join(place, 'x.py')
    with open(name, 'wb') as f:
        f.write(source)
    sys.dont_write_bytecode = True
    try:
        imp.load_source('x', name)
    finally:
        os.unlink(name)
        os.rmdir(place)
    raise SystemExit('not wrong: %r' % source)


def result(mode, source):
    try:
        if mode == 'file':
            of_file(source)
        tree = compile(source, 'x.py', mode, ast.PyCF_ONLY_AST, True)
    except SyntaxError:
        e = sys.exc_info()[1]
        text = 'None' if e.text is None else "'%s'" % escape(e.text)
        msg = str(e.msg).replace(e.filename or '\0', 'x.py')
        return 'ERR %s | %s | %s | %s | %s' % (e.__class__.__name__, escape(msg), e.lineno or 0, e.offset, text)
    except (MemoryError, ValueError):
        e = sys.exc_info()[1]
        return 'ERR %s | %s' % (e.__class__.__name__, escape(str(e)))
    out = []
    dump(tree, None, out)
    return ' '.join(out)


print('# Confirmed by CPython %d.%d.%d' % sys.version_info[:3])
for line in sys.stdin:
    mode, source = line.rstrip('\n').split(' ', 1)
    print(result(mode, unescape(source)))
