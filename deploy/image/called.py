"""Whether a device has every program that its own scripts call: called.py ROOT SCRIPT...; exit 1 and their names when not.

A word where a command stands is a program unless the shell knows it itself, or the script makes a function of that name; of such words those count
that are programs of this machine, or ours.
"""

import pathlib
import re
import shutil
import sys

SHELL = set(""". : [ alias break case cd command continue do done echo elif else esac eval exec exit export false fi for getopts if in kill local printf pwd
read readonly return set shift test then times trap true type ulimit umask unset until wait while { } !""".split())
OURS = {"kiosk", "sync-agent", "updater", "terminal-config", "desk-page", "printer"}
# Words behind which a command stands.
BEFORE = r"(?:^|[|;&({]|\$\(|\b(?:then|do|else|elif|if|while|until|exec|!)\s)\s*"
COMMAND = re.compile(BEFORE + r"((?:[A-Z_]+=\S*\s+)*)([a-z][a-z0-9_.-]*)(?=\s|$|[;|&)])", re.M)


def called(script):
    """Commands of a script, without what stands in quotes or comments."""
    text = re.sub(r"<<\s*'?([A-Z]+)'?.*?\n\1$", "", script, flags=re.S | re.M)
    text = re.sub(r"(?m)(^|\s)#.*$", "", text)
    text = re.sub(r"'[^'\n]*'", "''", text)
    # What a program is asked for inside of quotes is a call as well.
    inner = " ; ".join(re.findall(r"\$\(([^()]*)\)", text))
    text = re.sub(r'"[^"\n]*"', '""', text) + " ; " + inner
    functions = set(re.findall(r"(?m)^\s*([a-z_]+)\(\)", script))
    names = {name for _, name in COMMAND.findall(text)} - functions - SHELL
    return {name for name in names if name in OURS or shutil.which(name)}


def main():
    root, scripts = pathlib.Path(sys.argv[1]), sys.argv[2:]
    folders = [root / "usr/bin", root / "usr/sbin"]
    missing = {}
    for script in scripts:
        for name in called(pathlib.Path(script).read_text()):
            if not any((folder / name).exists() or (folder / name).is_symlink() for folder in folders):
                missing.setdefault(name, []).append(pathlib.Path(script).name)
    for name, where in sorted(missing.items()):
        print(f"{name}: called by {', '.join(sorted(where))}", file=sys.stderr)
    sys.exit(bool(missing))


main()
