#!/usr/bin/env bash
# Builds the viewer as devices have it, sets PDFium and MuPDF up under target/, and prints the table of tests/benchmarks/attachments.md.
# DATA is the real data set; LOOK=FOLDER keeps pages beside PDFium's, to be looked at.
set -euo pipefail
cd "$(dirname "$0")/../../.."
built="$(realpath -m "${CARGO_TARGET_DIR:-target}")"
venv="$built/attachment-peers"
wanted="numpy==2.4.6 pillow==13.0.0 pymupdf==2.0 pypdfium2==5.15.2"
if [ "$(cat "$venv/wanted" 2>/dev/null)" != "$wanted" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  # shellcheck disable=SC2086  # a list
  "$venv/bin/pip" install --quiet --no-deps --disable-pip-version-check $wanted
  echo "$wanted" > "$venv/wanted"
fi
(cd kiosk/viewer/program && CARGO_TARGET_DIR="$built" "${CARGO:-cargo}" build --release --bins --example measure)
look=()
if [ -n "${LOOK:-}" ]; then look=(--look "$LOOK"); fi
exec "$venv/bin/python" tests/benchmarks/attachments/measure.py "$built/release/viewer" "$built/release/examples/measure" "$DATA" "${look[@]}"
