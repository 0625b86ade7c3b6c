#!/usr/bin/env bash
# The image of a device, from nothing: build.sh BOARD OUT [CONFIG]. BOARD is qemu, uefi (boards with UEFI firmware) or rpi. Leaves
# OUT/terminal-BOARD.img, its SBOM, and OUT/SHA256SUMS. Run by `make image`; base and programs are cached.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=deploy/image/common.sh
. deploy/image/common.sh
board="${1:-}" config="${3:-}"
case "$board" in qemu | uefi | rpi) ;; *) stop "no board '$board': make image BOARD=qemu, uefi or rpi" ;; esac
out="$(mkdir -p "$2" && cd "$2" && pwd)"
here=deploy/image
# Everything that is missing is told before the first minute is spent.
while read -r program package; do need "$program" "$package"; done <<'END'
aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu
mksquashfs squashfs-tools
veritysetup cryptsetup-bin
depmod kmod
cpio cpio
zstd zstd
sfdisk fdisk
mkfs.fat dosfstools
mcopy mtools
python3 python3
END
missing

base="$(STEP=1/6 "$here/base.sh")"
STEP=2/6 "$here/programs.sh" "$CACHE/programs"
STEP=3/6 "$here/root.sh" "$base" "$CACHE/programs" "$CACHE/root"
STEP=4/6 "$here/boot.sh" "$CACHE/root" "$board"
STEP=5/6 "$here/disk.sh" "$CACHE/root" "$board" "$out/terminal-$board.img" ${config:+"$config"}
STEP=6/6 say "list of parts (SBOM)"
python3 "$here/sbom.py" "$base/packages" "$SOURCE_DATE_EPOCH" Cargo.lock kiosk/viewer/program/Cargo.lock \
  > "$out/terminal-$board.cdx.json"
(cd "$out" && sha256sum "terminal-$board.img" "terminal-$board.cdx.json" > SHA256SUMS)
cat "$out/SHA256SUMS"
