#!/bin/sh
# Which of the two systems the firmware starts: RAUC's custom bootloader backend. slots.sh get-primary | set-primary SLOT | get-state SLOT |
# set-state SLOT good|bad | get-current, with SLOT a or b; and `started`, by which a start that came as far as a picture gives its starts back. BOOT is the folder with what the firmware
# reads (mounted here if not given), KIND what reads it:
#
# uefi: systemd-boot starts the file EFI/Linux/terminal-N-SLOT.efi with the highest N; a name with +LEFT before .efi is counted down at each start and
#       passed over at +0. A system that is new gets three starts. A good one gets six, and each of them that comes as far as a picture gives all
#       six back: one whose disk has gone bad since gives way as well. One rename changes one thing, whole or not at all.
# rpi:  autoboot.txt names the partition that is started, and another one that is tried once after `reboot "0 tryboot"`. A new system is
#       tried; only when it is good it takes the first place.
set -euf
boot="${BOOT:-}"
kind="${KIND:-}"
cmdline="${CMDLINE:-/proc/cmdline}"
param="${REBOOT_PARAM:-/run/systemd/reboot-param}"
STARTS=3
STARTS_GOOD=6

say() { echo "slots: $*" >&2; exit 1; }
word() { # name: what the kernel's command line says of it
  for each in $(cat "$cmdline"); do
    case "$each" in "$1"=*) echo "${each#*=}"; return ;; esac
  done
  say "no $1= in the kernel's command line"
}
[ -n "$kind" ] || case "$(word terminal.board)" in rpi) kind=rpi ;; *) kind=uefi ;; esac
slot="${2:-}"
case "$1:$slot" in
  get-primary: | get-current: | started:) ;;
  set-primary:[ab] | get-state:[ab] | set-state:[ab]) ;;
  *) say "usage: slots.sh get-primary | set-primary a|b | get-state a|b | set-state a|b good|bad | get-current | started" ;;
esac

# Writable for this moment only.
if [ -z "$boot" ]; then
  case "$kind" in rpi) partition=select ;; *) partition=esp ;; esac
  boot="$(mktemp -d /run/terminal-firmware.XXXXXX)"
  trap 'umount "$boot" 2> /dev/null; rmdir "$boot"' EXIT
  mount -t vfat -o rw,nosuid,nodev,noexec "/dev/disk/by-partlabel/$partition" "$boot" || say "mount what the firmware reads"
fi

# --- uefi ---------------------------------------------------------------------------------------------------------------------------
linux="$boot/EFI/Linux"
names() { find "$linux" -maxdepth 1 -type f -name "terminal-*-$1*.efi" | sed 's|.*/||' | sort; }
name_of() { names "$1" | tail -n 1; }
number_of() { n="${1#terminal-}"; echo "${n%%-*}"; }
# How many starts a name had when it was given; 0 for one that counts none.
given() {
  case "$1" in
    *+*-*.efi) count="${1##*+}" left="${count%%-*}" done="${count#*-}"; echo "$((left + ${done%.efi}))" ;;
    *+*.efi) count="${1##*+}"; echo "${count%.efi}" ;;
    *) echo 0 ;;
  esac
}
# A name that counts no starts, counts some, or has none left.
state_of() {
  case "$1" in
    '') echo bad ;;
    *+0.efi | *+0-*.efi) echo bad ;;
    *) echo good ;;
  esac
}
rename() { # slot new: whatever name it had
  old="$(name_of "$1")"
  [ -n "$old" ] || say "slot $1 has no boot file"
  [ "$old" = "$2" ] || mv -T "$linux/$old" "$linux/$2"
  sync -f "$linux"
}
uefi() {
  case "$1" in
    get-primary)
      best="" most=-1
      for each in a b; do
        name="$(name_of "$each")"
        if [ "$(state_of "$name")" = good ] && [ "$(number_of "$name")" -gt "$most" ]; then
          best="$each"
          most="$(number_of "$name")"
        fi
      done
      [ -n "$best" ] || say "no slot is good"
      echo "$best"
      ;;
    set-primary)
      most=0
      for name in $(names a) $(names b); do
        [ "$(number_of "$name")" -le "$most" ] || most="$(number_of "$name")"
      done
      rename "$slot" "terminal-$((most + 1))-$slot+$STARTS.efi"
      ;;
    get-state) state_of "$(name_of "$slot")" ;;
    started)
      slot="$(word terminal.slot)"
      name="$(name_of "$slot")"
      # A new system is on trial until the updater says what it is.
      [ "$(given "$name")" = "$STARTS" ] || rename "$slot" "terminal-$(number_of "$name")-$slot+$STARTS_GOOD.efi"
      ;;
    set-state)
      name="$(name_of "$slot")"
      case "$2" in
        good) rename "$slot" "terminal-$(number_of "$name")-$slot+$STARTS_GOOD.efi" ;;
        # A slot that is about to be written may have no boot file yet.
        bad) [ -z "$name" ] || rename "$slot" "terminal-$(number_of "$name")-$slot+0-$STARTS.efi" ;;
      esac
      ;;
  esac
}

