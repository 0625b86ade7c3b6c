#!/bin/sh
# Does what the desk ordered: FOLDER/order names a time and one of two words. An order that is older or newer than two minutes is nobody's, and the
# folder is empty after each start. Nothing else that stands there is believed: whoever wrote it may be a kiosk that was taken over.
set -euf
if [ $# -ne 1 ]; then echo "usage: power.sh FOLDER" >&2; exit 2; fi
old=120

# Once inside, the folder cannot be exchanged for another.
cd "$1"
if [ "$(pwd -P)" != "$1" ]; then echo "power: $1 is no folder of its own" >&2; exit 1; fi
if [ ! -f order ] || [ -L order ]; then exit 0; fi
read -r at word rest << END
$(head -c 100 order)
END
case "$at" in '' | *[!0-9]* | ????????????*) echo "power: the order has no time" >&2; exit 1 ;; esac
age="$(($(date +%s) - at))"
if [ "$age" -gt "$old" ] || [ "$age" -lt "-$old" ]; then echo "power: the order is of another time" >&2; exit 1; fi
if [ -n "$rest" ]; then echo "power: the order says more than one word" >&2; exit 1; fi
case "$word" in
  restart) target=reboot.target ;;
  power-off) target=poweroff.target ;;
  *) echo "power: no such order" >&2; exit 1 ;;
esac
echo "power: $word"
systemctl --no-block start "$target"
