#!/usr/bin/env bash
# The disk image of a device: disk.sh ROOT BOARD OUT.img [CONFIG]. CONFIG is a folder whose files are put on the partition of that name
# (terminal.toml, root.json); without one it is filled later, by `provision` or by hand on any computer.
# Partitions: what the firmware reads; root-a and root-b, which hold the same system until the first update; config (FAT); data (ext4, grows at the first boot).
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=deploy/image/common.sh
. deploy/image/common.sh
root="$(cd "$1" && pwd)" board="$2" image="$3" config="${4:-}"
parts=()
need sfdisk fdisk
need mkfs.fat dosfstools
need mcopy mtools
need mke2fs e2fsprogs
missing
boot="$root/boot"
work="$(mktemp -d "$CACHE/disk.XXXXXX")"
trap 'rm -rf "$work"' EXIT

MIB=1048576
ROOT_MIB=512 CONFIG_MIB=64 DATA_MIB=512
[ "$(stat -c %s "$root/root.img")" -le $((ROOT_MIB * MIB)) ] || stop "the root file system is larger than its slot ($ROOT_MIB MiB)"

# fat FILE MIB LABEL: an empty FAT file system that is the same each time.
fat() {
  truncate -s "$(($2 * MIB))" "$1"
  mkfs.fat --invariant -i "$(cksum <<< "$3" | awk '{ printf "%08x", $1 }')" -n "$3" "$1" > /dev/null
}
# put FILE SOURCE PATH: one file into a FAT file system, with its folders.
put() {
  local path="$3" folder=""
  while [[ "$path" == */* ]]; do
    folder="$folder/${path%%/*}"
    path="${path#*/}"
    mdir -i "$1" "::$folder" > /dev/null 2>&1 || mmd -i "$1" "::$folder"
  done
  touch --date="@$SOURCE_DATE_EPOCH" "$work/file"
  cp "$2" "$work/file"
  touch --date="@$SOURCE_DATE_EPOCH" "$work/file"
  mcopy -m -o -i "$1" "$work/file" "::$3"
}

case "$board" in
  rpi)
    # The firmware of a Raspberry Pi reads no UEFI: a small partition says which of two boot partitions is tried.
    printf '[all]\ntryboot_a_b=1\nboot_partition=2\n[tryboot]\nboot_partition=3\n' > "$work/autoboot.txt"
    fat "$work/select" 32 SELECT
    put "$work/select" "$work/autoboot.txt" autoboot.txt
    for slot in a b; do
      fat "$work/boot-$slot" 128 "BOOT-${slot^^}"
      parts+=("boot-$slot 128 EBD0A0A2-B9E5-4433-87C0-68B6B72699C7 $work/boot-$slot")
    done
    parts=("select 32 EBD0A0A2-B9E5-4433-87C0-68B6B72699C7 $work/select" "${parts[@]}")
    for slot in a b; do
      while IFS= read -r -d '' file; do put "$work/boot-$slot" "$file" "$(basename "$file")"; done < \
        <(find "$boot/files" -maxdepth 1 -type f -print0 | sort -z)
      put "$work/boot-$slot" "$boot/cmdline-$slot" cmdline.txt
    done
    ;;
  qemu | uefi)
    FIRMWARE_MIB=256
    fat "$work/esp" $FIRMWARE_MIB FIRMWARE
    put "$work/esp" "$boot/loader.efi" EFI/BOOT/BOOTAA64.EFI
    printf 'timeout 0\neditor no\nauto-entries no\nauto-firmware no\nauto-reboot no\nauto-poweroff no\n' > "$work/loader.conf"
    put "$work/esp" "$work/loader.conf" loader/loader.conf
    # The second one is started when the first has gone bad, also before any update.
    put "$work/esp" "$boot/slot-a.efi" EFI/Linux/terminal-1-a.efi
    put "$work/esp" "$boot/slot-b.efi" EFI/Linux/terminal-0-b.efi
    parts=("esp $FIRMWARE_MIB C12A7328-F81F-11D2-BA4B-00A0C93EC93B $work/esp")
    ;;
  *) stop "no board '$board': qemu, rpi or uefi" ;;
esac
fat "$work/config" $CONFIG_MIB CONFIG
if [ -n "$config" ]; then
  # Also what lies in folders, such as fleet.
  while IFS= read -r -d '' file; do put "$work/config" "$config/$file" "$file"; done < <(cd "$config" && find . -type f -printf '%P\0' | sort -z)
fi
# What services mount on before anything has been made there.
mkdir -p "$work"/data/var/{cache,lib,log,spool,tmp}
chmod 1777 "$work/data/var/tmp"
find "$work/data" -exec touch --date="@$SOURCE_DATE_EPOCH" {} +
truncate -s $((DATA_MIB * MIB)) "$work/data.img"
uuid="$(uuid_of "$root/root.img")"
E2FSPROGS_FAKE_TIME="$SOURCE_DATE_EPOCH" mke2fs -q -t ext4 -L data -U "$uuid" -E "hash_seed=$uuid,lazy_itable_init=1,root_owner=0:0" \
  -d "$work/data" "$work/data.img"

parts+=(
  "root-a $ROOT_MIB B921B045-1DF0-41C3-AF44-4C6F280D3FAE $root/root.img"
  "root-b $ROOT_MIB B921B045-1DF0-41C3-AF44-4C6F280D3FAE $root/root.img"
  "config $CONFIG_MIB EBD0A0A2-B9E5-4433-87C0-68B6B72699C7 $work/config"
  "data $DATA_MIB 0FC63DAF-8483-4772-8E79-3D69D8477DE4 $work/data.img"
)
say "disk image"
rm -f "$image"
start=1
{
  printf 'label: gpt\nlabel-id: %s\nfirst-lba: 2048\n' "${uuid^^}"
  number=0
  for part in "${parts[@]}"; do
    read -r name mib type _ <<< "$part"
    number=$((number + 1))
    printf 'start=%s, size=%s, type=%s, uuid=%s%02d, name=%s\n' $((start * 2048)) $((mib * 2048)) "$type" "${uuid:0:34}" "$number" "$name"
    start=$((start + mib))
  done
} > "$work/table"
start=1
for part in "${parts[@]}"; do read -r _ mib _ _ <<< "$part"; start=$((start + mib)); done
truncate -s $(((start + 1) * MIB)) "$image"
sfdisk --quiet --no-reread --no-tell-kernel "$image" < "$work/table"
start=1
for part in "${parts[@]}"; do
  read -r _ mib _ file <<< "$part"
  dd if="$file" of="$image" bs=1M seek="$start" conv=notrunc,sparse status=none
  start=$((start + mib))
done
say "$image: $((start + 1)) MiB ($(du -m "$image" | cut -f 1) MiB on disk), $(sha256sum "$image" | cut -c 1-16)"
