#!/usr/bin/env bash
# The root file system of a device: root.sh BASE PROGRAMS OUT. Writes OUT/root.img (squashfs, then its dm-verity hashes), OUT/root.env
# (size and root hash), and OUT/boot with what starts it. Needs no root: everything in it belongs to root. The same input gives the
# same bytes.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=deploy/image/common.sh
. deploy/image/common.sh
base="$(cd "$1" && pwd)" programs="$(cd "$2" && pwd)" out="$(mkdir -p "$3" && cd "$3" && pwd)"
here="$PWD/deploy/image"
need mksquashfs squashfs-tools
need veritysetup cryptsetup-bin
need depmod kmod
need systemd-sysusers systemd
need python3 python3
missing

work="$(mktemp -d "$CACHE/root.XXXXXX")"
trap 'rm -rf "$work"' EXIT
root="$work/root"
say "copying the base"
cp -a --reflink=auto "$base/root" "$root"

# A device is never changed in place: what installs, compiles or explains is left out. Copyright notices stay.
for gone in usr/share/{man,info,lintian,bug,doc-base,bash-completion,zsh,locale,i18n,pixmaps,applications,initramfs-tools,perl5} \
  usr/share/{sounds,menu,consolefonts,consoletrans,gdb,factory,polkit-1,mime} usr/lib/aarch64-linux-gnu/gconv \
  usr/{games,include,src,local} etc/{apt,dpkg,cron.daily,logrotate.d,init.d,rc0.d,rc1.d,rc2.d,rc3.d,rc4.d,rc5.d,rc6.d,rcS.d,kernel} \
  boot home opt srv media mnt; do
  rm -rf "${root:?}/$gone"
done
find "$root/usr/share/doc" -type f ! -name copyright -delete
find "$root/usr/share/doc" -type d -empty -delete

