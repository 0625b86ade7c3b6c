"""An emulated device: QEMU as a 64-bit ARM board with UEFI, a panel, one finger, a serial printer and a network that reaches this machine.

What is started is the image as it is written to cards. Two things are asked of the firmware that no board is asked: that the log also goes to the
serial line, and that a unit of the test's own is started, which runs commands of the test as root (systemd's `extra-unit`, handed over by the loader's
stub; whoever owns a board's firmware could do the same, also with Secure Boot on, and RUNBOOK says so). The image itself knows nothing of the test.
"""

import base64
import codecs
import json
import os
import re
import shlex
import socket
import subprocess
import threading
import time
from pathlib import Path

FIRMWARE = Path("/usr/share/qemu-efi-aarch64/QEMU_EFI.fd")
# The same with Secure Boot, and variables in which it is on and knows one key: a key of Debian's for tests, whose private part is public.
SECURE, VARIABLES = Path("/usr/share/AAVMF/AAVMF_CODE.snakeoil.fd"), Path("/usr/share/AAVMF/AAVMF_VARS.snakeoil.fd")
# It waits five seconds for a key of somebody who would change its settings; RUNBOOK asks that a board's does not either.
AT_ONCE = ("-boot", "menu=on,splash-time=0")
PANEL = (1080, 1920)
# Of the tablet that QEMU makes: its corners.
TABLET = 0x7FFF
# How Linux guards itself against programs that guess at its addresses empties what an emulated processor has translated at each call: a third of a start.
UNGUARDED = "nokaslr kpti=0 mitigations=off"
ANSWER_S = 60
LOOK_S = 0.2
# To ask the device itself takes a processor from what is waited for.
ASK_S = 2
END = "probe-end"

PROBE = """[Unit]
DefaultDependencies=no
After=local-fs.target
[Service]
ExecStart=/bin/sh -c 'stty -F /dev/ttyS1 raw -echo; exec </dev/ttyS1 >/dev/ttyS1 2>&1; echo probe-begin; while read -r l; do eval "$$l"; echo "%s $$?"; done'
""" % END


class Failed(Exception):
    """Something is not as it should be; says what."""


# What QEMU's network calls the device, and where that listens for the page of the office; on this machine it is the same port. Each test has a network of
# its own (`host.py`), so ports are free.
ADDRESS = "10.0.2.15"
PAGE_PORT = 8443
# Where the printer at the end of its serial line listens.
PRINTER_PORT = 9100
# To keep a device as it runs: bytes a second, as many as the disk takes.
AT_FULL_SPEED = 1 << 34
SAVED_S = 300


def until(what, seconds, look, kept=lambda: 0, every=LOOK_S):
    """Waits for something that a program does, and no longer than that; `kept` says for how long it was kept from running by others. It looks `every` so many
    seconds."""
    begun, kept_before = time.monotonic(), kept()
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() - begun - (kept() - kept_before) > seconds:
            raise Failed(f"waited {seconds} s for {what} in vain ({time.monotonic() - begun:.0f} s by the clock)")
        time.sleep(every)


