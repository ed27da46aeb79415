import signal,os,sys
depth=0
def h(n,f):
    global depth
    depth+=1
    print('enter',n,depth)
    if depth<4 and n==10: os.kill(os.getpid(),12)
    if n==12 and depth<6: os.kill(os.getpid(),10)
    for i in range(300): pass
    print('leave',n,depth)
    depth-=1
signal.signal(10,h); signal.signal(12,h)
os.kill(os.getpid(),10)
for i in range(1000): pass
print('done')