# --- rpi ----------------------------------------------------------------------------------------------------------------------------
part_of() { case "$1" in a) echo 2 ;; b) echo 3 ;; esac; }
slot_of() { case "$1" in 2) echo a ;; 3) echo b ;; esac; }
# What stands behind boot_partition= in [all] or [tryboot].
said() { sed -n "/^\[$1\]/,/^\[/s/^boot_partition=\([0-9]*\).*/\1/p" "$boot/autoboot.txt" | head -n 1; }
# all tryboot: written beside its place, brought to the card, then given its name.
tell() {
  printf '[all]\ntryboot_a_b=1\nboot_partition=%s\n[tryboot]\nboot_partition=%s\n' "$1" "$2" > "$boot/autoboot.new"
  sync "$boot/autoboot.new"
  mv -T "$boot/autoboot.new" "$boot/autoboot.txt"
  sync -f "$boot/autoboot.txt"
}
other() { case "$1" in 2) echo 3 ;; 3) echo 2 ;; esac; }
rpi() {
  # Its firmware counts nothing.
  [ "$1" != started ] || return 0
  first="$(said all)"
  case "$first" in 2 | 3) ;; *) say "autoboot.txt names no slot" ;; esac
  mine="$(part_of "$slot")"
  bad="$boot/bad-${slot:-none}"
  case "$1" in
    # What the next start will be: the one that is to be tried, if there is one.
    get-primary) if [ -e "$boot/try" ]; then slot_of "$(other "$first")"; else slot_of "$first"; fi ;;
    set-primary)
      rm -f "$bad"
      if [ "$mine" = "$first" ]; then
        rm -f "$boot/try"
      else
        tell "$first" "$mine"
        : > "$boot/try"
        sync -f "$boot/try"
        # Read by systemd when the machine starts anew; the firmware then tries the other partition, once.
        echo "0 tryboot" > "$param"
      fi
      ;;
    get-state) if [ -e "$bad" ]; then echo bad; else echo good; fi ;;
    set-state)
      case "$2" in
        good)
          rm -f "$bad"
          # Only what runs can be good: it takes the first place.
          if [ "$(word terminal.slot)" = "$slot" ]; then
            tell "$mine" "$(other "$mine")"
            rm -f "$boot/try"
          fi
          ;;
        bad)
          : > "$bad"
          # A new system that is told to go was only tried: the next start is the other one.
          if [ "$mine" != "$first" ]; then rm -f "$boot/try" "$param"; fi
          ;;
      esac
      sync -f "$boot/autoboot.txt"
      ;;
  esac
}

case "$1" in
  get-current) word terminal.slot ;;
  set-state)
    case "${3:-}" in good | bad) "$kind" set-state "$3" ;; *) say "set-state $slot: good or bad" ;; esac
    ;;
  *) "$kind" "$1" ;;
esac
