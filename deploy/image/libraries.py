"""Copies the shared libraries that programs need, with the loader: libraries.py LIB TO PROGRAM...

Reads the dynamic section of 64-bit ELF files itself: programs of another processor cannot be asked by running them.
"""

import pathlib
import shutil
import struct
import sys

NEEDED, STRTAB = 1, 5


def needed(path):
    """Names of the libraries in the dynamic section."""
    data = path.read_bytes()
    offset, size, count = struct.unpack_from("<Q", data, 32)[0], *struct.unpack_from("<HH", data, 54)
    headers = [struct.unpack_from("<IIQQQQQQ", data, offset + i * size) for i in range(count)]
    loads = [h for h in headers if h[0] == 1]
    dynamic = next((h for h in headers if h[0] == 2), None)
    if dynamic is None:
        return []
    entries = [struct.unpack_from("<qQ", data, at) for at in range(dynamic[2], dynamic[2] + dynamic[5], 16)]
    table = next(value for tag, value in entries if tag == STRTAB)
    table = next(table - h[3] + h[2] for h in loads if h[3] <= table < h[3] + h[5])
    return [data[table + v : data.index(b"\0", table + v)].decode() for tag, v in entries if tag == NEEDED]


def main():
    lib, to, *programs = map(pathlib.Path, sys.argv[1:])
    queue = list(programs)
    seen = set()
    while queue:
        for name in needed(queue.pop()):
            if name in seen:
                continue
            seen.add(name)
            found = next((p for p in (lib / name, lib / "aarch64-linux-gnu" / name) if p.exists()), None)
            if found is None:
                sys.exit(f"libraries.py: {name} is not in {lib}")
            shutil.copyfile(found, to / name)
            (to / name).chmod(0o755)
            queue.append(to / name)


main()
