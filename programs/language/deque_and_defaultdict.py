# deque and defaultdict.
#
#   gilpy --profile 2.7 programs/language/deque_and_defaultdict.py
#   gilpy --profile 3.2 programs/language/deque_and_defaultdict.py
#
# See: a deque is safe between threads without a lock, since each of its changes is one step under the GIL.

from __future__ import print_function

from collections import defaultdict, deque


class D(deque):
    pass


class DD(defaultdict):
    pass


def evaluate(text):
    try:
        result = repr(eval(text))
    except Exception as error:
        result = type(error).__name__ + ': ' + str(error)
    print(text, '->', result)


for text in [
    'deque',
    'type(iter(deque()))',
    'type(reversed(deque()))',
    'deque([1,2])',
    'deque([1,2,3],2)',
    'deque(maxlen=-1)',
    "deque(maxlen='a')",
    'deque(1)',
    'deque([],2,3)',
    'deque(foo=1)',
    'deque().pop()',
    'deque().popleft()',
    'deque([1])[1]',
    "deque([1])['a']",
    'deque([1])[-1]',
    'deque([1]).remove(2)',
    'deque([1]).__delitem__(5)',
    'deque([1,2])==deque([1,2])',
    'deque([1,2])<deque([1,3])',
    'deque([1])==[1]',
    'deque([1])<[1]',
    'hash(deque())',
    'deque([1,2]).maxlen',
    'deque([],3).maxlen',
    'D([1])',
    'deque([1])+deque([2])',
    'deque([1,1]).count(1)',
    "deque('abc').reverse()",
    "deque().rotate('a')",
    'len(iter(deque([1]))) ',
    'iter(deque([1])).__length_hint__()',
    'deque([1])*2',
    'deque([1]).__iadd__([2])',
    'deque([1])[0:1]',
    'defaultdict(1)',
    'defaultdict(int)',
    'defaultdict(int,{1:2})',
    'defaultdict(None)',
    'defaultdict()',
    'defaultdict(int)[1]',
    'defaultdict()[1]',
    'defaultdict(int).default_factory',
    'defaultdict(int,a=1).copy()',
    'defaultdict(int).__missing__(5)',
    'DD(list)',
    "defaultdict(lambda:1)['a']",
]:
    evaluate(text)

d = deque(range(5))
d.rotate(2)
print(d)
d.rotate(-3)
print(d)
d.extendleft([7, 8])
d.reverse()
del d[1]
d[0] = 'z'
print(d)
d = deque(range(3), 3)
d.append(9)
d.appendleft(8)
print(d)
d.extend([1, 2])
d.append(d)
print(d)
d = deque([1, 2, 3])
try:
    for x in d:
        d.append(1)
except RuntimeError as error:
    print(error)
counts = defaultdict(int)
for letter in 'banana split':
    counts[letter] += 1
print(sorted(counts.items()))
groups = defaultdict(list)
for i in range(10):
    groups[i % 3].append(i)
print(groups)
