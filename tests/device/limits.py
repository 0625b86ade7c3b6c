"""How long is waited for what a device does: only the end of a wait, generous because QEMU translates every instruction."""

import os

# For machines that are slow by themselves: while QEMU stands in line for a processor, no limit goes on.
PATIENCE = float(os.environ.get("PATIENCE", "1"))
BOOT_S = round(600 * PATIENCE)
SCREEN_S = round(240 * PATIENCE)
# Before a visit ends by itself (95 s).
LATE_S = 45
LOOK_S = round(120 * PATIENCE)
# As long a new system has to prove itself, minutes of the device, whose start takes one of them: those that never will are waited for as long.
PROVE_MIN = int(os.environ.get("PROVE_MIN", "5"))
