# Events: see name; settle; type bo; settle; kill 10; see [h]; settle; type b\n; see again; settle; ^D
import sys,signal
def h(n,f): print('[h]'); sys.stdout.flush()
signal.signal(10,h)
inp=getattr(__builtins__,'raw_input',input)
print('hi '+inp('name? '))
inp('again? ')
