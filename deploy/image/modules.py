"""Copies the kernel modules of a list, and those they need, out of an unpacked kernel package on which depmod has run.

modules.py LIST MODULES ROOT BOOT: to ROOT as they lie, but unpacked: the file system packs them in a way that is read several times
faster, and their signatures stay. Those marked `boot` also flat to BOOT, with a file `order` in which each stands behind what it needs. Those marked `not` are left out of the folders around them. A name that finds
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


def unpacked(path):
    """The name of a module without its packing."""
    return path.with_suffix("") if path.suffix == ".xz" else path


def content(path):
    """A module as the kernel takes it, with the signature at its end."""
    return lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()


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
        to = root / unpacked(path.relative_to(modules))
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(content(path))
    shutil.rmtree(boot, ignore_errors=True)
    boot.mkdir(parents=True)
    order = closure(wanted["boot"], table)
    for path in order:
        (boot / unpacked(path).name).write_bytes(content(path))
    (boot / "order").write_text("".join(f"{unpacked(p).name}\n" for p in order))


main()
