#!/usr/bin/env python3
"""Bodies of real pages beside trafilatura: how much each takes, and the sentences that only one of them has.

Usage: bodies.py PUBLISHER PAGE ...   (trafilatura and lxml_html_clean from PyPI, in an environment of their own)
"""
import json
import re
import subprocess
import sys

import trafilatura


def bare(text):
    return re.sub(r"[\s|]", "", text or "")


def sentences(text):
    return {bare(part) for part in re.split(r"[。；\n]", text or "") if len(bare(part)) >= 8}


def ours(publisher, page):
    said = subprocess.run([publisher, "try", page, "--json"], capture_output=True, text=True, check=True)
    said = json.loads(said.stdout)
    if "refused" in said:
        return None
    blocks = said["document"]["blocks"]
    rows = lambda block: "\n".join(" ".join(row) for row in block.get("rows", []))
    return "\n".join(block.get("text") or rows(block) for block in blocks)


publisher, pages = sys.argv[1], sys.argv[2:]
print("| page | ours | trafilatura | sentences only ours | only trafilatura |\n|---|---|---|---|---|")
for page in pages:
    with open(page, "rb") as file:
        theirs = trafilatura.extract(file.read(), include_tables=True, include_comments=False) or ""
    mine = ours(publisher, page)
    name = page.rsplit("/", 1)[-1]
    if mine is None:
        print(f"| {name} | refused | {len(bare(theirs))} | | |")
        continue
    only_mine = [s for s in sentences(mine) if s not in bare(theirs)]
    only_theirs = [s for s in sentences(theirs) if s not in bare(mine)]
    print(f"| {name} | {len(bare(mine))} | {len(bare(theirs))} | {len(only_mine)} | {len(only_theirs)} |")
