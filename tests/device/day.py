"""An image on an emulated device, from the power switch on: day.py BUILT IMAGES [LOOK]. BUILT holds our programs for this machine; IMAGES what
`images.sh` made: terminal-qemu.img and, for updates, good.raucb, bad.raucb, black.raucb, crash.raucb and silent.raucb with the version files beside them, and signed boot files in `signed`. Pictures and logs are kept in LOOK.
STEPS are a few of them; KEEP=FOLDER keeps the device as it stands after the last, and STANDING=FOLDER begins with it.

Every step is one thing that must be so; the first that is not ends the day, with exit 1. Nothing is waited for by the clock alone: each wait looks for
what is to come, and only its end is a number of seconds, generous because QEMU translates every instruction. Needs what `missing` names.
"""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Of its points may differ: fonts of two Debian releases, and a number or a time.
ALIKE = 0.03
CUTS = int(os.environ.get("CUTS", "5"))
SEED = int(os.environ.get("SEED", "2026"))
EXPOSURE_MAX = 2.0


try:
    import pictures
except ImportError:
    sys.exit("test-image: missing on this machine: apt-get install python3-pil")
from host import alone, missing
from limits import BOOT_S, LATE_S, LOOK_S, PATIENCE, SCREEN_S
from machine import ASK_S, Failed, Machine
from page import Page
from point import AS_KIOSK, ATTACHED, EDGE, FOUND, HOME, SEARCH, SOUGHT, TYPED, VISIT, Card, Point
from measures import Measures
from secure import Secure
from standing import Standing
from sticks import Sticks
from updates import Updates

AGENT = "setpriv --reuid=812 --regid=810 --clear-groups sync-agent --config /etc/terminal/terminal.toml"
KIOSK = f"{AS_KIOSK} kiosk --config /etc/terminal/terminal.toml"


