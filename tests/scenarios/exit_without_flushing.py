import os; print('no flush'); os._exit(3)
