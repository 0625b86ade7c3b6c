#!/usr/bin/env bash
# What `make test-image` starts: images.sh OUT. An image for the emulated board that believes a certificate of this test alone, and five bundles for it:
# good.raucb and silent.raucb are the same system with newer versions, the first with signed boot files, bad.raucb one whose root file system does not match its hash, black.raucb one that
# comes up and draws nothing, crash.raucb one whose kiosk ends as soon as it begins. Programs and base are those of `make image`, packed fast: the root file system is larger than that of `make image`.
set -euo pipefail
cd "$(dirname "$0")/../.."
out="$(mkdir -p "$1" && cd "$1" && pwd)"
# shellcheck source=deploy/image/common.sh
. deploy/image/common.sh
here=deploy/image
need openssl openssl
need rauc rauc
need mksquashfs squashfs-tools
need veritysetup cryptsetup-bin
need aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu
need sbsign sbsigntool
[ -e /usr/share/qemu-efi-aarch64/PkKek-1-snakeoil.key ] || MISSING+=(qemu-efi-aarch64)
missing
export IMAGE_LEVEL="${IMAGE_LEVEL:-3}"
keys="$out/keys"
if [ ! -e "$keys/ours.pem" ]; then
  mkdir -p "$keys"
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$keys/ours.key" -out "$keys/ours.pem" -subj "/CN=test of an image" -days 3650 2> /dev/null
fi
snakeoil=/usr/share/qemu-efi-aarch64/PkKek-1-snakeoil
openssl pkey -in "$snakeoil.key" -passin pass:snakeoil -out "$keys/firmware.key"
export BUNDLE_CA="$keys/ours.pem" BUNDLE_KEY="$keys/ours.key" BUNDLE_CERT="$keys/ours.pem"
# What is not said otherwise is not signed: most of the test's firmware asks for nothing.
unset SIGN_KEY SIGN_CERT

base="$("$here/base.sh")"
# PROGRAMS=FOLDER: built before.
programs="${PROGRAMS:-$CACHE/programs}"
[ -n "${PROGRAMS:-}" ] || "$here/programs.sh" "$programs"
version="$IMAGE_VERSION"
# What was made of the same things is kept.
made="$({ find deploy README.md LICENSE tests/device/images.sh "$programs" "$keys" -type f -print0 | sort -z | xargs -0 sha256sum
  echo "$base" "$version" "$IMAGE_LEVEL" "${NO_BUNDLES:-}"; } | sha256sum)"
if [ "$(cat "$out/made" 2> /dev/null)" = "$made" ]; then
  say "nothing has changed since $out was made"
  exit
fi
rm -f "$out/made"
# A feed takes versions of four numbers: newer ones differ in the last.
newer() { echo "${version%.*}.$((${version##*.} + $1))"; }
# root NAME VERSION
root() { IMAGE_VERSION="$2" "$here/root.sh" "$base" "$programs" "$CACHE/$1" && "$here/boot.sh" "$CACHE/$1" qemu; }
# signing COMMAND...: with the key that Debian's firmware for tests of Secure Boot knows; its pass phrase is published with it.
signing() { (export SIGN_KEY="$keys/firmware.key" SIGN_CERT="$snakeoil.pem" && "$@"); }
# bundle NAME VERSION FOLDER
bundle() {
  local made
  made="$(IMAGE_ROOT="$CACHE/$3" "$here/bundle.sh" qemu "$out")"
  mv "$made" "$out/$1.raucb"
  echo "$2" > "$out/$1.version"
}
root test-root "$version"
"$here/disk.sh" "$CACHE/test-root" qemu "$out/terminal-qemu.img"
# The same boot files, signed.
signing "$here/boot.sh" "$CACHE/test-root" qemu
mkdir -p "$out/signed"
cp "$CACHE"/test-root/boot/{loader,slot-a,slot-b}.efi "$out/signed/"
echo "$version" > "$out/version"
if [ -n "${NO_BUNDLES:-}" ]; then
  echo "$made" > "$out/made"
  exit
fi
signing root test-good "$(newer 1)"
bundle good "$(newer 1)" test-good
# The same, started by another hash.
rm -rf "$CACHE/test-bad"
cp -a --reflink=auto "$CACHE/test-good" "$CACHE/test-bad"
sed -i "s/^hash=.*/hash=$(printf '0%.0s' {1..64})/" "$CACHE/test-bad/root.env"
newer 2 > "$CACHE/test-bad/boot/version"
"$here/boot.sh" "$CACHE/test-bad" qemu
bundle bad "$(newer 2)" test-bad
# kiosk NAME VERSION COMMAND: a system with something else where the kiosk is.
kiosk() {
  rm -rf "$CACHE/test-programs"
  cp -r "$programs" "$CACHE/test-programs"
  printf '#!/bin/sh\n%s\n' "$3" > "$CACHE/test-programs/kiosk"
  (programs="$CACHE/test-programs" && root "test-$1" "$2")
  bundle "$1" "$2" "test-$1"
}
# Its screen stays black: what stands for the kiosk neither ends nor draws.
kiosk black "$(newer 3)" 'exec sleep infinity'
kiosk crash "$(newer 4)" 'exit 101'
root test-silent "$(newer 5)"
bundle silent "$(newer 5)" test-silent
rm -rf "$CACHE"/test-{root,good,bad,black,crash,silent,programs}
echo "$made" > "$out/made"