class Day(Measures, Page, Secure, Sticks, Updates):
    """One device through its day."""

    def __init__(self, built, images, look, standing=None):
        """A device that was never switched on; or one that goes on from where another one stands."""
        self.images, self.look = Path(images), Path(look)
        self.point = standing.point(built, self.look / "point") if standing else Point(built, self.look / "point")
        self.like, self.places = self.point.likeness()
        self.card = standing.card_to(self.look / "card.img") if standing else self.new_card("card.img")
        self.machine = Machine(self.look, self.card.path)
        self.shots = 0
        self.figures, self.offered = [], set()
        self.chance = random.Random(SEED)
        if standing:
            self.machine.switch_on(standing=standing.memory)

    def end(self):
        self.machine.end()
        self.point.end()

    # --- what a step is made of ---

    def shot(self, name, kept=True):
        """What the panel shows now."""
        self.shots += kept
        path = self.look / f"{self.shots:02}-{name}.ppm"
        self.machine.picture(path)
        picture = pictures.read(path)
        if kept:
            picture.save(path.with_suffix(".png"))
        path.unlink()
        return picture

    def expect(self, name, seconds=SCREEN_S):
        """Waits until the panel shows the screen of that name."""
        scratch, seen = self.look / "now.ppm", []
        late = time.monotonic() + LATE_S

        def alike():
            nonlocal late
            self.machine.alive()
            self.machine.picture(scratch)
            now = pictures.points(pictures.read(scratch))
            seen[:] = [pictures.difference(now, self.like[name])]
            # What stands there instead: when the time is over nobody has been there for long, and the welcome stands there.
            if time.monotonic() > late:
                late = float("inf")
                self.shot(f"late-{name}")
            # And no other screen is nearer: some differ by one button.
            return seen[0] <= ALIKE and seen[0] == min(pictures.difference(now, screen) for screen in self.like.values())

        try:
            self.machine.until(f"the screen {name!r}", seconds, alike)
        except Failed as failure:
            self.shot(f"not-{name}")
            raise Failed(f"{failure}: {seen[0]:.1%} of it is not as it should be, see {self.look}") from None
        self.shot(name)
        print(f"  screen {name}: {seen[0]:.1%} of it differs from what this machine draws")

    def start(self, splash=False):
        """Switches on and waits for the first frame; seconds from the switch, and of the device's own clock."""
        self.machine.switch_on()
        if splash:
            # What it is doing stands on paper, and nothing else does: no head, no footer.
            paper = (0xF6, 0xF3, 0xEC)

            def starting():
                picture = self.shot("now", kept=False)
                if pictures.has_colour(picture, paper, 0.94):
                    return picture
                if "Started kiosk.service" in self.machine.said():
                    raise Failed("the first frame is drawn, and no picture of the start was seen before it")
                return None

            # To look at a picture takes a processor from the start that is measured.
            self.machine.until("the picture of a start", BOOT_S, starting, every=0.5).save(self.look / "starting.png")
            self.figures.append(f"from the switch to the picture of a start: {time.monotonic() - self.machine.on_at:.0f} s")
        self.machine.wait_for(r"Started kiosk\.service", BOOT_S)
        from_switch = time.monotonic() - self.machine.on_at
        return from_switch, self.first_frame()

    def standing(self):
        """What the agent tells of the mirror."""
        code, words = self.machine.run(f"{AGENT} status --json", LOOK_S)
        try:
            return json.loads(words)
        except ValueError:
            raise Failed(f"the agent's status: exit {code}: {words.strip()[-300:]}") from None

    def wait_for_mirror(self, sequence, seconds=SCREEN_S):
        self.machine.until(f"the mirror at sequence {sequence}", seconds, lambda: self.standing()["sequence"] >= sequence, every=ASK_S)

    def whole(self):
        """Mirror and register are sound; how many slips the register knows."""
        self.machine.ask(f"{AGENT} verify", LOOK_S)
        self.machine.ask(f"{KIOSK} verify-register /var/lib/terminal/journal", LOOK_S)
        rows = self.machine.ask(f"{KIOSK} export-register", LOOK_S)
        return len(re.findall(r"L01-1-\d{8}-\d{4}", rows))

    def go_home(self):
        """Home, also from the welcome, whose footer has something else where home is."""
        self.machine.tap(*EDGE)
        self.tap(HOME)
        self.expect("home")

    def tap(self, name):
        """A finger where that stands."""
        self.machine.tap(*self.places[name])

    def search(self, keys):
        """From home to the keyboard, key after key."""
        self.go_home()
        self.tap(SEARCH)
        self.expect("search")
        for key in keys:
            self.tap(key)

    def visit(self):
        """A visitor's touches, up to the slip."""
        self.go_home()
        for name, touched in VISIT:
            self.tap(touched)
            if name == "printed":
                return
            self.expect(name)

    # --- the steps, in their order ---

    def wrong_settings(self):
        """CONFIG with a wrong terminal.toml: the panel says so, and nothing else runs through the wall."""
        self.card.put("terminal.toml", self.point.device_settings().replace('kind = "library"', 'kind = "libary"\ncolour = "red"'))
        self.start()
        red = (0xB3, 0x26, 0x1E)
        self.machine.until("the page that says what is wrong", SCREEN_S, lambda: pictures.has_colour(self.shot("wrong-settings"), red, 0.05), every=ASK_S)
        self.machine.ask("systemctl is-active kiosk.service")
        if self.machine.run("systemctl is-active terminal-settings.service")[0] == 0:
            raise Failed("terminal-settings.service takes a wrong terminal.toml")
        self.machine.power_cut()
        self.card.put("terminal.toml", self.point.device_settings())

    def home(self):
        """First boot: the home screen with a filled mirror."""
        seconds, own = self.start(splash=True)
        self.figures.append(f"from the switch to the first frame, first boot: {seconds:.0f} s, {own:.1f} s of the device")
        self.wait_for_mirror(31)
        self.expect("home")
        if failed := self.machine.ask("systemctl list-units --failed --plain --no-legend --no-pager"):
            raise Failed(f"units failed: {failed}")
        self.machine.ask("test $(stat -f -c %b /data) -gt 400000")

    def exposure(self):
        """What a program that is taken over could do, as the device's own systemd judges the units that run."""
        units = self.machine.ask("cd /usr/lib/systemd/system; ls kiosk.service sync-agent.service desk-page.service rauc.service terminal-*.service").split()
        worst = 0.0
        for unit in units:
            if "@" in unit:
                continue
            words = self.machine.run(f"systemd-analyze security --no-pager {unit} | tail -n 1", LOOK_S)[1]
            level = re.search(r"exposure level for \S+: ([0-9.]+)", words)
            if not level:
                raise Failed(f"systemd-analyze security {unit}: {words.strip()[-200:]}")
            print(f"  {unit}: {level.group(1)}")
            worst = max(worst, float(level.group(1)))
        if worst > EXPOSURE_MAX:
            raise Failed(f"a unit is exposed by {worst}, more than {EXPOSURE_MAX}")

    def document_and_print(self):
        """A touch opens a document; its slip comes out of the printer on the serial line, and stands in the register."""
        self.visit()
        self.machine.until("the slip", SCREEN_S, lambda: self.point.whole_slips())
        self.expect("printed")
        if self.whole() != 1:
            raise Failed("the register does not hold the one slip")

    def typing(self):
        """Pinyin on the glass: the words that it may mean, and what they find."""
        self.search(TYPED)
        self.expect("typed")

    def attachment(self):
        """A form that hangs on a document: its page is drawn by the child that is shut in, under the confinement of the unit."""
        self.search(SOUGHT)
        self.tap(FOUND)
        self.expect("found")
        for screen, touched in ATTACHED:
            self.tap(touched)
            self.expect(screen)

    def change(self):
        """The portal publishes something else; the agent brings it by itself."""
        before = self.standing()["sequence"]
        report = self.point.change()
        changed = sum(len(report[list]) for list in ("published", "changed", "withdrawn"))
        if changed == 0:
            raise Failed("the portal's second state changes nothing")
        # As a stick does it, and as `systemctl reload` of whoever looks after the machine.
        self.machine.ask("systemctl reload sync-agent.service", LOOK_S)
        self.wait_for_mirror(before + 1, LOOK_S + round(180 * PATIENCE))
        self.machine.ask(f"{AGENT} verify", LOOK_S)
        self.like, self.places = self.point.likeness("here-changed")

    def replaced(self):
        """Another device goes on with the numbers of this one's register; its own card is new."""
        numbers = self.numbers()
        if not numbers:
            self.visit()
            self.machine.until("the slip", SCREEN_S, lambda: self.point.whole_slips())
            numbers = self.numbers()
        self.machine.power_cut()
        self.card = self.new_card("card-replaced.img")
        self.card.put("register/numbers.txt", "\n".join(numbers) + "\n")
        self.machine.disk = self.card.path
        self.start()
        self.wait_for_mirror(1)
        before = len(self.point.whole_slips())
        self.visit()
        self.machine.until("the slip", SCREEN_S, lambda: len(self.point.whole_slips()) > before)
        last, here = max(numbers), self.numbers()
        # A night between the two begins the numbers of a day anew.
        due = f"{last[:-4]}{int(last[-4:]) + 1:04}" if here[0][:-4] == last[:-4] else f"{here[0][:-4]}0001"
        # Those that it goes on behind are told in its first entry.
        if due not in here or set(here) - {due} - set(numbers):
            raise Failed(f"behind {last} the new device gives out {here}")
        self.machine.ask(f"{KIOSK} verify-register /var/lib/terminal/journal", LOOK_S)

    def factory_reset(self):
        """What CONFIG orders is erased at the next start, once; the device is then as from a new card."""
        old = self.machine.ask("cat /data/machine-id")
        self.machine.power_cut()
        self.card.put("factory-reset.txt", "erase 2026-11-29\n")
        self.machine.switch_on()
        self.machine.wait_for(r"reset: done; starting anew", BOOT_S)
        self.machine.wait_for(r"Started kiosk\.service", BOOT_S, len(self.machine.said()))
        if self.machine.ask("cat /data/machine-id", BOOT_S) == old:
            raise Failed("the log has its old name still")
        if self.numbers():
            raise Failed("the register is there still")
        # Erased once: the order still lies on CONFIG.
        self.machine.ask("touch /data/kept; sync")
        self.machine.power_cut()
        self.start()
        self.machine.ask("test -e /data/kept", BOOT_S)

    def numbers(self):
        """Numbers of slips in the register."""
        return sorted(set(re.findall(r"L01-1-\d{8}-\d{4}", self.machine.ask(f"{KIOSK} export-register", LOOK_S))))

    def new_card(self, name):
        """The image written to another card, with the same settings."""
        card = Card(self.images / "terminal-qemu.img", self.look / name)
        card.put("terminal.toml", self.point.device_settings())
        card.put("root.json", (self.point.keys / "root.json").read_text())
        return card

    def power_cuts(self):
        """The power goes while documents are applied and slips are printed: mirror and register stay whole."""
        known = self.whole()
        for cut in range(CUTS):
            if cut % 2 == 0:
                for name in self.point.source.glob("*.html"):
                    name.write_text(name.read_text() + f"<!-- {cut} -->")
                self.point.publish()
                self.machine.ask("systemctl --no-block reload sync-agent.service")
                wait = self.chance.uniform(0.2, 4)
            else:
                self.visit()
                known += 1
                wait = self.chance.uniform(0.5, 6)
            # A moment by chance, not one that something is waited for.
            time.sleep(wait)
            self.machine.power_cut()
            print(f"  power cut {cut + 1}, {wait:.1f} s into {'sync' if cut % 2 == 0 else 'print'}")
            self.start()
            rows = self.whole()
            if not known - 1 <= rows <= known:
                raise Failed(f"after a power cut the register holds {rows} slips, {known} were begun")
            known = rows
        self.wait_for_mirror(1)
        self.expect_not_black()

    def expect_not_black(self):
        self.machine.until("a picture", SCREEN_S, lambda: not pictures.is_black(self.shot("after-cuts")))


