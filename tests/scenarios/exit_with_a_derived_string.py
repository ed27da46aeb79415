import sys
class S(str): pass
try: sys.exit(S('x'))
finally: print('fin')