class Machine:
    """One device: its disk stays, it is switched on and off."""

    def __init__(self, folder, disk, memory_mib=1536):
        self.folder, self.disk, self.memory = Path(folder), Path(disk), memory_mib
        # Where a firmware that asks for signatures keeps its variables; without, it asks for none.
        self.variables = None
        self.process = None
        self.starts = 0

    def switch_on(self, counted=False, standing=None):
        """Starts it; the log of this start begins empty. `counted`: its clock goes by the instructions of all its processors, a nanosecond each, and not
        by how fast this machine translates them; what it would not do on a terminal, telling its log to the serial line, it leaves. `standing`: a file of `keep`,
        and the device goes on from there, with a disk as it was then."""
        if self.process:
            raise Failed("the machine is on already")
        self.starts += 1
        self.on_at = time.monotonic()
        self.log = self.folder / f"console-{self.starts}.log"
        self.log.write_bytes(b"")
        unit = base64.b64encode(PROBE.encode()).decode()
        line = f"systemd.wants=probe.service systemd.set_credential_binary=systemd.extra-unit.probe.service:{unit}"
        line += " loglevel=4" if counted else f" systemd.journald.forward_to_console=1 systemd.journald.max_level_console=info {UNGUARDED}"
        words = self.folder / "firmware-words"
        words.write_text(f"io.systemd.stub.kernel-cmdline-extra={line}")
        for name in ("qmp", "probe"):
            (self.folder / name).unlink(missing_ok=True)
        width, height = PANEL
        command = [
            "qemu-system-aarch64", "-M", "virt,gic-version=3", "-cpu", "cortex-a72", "-smp", "2", "-m", str(self.memory),
            *(("-accel", "tcg,thread=single", "-icount", "shift=0") if counted else ("-accel", "tcg,thread=multi")), *self.firmware(), *AT_ONCE, "-nodefaults", "-no-user-config", "-display", "none",
            "-qmp", f"unix:{self.folder}/qmp,server=on,wait=off",
            "-serial", f"file:{self.log}",
            "-smbios", f"type=11,path={words}",
            "-device", f"virtio-gpu-pci,xres={width},yres={height}", "-device", "virtio-tablet-pci",
            "-drive", f"if=none,id=disk,format=raw,file={self.disk}", "-device", "virtio-blk-pci,drive=disk",
            "-netdev", f"user,id=net,hostfwd=tcp:127.0.0.1:{PAGE_PORT}-:{PAGE_PORT}", "-device", "virtio-net-pci,netdev=net,romfile=",
            "-chardev", f"socket,id=paper,host=127.0.0.1,port={PRINTER_PORT},reconnect=1", "-device", "pci-serial,chardev=paper,addr=0x10",
            "-chardev", f"socket,id=probe,path={self.folder}/probe,server=on,wait=off", "-device", "pci-serial,chardev=probe,addr=0x11",
            "-device", "qemu-xhci", "-object", "rng-random,id=noise,filename=/dev/urandom", "-device", "virtio-rng-pci,rng=noise", "-rtc", "base=utc",
            *(("-incoming", f"exec:cat {shlex.quote(str(standing))}") if standing else ()),
        ]
        errors = open(self.folder / f"qemu-{self.starts}.log", "wb")
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors)
        self.qmp = Qmp(self.folder / "qmp", self.alive, self.kept)
        self.probe = None
        if standing:
            self.until("the device as it was kept", SAVED_S, lambda: self.qmp.ask("query-status")["status"] != "inmigrate")
            self.qmp.ask("cont")

    def firmware(self):
        """What QEMU is told of it."""
        if not self.variables:
            return ["-bios", str(FIRMWARE)]
        parts = [f"file={SECURE},readonly=on", f"file={self.variables}"]
        return [word for unit, part in enumerate(parts) for word in ("-drive", f"if=pflash,format=raw,unit={unit},{part}")]

    def keep(self, path):
        """Stops it for good, and writes what it was doing to a file; its disk is then as that device needs it."""
        self.qmp.ask("stop")
        self.qmp.ask("migrate-set-parameters", **{"max-bandwidth": AT_FULL_SPEED})
        self.qmp.ask("migrate", uri=f"exec:cat > {shlex.quote(str(path))}")

        def written():
            state = self.qmp.ask("query-migrate")
            if state["status"] == "failed":
                raise Failed(f"QEMU cannot keep the device: {state}")
            return state["status"] == "completed"

        self.until("the device to be kept", SAVED_S, written)
        self.power_cut()

    def alive(self):
        """Fails with QEMU's own words when it is gone."""
        if self.process is None or self.process.poll() is not None:
            words = (self.folder / f"qemu-{self.starts}.log").read_text(errors="replace")
            raise Failed(f"QEMU ended: {words.strip()[-400:]}")

    def kept(self):
        """Seconds for which its busiest processor stood in line for one of this machine's: no limit of a test goes on meanwhile."""
        waited = 0
        for thread in Path(f"/proc/{self.process.pid}/task").glob("*/schedstat") if self.process else []:
            try:
                waited = max(waited, int(thread.read_text().split()[1]))
            except (OSError, ValueError, IndexError):
                # That thread has ended; or this kernel does not count.
                continue
        return waited / 1e9

    def until(self, what, seconds, look, every=LOOK_S):
        """Waits for something that the device does."""
        return until(what, seconds, look, self.kept, every)

    def said(self):
        """The log of this start so far."""
        return self.log.read_text(errors="replace")

    def wait_for(self, pattern, seconds, after=0):
        """The first place behind `after` characters of the log where the pattern stands."""
        expression = re.compile(pattern)

        def look():
            self.alive()
            return expression.search(self.said(), after)

        try:
            return self.until(f"{pattern!r} on the serial line", seconds, look)
        except Failed as failure:
            lines = "\n  ".join(self.said().splitlines()[-12:])
            raise Failed(f"{failure}; its last lines:\n  {lines}") from None

    def run(self, line, seconds=ANSWER_S):
        """Runs one line of shell in the device, as root; its exit code and its words."""
        if self.probe is None:
            self.probe = Probe(self.folder / "probe", self.alive, self.kept)
        return self.probe.run(line, seconds)

    def ask(self, line, seconds=ANSWER_S):
        """The same, for what must succeed."""
        code, words = self.run(line, seconds)
        if code != 0:
            raise Failed(f"in the device: {line}: exit {code}: {words.strip()[-600:]}")
        return words.strip()

    def power_cut(self):
        """From one instruction to the next: nothing is written any more that the device had not handed to its disk."""
        self.process.kill()
        self.process.wait()
        self.process = None

    def off(self, seconds=120):
        """Waits until it has switched itself off."""
        self.until("the machine's end", seconds, lambda: self.process.poll() is not None)
        self.process = None

    def end(self):
        """Whatever state it is in."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process = None

    def picture(self, path):
        """What the panel shows, as a PPM file."""
        self.qmp.ask("screendump", filename=str(path))
        return path

    def plug(self, path):
        """A stick goes in."""
        self.qmp.ask("blockdev-add", **{"driver": "raw", "node-name": "stick", "file": {"driver": "file", "filename": str(path)}})
        self.qmp.ask("device_add", driver="usb-storage", id="stick", drive="stick")

    def pull(self):
        """And out again."""
        self.qmp.ask("device_del", id="stick")

        def gone():
            try:
                self.qmp.ask("blockdev-del", **{"node-name": "stick"})
                return True
            except Failed:
                self.alive()
                return False

        self.until("the stick's end", ANSWER_S, gone)

    def tap(self, x, y):
        """One finger, pixels of the panel."""
        width, height = PANEL
        place = [{"type": "abs", "data": {"axis": axis, "value": round(value / side * TABLET)}} for axis, value, side in (("x", x, width), ("y", y, height))]
        self.qmp.ask("input-send-event", events=place)
        for down in (True, False):
            self.qmp.ask("input-send-event", events=[{"type": "btn", "data": {"button": "left", "down": down}}])
            # A finger stays for a moment; a scene that pans waits for it.
            time.sleep(0.15)


class Channel:
    """A socket of QEMU, read by a thread."""

    def __init__(self, path, alive, kept):
        self.alive, self.kept = alive, kept
        self.socket = socket.socket(socket.AF_UNIX)

        def connect():
            alive()
            try:
                self.socket.connect(str(path))
                return True
            except OSError:
                return False

        until(f"QEMU's socket {path.name}", 30, connect, kept)
        self.text, self.more = "", threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        # A piece may end within a character.
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        while True:
            try:
                piece = self.socket.recv(65536)
            except OSError:
                return
            if not piece:
                return
            with self.more:
                self.text += decoder.decode(piece)
                self.more.notify_all()

    def take_until(self, pattern, seconds, what):
        """Everything up to the pattern, which is taken away with it."""
        expression, begun, kept_before = re.compile(pattern), time.monotonic(), self.kept()
        with self.more:
            while True:
                found = expression.search(self.text)
                if found:
                    before, self.text = self.text[:found.start()], self.text[found.end():]
                    return before, found
                if time.monotonic() - begun - (self.kept() - kept_before) > seconds:
                    raise Failed(f"waited {seconds} s for {what} in vain; there was {self.text[-300:]!r}")
                self.alive()
                self.more.wait(1)


class Probe(Channel):
    """The shell in the device."""

    def __init__(self, path, alive, kept):
        super().__init__(path, alive, kept)
        # It may have begun before anybody listened: then its first answer tells.
        self.socket.sendall(b"\n")
        self.begun = False

    def run(self, line, seconds):
        if "\n" in line:
            raise Failed("one line at a time")
        if not self.begun:
            until("the shell in the device", 600, self.answers, self.kept)
            self.begun = True
        mark = os.urandom(6).hex()
        self.socket.sendall(f"echo begin-{mark}; {line}\n".encode())
        self.take_until(f"begin-{mark}\r?\n", seconds, "the device's shell")
        words, found = self.take_until(rf"{END} (\d+)\r?\n", seconds, f"an answer to {line[:80]!r}")
        return int(found.group(1)), words

    def answers(self):
        self.socket.sendall(b"true\n")
        try:
            self.take_until(rf"{END} \d+\r?\n", 3, "the first answer")
            return True
        except Failed:
            self.alive()
            return False


class Qmp(Channel):
    """QEMU's own control."""

    def __init__(self, path, alive, kept):
        super().__init__(path, alive, kept)
        self.take_until(r'\{"QMP".*\}\r?\n', 30, "QEMU's greeting")
        self.ask("qmp_capabilities")

    def ask(self, what, **arguments):
        mark = os.urandom(4).hex()
        self.socket.sendall(json.dumps({"execute": what, "arguments": arguments, "id": mark}).encode() + b"\n")
        _, found = self.take_until(r'(?m)^(\{.*"id": "%s".*\})\r?$' % mark, ANSWER_S, f"QEMU's answer to {what}")
        answer = json.loads(found.group(1))
        if "error" in answer:
            raise Failed(f"QEMU, {what}: {answer['error']['desc']}")
        return answer["return"]
