#!/usr/bin/env python3
"""The documented DuckDB query over a folder of batches.

  batches.py UPLOAD.md FOLDER                 prints the rows as JSON
  batches.py UPLOAD.md FOLDER EXPECTED.json   they must be its "prints"
"""
import json, os, re, sys
import duckdb

text, folder = open(sys.argv[1], encoding="utf-8").read(), sys.argv[2].rstrip("/")
expected = json.load(open(sys.argv[3], encoding="utf-8"))["prints"] if len(sys.argv) > 3 else None
query = re.search(r"```sql\n(.*?)```", text, re.S).group(1)
os.chdir(os.path.dirname(folder) or ".")
query = query.replace("inbox/", os.path.basename(folder) + "/")
rows = [list(map(str, row)) for row in duckdb.sql(query).fetchall()]
assert expected is None or rows == [list(map(str, row)) for row in expected], (rows, expected)
print(json.dumps(rows))
