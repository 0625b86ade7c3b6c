#!/usr/bin/env bash
# RAUC itself on the device's own settings, loader script and bundle hook, with files in place of partitions and a bus of its own: a bundle goes
# into the other slot and is started; one for another board and one of a stranger are refused. Needs root (RAUC mounts the bundle), rauc,
# squashfs-tools, openssl, dbus. The bundle is of RAUC's plain format: machines that test may have no device mapper.
set -euo pipefail
cd "$(dirname "$0")/.."
missing=()
while read -r program package; do command -v "$program" > /dev/null || missing+=("$package"); done <<'END'
rauc rauc
mksquashfs squashfs-tools
openssl openssl
dbus-run-session dbus-daemon
END
[ ${#missing[@]} -eq 0 ] || { echo "missing on this machine: apt-get install ${missing[*]}" >&2; exit 1; }
[ "$(id -u)" = 0 ] || { echo "RAUC mounts bundles: this needs root" >&2; exit 1; }
if [ -z "${ON_A_BUS:-}" ]; then exec env ON_A_BUS=1 dbus-run-session -- bash "$0"; fi

here="$PWD/deploy/image"
dir="$(mktemp -d)"
service=""
cleanup() {
  [ -z "$service" ] || kill "$service" 2> /dev/null || :
  umount "$dir"/mnt/* 2> /dev/null || :
  rm -rf "$dir"
}
trap cleanup EXIT
fail() { echo "rauc.sh: $*" >&2; tail -n 20 "$dir/service.log" >&2; exit 1; }
for who in ours stranger; do
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/$who.key" -out "$dir/$who.pem" -subj "/CN=$who" -days 2 2> /dev/null
done

# bundle BOARD WHO OUT
bundle() {
  rm -rf "$dir/content"
  mkdir -p "$dir/content/boot"
  echo "$1" > "$dir/content/board"
  install -m 755 "$here/hook.sh" "$dir/content/hook.sh"
  head -c 3000000 /dev/urandom > "$dir/content/root.img"
  cp "$dir/content/root.img" "$dir/root.img"
  for slot in a b; do
    mkdir "$dir/content/slot-$slot"
    echo "$slot" | tee "$dir/content/slot-$slot/000" > "$dir/content/cmdline-$slot"
  done
  echo kernel > "$dir/content/boot/kernel8.img"
  # As bundle.sh writes it.
  sed -n "/^\[update\]/,/^END/p" "$here/bundle.sh" | sed '/^END/d; s/format=verity/format=plain/; s/\$version/1.2.3/' > "$dir/content/manifest.raucm"
  rm -f "$3"
  rauc bundle --cert="$dir/$2.pem" --key="$dir/$2.key" "$dir/content" "$3" > "$dir/said" 2>&1 || { cat "$dir/said" >&2; exit 1; }
}

# machine BOARD SLOT: started from that slot.
machine() {
  [ -z "$service" ] || { kill "$service"; wait "$service" || :; }
  echo "ro terminal.slot=$2 rauc.slot=$2 terminal.board=$1" > "$dir/cmdline"
  sed -e "s|/dev/disk/by-partlabel/|$dir/|; s|/usr/share/terminal/slots.sh|$dir/slots.sh|; s|bundle-formats=verity|bundle-formats=plain|" \
    -e "s|/etc/rauc/keyring.pem|$dir/ours.pem|; s|/var/lib/rauc|$dir/data|; s|/run/rauc|$dir/mnt|" \
    "$here/root/etc/rauc/system.conf" > "$dir/system.conf"
  rauc service --conf="$dir/system.conf" --override-boot-slot="$2" > "$dir/service.log" 2>&1 &
  service=$!
  for _ in $(seq 600); do
    rauc status > "$dir/status" 2>&1 && return
    kill -0 "$service" 2> /dev/null || fail "the service ended"
    sleep 0.1
  done
  fail "the service does not answer"
}

install -m 755 "$here/root/usr/share/terminal/slots.sh" "$dir/slots.sh"
export BOOT="$dir/boot" CMDLINE="$dir/cmdline" REBOOT_PARAM="$dir/param" DBUS_STARTER_BUS_TYPE=session
for board in uefi rpi; do
  rm -rf "$dir"/{boot,data,mnt,param}
  mkdir -p "$dir"/{boot/EFI/Linux,data,mnt}
  truncate -s 0 "$dir/root-a" "$dir/root-b"
  truncate -s 4M "$dir/root-a" "$dir/root-b"
  echo a > "$BOOT/EFI/Linux/terminal-1-a.efi"
  printf '[all]\ntryboot_a_b=1\nboot_partition=2\n[tryboot]\nboot_partition=3\n' > "$BOOT/autoboot.txt"
  machine "$board" a
  for wrong in "other ours" "$board stranger"; do
    read -r for_board who <<< "$wrong"
    bundle "$for_board" "$who" "$dir/wrong.raucb"
    if rauc install "$dir/wrong.raucb" > "$dir/said" 2>&1; then fail "RAUC takes a bundle for $for_board of $who"; fi
    if ! cmp -s "$dir/root-b" <(head -c 4194304 /dev/zero); then fail "a refused bundle was written"; fi
    [ "$("$dir/slots.sh" get-primary)" = a ] || fail "after a refused bundle the first slot is another"
  done
  bundle "$board" ours "$dir/right.raucb"
  rauc install "$dir/right.raucb" > "$dir/said" 2>&1 || { cat "$dir/said" >&2; fail "RAUC does not take a bundle for $board"; }
  cmp -n 3000000 "$dir/root.img" "$dir/root-b" || fail "slot b holds something else"
  [ "$("$dir/slots.sh" get-primary)" = b ] || fail "slot b is not the first"
  [ "$board" = uefi ] || [ "$(cat "$dir/param")" = "0 tryboot" ] || fail "nothing is tried"
  machine "$board" b
  rauc status mark-good > /dev/null || fail "mark-good"
  case "$board" in
    uefi) [ "$(ls "$BOOT/EFI/Linux")" = "$(printf 'terminal-1-a.efi\nterminal-2-b+6.efi')" ] || fail "$(ls "$BOOT/EFI/Linux")" ;;
    rpi) grep -A2 '\[all\]' "$BOOT/autoboot.txt" | grep -q boot_partition=3 || fail "slot b is not kept" ;;
  esac
  [ "$("$dir/slots.sh" get-primary)" = b ] || fail "slot b is not kept"
  echo "$board: in order"
done
