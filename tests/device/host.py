"""What a test of a device needs of this machine: programs, and a network that is the test's alone."""

import os
import shutil
import subprocess
import sys

from machine import FIRMWARE, SECURE, VARIABLES

NEEDED = [("qemu-system-aarch64", "qemu-system-arm"), ("sfdisk", "fdisk"), ("mcopy", "mtools"), ("mdir", "mtools"), ("mkfs.fat", "dosfstools"), ("ip", "iproute2")]
ALONE = ["unshare", "--map-root-user", "--net"]
# Says that this network is the test's own.
MARK = "TEST_OF_A_DEVICE_IS_ALONE"


def missing():
    """What this machine lacks, as packages."""
    lacks = {package for program, package in NEEDED if not shutil.which(program)}
    if not all(file.exists() for file in (FIRMWARE, SECURE, VARIABLES)):
        lacks.add("qemu-efi-aarch64")
    return sorted(lacks)


def alone(program):
    """Goes on in a network that holds this test and nothing else, where every port is free: the program is started anew in it, once, with the same words."""
    if os.environ.get(MARK):
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        return
    if subprocess.run([*ALONE, "true"], check=False).returncode != 0:
        sys.exit(f"test-image: this machine gives no test a network of its own: {' '.join(ALONE)} fails")
    os.environ[MARK] = "yes"
    sys.stdout.flush()
    os.execvp(ALONE[0], [*ALONE, sys.executable, "-u", program, *sys.argv[1:]])