STEPS = ["wrong_settings", "home", "exposure", "office_page", "document_and_print", "typing", "attachment", "change", "diagnostics", "sticks_of_the_desk", "second_boot", "counted_start", "wear", "power_cuts", "good_update", "corrupted_root",
         "bad_update", "black_update", "crash_update", "silent_update", "replaced", "factory_reset", "secure_boot"]
# What begins with a device that is off, or another one; every other step with one that runs.
SWITCHED_ON = ["wrong_settings", "home", "secure_boot"]


def main():
    lacks = missing()
    if lacks:
        sys.exit(f"test-image: missing on this machine: apt-get install {' '.join(lacks)}")
    if len(sys.argv) < 3:
        sys.exit("usage: day.py BUILT IMAGES [LOOK]")
    alone(__file__)
    built, images = sys.argv[1:3]
    if not Path(images, "terminal-qemu.img").exists():
        sys.exit(f"test-image: no image in {images}: tests/device/images.sh makes it")
    wanted = os.environ.get("STEPS", "").split() or STEPS
    unknown = [step for step in wanted if step not in STEPS]
    if unknown:
        sys.exit(f"test-image: no step {' '.join(unknown)}; there are {' '.join(STEPS)}")
    look = Path(sys.argv[3] if len(sys.argv) > 3 else tempfile.mkdtemp(prefix="device-"))
    shutil.rmtree(look, ignore_errors=True)
    look.mkdir(parents=True)
    # Whoever ends the test ends the device with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("test-image: ended from outside"))
    standing = os.environ.get("STANDING")
    day = Day(Path(built).resolve(), Path(images).resolve(), look.resolve(), Standing(standing) if standing else None)
    try:
        for step in STEPS:
            if step not in wanted:
                continue
            if not day.machine.process and step not in SWITCHED_ON:
                day.start()
            print(f"{step}: {getattr(day, step).__doc__.splitlines()[0]}", flush=True)
            begun = time.monotonic()
            getattr(day, step)()
            print(f"  good, {time.monotonic() - begun:.0f} s", flush=True)
        if keep := os.environ.get("KEEP"):
            Standing(keep).keep(day.machine, day.card, day.point)
        for figure in day.figures:
            print(figure)
        print(f"test-image: {len(wanted)} of {len(STEPS)} steps; pictures and logs in {look}")
    except (Failed, subprocess.SubprocessError, OSError) as failure:
        try:
            if day.machine.process and day.machine.process.poll() is None:
                day.shot("at-the-end")
        except Failed:
            pass
        print(f"test-image: {step}: {failure}\n  logs and pictures: {look}", file=sys.stderr)
        sys.exit(1)
    finally:
        day.end()


if __name__ == "__main__":
    main()
