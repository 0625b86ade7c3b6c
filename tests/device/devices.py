"""The whole day in several devices, each of which goes through a part of it: devices.py BUILT IMAGES [LOOK], as day.py has it.

DEVICES run beside each other, at most; without it as many as this machine has pairs of processors, since a device has two. What a part does not say itself
is day.py's: STEPS takes a few steps in one device. Each part's words are shown when it has ended, and the day is good when all of
them are. What is measured by the clock means something only where nothing runs beside it.
"""

import concurrent.futures
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import day

# Longest first. Each begins with a card of its own; what a step leaves behind is what the next ones need.
PARTS = {
    "written": ["home", "wear"],
    "taken": ["home", "good_update", "corrupted_root"],
    "power": ["home", "document_and_print", "power_cuts", "replaced", "factory_reset"],
    "black": ["home", "black_update"],
    "crash": ["home", "crash_update"],
    "bad": ["home", "bad_update"],
    "silent": ["home", "silent_update"],
    "reading-room": ["wrong_settings", "home", "exposure", "office_page", "document_and_print", "typing", "attachment", "change", "diagnostics", "sticks_of_the_desk"],
    "measured": ["home", "second_boot", "counted_start"],
}


class Devices:
    """What runs now, so that whoever ends the test ends every device with it."""

    def __init__(self, built, images, look):
        self.built, self.images, self.look = built, images, look
        self.running, self.ended = set(), False

    def go_through(self, name, steps):
        """One part of the day in a device of its own; whether all of it was good."""
        if self.ended:
            return False
        begun = time.monotonic()
        log = self.look / f"{name}.log"
        program = [sys.executable, "-u", day.__file__, self.built, self.images, str(self.look / name)]
        with open(log, "wb") as words:
            part = subprocess.Popen(program, env={**os.environ, "STEPS": " ".join(steps)}, stdout=words, stderr=words)
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
    forgotten = set(day.STEPS) - {step for steps in PARTS.values() for step in steps}
    if forgotten:
        sys.exit(f"test-image: no device goes through {' '.join(sorted(forgotten))}")
    look = Path(sys.argv[3] if len(sys.argv) > 3 else tempfile.mkdtemp(prefix="devices-")).resolve()
    look.mkdir(parents=True, exist_ok=True)
    beside = int(os.environ.get("DEVICES") or max(1, len(os.sched_getaffinity(0)) // 2))
    devices = Devices(*sys.argv[1:3], look)
    signal.signal(signal.SIGTERM, devices.end)
    signal.signal(signal.SIGINT, devices.end)
    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(beside) as pool:
        good = list(pool.map(devices.go_through, PARTS, PARTS.values()))
    print(f"test-image: {sum(good)} of {len(PARTS)} parts of the day good in {(time.monotonic() - begun) / 60:.0f} minutes, {beside} beside each other; "
          f"pictures and logs in {look}")
    sys.exit(not all(good))


if __name__ == "__main__":
    main()
