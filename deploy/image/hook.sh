#!/bin/sh
# Travels in a bundle and is run by RAUC on the device: `install-check` refuses another board, `slot-post-install` puts the boot files of the
# slot that was written beside it. They count as bad until RAUC makes the slot the first one: a power cut before that starts the old system.
set -eu
# Not every hook is told where the bundle is; all of them lie in it.
bundle="$(cd "$(dirname "$0")" && pwd)"
board="$(cat "$bundle/board")"
case "$1" in
  install-check)
    grep -qw "terminal.board=$board" "${CMDLINE:-/proc/cmdline}" || { echo "this bundle is for $board" >&2; exit 10; }
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
