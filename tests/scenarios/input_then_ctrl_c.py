# Events: see name; settle; type bob\n; see again; ^C
import sys
inp=getattr(__builtins__,'raw_input',input)
print('hi '+inp('name? '))
try: inp('again? ')
except KeyboardInterrupt: print('KI')
