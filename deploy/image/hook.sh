#!/bin/sh
# Travels in a bundle and is run by RAUC on the device: `install-check` refuses another board and what its firmware would not start, `slot-post-install` puts the boot files of the
# slot that was written beside it. They count as bad until RAUC makes the slot the first one: a power cut before that starts the old system.
set -eu
# Not every hook is told where the bundle is; all of them lie in it.
bundle="$(cd "$(dirname "$0")" && pwd)"
board="$(cat "$bundle/board")"
# The firmware of this device starts nothing that is not signed (UEFI 2.10, 3.3: variable SecureBoot, behind its four bytes of attributes).
secure() {
  variable="${EFIVARS:-/sys/firmware/efi/efivars}/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
  [ -e "$variable" ] && [ "$(od -An -t u1 -j 4 -N 1 "$variable" | tr -d ' ')" = 1 ]
}
# A boot file brings signatures: the size of its certificate table (PE format, optional header of PE32+, fifth data directory) is not 0.
signed() { # file
  number() { od -An -t u4 -j "$2" -N 4 "$1" | tr -d ' '; }
  header="$(number "$1" 60)"
  size="$(number "$1" "$((${header:-0} + 172))")"
  [ "${size:-0}" -gt 0 ]
}
case "$1" in
  install-check)
    grep -qw "terminal.board=$board" "${CMDLINE:-/proc/cmdline}" || { echo "this bundle is for $board" >&2; exit 10; }
    # It would be refused at the next start, and such a firmware then waits for somebody who switches it off and on.
    for each in a b; do
      if [ "$board" != rpi ] && secure && ! signed "$bundle/slot-$each/000"; then
        echo "this firmware starts only what is signed, and the boot files of this bundle are not" >&2
        exit 10
      fi
    done
    exit
    ;;
  slot-post-install) ;;
  *) exit ;;
esac
slot="$RAUC_SLOT_BOOTNAME"
case "$slot" in a | b) ;; *) echo "no slot '$slot'" >&2; exit 1 ;; esac
case "$board" in rpi) partition="boot-$slot" ;; *) partition=esp ;; esac
boot="${BOOT:-}"
if [ -z "$boot" ]; then
  boot="$(mktemp -d /run/terminal-boot.XXXXXX)"
  trap 'umount "$boot" 2> /dev/null; rmdir "$boot"' EXIT
  mount -t vfat -o rw,nosuid,nodev,noexec "/dev/disk/by-partlabel/$partition" "$boot"
fi
# put TO PART...: whole or not at all.
put() {
  to="$1"
  shift
  cat "$@" > "$to.new"
  sync "$to.new"
  mv -T "$to.new" "$to"
}
if [ "$board" = rpi ]; then
  # Only this slot reads this partition, and it is not the first one before it is whole.
  for file in "$bundle"/boot/*; do put "$boot/$(basename "$file")" "$file"; done
  put "$boot/cmdline.txt" "$bundle/cmdline-$slot"
else
  mkdir -p "$boot/EFI/Linux"
  put "$boot/EFI/Linux/new" "$bundle/slot-$slot"/*
  find "$boot/EFI/Linux" -type f -name "terminal-*-$slot*.efi" | while read -r old; do rm "$old"; done
  mv -T "$boot/EFI/Linux/new" "$boot/EFI/Linux/terminal-0-$slot+0-3.efi"
fi
sync -f "$boot"
