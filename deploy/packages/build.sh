#!/usr/bin/env bash
# Debian packages of all programs: build.sh ARCH OUT. ARCH is this machine's own or, built across, arm64. PROFILE=dev packs programs as
# they are while one works on them. Run by `make deb`. The same commit gives the same packages; nothing is installed.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=deploy/image/common.sh
. deploy/image/common.sh
say() { echo "packages: $*" >&2; }
stop() { echo "packages: $*" >&2; exit 1; }
arch="$1" out="$(mkdir -p "$2" && cd "$2" && pwd)"
here="$PWD/deploy/packages"
target="${CARGO_TARGET_DIR:-$PWD/target}"
own="$(dpkg --print-architecture)"
maintainer="${MAINTAINER:-Reading-room terminal <maintainers@reading-room.invalid>}"
# Each commit is newer than the one before.
version="$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)+$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M%S)"
need dpkg-deb dpkg-dev
need objdump binutils
[ "$arch" = "$own" ] || need qemu-aarch64-static qemu-user-static
missing

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
programs="$work/programs"
mkdir "$programs"
ours=(kiosk sync-agent printer terminal-config desk-page publisher fleet viewer)
# The day of the commit is no input of a program: with it everything in C would be built again for each commit.
cargo() { env -u SOURCE_DATE_EPOCH -u LC_ALL -u TZ cargo "$@"; }
packing=9
case "$arch:${PROFILE:-release}" in
  "$own:dev")
    packing=1
    cargo build --workspace --bins
    (cd kiosk/viewer/program && CARGO_TARGET_DIR="$target" cargo build)
    for program in "${ours[@]}"; do install -m 755 "$target/debug/$program" "$programs/"; done
    ;;
  "$own:release")
    # Without what belongs to development machines.
    cargo build --locked --release --no-default-features -p kiosk -p sync-agent -p printer -p config -p desk-page -p publisher -p fleet --bins
    (cd kiosk/viewer/program && CARGO_TARGET_DIR="$target" cargo build --locked --release)
    for program in "${ours[@]}"; do install -m 755 "$target/release/$program" "$programs/"; done
    ;;
  arm64:release) deploy/image/programs.sh "$programs" publisher fleet ;;
  *) stop "no packages for $arch here: this machine is $own, across is only arm64" ;;
esac
case "$arch" in
  "$own") strip="strip" dump="objdump" run=() ;;
  *) strip="aarch64-linux-gnu-strip" dump="aarch64-linux-gnu-objdump" run=(qemu-aarch64-static -L "$CACHE/sysroot") ;;
esac
for program in "${ours[@]}"; do
  "$strip" --strip-unneeded --remove-section=.comment --remove-section=.note "$programs/$program"
  "${run[@]}" "$programs/$program" --manual "$work/manual"
done

# libraries PROGRAM...: packages that hold what the programs are linked with. An unknown library stops the build.
libraries() {
  local library libc
  libc="$(for program in "$@"; do "$dump" -T "$programs/$program"; done | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -n 1)"
  for program in "$@"; do "$dump" -p "$programs/$program" | awk '/NEEDED/ { print $2 }'; done | sort -u | while read -r library; do
    case "$library" in
      libc.so.6 | libm.so.6 | ld-linux-*) echo "libc6 (>= ${libc#GLIBC_})" ;;
      libgcc_s.so.1) echo "libgcc-s1 (>= 4.2)" ;;
      libfontconfig.so.1) echo "libfontconfig1 (>= 2.12.6)" ;;
      libinput.so.10) echo "libinput10 (>= 1.2.0)" ;;
      libudev.so.1) echo "libudev1 (>= 183)" ;;
      libxkbcommon.so.0) echo "libxkbcommon0 (>= 0.5.0)" ;;
      *) stop "$library: which package holds it?" ;;
    esac
  done | sort -u | paste -sd , | sed 's/,/, /g'
}

