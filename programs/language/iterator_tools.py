# The tools of itertools.
#
#   gilpy --profile 2.7 programs/language/iterator_tools.py
#   gilpy --profile 3.2 programs/language/iterator_tools.py
#
# See: izip, imap and ifilter are 2.7's, where 3.2 has zip, map and filter built in; accumulate is 3.2's.

from __future__ import print_function

import itertools
import sys


def f(*args, **kwargs):
    return args, sorted(kwargs.items())


def evaluate(text):
    try:
        result = repr(eval(text))
    except Exception as error:
        result = type(error).__name__ + ': ' + str(error)
    print(text, '->', result)


for text in [
    'itertools.count',
    'itertools.count(1)',
    'itertools.count(1,2)',
    'itertools.count(1.5)',
    "itertools.count('a')",
    'itertools.count(10**20)',
    'itertools.repeat(1)',
    'itertools.repeat(1,3)',
    'itertools.repeat(1,-3)',
    'itertools.repeat(1,3).__length_hint__()',
    'itertools.repeat(1).__length_hint__()',
    'itertools.repeat()',
    'itertools.cycle(1)',
    'list(itertools.chain([1],1))',
    'itertools.islice([1],-1)',
    "itertools.islice([1],'a')",
    "itertools.islice([1],1,'a')",
    'itertools.islice([1],1,2,0)',
    "itertools.islice([1],1,2,'a')",
    'itertools.islice([1])',
    'list(itertools.islice(range(10),2,None,3))',
    'list(itertools.islice(range(10),4))',
    'list(itertools.islice(range(10),None,None))',
    'list(itertools.starmap(f,[1]))',
    'list(itertools.starmap(f,[(1,2)]))',
    'list(itertools.takewhile(bool,[1,1,0,1]))',
    'list(itertools.dropwhile(bool,[1,1,0,1]))',
    'itertools.takewhile(1)',
    'itertools.tee([1],-1)',
    'itertools.tee(1)',
    "itertools.tee([1],'a')",
    '[list(x) for x in itertools.tee([1,2],3)]',
    "[(k,list(g)) for k,g in itertools.groupby('aabbc')]",
    '[(k,list(g)) for k,g in itertools.groupby([1,2,4,6],key=lambda x:x%2)]',
    'itertools.groupby(1)',
    'itertools.groupby()',
    "type(next(itertools.groupby('a'))[1])",
    "list(itertools.product('ab',repeat=2))",
    'list(itertools.product())',
    "list(itertools.product('ab',[1,2]))",
    'itertools.product(1)',
    "itertools.product('a',repeat=-1)",
    "itertools.product('a',foo=1)",
    "itertools.product('a',repeat='x')",
    "list(itertools.permutations('abc',2))",
    "list(itertools.permutations('abc'))",
    "itertools.permutations('abc',-1)",
    "itertools.permutations('abc','a')",
    "list(itertools.permutations('abc',5))",
    "list(itertools.combinations('abcd',2))",
    "list(itertools.combinations('abc',5))",
    "itertools.combinations('abc',-1)",
    "itertools.combinations('abc')",
    "list(itertools.combinations_with_replacement('abc',2))",
    "list(itertools.combinations_with_replacement('',2))",
    "list(itertools.combinations_with_replacement('ab',0))",
    "list(itertools.compress('abcd',[1,0,1]))",
    "itertools.compress('a')",
    'list(itertools.izip([1,2],[3]))',
    'list(itertools.izip_longest([1,2],[3],fillvalue=0))',
    'list(itertools.zip_longest([1,2],[3],fillvalue=0))',
    'itertools.zip_longest([1],foo=1)',
    'itertools.zip_longest(1)',
    'itertools.izip(1)',
    'list(itertools.imap(None,[1],[2]))',
    'itertools.imap(1)',
    'itertools.imap(1,2)',
    'list(itertools.ifilter(None,[0,1]))',
    'list(itertools.ifilterfalse(None,[0,1]))',
    'list(itertools.filterfalse(None,[0,1]))',
    'itertools.ifilter(1)',
    'list(itertools.accumulate([1,2,3]))',
    'itertools.accumulate()',
    'itertools.accumulate([1],2)',
    "list(itertools.islice(itertools.cycle('abc'), 7))",
    'list(itertools.islice(itertools.count(2, 3), 4))',
    'list(itertools.islice(itertools.count(0.5), 3))',
    'list(itertools.islice(itertools.count(2**62 - 2), 4))',
    'list(itertools.islice(itertools.count(sys.maxsize - 1), 3))',
    "list(itertools.repeat('x', 3))",
    "list(itertools.chain([1, 2], 'ab', ()))",
    "list(itertools.chain.from_iterable(['ab', 'cd']))",
    'len(list(itertools.permutations(range(5))))',
    'len(list(itertools.product(range(3), repeat=4)))',
    '[list(itertools.islice(x, 60, 62)) for x in itertools.tee(range(100), 2)]',
    'list(itertools.combinations(range(4), 3))',
    "list(itertools.combinations_with_replacement('abc', 2))",
]:
    evaluate(text)
