# Events: see ?; ^D
import sys
(raw_input if sys.version_info[0] == 2 else input)("? ")
