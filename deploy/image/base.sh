#!/usr/bin/env bash
# The Debian of the device, unpacked: base.sh [--relock]. Every package of packages.list with what it needs, at the versions of
# packages.lock; prints the folder, which holds root/, boot/ and packages (dpkg's description of each). Nothing is emulated and
# nothing needs root: packages are unpacked, their scripts are not run. Where a mirror has moved on, the versions differ and
# nothing is built: `make image-lock` takes the new ones, and the change is a commit that somebody looks at.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=deploy/image/common.sh
. deploy/image/common.sh
here=deploy/image
lock="$here/packages.lock"
need dpkg-deb dpkg
need apt-get apt
need depmod kmod
missing

relock="${1:-}"
known() { cat "$here/packages.list" "$lock" "$here/base.sh" 2> /dev/null | sha256sum | cut -c 1-16; }
if [ -z "$relock" ] && [ -e "$CACHE/base-$(known)/packages" ]; then
  echo "$CACHE/base-$(known)"
  exit
fi

names() { awk -v use="$1" '$1 == use { print $2 }' "$here/packages.list"; }
work="$(mktemp -d "$CACHE/base.XXXXXX")"
trap 'rm -rf "$work"' EXIT
mkdir "$work/debs" "$work/root" "$work/boot"
say "asking Debian's mirror"
sources > "$CACHE/sources.list"
apt_of_device
# Everything that the root file system needs and nothing that is only recommended to it, and the kernel that its name stands for.
mapfile -t root < <(names root)
apt-get install --no-install-recommends --simulate "${root[@]}" | awk '$1 == "Inst" { print $2 }' | grep -vxF -f <(names without) | sort > "$work/root.names"
for name in $(names boot); do
  real="$(apt-cache depends --important "$name" | awk '/Depends: linux-image-[0-9]/ { print $2; exit }')"
  echo "${real:-$name}"
done > "$work/boot.names"
sort -u "$work/root.names" "$work/boot.names" | xargs apt-cache policy |
  awk '/^[^ ]/ { name = $1; sub(/:$/, "", name) } /Candidate:/ { print name, $2 }' > "$work/lock"
if [ -n "$relock" ]; then
  cp "$work/lock" "$lock"
elif ! diff "$lock" "$work/lock" >&2; then
  stop "packages differ from $lock (<: wanted, >: what the mirror has); take them with 'make image-lock'"
fi

say "fetching and unpacking $(wc -l < "$lock") packages"
mapfile -t exact < <(sed 's/ /=/' "$lock")
(cd "$work/debs" && apt-get download -q "${exact[@]}" > /dev/null)
for deb in "$work"/debs/*.deb; do
  name="$(dpkg-deb --field "$deb" Package)"
  to="$work/root"
  if grep -qxF "$name" "$work/boot.names"; then to="$work/boot"; else { dpkg-deb --field "$deb"; echo; } >> "$work/packages.new"; fi
  dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$to" --no-same-owner
done
modules="$(find "$work/boot" -type d -path '*/lib/modules/*' -prune -print -quit)"
depmod -b "${modules%/lib/modules/*}" "$(basename "$modules")"
mv "$work/packages.new" "$work/packages"
rm -rf "$work"/{debs,root.names,boot.names,lock}
base="$CACHE/base-$(known)"
rm -rf "$base"
mv "$work" "$base"
trap - EXIT
echo "$base"
