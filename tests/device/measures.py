"""The part of a device's day in which it is measured: its starts, and what it writes to its card."""

from limits import BOOT_S, LOOK_S, SCREEN_S
from machine import ASK_S, Failed

CHAIN = "systemd-analyze critical-chain --no-pager kiosk.service 2>&1 | cut -c 1-110; systemd-analyze blame --no-pager | head -n 12"

# Of each process that has written anything; with what the kernel writes for all of them, it is more.
WRITERS = "grep -s ^write_bytes /proc/[0-9]*/io | grep -v ' 0$' | sed 's#/proc/##; s#/io:write_bytes:##' | while read -r p n; do echo $(cat /proc/$p/comm) $n; done | sort | tr '\\n' ' '"
# Within which a terminal asks for no news, and the journal has been handed to the disk once.
QUIET_MIN = 8
# A card's life is counted in what is written to it. Here no server of names answers, as on a bad network.
DAY_MAX_MB = 400
# As often as it asks in a day.
POLLS_A_DAY = 96
# As every terminal has it that says nothing of it.
USUAL_POLLS = "cd /etc/terminal && mount -o remount,rw . && sed -i /^poll_min/d terminal.toml && mount -o remount,ro . && systemctl restart sync-agent.service"


class Measures:
    """Steps of a `Day`, which has the machine, the point and the figures."""

    def second_boot(self):
        """An orderly restart: boot to use with a filled mirror."""
        self.orderly_end()
        seconds, own = self.start()
        self.figures.append(f"from the switch to the first frame, filled mirror: {seconds:.0f} s, {own:.1f} s of the device")
        self.told_by_systemd()

    def counted_start(self):
        """A start whose time is the number of instructions that it takes: what a board's own speed turns into seconds."""
        self.orderly_end()
        self.machine.switch_on(counted=True)
        frame = self.machine.until("the first frame", BOOT_S * 2, self.first_frame, every=ASK_S)
        first, settings = self.since_kernel("", "Userspace"), self.since_kernel("terminal-settings.service", "ActiveEnter")
        kiosk = self.since_kernel("kiosk.service", "ExecMainStart")
        self.figures.append(f"from the kernel's start to the first frame by instructions, a nanosecond each, of both processors: {frame:.1f} s; "
                            f"systemd began at {first:.1f}, the settings were read at {settings:.1f}, the kiosk began at {kiosk:.1f}")
        # By that clock nothing else is to be tried.
        self.machine.power_cut()

    def since_kernel(self, unit, what):
        """When that came, seconds of the device's own clock; 0 before."""
        return int(self.machine.ask(f"systemctl show {unit} --property={what}TimestampMonotonic --value", BOOT_S) or 0) / 1e6

    def first_frame(self):
        """When it was drawn: the kiosk says so."""
        return self.since_kernel("kiosk.service", "ActiveEnter")

    def orderly_end(self):
        """Switched off as the desk does it."""
        self.machine.ask("systemctl --no-block start poweroff.target")
        self.machine.off(BOOT_S)

    def told_by_systemd(self):
        """What took the time of this start, when all of it is done."""
        self.machine.run("systemctl is-system-running --wait", BOOT_S)
        self.figures.append(self.machine.ask("systemd-analyze time", LOOK_S).splitlines()[0])
        self.figures.append(self.machine.ask(CHAIN, LOOK_S))

    def wear(self):
        """How much is written to /data while nobody touches it, by asking for news as often as a terminal does, and by a print."""
        def written():
            self.machine.ask("sync")
            return int(self.machine.ask("set -- $(cat /sys/class/block/$(basename $(readlink -f /dev/disk/by-partlabel/data))/stat); echo $7")) * 512

        def polls():
            return self.machine.said().count("next poll at")

        self.machine.run("systemctl is-system-running --wait", BOOT_S)
        asked = polls()
        self.machine.ask(USUAL_POLLS, LOOK_S)
        self.machine.until("the agent's first poll", SCREEN_S, lambda: polls() > asked)
        begun, asked = written(), polls()
        self.machine.ask(f"sleep {QUIET_MIN * 60}", QUIET_MIN * 60 + LOOK_S)
        quiet = written() - begun
        if polls() != asked:
            raise Failed("the agent asked for news within the quiet minutes")
        begun = written()
        self.machine.ask("systemctl reload sync-agent.service", LOOK_S)
        self.machine.until("a poll", SCREEN_S, lambda: polls() > asked)
        poll = written() - begun
        day = quiet * 24 * 60 / QUIET_MIN + poll * POLLS_A_DAY
        self.figures.append(f"written to /data in {QUIET_MIN} quiet minutes of the device: {quiet / 1e6:.2f} MB, by a poll {poll / 1e6:.2f} MB, "
                            f"so {day / 1e6:.0f} MB a day with {POLLS_A_DAY} polls")
        self.figures.append("by whom since the start, bytes: " + self.machine.ask(WRITERS, LOOK_S))
        if day > DAY_MAX_MB * 1e6:
            raise Failed(f"more than {DAY_MAX_MB} MB a day: {'; '.join(self.figures[-2:])}")
        begun, slips = written(), len(self.point.whole_slips())
        self.visit()
        self.machine.until("the slip", SCREEN_S, lambda: len(self.point.whole_slips()) > slips)
        self.figures.append(f"by one document printed: {(written() - begun) / 1e6:.2f} MB")
