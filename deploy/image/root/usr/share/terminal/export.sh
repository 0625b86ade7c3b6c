#!/bin/sh
# Carries what the desk laid out onto a stick: FROM/order names a number and a file beside it, the first stick below MEDIA gets the
# file, ANSWERS/answer says what came of it. With "in" behind the name the file is copied from a stick to ANSWERS instead. The stick is writable for this moment only, and in this unit's name space only.
# Whole or not at all: written beside its place, brought to the medium, compared, then given its name.
# Nothing that stands in FROM is believed: whoever wrote it may be a kiosk that was taken over.
set -euf
case "${1:-}" in
  carry) from="$2" media="$3" answers="$4" ;;
  # Whatever was left writable.
  close) from="" media="$2" answers="" ;;
  *) echo "usage: export.sh carry FROM MEDIA ANSWERS | close MEDIA" >&2; exit 2 ;;
esac
umask 027
bytes_max=67108864
# What the file system itself wants beside a file.
spare=1048576
# What may be brought in from a stick, and as much of it as the kiosk reads and one byte more, so that it sees that there is more.
wanted=holdings.csv
wanted_max=2097153

sticks() { find "$media" -mindepth 1 -maxdepth 1 -type d 2> /dev/null | LC_ALL=C sort; }
read_only() { mount -o remount,ro,nosuid,nodev,noexec "$1" 2> /dev/null || :; }

if [ "$1" = close ]; then
  for place in $(sticks); do read_only "$place"; done
  exit 0
fi

answer() {
  echo "$number $1" > "$answers/answer.new"
  mv -fT "$answers/answer.new" "$answers/answer"
}
give_up() {
  echo "export: $name: $1" >&2
  answer "$1"
  exit 0
}

# Once inside, the folder cannot be exchanged for another.
cd "$from"
if [ "$(pwd -P)" != "$from" ]; then echo "export: $from is no folder of its own" >&2; exit 1; fi
if [ ! -f order ] || [ -L order ]; then exit 0; fi
read -r number name rest << END
$(head -c 200 order)
END
case "$number" in '' | *[!0-9]*) echo "export: the order has no number" >&2; exit 1 ;; esac
case "$name" in '' | .* | *[!A-Za-z0-9._-]*) name="the file"; give_up failed ;; esac
if [ "$rest" = in ]; then
  if [ "$name" != "$wanted" ]; then give_up failed; fi
  rm -f "$answers/$name"
  found=no-stick
  for place in $(sticks); do
    found=no-file
    if [ -f "$place/$name" ] && [ ! -L "$place/$name" ]; then found="$place/$name"; break; fi
  done
  case "$found" in no-*) give_up "$found" ;; esac
  # A stick that is pulled out while it is read leaves half a file, and that is none.
  part="$answers/.$name.part"
  trap 'rm -f "$part"' EXIT
  size="$(stat -c %s "$found")" || give_up failed
  if [ "$size" -gt "$wanted_max" ]; then size="$wanted_max"; fi
  head -c "$size" "$found" > "$part" || give_up failed
  if [ "$(stat -c %s "$part")" -ne "$size" ]; then give_up failed; fi
  mv -fT "$part" "$answers/$name" || give_up failed
  answer "done"
  exit 0
fi
if [ -n "$rest" ] || [ ! -f "$name" ] || [ -L "$name" ]; then give_up failed; fi
size="$(stat -c %s "./$name")"
if [ "$size" -gt "$bytes_max" ]; then give_up failed; fi

place="$(sticks | head -n 1)"
if [ -z "$place" ]; then give_up no-stick; fi
part="$place/.$name.part"
trap 'rm -f "$part" 2> /dev/null; read_only "$place"' EXIT
mount -o remount,rw,nosuid,nodev,noexec "$place" || give_up read-only
# Of an earlier time, when the power went.
rm -f "$part" || give_up read-only
free="$(stat -f -c %a "$place")" block="$(stat -f -c %S "$place")"
if [ "$((free * block))" -lt "$((size + spare))" ]; then give_up full; fi
# A link is carried as one, and is then no file.
cp -P "./$name" "$part" || give_up failed
if [ ! -f "$part" ] || [ -L "$part" ]; then give_up failed; fi
sync "$part" || give_up failed
cmp -s "./$name" "$part" || give_up failed
mv -fT "$part" "$place/$name" || give_up failed
sync -f "$place/$name" || give_up failed
answer "done"
