#!/bin/sh
# What somebody far away needs to help: diagnose.sh MEDIA. A stick below MEDIA that has a file terminal-diagnostics (empty or not) at its top gets
# terminal-diagnostics-TIME.txt beside it; every other stick is left alone. Nothing about visitors: neither register nor mirror nor settings are
# read, of the log only the lines of the terminal's own programs and of the kernel, and in those every long number is taken out, whoever wrote it.
set -euf
media="$1"
asked=terminal-diagnostics
bytes_max=4194304
lines_max=20000
work="${WORK:-/tmp}"
etc="${ETC:-/etc/terminal}"
units="kiosk sync-agent desk-page terminal-settings terminal-reset terminal-first-boot terminal-started terminal-update terminal-update-fetch terminal-export terminal-power"

section() { printf '\n== %s\n' "$*"; }
# try WORDS...: what a program says, or that it says nothing.
try() {
  section "$*"
  "$@" 2>&1 || echo "(exit $?)"
}
# Telephone numbers, numbers of identity cards, and whatever else is that long.
without_numbers() { sed -E 's/[0-9]{11,}[0-9Xx]?/(number)/g'; }

report() {
  echo "Reading-room terminal: diagnostics of $(date -u +%Y-%m-%dT%H:%M:%SZ), nothing about visitors"
  try cat /usr/share/terminal/version
  section slot
  grep -o 'terminal\.[a-z]*=[^ ]*' /proc/cmdline || :
  try cat /proc/uptime
  section memory
  head -n 5 /proc/meminfo
  try cat /proc/loadavg
  try df -k / /data
  section mounts
  cut -d ' ' -f 1-4 /proc/mounts
  section network
  for each in $(ls /sys/class/net); do echo "$each $(cat "/sys/class/net/$each/operstate" 2>/dev/null)"; done
  cat /proc/net/route
  section screens
  for each in $(find /sys/class/drm -maxdepth 1 -name 'card*-*' 2>/dev/null | sort); do echo "$each $(cat "$each/status" 2>/dev/null)"; done
  section usb
  for each in $(find /sys/bus/usb/devices -maxdepth 1 -name '*-*' ! -name '*:*' 2>/dev/null | sort); do
    echo "$(cat "$each/idVendor" 2>/dev/null):$(cat "$each/idProduct" 2>/dev/null) authorized $(cat "$each/authorized" 2>/dev/null)"
  done
  section pulse
  cat /run/terminal/kiosk/pulse.json 2>/dev/null || echo "(none)"
  section "settings, by line and key of what is wrong"
  if terminal-config check "$etc/terminal.toml" > "$work/checked" 2>&1; then echo "in order"; else
    sed -E 's/^([[:space:]]*line [0-9]+: [^: ]+:).*/\1/' "$work/checked" | grep -E '^[[:space:]]*line [0-9]+: [^: ]+:$' || echo "cannot be read"
  fi
  try systemctl --no-pager --failed
  try systemctl --no-pager --plain --no-legend list-units 'kiosk.service' 'sync-agent.service' 'desk-page.service' 'terminal-*'
  try systemd-analyze --no-pager time
  section "update"
  updater --config "$etc/terminal.toml" status 2>&1 || echo "(exit $?)"
  section "log of the terminal's programs"
  set --
  for each in $units; do set -- "$@" -u "$each.service"; done
  journalctl --no-pager --quiet -o short-iso -n "$lines_max" "$@" 2>&1 | without_numbers
  section "log of the kernel"
  journalctl --no-pager --quiet -o short-monotonic -k -n 2000 2>&1 | without_numbers
}

for place in $(find "$media" -mindepth 1 -maxdepth 1 -type d 2>/dev/null | LC_ALL=C sort); do
  if [ ! -f "$place/$asked" ] || [ -L "$place/$asked" ]; then continue; fi
  name="$asked-$(date -u +%Y%m%d-%H%M%S).txt"
  report | head -c "$bytes_max" > "$work/report"
  # Writable for this moment, and in this unit's name space only.
  ${MOUNT:-mount} -o remount,rw,nosuid,nodev,noexec "$place" || { echo "diagnose: $place cannot be written" >&2; continue; }
  if cp "$work/report" "$place/.$name.part" && sync "$place/.$name.part" && cmp -s "$work/report" "$place/.$name.part" && mv -fT "$place/.$name.part" "$place/$name" && sync -f "$place"; then
    echo "diagnose: $name is on the stick"
  else
    rm -f "$place/.$name.part" 2> /dev/null || :
    echo "diagnose: $name is not on the stick: full, or pulled out" >&2
  fi
  ${MOUNT:-mount} -o remount,ro,nosuid,nodev,noexec "$place" || :
done
