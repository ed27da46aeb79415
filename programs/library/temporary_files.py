# Temporary files and folders, copies of folders.
#
#   gilpy --profile 2.7 programs/library/temporary_files.py
#   gilpy --profile 3.2 programs/library/temporary_files.py
#

import tempfile, shutil, os, stat
d = tempfile.mkdtemp(); print(os.path.isdir(d), os.path.basename(d)[:3], len(os.path.basename(d)), oct(stat.S_IMODE(os.stat(d).st_mode))[-3:])
fd, p = tempfile.mkstemp(".txt", "pre", d); os.write(fd, b"hello"); os.close(fd); print(os.path.basename(p)[:3], p[-4:], open(p).read())
with tempfile.NamedTemporaryFile(dir=d, suffix=".x") as f:
    f.write(b"abc"); f.flush(); print(os.path.exists(f.name), open(f.name).read(), f.name.endswith(".x")); n = f.name
print(os.path.exists(n))
f = tempfile.TemporaryFile(); f.write(b"xyz"); f.seek(0); print(f.read()); f.close()
f = tempfile.NamedTemporaryFile("w+", delete=False); f.write("text\n"); f.close(); print(open(f.name).read()); os.unlink(f.name)
s = tempfile.SpooledTemporaryFile(max_size=5); s.write(b"abc"); print(s._rolled); s.write(b"defg"); print(s._rolled); s.seek(0); print(s.read())
os.makedirs(d + "/a/b"); open(d + "/a/1.txt", "w").write("one"); open(d + "/a/b/2.py", "w").write("two"); open(d + "/a/b/3.pyc", "w").write("three")
shutil.copytree(d + "/a", d + "/c", ignore=shutil.ignore_patterns("*.pyc"))
print(sorted(os.path.join(r, f)[len(d):] for r, ds, fs in os.walk(d + "/c") for f in fs))
shutil.copy(d + "/a/1.txt", d + "/copy.txt"); shutil.copy2(d + "/a/1.txt", d + "/c/b"); print(open(d + "/copy.txt").read(), os.listdir(d + "/c/b") and "ok")
try: shutil.copyfile(d + "/copy.txt", d + "/copy.txt")
except shutil.Error as e: print(str(e).replace(d, "D"))
try: shutil.copyfile(d + "/nope", d + "/x")
except IOError as e: print(str(e).replace(d, "D"))
shutil.move(d + "/copy.txt", d + "/moved.txt"); shutil.move(d + "/c", d + "/a"); print(sorted(os.listdir(d + "/a")))
try: shutil.move(d + "/moved.txt", d + "/a"); open(d + "/moved.txt", "w").close(); shutil.move(d + "/moved.txt", d + "/a")
except shutil.Error as e: print(str(e).replace(d, "D"))
try: shutil.rmtree(d + "/nope")
except OSError as e: print(str(e).replace(d, "D"))
shutil.rmtree(d + "/nope", True); errs = []; shutil.rmtree(d + "/nope", onerror=lambda f, p, e: errs.append(f.__name__)); print(errs)
shutil.rmtree(d); print(os.path.exists(d), tempfile.gettempprefix(), os.path.isdir(tempfile.gettempdir()), not os.path.exists(tempfile.mktemp()))
