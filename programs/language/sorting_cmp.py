# The comparison function of 2.7's sort.
#
#   gilpy --profile 2.7 programs/language/sorting_cmp.py
#
# See: cmp gives -1, 0 or 1; objects of different types have an order, by the names of the types (numbers first).

print(cmp(1, 2), cmp('b', 'a'), cmp([1, 2], [1, 2]))
print(sorted([3, 1, 2], cmp=lambda a, b: cmp(b, a)))
print(sorted(['b', 3, None, 'a', 1.5, (1,), [0], {}]))


class Old:
    def __init__(self, n):
        self.n = n

    def __cmp__(self, other):
        return cmp(self.n, other.n)

print([o.n for o in sorted([Old(3), Old(1), Old(2)])])
print(Old(1) < Old(2), Old(2) == Old(2), Old(1) >= Old(2))
