"""What the numbers in the result of os.stat() mean: places in the tuple, kinds of file, permission bits."""

ST_MODE, ST_INO, ST_DEV, ST_NLINK, ST_UID, ST_GID, ST_SIZE, ST_ATIME, ST_MTIME, ST_CTIME = range(10)

S_IFSOCK = 0xC000
S_IFLNK = 0xA000
S_IFREG = 0x8000
S_IFBLK = 0x6000
S_IFDIR = 0x4000
S_IFCHR = 0x2000
S_IFIFO = 0x1000

S_ISUID, S_ISGID, S_ISVTX = 0x800, 0x400, 0x200
S_IRWXU, S_IRUSR, S_IWUSR, S_IXUSR = 0x1C0, 0x100, 0x80, 0x40
S_IRWXG, S_IRGRP, S_IWGRP, S_IXGRP = 0x38, 0x20, 0x10, 0x8
S_IRWXO, S_IROTH, S_IWOTH, S_IXOTH = 0x7, 0x4, 0x2, 0x1
S_IREAD, S_IWRITE, S_IEXEC = S_IRUSR, S_IWUSR, S_IXUSR


def S_IMODE(mode):
    """The permission bits of a mode."""
    return mode & 0xFFF


def S_IFMT(mode):
    """The kind of file of a mode."""
    return mode & 0xF000


def S_ISDIR(mode):
    return S_IFMT(mode) == S_IFDIR


def S_ISCHR(mode):
    return S_IFMT(mode) == S_IFCHR


def S_ISBLK(mode):
    return S_IFMT(mode) == S_IFBLK


def S_ISREG(mode):
    return S_IFMT(mode) == S_IFREG


def S_ISFIFO(mode):
    return S_IFMT(mode) == S_IFIFO


def S_ISLNK(mode):
    return S_IFMT(mode) == S_IFLNK


def S_ISSOCK(mode):
    return S_IFMT(mode) == S_IFSOCK
