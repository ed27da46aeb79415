# Events: see go; settle; ^C
import select,sys
print('go'); sys.stdout.flush()
select.select([0],[],[],5)
