#!/usr/bin/env bash
# deploy/image/card.sh on files in place of cards: card.sh TERMINAL_CONFIG. A card holds the image and the files, byte by byte; wrong settings, missing files and
# a folder that does not fit are told before anything is written; a card that forgets is noticed.
set -euo pipefail
cd "$(dirname "$0")/.."
TERMINAL_CONFIG="$(realpath "$1")"
export TERMINAL_CONFIG
missing=()
while read -r program package; do command -v "$program" > /dev/null || missing+=("$package"); done <<'END'
sfdisk fdisk
mcopy mtools
mkfs.fat dosfstools
END
[ ${#missing[@]} -eq 0 ] || { echo "missing on this machine: apt-get install ${missing[*]}" >&2; exit 1; }
dir="$(mktemp -d)"
trap 'rm -rf "$dir"' EXIT
fail() { echo "card.sh: $*" >&2; exit 1; }

# An image with the partition that counts, between two others.
truncate -s 16M "$dir/image"
sfdisk -q "$dir/image" <<'END'
label: gpt
size=2MiB, name=esp
size=4MiB, name=config
name=data
END
head -c 1500000 /dev/urandom | dd of="$dir/image" bs=1M seek=8 conv=notrunc status=none
mkfs.fat -n CONFIG --offset $((3 * 2048)) "$dir/image" 4096 > /dev/null
mkdir -p "$dir/config/fleet" "$dir/config/register"
"$TERMINAL_CONFIG" example > "$dir/config/terminal.toml"
for each in root.json fleet/10000000abcd.toml register/numbers.txt; do cp "$dir/config/terminal.toml" "$dir/config/$each"; done

# tried OUT: what it says; whether it is to succeed stands before.
card() { deploy/image/card.sh "$dir/image" "$dir/config" "$1" > "$dir/said" 2>&1; }
refused() { # WORDS
  rm -f "$dir/card"
  if card "$dir/card"; then fail "it was taken: $1"; fi
  grep -q "$1" "$dir/said" || fail "not told: $1: $(cat "$dir/said")"
  [ ! -e "$dir/card" ] || fail "something was written: $1"
}

card "$dir/card" || fail "$(cat "$dir/said")"
for each in terminal.toml root.json fleet/10000000abcd.toml register/numbers.txt; do
  mtype -i "$dir/card@@$((3 << 20))" "::$each" | cmp - "$dir/config/$each" || fail "$each"
done
cmp <(tail -c +$((7 * 1048576 + 1)) "$dir/image") <(tail -c +$((7 * 1048576 + 1)) "$dir/card") || fail "the rest of the card"
# A second time on the same card, as after a mistake.
card "$dir/card" || fail "$(cat "$dir/said")"

sed -i 's/^id = .*/id = "?"/' "$dir/config/fleet/10000000abcd.toml"
refused "the settings are wrong"
rm "$dir/config/fleet/10000000abcd.toml"
mv "$dir/config/root.json" "$dir/root.json"
refused "has no root.json"
mv "$dir/root.json" "$dir/config/root.json"
head -c 5M /dev/urandom > "$dir/config/large"
refused "does not fit"
rm "$dir/config/large"
mv "$dir/image" "$dir/whole"
refused "no image"
head -c 1M /dev/urandom > "$dir/image"
refused "is no image of a terminal"
mv "$dir/whole" "$dir/image"
if card /dev/null; then fail "a device that is no disk was taken"; fi
# A card that says that it wrote, and did not.
mkdir "$dir/programs"
printf '#!/bin/sh\nexit 0\n' > "$dir/programs/dd"
chmod 755 "$dir/programs/dd"
: > "$dir/card"
if PATH="$dir/programs:$PATH" card "$dir/card"; then fail "a card that forgets was taken"; fi
grep -q "another card" "$dir/said" || fail "$(cat "$dir/said")"
echo "card.sh: good"
