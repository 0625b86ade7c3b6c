"""Copies the kernel modules of a list, and those they need, out of an unpacked kernel package on which depmod has run.

modules.py LIST MODULES ROOT BOOT: to ROOT as they lie; those marked `boot` also flat and uncompressed to BOOT, with a file
`order` in which each stands behind what it needs. Those marked `not` are left out of the folders around them. A name that finds
nothing is an error, unless it is built into the kernel.
"""

import lzma
import pathlib
import shutil
import sys


def needs(modules):
    """What each module needs, as depmod wrote it: what is needed first stands last."""
    table = {}
    for line in (modules / "modules.dep").read_text().splitlines():
        name, rest = line.split(":")
        table[modules / name] = [modules / word for word in reversed(rest.split())]
    return table


def closure(wanted, table):
    """Everything that is needed, each behind what it needs."""
    order = {}
    for path in wanted:
        for one in (*table[path], path):
            order.setdefault(one)
    return list(order)


def main():
    listed, modules, root, boot = map(pathlib.Path, sys.argv[1:])
    table = needs(modules)
    built_in = {line.removeprefix("kernel/").removesuffix(".ko") for line in (modules / "modules.builtin").read_text().split()}
    wanted = {"root": [], "boot": [], "not": []}
    missing = []
    for line in listed.read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        where, name = line.split()
        here = modules / "kernel" / name
        found = [p for p in table if p.is_relative_to(here) or str(p).split(".ko")[0] == str(here)]
        if not found and not any(b == name or b.startswith(name + "/") for b in built_in):
            missing.append(name)
        wanted[where] += found
    if missing:
        sys.exit(f"modules.py: the kernel has none of: {', '.join(missing)}")
    for path in closure([p for p in wanted["root"] if p not in wanted["not"]] + wanted["boot"], table):
        to = root / path.relative_to(modules)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, to)
    shutil.rmtree(boot, ignore_errors=True)
    boot.mkdir(parents=True)
    order = closure(wanted["boot"], table)
    for path in order:
        data = lzma.open(path).read() if path.suffix == ".xz" else path.read_bytes()
        (boot / path.name.removesuffix(".xz")).write_bytes(data)
    (boot / "order").write_text("".join(f"{p.name.removesuffix('.xz')}\n" for p in order))


main()
