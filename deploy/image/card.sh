#!/usr/bin/env bash
# Writes a card or disk (写卡): card.sh IMAGE CONFIG TO. What lies in the folder CONFIG is looked at first, then the image is written and read back, then the
# files go on its partition CONFIG and are read back as well. TO is a whole removable disk that nothing is mounted from, or a file. Nothing is
# written before everything was looked at. TERMINAL_CONFIG names the program that checks settings.
set -euo pipefail
say() { echo "card: $*" >&2; }
stop() { echo "card: $*" >&2; exit 1; }
[ $# -eq 3 ] || stop "usage: card.sh IMAGE CONFIG TO"
image="$1" config="$2" to="$3"
check="${TERMINAL_CONFIG:-terminal-config}"
missing=()
while read -r program package; do command -v "$program" > /dev/null || missing+=("$package"); done <<'END'
sfdisk fdisk
mcopy mtools
lsblk util-linux
END
[ ${#missing[@]} -eq 0 ] || stop "missing on this machine: apt-get install ${missing[*]}"
command -v "$check" > /dev/null || stop "no terminal-config on this machine: it comes with the package reading-room-terminal, or TERMINAL_CONFIG names it"

[ -f "$image" ] || stop "no image $image"
for name in terminal.toml root.json; do [ -f "$config/$name" ] || stop "$config has no $name"; done
wrong=0
while read -r file; do "$check" check "$file" >&2 || wrong=1; done < <(find "$config" -name '*.toml' -type f | sort)
[ $wrong = 0 ] || stop "nothing was written: the settings are wrong"
place="$(sfdisk --json "$image" 2> /dev/null | tr -d ' \n' | grep -oE '"start":[0-9]+,"size":[0-9]+[^}]*"name":"config"' | grep -oE '[0-9]+' | head -n 2 | tr '\n' ' ')" || :
read -r start sectors _ <<< "$place" || :
[ -n "${sectors:-}" ] || stop "$image is no image of a terminal: it has no partition config"
[ "$(du -sb "$config" | cut -f 1)" -le $((sectors * 512 * 9 / 10)) ] || stop "$config does not fit on the partition CONFIG"

bytes="$(stat -c %s "$image")"
if [ -b "$to" ]; then
  kind="$(lsblk -dno TYPE "$to")" size="$(lsblk -bdno SIZE "$to")"
  [ "$kind" = disk ] || stop "$to is a $kind: the whole disk is written"
  [ "$(lsblk -dno RM "$to" | tr -d ' ')" = 1 ] || [ -n "${FIXED:-}" ] || stop "$to is not removable: FIXED=1 if it is meant nevertheless"
  [ -z "$(lsblk -no MOUNTPOINT "$to" | tr -d '\n')" ] || stop "something of $to is in use here"
  [ "$size" -ge "$bytes" ] || stop "$to holds $size bytes, the image has $bytes"
  say "$to: $(lsblk -dno MODEL,SIZE "$to" | tr -s ' ')"
elif [ -e "$to" ] && [ ! -f "$to" ]; then
  stop "$to is neither a disk nor a file"
fi

say "writing"
dd if="$image" of="$to" bs=4M conv=fsync status=none
[ ! -b "$to" ] || blockdev --flushbufs "$to"
cmp -n "$bytes" "$image" "$to" || stop "$to does not hold what was written: another card"
drive="$to@@$((start * 512))"
export MTOOLS_SKIP_CHECK=1
while read -r name; do
  if [ -d "$config/$name" ]; then mmd -D s -i "$drive" "::$name" 2> /dev/null || mdir -i "$drive" "::$name" > /dev/null; else mcopy -o -i "$drive" "$config/$name" "::$name"; fi
done < <(cd "$config" && find . -mindepth 1 \( -type d -o -type f \) | sed 's|^\./||' | sort)
sync "$to"
[ ! -b "$to" ] || blockdev --flushbufs "$to"
while read -r name; do
  mtype -i "$drive" "::$name" | cmp - "$config/$name" || stop "$name does not lie on $to as it is here: another card"
done < <(cd "$config" && find . -type f | sed 's|^\./||' | sort)
say "done: $(cd "$config" && find . -type f | wc -l) files on CONFIG; the card can be taken out"
