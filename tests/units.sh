#!/usr/bin/env bash
# What systemd and udev themselves say about deploy/systemd, deploy/fleet and deploy/udev. Nothing is started. A wrong unit and a wrong rule are
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
ln -s usr/sbin "$root/sbin"
mkdir -p "$root/usr/sbin"
for program in rauc sync-agent updater kiosk desk-page fleet terminal-config cp date head kill loadkeys mkdir mount mv rmdir sh sync systemctl udevadm umount; do
  install -m 755 /dev/null "$root/usr/bin/$program"
done
install -m 755 /dev/null "$root/usr/sbin/nft"
verify() {
  cp deploy/systemd/* deploy/fleet/fleet.service deploy/fleet/fleet.timer deploy/image/root/usr/lib/systemd/system/*.service "$root/etc/systemd/system/"
  for template in deploy/systemd/*@.service; do
    name="$(basename "$template" @.service)"
    ln -sf "$name@.service" "$root/etc/systemd/system/$name@sda1.service"
  done
  (cd "$root/etc/systemd/system" && find . \( -name '*.service' -o -name '*.timer' -o -name '*.path' \) ! -name '*@.service' -printf '%f\n' | sort) |
    xargs systemd-analyze verify --man=no --root="$root" 2>&1
}
said="$(verify)" || { echo "$said" >&2; exit 1; }
if [ -n "$said" ]; then echo "$said" >&2; exit 1; fi
# systemd starts a kiosk that never draws again and again: what is ordered behind it never gets its turn, and neither would a renewal.
waits() { # folders with units
  grep -rHE '^After=(.* )?kiosk\.service' "$@" | grep -v '/terminal-started\.service:' || true
  grep -rHE '^Before=' "$@" | grep -E '/kiosk\.service(\.d/[^:]*)?:' | grep -vE ':Before=shutdown\.target$' || true
}
said="$(waits deploy/systemd deploy/image/root/usr/lib/systemd)"
if [ -n "$said" ]; then echo "these wait for the kiosk's first frame: $said" >&2; exit 1; fi
mkdir "$dir/waiting"
printf '[Unit]\nAfter=network.target kiosk.service\n' > "$dir/waiting/a.service"
printf '[Unit]\nBefore=dbus.service shutdown.target\n' > "$dir/waiting/kiosk.service"
if [ "$(waits "$dir/waiting" | wc -l)" != 2 ]; then echo "a unit that waits for the kiosk is not found" >&2; exit 1; fi
printf '[Service]\nExecStart=/bin/absent\nRestrt=always\n' > "$root/etc/systemd/system/wrong.service"
if [ -z "$(verify || true)" ]; then echo "systemd-analyze finds nothing wrong in a wrong unit" >&2; exit 1; fi

# How much a taken-over program could do. What mounts sticks for others cannot have a name space of its own, and is short.
exposed() { SYSTEMD_LOG_LEVEL=err systemd-analyze security --no-pager --offline=true --threshold="$1" "$2" > "$dir/said" 2>&1; }
for unit in deploy/systemd/*.service deploy/fleet/*.service deploy/image/root/usr/lib/systemd/system/*.service; do
  allowed=20
  case "$unit" in
    *@.service) allowed=45; cp "$unit" "$dir/$(basename "$unit" @.service)@x.service"; unit="$dir/$(basename "$unit" @.service)@x.service" ;;
  esac
  exposed "$allowed" "$unit" || { cat "$dir/said" >&2; exit 1; }
  echo "$(basename "$unit"): $(grep -o 'exposure level.*: [0-9.]*' "$dir/said" | grep -o '[0-9.]*$')"
done
printf '[Service]\nExecStart=/usr/bin/kiosk\nUser=x\n' > "$dir/open.service"
if exposed 20 "$dir/open.service"; then echo "systemd-analyze finds nothing open in an open unit" >&2; exit 1; fi

# Rules are read from a fixed folder: in a mount namespace of its own it is ours.
cp -r deploy/udev "$dir/rules"
rules() {
  # shellcheck disable=SC2016 # The inner shell's own $0.
  unshare --map-root-user --mount sh -c 'mount --bind "$0" /usr/lib/udev/rules.d && SYSTEMD_LOG_LEVEL=debug udevadm test /sys/devices/virtual/mem/null 2>&1' "$dir/rules"
}
said="$(rules)"
for file in deploy/udev/*.rules; do
  echo "$said" | grep -q "Reading rules file: .*/$(basename "$file")$" || { echo "udev did not read $file" >&2; exit 1; }
done
if echo "$said" | grep -E "rules\.d/[^ ]*:[0-9]+ "; then exit 1; fi
printf 'ACTION=="add", SUBSYSTM=="block", TAG+="x"\n' > "$dir/rules/99-wrong.rules"
rules | grep -q "99-wrong.rules:1 " || { echo "udev finds nothing wrong in a wrong rule" >&2; exit 1; }
# Devices that may be plugged in, by what udev writes of their interfaces; the patterns are those of the rule.
let_go() { # vendor, interfaces
  local line vendors patterns
  while IFS= read -r line; do
    vendors="$(sed -E 's/.*idVendor\}(==|!=)"([^"]*)".*/\2/' <<< "$line")"
    patterns="$(sed -E 's/.*INTERFACES\}=="([^"]*)".*/\1/' <<< "$line")"
    case "$line" in *'idVendor}=='*) [[ "|$vendors|" == *"|$1|"* ]] || continue ;; *) [[ "|$vendors|" != *"|$1|"* ]] || continue ;; esac
    IFS='|' read -ra patterns <<< "$patterns"
    # shellcheck disable=SC2053 # These are patterns.
    for pattern in "${patterns[@]}"; do [[ "$2" == $pattern ]] && return 0; done
  done < <(grep '^ATTR{idVendor}' deploy/udev/73-terminal-usb.rules)
  return 1
}
while read -r vendor interfaces what; do
  if let_go "$vendor" "$interfaces"; then echo "the rule for USB lets go of $what ($interfaces)" >&2; exit 1; fi
done <<'END'
04b8 :070102: a printer
046d :030101: a keyboard
0eef :030000: a touch screen
0781 :080650: a stick
0bda :090001:090002: a hub
0d8c :010100:010200:030000: headphones
1a86 :ff0102: a serial cable
END
while read -r vendor interfaces what; do
  if ! let_go "$vendor" "$interfaces"; then echo "the rule for USB keeps $what ($interfaces)" >&2; exit 1; fi
done <<'END'
0bda :020600:0a0000: a network card
0bda :080650:020600:0a0000: a stick with a network card in it
0525 :e00103:0a0000: a telephone as network card
0cf3 :e00101: a Bluetooth stick
046d :0e0100:0e0200: a camera
0bda :ffffff: a network card in its maker's own language
1050 :030000:0b0000: a smart card
1a86 :ff0102:020600: a serial cable with a network card in it
END

# The wall: what nft itself says of the rules that the settings make, in a network of their own.
config="${CARGO_TARGET_DIR:-target}/debug/terminal-config"
walls() { unshare --map-root-user --net nft --check --file "$1"; }
walls deploy/image/root/usr/share/terminal/closed.nft
"$config" example > "$dir/terminal.toml"
sed -e 's|^feed = .*|feed = "https://feed.example.cn/a/"|' -e 's|^connection = .*|connection = "tcp://[fd00::5]:9100"|' \
  -e 's|^# to = .*|to = "http://10.0.0.7:8080/in/"|' -e 's|^# listen = .*|listen = "0.0.0.0:8443"|' \
  -e 's|^# from = .*|from = ["192.168.10.0/24", "fd00:1::/64"]|' "$dir/terminal.toml" > "$dir/far.toml"
for settings in "$dir/terminal.toml" "$dir/far.toml"; do
  "$config" nftables "$settings" > "$dir/wall.nft"
  walls "$dir/wall.nft"
done
[ "$(grep -c 'meta skuid' "$dir/wall.nft")" = 3 ] || { echo "the wall lacks a way out" >&2; exit 1; }
[ "$(grep -c 'saddr .* tcp dport 8443 accept' "$dir/wall.nft")" = 2 ] || { echo "the wall lacks the office's way in" >&2; exit 1; }
sed -i 's/tcp dport/tpc dport/' "$dir/wall.nft"
if walls "$dir/wall.nft" 2>/dev/null; then echo "nft finds nothing wrong in a wrong wall" >&2; exit 1; fi
# What terminal-settings.service does at a start, in a network of its own: settings that are wrong leave the wall closed.
started="$(sed -n "s/^ExecStart=.* -ec '\(.*\)'$/\1/p" deploy/systemd/terminal-settings.service |
  sed "s#/usr/share/terminal#$PWD/deploy/image/root&#; s#/etc/terminal/#$dir/#; s#/run/terminal#$dir#g")"
# shellcheck disable=SC2016 # The inner shell's own $0.
settings() { PATH="$(dirname "$config"):$PATH" unshare --map-root-user --net sh -c 'sh -ec "$0"; echo "exit $?"; nft list ruleset' "$started" 2>&1; }
cp "$dir/far.toml" "$dir/terminal.toml"
said="$(settings)"
if ! grep -qx 'exit 0' <<< "$said" || ! grep -q 'dport 8443 accept' <<< "$said"; then echo "$said"; echo "the wall of the settings does not stand" >&2; exit 1; fi
echo 'kind = "libary"' >> "$dir/terminal.toml"
said="$(settings)"
if ! grep -qx 'exit 1' <<< "$said" || [ "$(grep -c 'policy drop' <<< "$said")" != 3 ] || grep -q dport <<< "$said"; then
  echo "$said"; echo "wrong settings leave the wall open" >&2; exit 1
fi
echo "units, rules and walls: in order"
