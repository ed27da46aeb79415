import os
print(os.system('exit 3')); print(os.system('kill -15 $$'))
print(os.popen('echo x').read())
