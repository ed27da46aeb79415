# Events:
import os
import sys
print "line"
os.close(1)
# The end of a line is written without looking whether it could be; who writes next finds out, without the reason.
for i in range(2):
    try:
        print "nowhere"
        sys.stderr.write("printed\n")
    except IOError as e:
        sys.stderr.write("%s\n" % e)
try:
    sys.stdout.write("b")
except IOError as e:
    sys.stderr.write("%s\n" % e)
sys.stdout.write("c")
print "d"
