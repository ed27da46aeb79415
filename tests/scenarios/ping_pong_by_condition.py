# Events:
from __future__ import print_function
import threading
c = threading.Condition(); turn = [0]; out = []
def player(me, word):
    for i in range(5):
        with c:
            while turn[0] != me: c.wait()
            out.append(word); turn[0] = 1 - me; c.notify()
a = threading.Thread(target=player, args=(0, 'ping')); b = threading.Thread(target=player, args=(1, 'pong'))
b.start(); a.start(); a.join(); b.join(); print(' '.join(out))
