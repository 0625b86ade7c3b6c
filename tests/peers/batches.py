#!/usr/bin/env python3
"""The documented DuckDB query over a folder of batches.   batches.py UPLOAD.md FOLDER -> JSON rows"""
import json, os, re, sys
import duckdb

text, folder = open(sys.argv[1], encoding="utf-8").read(), sys.argv[2]
query = re.search(r"```sql\n(.*?)```", text, re.S).group(1)
os.chdir(os.path.dirname(folder.rstrip("/")) or ".")
query = query.replace("inbox/", os.path.basename(folder.rstrip("/")) + "/")
print(json.dumps([list(map(str, row)) for row in duckdb.sql(query).fetchall()]))