# What packages' scripts would do and a terminal needs.
cp "$root/usr/share/base-passwd/passwd.master" "$root/etc/passwd"
cp "$root/usr/share/base-passwd/group.master" "$root/etc/group"
cp "$root/usr/share/libc-bin/nsswitch.conf" "$root/etc/nsswitch.conf"
cut -d : -f 1 "$root/etc/passwd" | sed 's/$/:!*:20000:0:99999:7:::/' > "$root/etc/shadow"
chmod 600 "$root/etc/shadow"
mkdir -p "$root/etc/ssl/certs"
cat "$root"/usr/share/ca-certificates/mozilla/*.crt > "$root/etc/ssl/certs/ca-certificates.crt"
# Names for people and keys of odd keyboards: nobody looks them up here, and the file would hold the path it was made in.
rm -rf "$root/usr/lib/udev/hwdb.d"
# The voice speaks Mandarin and English; the dictionaries of a hundred other languages are 9 MB.
find "$root" -path '*/espeak-ng-data/*_dict' ! -name cmn_dict ! -name en_dict -delete

# The keyboard uses one schema; what else its packages bring, and the readable copies of tables, are 85 MB.
find "$root/usr/share/rime-data" -type f ! -name 'pinyin_simp.*' ! -name default.yaml ! -name key_bindings.yaml ! -name punctuation.yaml \
  ! -name symbols.yaml -delete
find "$root/usr/share/rime-data" -name '*.txt' -delete

# Faces: the characters that are drawn with them. Minutes of work, so what was made of the same packages is kept.
faces="$CACHE/fonts-$(cat "$here/fonts.py" "$here/packages.lock" | sha256sum | cut -c 1-16)"
if [ ! -e "$faces" ]; then
  say "cutting faces"
  rm -rf "$CACHE"/fonts-*
  PYTHONPATH="$base/boot/usr/lib/python3/dist-packages" python3 "$here/fonts.py" "$root/usr/share/fonts" "$work/fonts"
  mv "$work/fonts" "$faces"
fi
rm -rf "$root/usr/share/fonts"
cp -r "$faces" "$root/usr/share/fonts"

# Kernel modules: only those of the list and what they need.
say "choosing kernel modules"
unpacked="$base/boot"
modules="$(find "$unpacked" -type d -path "*/lib/modules/*" -prune -print -quit)"
release="$(basename "$modules")"
python3 "$here/modules.py" "$here/modules.list" "$modules" "$root/usr/lib/modules/$release" "$out/modules"
cp "$modules"/modules.{order,builtin,builtin.modinfo} "$root/usr/lib/modules/$release/"
depmod -b "$root" "$release"
rm -rf "${out:?}/boot"
mkdir -p "$out/boot"
cp "$unpacked/boot/vmlinuz-$release" "$out/boot/kernel"
cp "$unpacked"/usr/lib/systemd/boot/efi/{systemd-bootaa64.efi,linuxaa64.efi.stub} "$out/boot/"
echo "$release" > "$out/boot/release"
echo "$IMAGE_VERSION" > "$out/boot/version"
mkdir "$out/boot/tools"
cp -rL "$unpacked/usr/lib/systemd/ukify" "$unpacked/usr/lib/python3/dist-packages" "$out/boot/tools/"
cp -r "$unpacked/usr/lib/raspi-firmware" "$out/boot/"
cp -r "$unpacked/usr/lib/linux-image-$release" "$out/boot/devicetrees"

# What is ours.
say "adding what is ours"
for program in kiosk sync-agent printer terminal-config desk-page viewer updater; do install -m 755 "$programs/$program" "$root/usr/bin/$program"; done
install -d "$root/usr/share/doc/terminal"
install -m 644 README.md LICENSE "$root/usr/share/doc/terminal/"
install -m 644 deploy/systemd/*.service deploy/systemd/*.path deploy/systemd/*.timer "$root/usr/lib/systemd/system/"
install -m 644 deploy/udev/*.rules "$root/usr/lib/udev/rules.d/"
install -d "$root/usr/share/terminal/xkb"/{rules,symbols}
for part in rules symbols; do install -m 644 "deploy/xkb/$part/terminal" "$root/usr/share/terminal/xkb/$part/"; done
install -m 644 deploy/sysusers/terminal.conf "$root/usr/lib/sysusers.d/"
install -m 644 deploy/tmpfiles/terminal.conf "$root/usr/lib/tmpfiles.d/"
cp -r --no-preserve=mode,ownership,timestamps "$here/root/." "$root/"
# Two programs that the scripts need and no package of the list brings.
for program in find cmp; do ln -s busybox "$root/usr/bin/$program"; done
python3 "$here/called.py" "$root" "$here"/root/usr/share/terminal/*.sh "$here/hook.sh" || stop "the device lacks programs that its own scripts call"
# RAUC runs it by its name.
chmod 755 "$root/usr/share/terminal/slots.sh"
echo "$IMAGE_VERSION" > "$root/usr/share/terminal/version"
# Whose bundles RAUC takes. Without a certificate none is ever taken.
if [ -n "${BUNDLE_CA:-}" ]; then
  install -m 644 "$BUNDLE_CA" "$root/etc/rauc/keyring.pem"
else
  say "no bundle is ever taken by this image: BUNDLE_CA names no certificate"
fi
# Empty folders are places to mount on: nothing can be made in a file system that is only read.
install -d "$root"/{etc/terminal,data,var,proc,sys,dev,run,tmp,root,home,opt,srv,mnt,media}
# What would be made in folders that cannot be written, or for people who log in.
rm -f "$root"/usr/lib/tmpfiles.d/{20-systemd-*,credstore,debian,home,legacy,provision,systemd-nologin,x11}.conf
rm -f "$root"/usr/lib/udev/rules.d/90-{alsa-restore,console-setup}.rules
# Older systemds on the building machine do not know the mark of locked users; here all of them are.
sed -i "s/^u!/u/" "$root"/usr/lib/sysusers.d/*.conf
# Nobody logs in: nobody has a password, and no program asks for one.
systemd-sysusers --root="$root"
rm -f "$root"/etc/{passwd-,group-,shadow-,gshadow-,machine-id,resolv.conf,hostname,.pwd.lock}
: > "$root/etc/machine-id"
echo terminal > "$root/etc/hostname"
ln -sf /run/systemd/resolve/stub-resolv.conf "$root/etc/resolv.conf"
ln -sf /usr/share/zoneinfo/Asia/Shanghai "$root/etc/localtime"
ln -sf ../proc/self/mounts "$root/etc/mtab"
units="$root/etc/systemd/system"
mkdir -p "$units"
while read -r what unit; do
  case "$what" in
    '' | '#') ;;
    enable) systemctl --root="$root" --quiet enable "$unit" ;;
    mask) ln -sf /dev/null "$units/$unit" ;;
    *) stop "units.list: '$what' is neither enable nor mask" ;;
  esac
done < "$here/units.list"
mkdir -p "$root/etc/systemd/system-generators"
ln -sf /dev/null "$root/etc/systemd/system-generators/systemd-getty-generator"
find "$root/var" -mindepth 1 -delete
rm -rf "$root"/{tmp,run}/*
# Nothing of the day it was made stays behind.
find "$root" -newermt "@$SOURCE_DATE_EPOCH" -print0 | xargs -0r touch --no-dereference --date="@$SOURCE_DATE_EPOCH"

say "packing"
rm -f "$out/root.img"
mksquashfs "$root" "$out/root.img" -comp zstd -Xcompression-level "${IMAGE_LEVEL:-19}" -b 256K -noappend -no-progress -quiet -no-xattrs -all-root
bytes="$(stat -c %s "$out/root.img")"
bytes=$(((bytes + 4095) / 4096 * 4096))
truncate -s "$bytes" "$out/root.img"
# Salt and name follow from the content.
content="$(sha256sum "$out/root.img" | cut -d ' ' -f 1)"
uuid="$(uuid_of "$out/root.img")"
hash="$(veritysetup format "$out/root.img" "$out/root.img" --hash-offset="$bytes" --salt="$content" --uuid="$uuid" | awk '/^Root hash:/ { print $3 }')"
printf 'bytes=%s\nhash=%s\n' "$bytes" "$hash" > "$out/root.env"
say "root: $((bytes / 1000000)) MB, hash $hash"
