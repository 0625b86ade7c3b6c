#!/usr/bin/env bash
# A bundle that renews terminals with an image of BOARD: bundle.sh BOARD OUT, from what build.sh left in the cache for that board (or root.sh and boot.sh in IMAGE_ROOT). Signed with
# BUNDLE_KEY and BUNDLE_CERT, which the images know by BUNDLE_CA. Leaves OUT/terminal-BOARD-VERSION.raucb; prints its name.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=deploy/image/common.sh
. deploy/image/common.sh
board="${1:-}"
case "$board" in qemu | uefi | rpi) ;; *) stop "no board '$board': make bundle BOARD=qemu, uefi or rpi" ;; esac
out="$(mkdir -p "$2" && cd "$2" && pwd)"
need rauc rauc
need mksquashfs squashfs-tools
missing
[ -n "${BUNDLE_KEY:-}" ] && [ -n "${BUNDLE_CERT:-}" ] ||
  stop "a bundle is signed: BUNDLE_KEY and BUNDLE_CERT name a key and its certificate; BUNDLE_CA, which signed that, goes into images"
root="${IMAGE_ROOT:-$CACHE/root}"
boot="$root/boot"
[ -e "$root/root.img" ] && [ -e "$boot/board" ] || stop "there is no image yet: make image BOARD=$board"
[ "$(cat "$boot/board")" = "$board" ] || stop "the last image is for $(cat "$boot/board"): make image BOARD=$board"

work="$(mktemp -d "$CACHE/bundle.XXXXXX")"
trap 'rm -rf "$work"' EXIT
content="$work/content"
mkdir "$content"
echo "$board" > "$content/board"
install -m 755 deploy/image/hook.sh "$content/hook.sh"
cp --reflink=auto "$root/root.img" "$content/root.img"
if [ "$board" = rpi ]; then
  cp -r "$boot/files" "$content/boot"
  cp "$boot/cmdline-a" "$boot/cmdline-b" "$content/"
else
  # They differ in few bytes: in parts, the packer keeps only one of each two that are equal.
  for slot in a b; do
    mkdir "$content/slot-$slot"
    split --bytes=1M --numeric-suffixes --suffix-length=3 "$boot/slot-$slot.efi" "$content/slot-$slot/"
  done
fi
version="$(cat "$boot/version")"
cat > "$content/manifest.raucm" <<END
[update]
compatible=terminal
version=$version

[bundle]
format=verity

[hooks]
filename=hook.sh
hooks=install-check

[image.rootfs]
filename=root.img
hooks=post-install
END
bundle="$out/terminal-$board-$version.raucb"
rm -f "$bundle"
# The root file system is packed already, and to try again takes minutes; the kernel is not. IMAGE_LEVEL packs fast, as it does the root file system.
packer=xz
[ -z "${IMAGE_LEVEL:-}" ] || packer="zstd -Xcompression-level $IMAGE_LEVEL"
rauc bundle --mksquashfs-args="-comp $packer -b 1M -action uncompressed@name(root.img)" --cert="$BUNDLE_CERT" --key="$BUNDLE_KEY" "$content" "$bundle" >&2
say "$((($(stat -c %s "$bundle") + 500000) / 1000000)) MB; offer it: publisher bundle add $bundle --board $board --version $version --share 0 ..."
echo "$bundle"
