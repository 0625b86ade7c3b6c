"""The part of a device's day in which its system is renewed, and comes back to the one before where the new one is no good."""

import json
import re
import time

from limits import BOOT_S, LOOK_S, PROVE_MIN
from machine import ASK_S, Failed


class Updates:
    """Steps of a `Day`, which has the machine, the card and the point."""

    def slot(self):
        """Which of the two systems runs."""
        return self.machine.ask("grep -o 'terminal.slot=.' /proc/cmdline")[-1]

    def offer(self, name):
        """Puts a bundle into the feed, and lets the device look for it now; its version."""
        version = (self.images / f"{name}.version").read_text().strip()
        self.offered.add(name)
        self.point.program("publisher", "bundle", "add", self.images / f"{name}.raucb", "--board", "qemu", "--version", version, "--share", "0",
                           "--to", self.point.feed, "--keys", self.point.keys)
        # Its own patience is hours; the test has asked it before.
        self.machine.ask("rm -f /var/lib/terminal/update/inbox/looked; systemctl --no-block start terminal-update-fetch.service")
        return version

    def updating(self):
        """What the updater tells."""
        return json.loads(self.machine.ask("updater --config /etc/terminal/terminal.toml status --json", LOOK_S))

    def refused(self, version):
        """What the updater says of a version that it does not take again; None for others."""
        return next((one for one in self.updating()["refused"] if one["version"] == version), None)

    def confirmed(self):
        """Waits until the system that was started has drawn its screen and is kept."""
        self.machine.wait_for(r"Started kiosk\.service", BOOT_S, len(self.machine.said()))
        self.machine.until("the new system's confirmation", BOOT_S * 2, lambda: self.updating()["at"] == "idle", every=ASK_S)
        self.whole()

    def good_update(self):
        """A newer system comes through the feed, is started, proves itself and stays; the power goes while it is written."""
        old, slips = self.slot(), self.whole()
        version = self.offer("good")
        self.written(old)
        wait = self.chance.uniform(1, 30)
        # A moment by chance, not one that something is waited for.
        time.sleep(wait)
        self.machine.power_cut()
        print(f"  power cut {wait:.1f} s into the writing of the other system")
        self.start()
        if self.whole() != slips:
            raise Failed("the register lost a slip while the other system was written")
        # Unless the writing was done by then.
        if self.slot() == old:
            self.machine.wait_for(r"terminal\.slot=[^%s]" % old, BOOT_S * 3)
            self.machine.wait_for(r"Started kiosk\.service", BOOT_S, len(self.machine.said()))
        if self.machine.ask("cat /usr/share/terminal/version", BOOT_S) != version:
            raise Failed("another version runs than the one that was offered")
        self.machine.until("the new system's confirmation", BOOT_S * 2, lambda: self.updating()["at"] == "idle", every=ASK_S)
        if self.slot() == old or self.updating()["refused"]:
            raise Failed(f"the update was not taken: {self.updating()}")
        self.whole()
        self.expect_not_black()

    def written(self, good):
        """Waits until another system is written into the slot that does not run."""
        self.machine.until(f"a system written beside {good}", BOOT_S * 3, lambda: self.updating()["at"] in ("installing", "installed"), every=ASK_S)

    def corrupted_root(self):
        """The root file system that runs goes bad on its disk: the other one is started, and what went bad is written anew by itself."""
        good = self.slot()
        self.machine.power_cut()
        self.card.spoil(f"root-{good}", 4, 160)
        self.machine.switch_on()
        self.machine.wait_for(r"terminal\.slot=[^%s]" % good, BOOT_S * 3)
        self.machine.wait_for(r"Started kiosk\.service", BOOT_S)
        if self.slot() == good:
            raise Failed("the spoilt system runs")
        self.whole()
        self.expect_not_black()
        # What the feed offers is newer than what runs now; on a device that was never renewed both hold the same.
        if not self.offered:
            self.offer("good")
        self.machine.wait_for(r"terminal\.slot=%s" % good, BOOT_S * 3, len(self.machine.said()))
        self.confirmed()

    def bad_update(self):
        """A system that does not come up is left after three starts, and not tried again."""
        good, before = self.slot(), len(self.machine.said())
        version = self.offer("bad")
        self.machine.wait_for(r"terminal\.slot=[^%s]" % good, BOOT_S * 3, before)
        here = len(self.machine.said())
        self.machine.wait_for(r"terminal\.slot=%s" % good, BOOT_S * 2, here)
        tried = len(re.findall(r"Kernel command line: .*terminal\.slot=[^%s]" % good, self.machine.said()[before:]))
        if tried != 3:
            raise Failed(f"a bad system got {tried} starts instead of 3")
        self.come_back(version)

    def black_update(self):
        """A system that comes up and shows nothing is left when its time to prove itself is over, and not tried again."""
        self.unproven("black")

    def crash_update(self):
        """Likewise one whose kiosk ends as soon as it begins."""
        self.unproven("crash")

    def silent_update(self):
        """Likewise one under which the printer says nothing any more, though everything else works."""
        # What was never asked holds nothing up: the kiosk asks it soon after its start, though nobody prints.
        self.machine.until("a printer that answers", BOOT_S, lambda: '"ready"' in self.machine.run("cat /run/terminal/kiosk/pulse.json")[1], every=ASK_S)
        self.unproven("silent", self.point.printer_off)
        self.point.printer_on()

    def unproven(self, name, meanwhile=lambda: None):
        """A system that is started and must not stay; what happens while it is written."""
        good, before = self.slot(), len(self.machine.said())
        version = self.offer(name)
        self.written(good)
        meanwhile()
        self.machine.wait_for(r"terminal\.slot=[^%s]" % good, BOOT_S * 3, before)
        here = len(self.machine.said())
        self.machine.wait_for(r"terminal\.slot=%s" % good, BOOT_S + PROVE_MIN * 120, here)
        self.come_back(version)

    def come_back(self, refused):
        """The old system runs as it did, and knows what it does not want again."""
        self.machine.wait_for(r"Started kiosk\.service", BOOT_S, len(self.machine.said()))
        self.machine.until("what became of it", BOOT_S, lambda: self.refused(refused), every=ASK_S)
        self.whole()
        self.expect_not_black()
