# A file beside the script goes before the library's module of the same name; but not before those that Python itself has
# loaded by the time the script begins.
#
#   gilpy programs/language/shadowed_modules.py

import os
import shutil
import sys
import tempfile

folder = tempfile.mkdtemp()
sys.path.insert(0, folder)
try:
    for name in ['abc', 'codecs', 'linecache', 'traceback', 'os', 'getopt', 'sched', 'timeit']:
        path = os.path.join(folder, name + '.py')
        with open(path, 'w') as file:
            file.write('mine = True\n')
        print('%s: %s' % (name, 'mine' if hasattr(__import__(name), 'mine') else "the library's"))
finally:
    shutil.rmtree(folder)
