#!/usr/bin/env bash
# What starts a root file system: boot.sh ROOT BOARD, with ROOT as root.sh left it. Writes ROOT/boot/initramfs, and for boards with UEFI
# ROOT/boot/slot-a.efi and slot-b.efi: kernel, first file system and command line in one file, so that one signature covers them and, by
# the hash in the command line, the whole root file system. Signed where SIGN_KEY and SIGN_CERT name a key and its certificate.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=deploy/image/common.sh
. deploy/image/common.sh
root="$(cd "$1" && pwd)" board="$2"
here="$PWD/deploy/image"
need cpio cpio
need depmod kmod
need unsquashfs squashfs-tools
need python3 python3
[ -z "${SIGN_KEY:-}" ] || need sbsign sbsigntool
missing
bytes="$(sed -n 's/^bytes=//p' "$root/root.env")"
hash="$(sed -n 's/^hash=//p' "$root/root.env")"
boot="$root/boot"
release="$(cat "$boot/release")"

say "first file system"
work="$(mktemp -d "$CACHE/boot.XXXXXX")"
trap 'rm -rf "$work"' EXIT
first="$work/first"
mkdir -p "$first"/{bin,dev,proc,sys,root,data,usr} "$first/lib/modules/$release"
cp "$here/init" "$first/init"
chmod 755 "$first/init"
cp "$root"/modules/* "$first/lib/modules/$release/"
# Which device asks for which of them. What is packed for faster reading by others is left out.
depmod -b "$first" "$release" 2> /dev/null
rm -f "$first/lib/modules/$release"/modules.*.bin
# busybox stands alone; veritysetup brings the libraries that it names, out of the very root file system.
unsquashfs -quiet -no-progress -dest "$work/root" "$root/root.img" usr/bin/busybox usr/sbin/veritysetup \
  usr/lib/aarch64-linux-gnu usr/lib/ld-linux-aarch64.so.1 > /dev/null
cp "$work/root/usr/bin/busybox" "$first/bin/busybox"
cp "$work/root/usr/sbin/veritysetup" "$first/bin/veritysetup"
python3 "$here/libraries.py" "$work/root/usr/lib" "$first/lib" "$first/bin/veritysetup"
find "$first" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
(cd "$first" && find . -mindepth 1 | LC_ALL=C sort | cpio --quiet --reproducible -o -H newc -R 0:0) | zstd -q "-${IMAGE_LEVEL:-19}" -T1 -o "$boot/initramfs" -f

# cryptomgr.notests: the kernel tries each of its algorithms at every start; what such a trial would find, the hashes of the root file system find.
line="ro terminal.hash=$hash terminal.data=$bytes systemd.gpt_auto=no fsck.repair=yes panic=10 quiet loglevel=4 vt.global_cursor_default=0 consoleblank=0 lockdown=integrity cryptomgr.notests"
# On an emulated board the log is what one sees.
[ "$board" != qemu ] || line="${line/quiet loglevel=4/loglevel=6 console=ttyAMA0}"
for slot in a b; do
  echo "terminal.slot=$slot rauc.slot=$slot terminal.board=$board $line" > "$boot/cmdline-$slot"
  [ "$board" = rpi ] && continue
  say "boot file of slot $slot"
  keys=()
  [ -z "${SIGN_KEY:-}" ] || keys=(--secureboot-private-key="$SIGN_KEY" --secureboot-certificate="$SIGN_CERT")
  printf 'ID=terminal\nPRETTY_NAME="Reading-room terminal, slot %s"\n' "$slot" > "$work/os-release"
  PYTHONPATH="$boot/tools/dist-packages" python3 "$boot/tools/ukify" build --linux="$boot/kernel" --initrd="$boot/initramfs" \
    --cmdline="@$boot/cmdline-$slot" --os-release="@$work/os-release" --uname="$release" --stub="$boot/linuxaa64.efi.stub" \
    --efi-arch=aa64 "${keys[@]}" --output="$boot/slot-$slot.efi" > /dev/null
done
echo "$board" > "$boot/board"
if [ "$board" = rpi ]; then
  # What the firmware of a Raspberry Pi reads beside the command line; the same for both slots, and in bundles.
  rm -rf "$boot/files"
  mkdir "$boot/files"
  cat > "$boot/files/config.txt" <<'END'
# Read by the firmware before the kernel. 64 bits, no console, the display as the panel says.
arm_64bit=1
kernel=kernel8.img
initramfs initramfs followkernel
disable_splash=1
disable_overscan=1
boot_delay=0
dtparam=audio=on
dtparam=watchdog=on
dtoverlay=vc4-kms-v3d
dtoverlay=disable-bt
dtoverlay=disable-wifi
END
  cp "$boot/kernel" "$boot/files/kernel8.img"
  cp "$boot/initramfs" "$boot/files/initramfs"
  find "$boot/raspi-firmware" -maxdepth 1 -type f -exec cp -t "$boot/files" {} +
  find "$boot/devicetrees/broadcom" -name 'bcm27*.dtb' -exec cp -t "$boot/files" {} +
  exit
fi
loader="$boot/loader.efi"
if [ -n "${SIGN_KEY:-}" ]; then
  sbsign --key "$SIGN_KEY" --cert "$SIGN_CERT" --output "$loader" "$boot/systemd-bootaa64.efi" 2> /dev/null
else
  cp "$boot/systemd-bootaa64.efi" "$loader"
  say "boot files are not signed: SIGN_KEY and SIGN_CERT name no key"
fi
