# Command lines: what a parser makes of them, its help, its errors.
#
#   gilpy --profile 2.7 programs/library/command_lines.py
#   gilpy --profile 3.2 programs/library/command_lines.py
#

import argparse, sys
def make():
    p = argparse.ArgumentParser(prog="tool", description="A tool that does things to files, with a description that is long enough to be wrapped.", epilog="The end.")
    p.add_argument("name", help="the name"); p.add_argument("files", nargs="*", help="what to read (default: %(default)s)")
    p.add_argument("-n", "--number", type=int, default=3, help="how many times, of type %(type)s, which is %(default)s if nothing is said about it here")
    p.add_argument("-v", "--verbose", action="store_true", help="say more"); p.add_argument("-q", action="count"); p.add_argument("--pair", nargs=2, metavar=("A", "B"))
    p.add_argument("--mode", choices=["fast", "slow"], default="fast"); p.add_argument("-a", "--add", action="append"); p.add_argument("--no-x", dest="x", action="store_false"); p.add_argument("--version", action="version", version="%(prog)s 1.0")
    p.add_argument("--opt", nargs="?", const="C", default="D"); p.add_argument("--const", action="store_const", const=42); p.add_argument("--hidden", help=argparse.SUPPRESS)
    return p
def t(*args):
    sys.stderr = sys.stdout
    try: print(make().parse_args(list(args)))
    except SystemExit as e: print("exit", e.code)
for line in ("x", "x y z", "", "x -n 5", "x -n5", "x --number=7 -v", "x --num 7", "x -n a", "x -vqq", "x -qvn9 f", "x --pair 1 2", "x --pair 1", "x --mode slow", "x --mode no", "x -a 1 -a 2", "x --no-x", "--version", "-h", "x --nope", "x --opt", "x --opt V", "x --const", "x --ver", "x --v", "x -- -n", "x -n -5", "-n 1 x y -v z", "x --verbose=1", "x --hidden h"):
    print("> " + line); t(*line.split())
p = argparse.ArgumentParser(prog="p"); g = p.add_mutually_exclusive_group(required=True); g.add_argument("--foo", action="store_true"); g.add_argument("--bar", type=float); p.add_argument("-r", required=True); gr = p.add_argument_group("extra things", "described"); gr.add_argument("--z", help="zed")
for line in ("-r 1 --foo", "--foo", "-r 1", "-r 1 --foo --bar 2", "-h", "-r 1 --bar x"):
    print("> " + line)
    try: print(p.parse_args(line.split()))
    except SystemExit as e: print("exit", e.code)
print(p.parse_known_args(["-r", "1", "--foo", "--unknown", "5"])); print(argparse.Namespace(a=1) == argparse.Namespace(a=1), "a" in argparse.Namespace(a=1))
p = argparse.ArgumentParser(prog="q", formatter_class=argparse.ArgumentDefaultsHelpFormatter); p.set_defaults(k=5); p.add_argument("--w", default=8, help="w"); p.add_argument("one", nargs="+"); p.add_argument("two", nargs="?", default="T"); print(p.parse_args(["1", "2", "3"])); p.print_help()
