# shellcheck shell=bash
# What the scripts of the image share: where things are kept, how they speak, what a missing tool is answered with.

# Bases, unpacked packages and downloads; removing it costs time and nothing else.
CACHE="${IMAGE_CACHE:-${CARGO_TARGET_DIR:-$PWD/target}/image}"
mkdir -p "$CACHE"
CACHE="$(cd "$CACHE" && pwd)"
export CACHE
# The time of everything in an image: that of the commit it is made of.
SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1764201600)}"
export SOURCE_DATE_EPOCH TZ=UTC LC_ALL=C.UTF-8
umask 022
# The version that terminals compare: each commit is newer than the one before.
IMAGE_VERSION="${IMAGE_VERSION:-$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml 2>/dev/null | head -n 1).$SOURCE_DATE_EPOCH}"
export IMAGE_VERSION
# The release that the device is made of.
SUITE=trixie

# When the work began: the scripts that one starts go on counting.
export BEGUN="${BEGUN:-$(date +%s)}"
# How far it is: the part that is being made, as the scripts name it, and the minutes since it began.
say() { local now; now=$(($(date +%s) - BEGUN)); printf 'image %d:%02d%s: %s\n' $((now / 60)) $((now % 60)) "${STEP:+ [$STEP]}" "$*" >&2; }
stop() { echo "image: $*" >&2; exit 1; }
# need PROGRAM PACKAGE: all that is missing is told at once, by `missing`.
MISSING=()
need() { command -v "$1" > /dev/null || MISSING+=("$2"); }
missing() { [ ${#MISSING[@]} -eq 0 ] || stop "missing on this machine: apt-get install ${MISSING[*]}"; }

# uuid_of FILE: a name that follows from the content, so that the same input gives the same image.
uuid_of() {
  local sum
  sum="$(sha256sum < "$1")"
  echo "${sum:0:8}-${sum:8:4}-4${sum:13:3}-8${sum:17:3}-${sum:20:12}"
}

# Where Debian comes from: MIRROR, else what this machine's own apt uses. Nothing is fetched from anywhere else.
mirror() { # debian | debian-security
  if [ -n "${MIRROR:-}" ]; then
    echo "${MIRROR%/}/$1"
  else
    # shellcheck disable=SC2016 # apt's own variable
    apt-get indextargets --format '$(REPO_URI)' | grep -E "/$1/?\$" | head -n 1 | sed 's|/$||'
  fi
}
sources() {
  local main security
  main="$(mirror debian)"
  security="$(mirror debian-security)"
  if [ -z "$main" ] || [ -z "$security" ]; then
    stop "no Debian mirror known: set MIRROR to the address above 'debian' and 'debian-security'"
  fi
  local by="[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]"
  echo "deb $by $main $SUITE main non-free-firmware"
  echo "deb $by $main $SUITE-updates main"
  echo "deb $by $security $SUITE-security main"
}
# From here on apt is that of the device: its release, its processor, nothing installed.
apt_of_device() {
  local dir="$CACHE/apt"
  mkdir -p "$dir"/{lists,cache/archives}/partial
  : > "$dir/status"
  cat > "$dir/apt.conf" <<END
Dir::Etc::SourceList "$CACHE/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State::Lists "$dir/lists";
Dir::State::status "$dir/status";
Dir::Cache "$dir/cache";
APT::Architecture "arm64";
APT::Architectures { "arm64"; };
APT::Sandbox::User "root";
END
  export APT_CONFIG="$dir/apt.conf"
  apt-get update -q > /dev/null || stop "read the lists of Debian's mirror"
}
