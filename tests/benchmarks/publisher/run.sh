#!/usr/bin/env bash
# Bodies of real pages and pages a second, beside trafilatura, which lives under target/ and never in the tree. DATA holds the pages; COUNT
# copies of each are read (default 8); PROFILE=dev measures a development build.
set -euo pipefail
cd "$(dirname "$0")/../../.."
built="${CARGO_TARGET_DIR:-target}"
profile="${PROFILE:-release}"
wanted="trafilatura==2.3.1 lxml_html_clean==0.4.6"
venv="$built/readers"
if [ "$(cat "$venv/wanted" 2>/dev/null)" != "$wanted" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  # shellcheck disable=SC2086  # a list
  "$venv/bin/pip" install --quiet --disable-pip-version-check $wanted
  echo "$wanted" > "$venv/wanted"
fi
"${CARGO:-cargo}" build --profile "$profile" -p publisher --bin publisher --example read_pages
(cd kiosk/viewer/program && CARGO_TARGET_DIR="$(realpath -m "$built")" "${CARGO:-cargo}" build --profile "$profile")
programs="$built/release"
if [ "$profile" = dev ]; then programs="$built/debug"; fi
shopt -s nullglob
pages=("$DATA"/pages/detail/* "$DATA"/portals/detail/* "$DATA"/portal-pages/*)
if [ "${#pages[@]}" -eq 0 ]; then
  echo "no pages below $DATA" >&2
  exit 1
fi
"$venv/bin/python" tests/benchmarks/publisher/bodies.py "$programs/publisher" "${pages[@]}"
"$venv/bin/python" tests/benchmarks/publisher/speed.py "$programs" "${COUNT:-8}" "${pages[@]}"
