#!/bin/sh
# Back to factory (恢复出厂): reset.sh CONFIG DATA. Where CONFIG has a file factory-reset.txt whose first line is `erase YYYY-MM-DD`, everything on DATA
# goes: register, mirror, identity, log. Each such line once: DATA remembers it, since CONFIG is only read here. Cut off in between, the next start begins
# anew. Called before anything else has a file on DATA; the machine then starts anew, as from a new card.
set -euf
asked="$1/factory-reset.txt" data="$2"
done="$data/factory-reset.done"
if [ ! -f "$asked" ] || [ -L "$asked" ]; then exit 0; fi
line="$(head -c 200 "$asked" | tr -d '\000\r' | head -n 1)"
case "$line" in
  'erase '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]) ;;
  *) echo "reset: nothing is erased: the first line of factory-reset.txt is not: erase YYYY-MM-DD" >&2; exit 0 ;;
esac
if [ -f "$done" ] && [ "$(cat "$done")" = "$line" ]; then exit 0; fi
echo "reset: everything on data goes ($line)" >&2
find "$data" -mindepth 1 -maxdepth 1 ! -name lost+found -exec rm -rf {} +
for folder in var var/cache var/lib var/log var/spool var/tmp; do mkdir -m 0755 "$data/$folder"; done
chmod 1777 "$data/var/tmp"
sync -f "$data"
# The card is told that it may forget them; not every card can.
${FSTRIM:-fstrim} "$data" || echo "reset: the card was not told to forget what was erased" >&2
echo "$line" > "$done.new"
sync "$done.new"
mv "$done.new" "$done"
sync -f "$data"
echo "reset: done; starting anew" >&2
${RESTART:-systemctl --no-block reboot}
