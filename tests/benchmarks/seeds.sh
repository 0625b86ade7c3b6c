#!/usr/bin/env bash
# A mirror of the real laws in WORK/seeds, as the real programs publish and fetch them: seeds.sh WORK, with DATA (the real data set) and BIN
# (release programs).
set -euo pipefail
cd "$(dirname "$0")/../.."
work="$1"
bin="$BIN"
mkdir -p "$work/laws" "$work/keys" "$work/feed"
tar --extract --zstd --file "$DATA/laws.tar.zst" --directory "$work/laws"
cat > "$work/channel.toml" <<TOML
site = "bench"
name = "bench"
default_disclosure = "public"
evidence = "public laws"
TOML
"$bin/publisher" keygen --dir "$work/keys" > /dev/null
"$bin/publisher" publish --adapter folder --from "$work/laws" --channel "$work/channel.toml" --to "$work/feed" \
  --keys "$work/keys" --report "$work/report.json" > /dev/null
sed -e "s#^dir = \"/var/lib/terminal/mirror\"#dir = \"$work/seeds\"#" \
  -e "s#^dir = \"/var/lib/terminal/journal\"#dir = \"$work/journal\"#" \
  -e "s#^feed = .*#feed = \"file://$work/feed/\"#" -e "s#^root = .*#root = \"$work/keys/root.json\"#" \
  deploy/config/terminal.example.toml > "$work/terminal.toml"
"$bin/sync-agent" --config "$work/terminal.toml" once > /dev/null
