#!/usr/bin/env bash
# What IT staff type (the blocks marked `sh` of the RUNBOOK), in fresh roots of Debian 12 and 13: install, configure, publish, fetch,
# remove, purge, install again. packages.sh FOLDER [SUITE ...]. The folder holds the packages of `make deb` for this machine's processor, or for ARCH:
# another one's programs are run by qemu-user, which the kernel must know by its binfmt. Nothing of the machine itself is changed.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=deploy/image/common.sh
. deploy/image/common.sh
say() { echo "test-deb: $*" >&2; }
stop() { echo "test-deb: $*" >&2; exit 1; }
[ $# -gt 0 ] || stop "which packages? packages.sh FOLDER [SUITE ...]"
packages="$(cd "$1" && pwd)"
shift
[ $# -gt 0 ] || set -- bookworm trixie
own="$(dpkg --print-architecture)"
arch="${ARCH:-$own}"
need lintian lintian
need mmdebstrap mmdebstrap
foreign=()
if [ "$arch" != "$own" ]; then
  case "$arch" in
    arm64) emulator=aarch64 ;;
    amd64) emulator=x86_64 ;;
    *) stop "no packages are made for $arch" ;;
  esac
  foreign=(--architectures="$arch")
  need "qemu-$emulator-static" qemu-user-static
  need arch-test arch-test
fi
missing
# Asked before anything is fetched. The programs of a root find their emulator only where the kernel opened it beforehand (flag F).
if [ "$arch" != "$own" ]; then
  binfmt="/proc/sys/fs/binfmt_misc/qemu-$emulator"
  grep -qs '^enabled' "$binfmt" && grep -qs '^flags:.*F' "$binfmt" \
    || stop "this kernel runs no programs of $arch: no qemu-$emulator with flag F in /proc/sys/fs/binfmt_misc (systemctl restart systemd-binfmt)"
fi
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

mapfile -t debs < <(find "$packages" -name "*_$arch.deb" -o -name '*_all.deb' | sort)
[ ${#debs[@]} -eq 5 ] || stop "$packages must hold the five packages of one build for $arch: ${debs[*]}"
say "lintian"
lintian --fail-on error,warning "${debs[@]}"

# The blocks of both RUNBOOKs are the same.
blocks() { awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' "$1" | sed 's/  *# .*//'; }
blocks deploy/RUNBOOK.md > "$work/typed"
blocks deploy/RUNBOOK.zh.md | diff "$work/typed" - || stop "the RUNBOOKs tell to type different things"
sed -i "s/_amd64\.deb/_$arch.deb/g" "$work/typed"
[ "$(wc -l < "$work/typed")" -ge 12 ] || stop "the RUNBOOK has no blocks marked sh"
mkdir "$work/inside"
cp "${debs[@]}" "$work/typed" tests/packages/inside.sh tests/packages/systemctl "$work/inside/"
cp -r assets/sample/portal "$work/inside/portal"

for suite in "$@"; do
  say "$suite: a fresh root for $arch"
  mmdebstrap --quiet --variant=apt ${foreign[@]+"${foreign[@]}"} --include=systemd,libpam-systemd --aptopt='APT::Install-Recommends "false"' \
    --customize-hook="copy-in $work/inside /root" \
    --customize-hook='chroot "$1" bash /root/inside/inside.sh' \
    "$suite" /dev/null "deb $(mirror debian) $suite main" || stop "$suite for $arch: failed"
  say "$suite for $arch: done"
done
