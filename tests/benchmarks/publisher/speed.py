#!/usr/bin/env python3
"""Pages a second: the publisher's reader alone (fields, body, gate), the whole way to the signed feed, and trafilatura's taking of the text. Each page is
written COUNT times, every time with a line of its own, so that no two are one file; all work on one core after the other and are measured by
their CPU time. The first two read a body with two readers, which the third does not.

Usage: speed.py PROGRAMS COUNT PAGE ...   PROGRAMS is where cargo built `publisher` and its example `read_pages`.
       (trafilatura and lxml_html_clean from PyPI, in an environment of their own; `make bench-publisher` sets it up)
"""
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import trafilatura

CHANNEL = 'site = "bench"\nname = "示例市"\ndefault_disclosure = "public"\nevidence = "https://example.invalid/"\n'


def cpu(who):
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


programs, count, pages = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
publisher = programs / "publisher"
with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    source, keys = folder / "source", folder / "keys"
    source.mkdir()
    for page in pages:
        for number in range(count):
            name = f"{Path(page).stem}.{number}.html"
            (source / name).write_bytes(Path(page).read_bytes() + f"<!-- {number} -->".encode())
    files = sorted(source.iterdir())
    (folder / "channel.toml").write_text(CHANNEL)
    subprocess.run([publisher, "keygen", "--dir", keys], check=True, stdout=subprocess.DEVNULL)
    before, begun = cpu(resource.RUSAGE_CHILDREN), time.monotonic()
    read = subprocess.run([programs / "examples" / "read_pages", source], check=True, stdout=subprocess.PIPE, text=True)
    reader_clock, reader = time.monotonic() - begun, cpu(resource.RUSAGE_CHILDREN) - before
    unread = read.stdout.split()[2]
    before, begun = cpu(resource.RUSAGE_CHILDREN), time.monotonic()
    said = subprocess.run([publisher, "publish", "--adapter", "folder", "--from", source, "--channel", folder / "channel.toml", "--to", folder / "feed",
                           "--keys", keys, "--confirm-change", "--report", folder / "report.json"], check=True, stdout=subprocess.PIPE, text=True)
    clock, ours = time.monotonic() - begun, cpu(resource.RUSAGE_CHILDREN) - before
    report = json.loads((folder / "report.json").read_text())
    before, begun = cpu(resource.RUSAGE_SELF), time.monotonic()
    empty = sum(not trafilatura.extract(file.read_bytes(), include_tables=True, include_comments=False) for file in files)
    their_clock, theirs = time.monotonic() - begun, cpu(resource.RUSAGE_SELF) - before
    megabytes = sum(file.stat().st_size for file in files) / 1e6
print(f"{len(files)} pages, {megabytes:.0f} MB; {os.cpu_count()} cores\n")
print("| reader | CPU | clock | pages a second of CPU | without a text |\n|---|---|---|---|---|")
print(f"| publisher, its reader alone | {reader:.1f} s | {reader_clock:.1f} s | {len(files) / reader:.0f} | {unread} |")
print(f"| publisher, to the signed feed | {ours:.1f} s | {clock:.1f} s | {len(files) / ours:.0f} | {len(report['refused'])} |")
print(f"| trafilatura {trafilatura.__version__}, the text alone | {theirs:.1f} s | {their_clock:.1f} s | {len(files) / theirs:.0f} | {empty} |")
print(f"\n{said.stdout.strip()}")
