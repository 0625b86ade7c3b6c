#!/bin/sh
# One CONFIG for many devices: provision.sh ETC. Where ETC/fleet has a file named by this device's serial number, SERIAL.toml, it stands in the place
# of ETC/terminal.toml from here on; every other device keeps that. Nothing is copied, and CONFIG is not written.
set -eu
etc="$1"
root="${ROOT:-}"
MOUNT="${MOUNT:-mount --bind}"
[ -d "$etc/fleet" ] || exit 0
# As the board says it: a device tree (ends with a zero byte), else what the firmware calls the machine.
serial=""
for place in sys/firmware/devicetree/base/serial-number sys/class/dmi/id/product_serial sys/class/dmi/id/board_serial; do
  [ -r "$root/$place" ] || continue
  serial="$(head -c 65 "$root/$place" | tr -d '\000' | tr -d '[:space:]')"
  # What makers leave in when they write none.
  case "$serial" in '' | *[!A-Za-z0-9._-]* | .* | Default* | None | 0) serial="" ;; *) break ;; esac
done
if [ -z "$serial" ] || [ "${#serial}" -gt 64 ]; then
  echo "provision: this device says no serial number; terminal.toml stays" >&2
  exit 0
fi
file="$etc/fleet/$serial.toml"
if [ ! -f "$file" ]; then
  echo "provision: no fleet/$serial.toml; terminal.toml stays" >&2
  exit 0
fi
if [ ! -f "$etc/terminal.toml" ]; then
  echo "provision: beside fleet a terminal.toml is needed, whose place fleet/$serial.toml takes" >&2
  exit 1
fi
$MOUNT "$file" "$etc/terminal.toml"
echo "provision: fleet/$serial.toml" >&2
