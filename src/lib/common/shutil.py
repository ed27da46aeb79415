"""Copying, moving and removing files and whole folders."""

import errno
import fnmatch
import os
import stat

__all__ = ["copyfileobj", "copyfile", "copymode", "copystat", "copy", "copy2", "copytree", "move", "rmtree", "Error",
           "SpecialFileError", "ExecError", "ignore_patterns"]


class Error(EnvironmentError):
    """Copying went wrong."""


class SpecialFileError(EnvironmentError):
    """What is no plain file cannot be copied."""


class ExecError(EnvironmentError):
    """A command could not be run."""


def copyfileobj(fsrc, fdst, length=16*1024):
    """Copy what is left in a file object into another."""
    while True:
        data = fsrc.read(length)
        if not data:
            break
        fdst.write(data)


def _same(src, dst):
    try:
        return os.path.samefile(src, dst)
    except OSError:
        return False


def copyfile(src, dst):
    """Copy what is in a file."""
    if _same(src, dst):
        form = "`%s` and `%s` are the same file"
        raise Error(form % (src, dst))
    for path in (src, dst):
        if os.path.exists(path) and stat.S_ISFIFO(os.stat(path).st_mode):
            raise SpecialFileError("`%s` is a named pipe" % path)
    with open(src, 'rb') as fsrc:
        with open(dst, 'wb') as fdst:
            copyfileobj(fsrc, fdst)


def copymode(src, dst):
    """Copy the permissions."""
    os.chmod(dst, stat.S_IMODE(os.stat(src).st_mode))


def copystat(src, dst):
    """Copy permissions and times."""
    found = os.stat(src)
    os.utime(dst, (found.st_atime, found.st_mtime))
    os.chmod(dst, stat.S_IMODE(found.st_mode))


def _target(src, dst):
    return os.path.join(dst, os.path.basename(src)) if os.path.isdir(dst) else dst


def copy(src, dst):
    """Copy a file with its permissions, to a path or into a folder."""
    dst = _target(src, dst)
    copyfile(src, dst)
    copymode(src, dst)


def copy2(src, dst):
    """The same, with its times, too."""
    dst = _target(src, dst)
    copyfile(src, dst)
    copystat(src, dst)


def ignore_patterns(*patterns):
    """For copytree(): leave out names that fit one of these."""
    def ignore(path, names):
        return set([name for pattern in patterns for name in fnmatch.filter(names, pattern)])
    return ignore


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2):
    """Copy a folder with all that is in it. Errors are collected, and raised at the end."""
    names = os.listdir(src)
    left_out = ignore(src, names) if ignore is not None else ()
    os.makedirs(dst)
    errors = []
    for name in names:
        if name in left_out:
            continue
        source, target = os.path.join(src, name), os.path.join(dst, name)
        try:
            if symlinks and os.path.islink(source):
                os.symlink(os.readlink(source), target)
            elif os.path.isdir(source):
                copytree(source, target, symlinks, ignore, copy_function)
            else:
                copy_function(source, target)
        except Error as error:
            errors.extend(error.args[0])
        except EnvironmentError as why:
            errors.append((source, target, str(why)))
    try:
        copystat(src, dst)
    except OSError as why:
        errors.append((src, dst, str(why)))
    if errors:
        raise Error(errors)


def rmtree(path, ignore_errors=False, onerror=None):
    """Remove a folder with all that is in it. onerror(function, path, exc_info) is told of what fails."""
    import sys
    if ignore_errors:
        def onerror(*args):
            pass
    elif onerror is None:
        def onerror(*args):
            raise
    try:
        if os.path.islink(path):
            raise OSError("Cannot call rmtree on a symbolic link")
    except OSError:
        onerror(os.path.islink, path, sys.exc_info())
        return
    names = []
    try:
        names = os.listdir(path)
    except os.error:
        onerror(os.listdir, path, sys.exc_info())
    for name in names:
        full = os.path.join(path, name)
        try:
            folder = stat.S_ISDIR(os.lstat(full).st_mode)
        except os.error:
            folder = False
        if folder:
            rmtree(full, ignore_errors, onerror)
            continue
        try:
            os.remove(full)
        except os.error:
            onerror(os.remove, full, sys.exc_info())
    try:
        os.rmdir(path)
    except os.error:
        onerror(os.rmdir, path, sys.exc_info())


def move(src, dst):
    """Move a file or a folder, to a path or into a folder, from one file system to another if need be."""
    real = dst
    if os.path.isdir(dst):
        if _same(src, dst):
            os.rename(src, dst)
            return
        real = os.path.join(dst, os.path.basename(src.rstrip('/')))
        if os.path.exists(real):
            raise Error("Destination path '%s' already exists" % real)
    try:
        os.rename(src, real)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        if os.path.isdir(src):
            copytree(src, real, symlinks=True)
            rmtree(src)
        else:
            copy2(src, real)
            os.unlink(src)