# pack NAME PROGRAM...: makes the package of deploy/packages/NAME from $work/NAME, where its files lie already.
pack() {
  local name="$1" root="$work/$1" package="reading-room-$1" of="$arch" program page
  shift
  [ $# -gt 0 ] || of=all
  local doc="$root/usr/share/doc/$package"
  install -d "$doc" "$root/DEBIAN"
  for program in "$@"; do
    install -D -m 755 "$programs/$program" "$root/usr/bin/$program"
    for page in "$work/manual/$program".1 "$work/manual/$program"-*.1; do
      [ ! -e "$page" ] || { install -d "$root/usr/share/man/man1"; gzip -9nc "$page" > "$root/usr/share/man/man1/$(basename "$page").gz"; }
    done
  done
  install -m 644 "$here/copyright" "$doc/copyright"
  printf '%s (%s) stable; urgency=medium\n\n  * Made from the sources of this version.\n\n -- %s  %s\n' "$package" "$version" "$maintainer" \
    "$(date -u -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9n > "$doc/changelog.gz"
  local libs=""
  [ $# -eq 0 ] || libs="$(libraries "$@")"
  {
    sed -n 1p "$here/$name/control"
    printf 'Version: %s\nArchitecture: %s\nMaintainer: %s\nPriority: optional\n' "$version" "$of" "$maintainer"
    printf 'Installed-Size: %s\n' "$(du -k -s --apparent-size --exclude=DEBIAN "$root" | cut -f 1)"
    sed -e 1d -e "s/@LIBS@/$libs/" -e "s/@VERSION@/$version/" "$here/$name/control"
  } > "$root/DEBIAN/control"
  if [ -e "$here/$name/lintian-overrides" ]; then
    install -D -m 644 "$here/$name/lintian-overrides" "$root/usr/share/lintian/overrides/$package"
  fi
  for script in postinst prerm postrm; do
    [ ! -e "$here/$name/$script" ] || install -m 755 "$here/$name/$script" "$root/DEBIAN/$script"
  done
  (cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) > "$root/DEBIAN/md5sums"
  find "$root" -print0 | xargs -0 touch --no-dereference --date="@$SOURCE_DATE_EPOCH"
  dpkg-deb --root-owner-group -Zxz -z"$packing" --build "$root" "$out" > /dev/null
  echo "$out/${package}_${version}_$of.deb"
}

pack viewer viewer

root="$work/publisher" doc="$work/publisher/usr/share/doc/reading-room-publisher"
install -d "$root/usr/lib/systemd/system" "$doc/examples/recipes" "$root/usr/lib/sysusers.d" "$root/usr/lib/tmpfiles.d"
install -m 644 "$here"/publisher/publisher@.{service,timer} "$root/usr/lib/systemd/system/"
install -m 644 "$here/publisher/sysusers.conf" "$root/usr/lib/sysusers.d/reading-room-publisher.conf"
install -m 644 "$here/publisher/tmpfiles.conf" "$root/usr/lib/tmpfiles.d/reading-room-publisher.conf"
install -m 644 "$here/publisher/source.example.conf" assets/sample/channel.toml deploy/calendar.toml "$doc/examples/"
install -m 644 deploy/recipes/*.toml "$doc/examples/recipes/"
install -m 644 deploy/THREATS.md deploy/SCALE.md "$doc/"
pack publisher publisher

root="$work/fleet" doc="$work/fleet/usr/share/doc/reading-room-fleet"
install -d "$root/usr/lib/systemd/system" "$root/etc/fleet" "$doc/examples"
sed 's|/usr/share/doc/terminal/|/usr/share/doc/reading-room-fleet/|' deploy/fleet/fleet.service > "$root/usr/lib/systemd/system/fleet.service"
install -m 644 deploy/fleet/fleet.timer "$root/usr/lib/systemd/system/"
chmod 644 "$root/usr/lib/systemd/system/fleet.service"
install -m 644 "$here/fleet/fleet.example.env" deploy/fleet/statistics.sql deploy/fleet/alerts.yml "$doc/examples/"
install -m 644 deploy/fleet/README.md deploy/fleet/STATISTICS.md "$doc/"
pack fleet fleet

root="$work/terminal" doc="$work/terminal/usr/share/doc/reading-room-terminal"
units="$root/usr/lib/systemd/system"
install -d "$units"/{kiosk,sync-agent,desk-page}.service.d "$doc/examples" "$root/usr/lib/sysusers.d" "$root/usr/lib/tmpfiles.d" "$root/usr/lib/udev/rules.d" \
  "$doc/handbooks/pictures"
for unit in kiosk sync-agent desk-page; do
  sed 's|/usr/share/doc/terminal/|/usr/share/doc/reading-room-terminal/|' "deploy/systemd/$unit.service" > "$units/$unit.service"
  install -m 644 "$here/terminal/configured.conf" "$units/$unit.service.d/configured.conf"
done
chmod 644 "$units"/*.service
install -m 644 deploy/sysusers/terminal.conf "$root/usr/lib/sysusers.d/reading-room-terminal.conf"
install -m 644 "$here/terminal/tmpfiles.conf" "$root/usr/lib/tmpfiles.d/reading-room-terminal.conf"
install -m 644 deploy/udev/70-slip-printer.rules "$root/usr/lib/udev/rules.d/"
install -d "$root/usr/share/terminal/xkb"/{rules,symbols}
install -m 644 deploy/xkb/rules/terminal "$root/usr/share/terminal/xkb/rules/"
install -m 644 deploy/xkb/symbols/terminal "$root/usr/share/terminal/xkb/symbols/"
install -m 644 deploy/config/terminal.example.toml deploy/calendar.toml "$doc/examples/"
install -m 644 README.md README.zh.md deploy/RUNBOOK.md deploy/RUNBOOK.zh.md "$doc/"
install -m 644 assets/speech/NOTICE.md "$doc/"
install -m 644 deploy/handbooks/*.md "$doc/handbooks/"
install -m 644 deploy/handbooks/pictures/*.png "$doc/handbooks/pictures/"
pack terminal kiosk sync-agent printer terminal-config desk-page

root="$work/device"
install -d "$root/usr/lib/systemd/system" "$root/usr/lib/udev/rules.d" "$root/usr/share/terminal" "$root/usr/lib/tmpfiles.d"
install -m 644 "$here/device/tmpfiles.conf" "$root/usr/lib/tmpfiles.d/reading-room-device.conf"
install -m 644 deploy/systemd/terminal-{settings,console,export,power}.service deploy/systemd/terminal-{export,power}.path deploy/systemd/terminal-stick@.service "$root/usr/lib/systemd/system/"
install -m 644 deploy/udev/70-terminal-stick.rules deploy/udev/7[123]-terminal-*.rules "$root/usr/lib/udev/rules.d/"
install -m 644 deploy/image/root/usr/share/terminal/* "$root/usr/share/terminal/"
chmod 755 "$root/usr/share/terminal/"*.sh
pack device
