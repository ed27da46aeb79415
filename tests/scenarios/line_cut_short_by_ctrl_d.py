# Events: see 1> ; settle; type abc; settle; ^D; settle; ^D; settle; ^D; see 2> ; settle; type ab; settle; ^D; settle; ^D; settle; type c\n; see 3> ; settle; ^D; see 4> ; settle; type whole\n
from __future__ import print_function
try:
    ask = raw_input
except NameError:
    ask = input
for number in range(1, 5):
    try:
        print(repr(ask("%d> " % number)))
    except EOFError as e:
        print("no more", repr(e))
