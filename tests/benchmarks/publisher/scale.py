#!/usr/bin/env python3
"""P17: memory and time of the publisher over many documents; a run without a change, one in which 20 changed, one that reads the whole log.
Documents are real laws with their paragraphs shuffled between them by a seeded generator.

Usage: scale.py PUBLISHER DATA/laws.tar.zst COUNT ... [--work FOLDER]
"""
import argparse
import os
import random
import shutil
import subprocess
import tempfile
import time
from multiprocessing import Process
from pathlib import Path

DICE = random.Random(2026)
CHANGED = 20
CHANNEL = 'site = "bench"\nname = "示例市"\ndefault_disclosure = "public"\nevidence = "https://example.invalid/"\n'


def paragraphs(archive):
    """Titles and paragraphs of the laws."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["tar", "--zstd", "-xf", archive, "-C", folder], check=True)
        laws = [path.read_text(errors="replace") for path in sorted(Path(folder).rglob("*.md"))]
    plain = [[line.strip("# \u3000") for line in law.splitlines() if line.strip("# -\u3000")] for law in laws]
    return [(lines[0], lines[1:]) for lines in plain if len(lines) > 5]


def fill(archive, source, count):
    laws = paragraphs(archive)
    pool = [line for _, lines in laws for line in lines]
    for number in range(count):
        folder = source / f"{number // 1000:03}"
        folder.mkdir(parents=True, exist_ok=True)
        title, lines = laws[number % len(laws)]
        words = [line if DICE.random() < 0.5 else DICE.choice(pool) for line in lines]
        text = "\n".join([f"{title}（示例{number}）", "", f"示政发〔2018〕{number}号", "", *words])
        (folder / f"{number:06}.txt").write_text(text + "\n")


def change(source):
    for path in DICE.sample(sorted(source.rglob("*.txt")), CHANGED):
        path.write_text(path.read_text() + f"补充规定{DICE.randrange(10**9)}。\n")


def measured(command):
    """Seconds on the clock, seconds of CPU, peak memory in MB."""
    begun = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    if status != 0:
        raise SystemExit(f"{command}: {said}")
    return time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said.strip().splitlines()[-1]


arguments = argparse.ArgumentParser()
arguments.add_argument("publisher")
arguments.add_argument("laws")
arguments.add_argument("count", type=int, nargs="+")
arguments.add_argument("--work")
arguments = arguments.parse_args()
print("| documents | run | clock | CPU | of the first | peak memory | said |\n|---|---|---|---|---|---|---|", flush=True)
for count in arguments.count:
    with tempfile.TemporaryDirectory(dir=arguments.work) as folder:
        folder = Path(folder)
        source, feed, keys = folder / "source", folder / "feed", folder / "keys"
        # In a process of its own: what it holds in memory would count as that of the programs that are measured.
        made = Process(target=fill, args=(arguments.laws, source, count))
        made.start()
        made.join()
        (folder / "channel.toml").write_text(CHANNEL)
        subprocess.run([arguments.publisher, "keygen", "--dir", keys], check=True, stdout=subprocess.DEVNULL)
        publish = [arguments.publisher, "publish", "--adapter", "folder", "--from", source, "--channel", folder / "channel.toml",
                   "--to", feed, "--keys", keys]
        # What was written a moment ago is read once more at the next run.
        time.sleep(3)
        first = None

        def row(what, command):
            global first
            clock, cpu, memory, said = measured(command)
            first = first or cpu
            print(f"| {count} | {what} | {clock:.1f} s | {cpu:.1f} s | {100 * cpu / first:.1f} % | {memory:.0f} MB | {said} |", flush=True)

        row("first", publish)
        row("nothing changed", publish)
        change(source)
        row(f"{CHANGED} changed", publish)
        for note in keys.glob("*.zst"):
            note.unlink()
        row("all read again, as once a week", publish)
        row("verify", [arguments.publisher, "verify", feed, "--root", keys / "root.json"])
        size = sum(path.stat().st_size for path in source.rglob("*.txt"))
        print(f"\n{size / 1e6:.0f} MB of text\n", flush=True)
        shutil.rmtree(source)
