# Events: see name; settle; ^C
inp=getattr(__builtins__,'raw_input',input)
def f():
    return inp('name? ')
f()
