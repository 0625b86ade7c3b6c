#!/usr/bin/env bash
# Sets up the peers that tests and benchmarks compare with: pypinyin for initials, zxing-cpp for QR codes, python-escpos for slips,
# python-tuf for metadata, DuckDB for batches of the register, moto as an S3 server, jsonschema for the published schemas, openpyxl for workbooks.
# They live under target/, never in the tree; a second run does nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."
venv="${CARGO_TARGET_DIR:-target}/peers"
wanted="pypinyin==0.55.0 zxing-cpp==3.1.1 pillow==13.0.0 python-escpos==3.1 tuf==7.0.1 securesystemslib[crypto]==1.6.0 duckdb==2.0.0 moto[s3]==5.2.5 flask==3.1.3 flask-cors==6.0.5 jsonschema==4.26.0 openpyxl==3.1.5 zstandard==0.25.0"
if [ "$(cat "$venv/wanted" 2>/dev/null)" != "$wanted" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  # shellcheck disable=SC2086  # a list
  "$venv/bin/pip" install --quiet --disable-pip-version-check $wanted
  echo "$wanted" > "$venv/wanted"
fi
