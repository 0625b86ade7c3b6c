"""The part of a device's day in which its firmware starts nothing that is not signed with its key (UEFI Secure Boot, 安全启动)."""

import shutil

from limits import BOOT_S
from machine import ASK_S, VARIABLES, Failed

# What firmware and loader say of a file that they do not start (UEFI: EFI_ACCESS_DENIED, EFI_SECURITY_VIOLATION).
REFUSED = r"(?i)access denied|security violation"
# Starts that a system has which came up once: slots.sh.
STARTS_GOOD = 6
# As Linux shows it: four bytes of attributes, then 1 where it is on.
SECURE_BOOT = "/sys/firmware/efi/efivars/SecureBoot-*"
# Of the image: how images.sh calls them, and where they lie.
FILES = {"loader": "EFI/BOOT/BOOTAA64.EFI", "slot-a": "EFI/Linux/terminal-1-a.efi", "slot-b": "EFI/Linux/terminal-0-b.efi"}


class Secure:
    """Steps of a `Day`, which has the machine and its cards."""

    def secure_boot(self):
        """A firmware with Secure Boot starts the signed image and a signed update; nothing that is not signed, and no boot file with a bit that is another."""
        if self.machine.process:
            self.machine.power_cut()
        card = self.new_card("card-signed.img")
        self.machine.disk, self.machine.variables = card.path, self.look / "variables"
        shutil.copyfile(VARIABLES, self.machine.variables)
        self.machine.switch_on()
        self.machine.wait_for(REFUSED, BOOT_S)
        self.machine.power_cut()
        for name, path in FILES.items():
            card.put_boot(path, self.images / "signed" / f"{name}.efi")
        self.start()
        if self.machine.ask(f"od -An -t u1 -j 4 {SECURE_BOOT}") != "1":
            raise Failed("the device does not know of its firmware's Secure Boot")
        self.wait_for_mirror(31)
        # An update whose boot files nobody signed would be refused by the firmware, which then waits for somebody.
        version = self.offer("silent")

        def refused():
            # It is handed to RAUC some times before it is given up; the device itself waits five minutes between them.
            self.machine.ask("systemctl start terminal-update.service", BOOT_S)
            return self.refused(version)

        self.machine.until("a refusal", BOOT_S * 2, refused, every=ASK_S)
        if self.slot() != "a":
            raise Failed("a boot file that nobody signed is started")
        self.offer("good")
        self.machine.wait_for(r"terminal\.slot=b", BOOT_S * 3)
        self.confirmed()
        if self.slot() != "b":
            raise Failed(f"the signed update was not taken: {self.updating()}")
        self.machine.power_cut()
        card.spoil_boot(next(f"EFI/Linux/{name}" for name in card.firmware() if "-b" in name))
        refusals = 0
        while refusals <= STARTS_GOOD:
            self.machine.switch_on()
            found = self.machine.wait_for(rf"{REFUSED}|Kernel command line: .*terminal\.slot=(?P<slot>.)", BOOT_S)
            if found["slot"]:
                break
            refusals += 1
            self.machine.power_cut()
        if found["slot"] != "a":
            raise Failed(f"after {refusals} refusals of slot b the other one is not started: {found[0]!r}")
        print(f"  spoilt boot file refused {refusals} times, then the other slot")
        self.machine.wait_for(r"Started kiosk\.service", BOOT_S)
        self.whole()
        self.expect_not_black()
        self.machine.power_cut()
        self.machine.disk, self.machine.variables = self.card.path, None
