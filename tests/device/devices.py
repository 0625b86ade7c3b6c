"""The whole day in several devices, each of which goes through a part of it: devices.py BUILT IMAGES [LOOK], as day.py has it.

One device is switched on for the first time and comes to the home screen; that one is kept as it stands there, and every other part begins with it. DEVICES
run beside each other, at most: the longest parts wait for most of their time, for a new system to prove itself or for quiet minutes to pass, so it is three
times as many as this machine has processors where its memory has room for them. What a part does not say itself is day.py's: STEPS takes a few steps in one
device. Each part's words are shown when it has ended, and the day is good when all of them are. What is measured by the clock means something only where
nothing runs beside it, as in the first part.
"""

import concurrent.futures
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import day

# The first: a card's first start. The device as it stands behind it is what the others begin with.
FIRST = "home"
# What each of them goes through, the longest before the short ones; some begin with a card of their own.
NEW = ("settings", "signed")
PARTS = {
    "black": ["black_update"],
    "crash": ["crash_update"],
    "silent": ["silent_update"],
    "written": ["wear"],
    "signed": ["secure_boot"],
    "spoilt": ["corrupted_root"],
    "taken": ["good_update"],
    "power": ["document_and_print", "power_cuts", "replaced", "factory_reset"],
    "bad": ["bad_update"],
    "reading-room": ["exposure", "office_page", "document_and_print", "typing", "attachment", "change", "diagnostics", "sticks_of_the_desk"],
    "measured": ["second_boot", "counted_start"],
    "settings": ["wrong_settings"],
}
# What a device takes of this machine's memory, with what is around it.
DEVICE_BYTES = 2 << 30


def beside():
    """How many devices this machine runs beside each other."""
    kib = int(re.search(r"^MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text(), re.M).group(1))
    return max(1, min(3 * len(os.sched_getaffinity(0)), kib * 1024 // DEVICE_BYTES))


class Devices:
    """What runs now, so that whoever ends the test ends every device with it."""

    def __init__(self, built, images, look):
        self.built, self.images, self.look = built, images, look
        self.running, self.ended = set(), False

    def go_through(self, name, steps, **begins):
        """One part of the day in a device of its own; whether all of it was good."""
        if self.ended:
            return False
        begun = time.monotonic()
        log = self.look / f"{name}.log"
        program = [sys.executable, "-u", day.__file__, self.built, self.images, str(self.look / name)]
        with open(log, "wb") as words:
            part = subprocess.Popen(program, env={**os.environ, "STEPS": " ".join(steps), **begins}, stdout=words, stderr=words)
            self.running.add(part)
            code = part.wait()
            self.running.discard(part)
        print(f"== {name}, {time.monotonic() - begun:.0f} s\n{log.read_text(errors='replace').rstrip()}", flush=True)
        return code == 0

    def end(self, *_):
        """Ends what runs and begins nothing more."""
        self.ended = True
        for part in list(self.running):
            part.terminate()


def main():
    if os.environ.get("STEPS", "").split() or len(sys.argv) < 3:
        day.main()
        return
    forgotten = set(day.STEPS) - {FIRST} - {step for steps in PARTS.values() for step in steps}
    if forgotten:
        sys.exit(f"test-image: no device goes through {' '.join(sorted(forgotten))}")
    look = Path(sys.argv[3] if len(sys.argv) > 3 else tempfile.mkdtemp(prefix="devices-")).resolve()
    look.mkdir(parents=True, exist_ok=True)
    standing = look / "standing"
    shutil.rmtree(standing, ignore_errors=True)
    together = int(os.environ.get("DEVICES") or beside())
    devices = Devices(*sys.argv[1:3], look)
    signal.signal(signal.SIGTERM, devices.end)
    signal.signal(signal.SIGINT, devices.end)
    begun = time.monotonic()
    good = [devices.go_through("first", [FIRST], KEEP=str(standing))]
    if all(good):
        with concurrent.futures.ThreadPoolExecutor(together) as pool:
            good += pool.map(lambda name: devices.go_through(name, PARTS[name], **({} if name in NEW else {"STANDING": str(standing)})), PARTS)
    shutil.rmtree(standing, ignore_errors=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"test-image: {sum(good)} of {1 + len(PARTS)} parts of the day good in {(time.monotonic() - begun) / 60:.1f} minutes, at most {together} beside each other, "
          f"{(used.ru_utime + used.ru_stime) / 60:.0f} minutes of a processor; pictures and logs in {look}")
    sys.exit(len(good) != 1 + len(PARTS) or not all(good))


if __name__ == "__main__":
    main()
