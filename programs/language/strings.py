# Strings and their methods.
#
#   gilpy --profile 2.7 programs/language/strings.py
#   gilpy --profile 3.2 programs/language/strings.py
#
# See: the same but for what str is: bytes in 2.7, text in 3.2.

s = 'The quick brown fox'
print([s.upper(), s.lower(), s.swapcase(), s.title(), s.capitalize()])
print([s.find('quick'), s.find('slow'), s.index('fox'), s.rfind('o'), s.count('o')])
print([s.split(), s.split('q'), s.split(None, 1), s.rsplit(' ', 1)])
print([s.startswith('The'), s.endswith(('cat', 'fox')), 'row' in s])
print(['  x '.strip() + '|', ' x '.lstrip() + '|', 'xxaxx'.strip('x'), 'abc'.rstrip('c')])
print([s.replace('o', '0'), s.replace('o', '0', 1)])
print([s.partition(' '), s.rpartition(' '), s.partition('z')])
print(['a,b,,c'.split(','), ','.join(['x', 'y']), 'l1\nl2\r\nl3'.splitlines(), 'a\nb\n'.splitlines(True)])
print(['7'.zfill(3), '-7'.zfill(4), 'x'.center(5, '*'), 'x'.ljust(3) + '|', 'x'.rjust(3)])
print(['abc'.isalpha(), '12'.isdigit(), 'a1'.isalnum(), ' \t'.isspace(), 'Ab'.istitle(), ''.isalpha(), 'aB'.islower()])
print(['a\tb'.expandtabs(4), 'abc' * 2, 'a' 'b', 'abc'[1], 'abc' < 'abd'])
print(repr('quote\' double" back\\ tab\t nl\n nul\0 esc\x1b high\x7f'))
print([repr("it's"), repr('say "x"'), repr('\'"')])
print([ord('a'), chr(98), len('abc'), max('hello')])
print(r'raw \n' + '''
three
lines''')
print([str(1.5), str(None), str([1, 'a']), str((1,)), repr('x')])
print('abc'.encode('ascii') == b'abc')
print([type('').__name__, type(b'').__name__, str is bytes])
for wrong in (lambda: 'a' + 1, lambda: 'a'.join([1]), lambda: 'x'.index('y'), lambda: 'abc'[10], lambda: ''.split('')):
    try:
        wrong()
    except (TypeError, ValueError, IndexError) as error:
        print('%s: %s' % (error.__class__.__name__, error))
