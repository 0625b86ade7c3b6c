#!/usr/bin/env bash
# What systemd and udev themselves say about deploy/systemd and deploy/udev. Nothing is started. A wrong unit and a wrong rule are
# shown to them as well, and must be found.
set -euo pipefail
cd "$(dirname "$0")/.."
dir="$(mktemp -d)"
trap 'rm -rf "$dir"' EXIT
export SYSTEMD_LOG_LEVEL=warning SYSTEMD_LOG_COLOR=0

# A root in which everything that the units start is there.
root="$dir/root"
mkdir -p "$root/usr/bin" "$root/usr/lib/systemd" "$root/etc/systemd/system"
ln -s usr/bin "$root/bin"
ln -s usr/lib "$root/lib"
cp -r /usr/lib/systemd/system "$root/usr/lib/systemd/"
for program in sync-agent kill mkdir mount rmdir systemctl umount; do
  install -m 755 /dev/null "$root/usr/bin/$program"
done
verify() {
  cp deploy/systemd/* "$root/etc/systemd/system/"
  for template in deploy/systemd/*@.service; do
    name="$(basename "$template" @.service)"
    ln -sf "$name@.service" "$root/etc/systemd/system/$name@sda1.service"
  done
  (cd "$root/etc/systemd/system" && ls ./*.service | grep -v '@\.service$' | sed 's|^./||') |
    xargs systemd-analyze verify --man=no --root="$root" 2>&1
}
said="$(verify)" || { echo "$said" >&2; exit 1; }
if [ -n "$said" ]; then echo "$said" >&2; exit 1; fi
printf '[Service]\nExecStart=/bin/absent\nRestrt=always\n' > "$root/etc/systemd/system/wrong.service"
if [ -z "$(verify || true)" ]; then echo "systemd-analyze finds nothing wrong in a wrong unit" >&2; exit 1; fi

# Rules are read from a fixed folder: in a mount namespace of its own it is ours.
cp -r deploy/udev "$dir/rules"
rules() {
  unshare --map-root-user --mount sh -c 'mount --bind "$0" /usr/lib/udev/rules.d && SYSTEMD_LOG_LEVEL=debug udevadm test /sys/devices/virtual/mem/null 2>&1' "$dir/rules"
}
said="$(rules)"
for file in deploy/udev/*.rules; do
  echo "$said" | grep -q "Reading rules file: .*/$(basename "$file")$" || { echo "udev did not read $file" >&2; exit 1; }
done
if echo "$said" | grep -E "rules\.d/[^ ]*:[0-9]+ "; then exit 1; fi
printf 'ACTION=="add", SUBSYSTM=="block", TAG+="x"\n' > "$dir/rules/99-wrong.rules"
rules | grep -q "99-wrong.rules:1 " || { echo "udev finds nothing wrong in a wrong rule" >&2; exit 1; }
echo "units and rules: in order"
