"""The part of a device's day in which it is measured: its starts, and what it writes to its card."""

from limits import BOOT_S, LOOK_S, SCREEN_S

CHAIN = "systemd-analyze critical-chain --no-pager kiosk.service 2>&1 | cut -c 1-110; systemd-analyze blame --no-pager | head -n 12"

# Of each process that has written anything; with what the kernel writes for all of them, it is more.
WRITERS = "grep -s ^write_bytes /proc/[0-9]*/io | grep -v ' 0$' | sed 's#/proc/##; s#/io:write_bytes:##' | while read -r p n; do echo $(cat /proc/$p/comm) $n; done | sort | tr '\\n' ' '"
# The kernel writes what has changed after half a minute.
WRITTEN_BACK_S = 60
# As long as from one poll to the next.
QUIET_MIN = 15


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
        frame = self.machine.until("the first frame", BOOT_S * 2, self.first_frame)
        self.figures.append(f"from the kernel's start to the first frame by instructions, a nanosecond each, of both processors: {frame:.1f} s")
        self.told_by_systemd()
        self.machine.power_cut()
        self.start()

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
        """How much is written to /data while nobody touches it, and by a print, asking for news as often as a terminal does; told, not judged."""
        def written():
            return int(self.machine.ask("set -- $(cat /sys/class/block/$(basename $(readlink -f /dev/disk/by-partlabel/data))/stat); echo $7")) * 512

        def polls():
            return self.machine.said().count("next poll at")

        self.orderly_end()
        self.card.put("terminal.toml", self.point.device_settings().replace("poll_min = 1\n", ""))
        self.start()
        self.machine.run("systemctl is-system-running --wait", BOOT_S)
        # What a start itself leaves to be written.
        self.machine.ask(f"sleep {WRITTEN_BACK_S}; sync", WRITTEN_BACK_S + LOOK_S)
        begun, asked = written(), polls()
        self.machine.ask(f"sleep {QUIET_MIN * 60}; sync", QUIET_MIN * 60 + LOOK_S)
        quiet, asked = written() - begun, polls() - asked
        self.figures.append(f"written to /data in {QUIET_MIN} quiet minutes of the device with {asked} polls: {quiet / 1e6:.2f} MB, "
                            f"so {quiet * 24 * 60 / QUIET_MIN / 1e6:.0f} MB a day")
        self.figures.append("by whom since the start, bytes: " + self.machine.ask(WRITERS, LOOK_S))
        begun, slips = written(), len(self.point.whole_slips())
        self.visit()
        self.machine.until("the slip", SCREEN_S, lambda: len(self.point.whole_slips()) > slips)
        self.machine.ask("sync")
        self.figures.append(f"by one document printed: {(written() - begun) / 1e6:.2f} MB")
