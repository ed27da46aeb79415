# collections.UserDict, UserList and UserString.
#
#   gilpy programs/library/user_classes_of_collections.py
#
# Errors are shown with the functions that they came through.

import sys
import traceback
from collections import UserDict, UserList, UserString


def error(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e, [entry[2] for entry in traceback.extract_tb(sys.exc_info()[2])[1:]])


class Doubling(UserDict):
    def __missing__(self, key):
        return key * 2


for kind in UserDict, UserList, UserString:
    print(kind, kind.__bases__, [name for name in dir(kind) if name.startswith('_User')])
words = Doubling(a=1)
print(words, words['ab'], 'ab' in words, words.copy().__class__, Doubling.fromkeys('a', 0), words == {'a': 1})
error(UserDict().__getitem__, 'a')

numbers = UserList([3, 1, 2])
numbers.sort()
print(numbers, numbers + [4], [0] + numbers, numbers * 2, numbers == [1, 2, 3], numbers < UserList([2]), numbers[::-1])
numbers.extend(UserString('ab'))
numbers[:1] = numbers + (7,)
numbers += UserList([8])
print(numbers, [type(item).__name__ for item in numbers])
error(hash, numbers)
error(lambda: numbers[99])
error(lambda: numbers + 5)
error(lambda: 5 + numbers)
error(numbers.remove, 77)

text = UserString('Hello')
print(text, text + ' you', 'I say ' + text, text * 2, text[1:3].__class__, UserString('%d') % 5, hash(text) == hash('Hello'))
print(text.upper().__class__, text.find(UserString('l')), text.split('l'), UserString('ell') in text, text == 'Hello')
print(text.encode('ascii'), text.isidentifier(), text.startswith('He'), int(UserString('5')), text < UserString('I'))
error(lambda: text < UserList())
error(lambda: UserList() < text)
error(lambda: 5 in text)
