#!/usr/bin/env bash
# Builds our programs for the device (64-bit ARM), without what belongs to development machines: programs.sh OUT [publisher]
# [fleet], which packages hold and images do not.
# Uses the target of rustup where it is installed, else Debian's rustc-web. What the programs link against comes from this
# machine's own Debian release, unpacked into a folder of its own: a newer device loads them, the machine itself stays as it is.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=deploy/image/common.sh
. deploy/image/common.sh
out="$(mkdir -p "$1" && cd "$1" && pwd)"
shift
also=" $* "

need aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu
need pkg-config pkg-config
missing
target=aarch64-unknown-linux-gnu
if rustup target list --installed 2>/dev/null | grep -qx "$target"; then
  rustc="$(rustup which rustc)"
elif [ -d "/usr/lib/rustlib/$target" ]; then
  rustc=/usr/bin/rustc
else
  stop "Rust for 64-bit ARM is missing: 'rustup target add $target', or where rustup reaches nothing:
  dpkg --add-architecture arm64 && apt-get update && apt-get install rustc-web libstd-rust-web-dev:arm64"
fi
dpkg --print-foreign-architectures | grep -qx arm64 ||
  stop "packages for 64-bit ARM are unknown to this machine: dpkg --add-architecture arm64 && apt-get update"

# Libraries to link against, with everything that they need themselves.
sysroot="$CACHE/sysroot"
wanted=(libfontconfig-dev libudev-dev libinput-dev libxkbcommon-dev libc6-dev)
mapfile -t packages < <(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
  --no-enhances "${wanted[@]/%/:arm64}" | grep -E '^(lib|zlib|uuid-dev|linux-libc-dev).*:arm64$' | grep -v 'python' | sort -u)
stamp="$(apt-cache policy "${packages[@]}" | grep Candidate | sha256sum | cut -c 1-16)"
if [ "$(cat "$sysroot/.stamp" 2>/dev/null)" != "$stamp" ]; then
  say "unpacking ${#packages[@]} packages to link against"
  rm -rf "$sysroot"
  mkdir -p "$sysroot/.debs"
  (cd "$sysroot/.debs" && apt-get download -q "${packages[@]}" > /dev/null)
  for deb in "$sysroot"/.debs/*.deb; do dpkg -x "$deb" "$sysroot"; done
  rm -rf "$sysroot/.debs"
  # One folder of libraries, as newer releases have it: the linker looks for what libraries need themselves beside them.
  cp -a "$sysroot"/lib/. "$sysroot/usr/lib/"
  rm -rf "${sysroot:?}/lib"
  ln -s usr/lib "$sysroot/lib"
  echo "$stamp" > "$sysroot/.stamp"
fi
# Some libraries are scripts of the linker that name others where they lie on a device; here they are found by their names.
{ grep -lsI '^GROUP' "$sysroot"/usr/lib/aarch64-linux-gnu/*.so || true; } |
  xargs -r sed -i -E '/^GROUP/ s#/(usr/)?lib/(aarch64-linux-gnu/)?##g'
cat > "$sysroot/pkg-config" <<END
#!/bin/sh
export PKG_CONFIG_SYSROOT_DIR="$sysroot" PKG_CONFIG_PATH=
export PKG_CONFIG_LIBDIR="$sysroot/usr/lib/aarch64-linux-gnu/pkgconfig:$sysroot/usr/share/pkgconfig"
exec /usr/bin/pkg-config "\$@"
END
chmod +x "$sysroot/pkg-config"

# The same source gives the same programs, wherever it lies and whoever builds it.
native="-L native=$sysroot/usr/lib/aarch64-linux-gnu -C link-arg=-Wl,-rpath-link,$sysroot/usr/lib/aarch64-linux-gnu"
same="--remap-path-prefix=$PWD=/src --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo -C link-arg=-Wl,--build-id=none"
say "building the programs (minutes)"
# The day of the commit is no input of a program: with it everything in C would be built again for each commit.
across() { env -u RUSTUP_TOOLCHAIN -u SOURCE_DATE_EPOCH RUSTC="$rustc" PKG_CONFIG="$sysroot/pkg-config" PKG_CONFIG_ALLOW_CROSS=1 \
  CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc \
  CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUSTFLAGS="$native $same" CARGO_INCREMENTAL=0 \
  CC_aarch64_unknown_linux_gnu=aarch64-linux-gnu-gcc CFLAGS_aarch64_unknown_linux_gnu="-ffile-prefix-map=${CARGO_HOME:-$HOME/.cargo}=/cargo" \
  cargo build --locked --release --target "$target" "$@"; }
programs=(kiosk sync-agent printer terminal-config desk-page updater viewer)
packages=(-p kiosk -p sync-agent -p printer -p config -p desk-page -p updater)
for more in publisher fleet; do
  case "$also" in *" $more "*) programs+=("$more") packages+=(-p "$more") ;; esac
done
across --no-default-features "${packages[@]}" --bins
# A workspace of its own, built into the same folder.
(folder="$(cd "${CARGO_TARGET_DIR:-target}" && pwd)" && cd kiosk/viewer/program && CARGO_TARGET_DIR="$folder" across)
built="${CARGO_TARGET_DIR:-target}/$target/release"
for program in "${programs[@]}"; do install -m 755 "$built/$program" "$out/$program"; done
