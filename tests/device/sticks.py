"""The part of a device's day in which sticks go in and out."""

import time

from limits import LOOK_S
from machine import Failed
from point import AS_KIOSK, ATTENDANT, Stick


# The kiosk's own patience with an order that nothing came of.
AGAIN_S = 15


class Sticks:
    """Steps of a `Day`, which has the machine."""

    def diagnostics(self):
        """A stick that asks for it gets what helps somebody far away, and nothing about persons; another stick is not written."""
        other = Stick(self.look / "other.img")
        before = other.path.read_bytes()
        self.machine.plug(other.path)
        self.machine.wait_for(r"Finished terminal-diagnose\.service", LOOK_S)
        self.machine.pull()
        if other.path.read_bytes() != before:
            raise Failed("a stick that asked for nothing was written")
        stick = Stick(self.look / "stick.img")
        stick.put("terminal-diagnostics", "")
        here = len(self.machine.said())
        self.machine.plug(stick.path)
        self.machine.wait_for(r"diagnose: terminal-diagnostics-\S+ is on the stick", LOOK_S * 2, here)
        self.machine.pull()
        names = [name for name in stick.names() if name.endswith(".txt")]
        if len(names) != 1:
            raise Failed(f"on the stick lie {stick.names()}")
        report = stick.read(names[0])
        (self.look / names[0]).write_text(report)
        for wanted in ["== log of the terminal's programs", "== log of the kernel", "kiosk.service", "in order", "terminal.slot="]:
            if wanted not in report:
                raise Failed(f"the diagnostics say nothing of {wanted!r}, see {self.look / names[0]}")
        for person in ATTENDANT.split():
            if person in report:
                raise Failed(f"{person} stands in the diagnostics")

    def sticks_of_the_desk(self):
        """What the desk orders of a stick: a list of paper holdings comes from it, a file goes onto it; the kiosk itself sees no stick."""
        words = "标题,位置\n示例市年鉴,A 架\n"
        stick = Stick(self.look / "desk.img")
        stick.put("holdings.csv", words)
        self.machine.plug(stick.path)
        self.machine.until("the stick", LOOK_S, lambda: "holdings.csv" in self.machine.ask("ls /run/terminal/media/* || true"))
        folder = "/var/lib/terminal/journal/export"

        def order(number, line, file=""):
            laid = f"echo '{file}' > {folder}/file.csv;" if file else ""
            say = f"{AS_KIOSK} sh -c \"umask 027; mkdir -p {folder}; {laid} echo '{number} {line}' > {folder}/.order; mv {folder}/.order {folder}/order\""
            answer, said_at = f"{number} done", 0

            def answered():
                # As the kiosk does: while the unit still ends the order before, nobody hears the next.
                nonlocal said_at
                if time.monotonic() - said_at > AGAIN_S:
                    self.machine.ask(say)
                    said_at = time.monotonic()
                return answer in self.machine.ask("cat /run/terminal/export/answer || true")

            self.machine.until(answer, LOOK_S, answered)

        order(1, "holdings.csv in")
        # As the kiosk itself reads it.
        read = self.machine.ask(f"{AS_KIOSK} cat /run/terminal/export/holdings.csv")
        if read.split() != words.split():
            raise Failed(f"of the list came {read!r}")
        order(2, "file.csv", "of the desk")
        self.machine.pull()
        if "of the desk" not in stick.read("file.csv"):
            raise Failed("the file is not on the stick")
