#!/usr/bin/env python3
"""Document numbers as five governments print them, each put to `publisher try` three times: behind its label, as a line of its own, and cited
in a sentence of another document. What is printed must be taken, in one writing; what is cited must not.

Usage: document_numbers.py PUBLISHER DATA/docnumbers [--only-odd]
"""
import collections
import csv
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

LABEL = "发文字号："
TEXT = "各市人民政府：\n现将有关事项通知如下，请认真贯彻执行。\n一、加强组织领导。\n二、抓好督促检查。"
HEAD = "关于示例工作的通知"


def scraped(folder):
    for path in sorted(folder.glob("*.csv")):
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            column = next(name for name in rows.fieldnames if name.startswith("doc"))
            for row in rows:
                yield (row[column] or "").removeprefix(LABEL)


def written(number):
    """The one writing, and how the printed one differs; none where it is no number as people print them."""
    bare = number.replace("\u200b", "")
    tight = re.sub(r"\s", "", bare)
    wide = tight
    tight = re.sub(r"\d", lambda digit: str(int(digit[0])), wide)
    if re.fullmatch(r"[^第]+令第\d+号", tight):
        return tight, "as printed"
    parts = re.fullmatch(r"([^〔\[(]+)[〔\[(](\d{4})[〕\])](\d+)号", tight)
    if not parts:
        return None, "no number"
    if wide != tight:
        kind = "a full-width digit"
    elif bare != number:
        kind = "an invisible character before it"
    elif "〔" not in tight or "〕" not in tight:
        kind = "other brackets"
    else:
        kind = "as printed" if tight == bare else "a blank in it"
    return "{}〔{}〕{}号".format(*parts.groups()), kind


def taken(publisher, folder, name, words):
    path = folder / name
    path.write_text(words)
    said = subprocess.run([publisher, "try", path, "--json"], capture_output=True, text=True, check=True)
    return json.loads(said.stdout)["document"]["doc_no"]


publisher, data = sys.argv[1], Path(sys.argv[2])
kinds, wrong, invented, empty = collections.Counter(), [], [], 0
distinct = {}
for number in scraped(data):
    if not number.strip():
        empty += 1
        continue
    wanted, kind = written(number)
    kinds[kind] += 1
    distinct[number] = wanted, kind
put = {n: w for n, (w, kind) in distinct.items() if "--only-odd" not in sys.argv or kind != "as printed"}
with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    for number, wanted in put.items():
        body = TEXT.replace("\n", "</p><p>")
        page = f"<meta charset=utf-8><title>{HEAD}</title><table><tr><td>{LABEL}</td><td>{number}</td></tr></table><div id=zoom><p>{body}</p></div>"
        labelled = taken(publisher, folder, "a.html", page)
        alone = taken(publisher, folder, "b.txt", f"{HEAD}\n{number}\n{TEXT}\n")
        cited = taken(publisher, folder, "c.txt", f"{HEAD}\n{TEXT}\n三、《关于另一工作的通知》（{number}）同时执行。\n四、按照{number}文件办理。\n")
        # What stands behind a label and is no number stays as it stands.
        if labelled != (wanted or number) or alone != wanted:
            wrong.append((number, labelled, alone))
        if cited is not None:
            invented.append((number, cited))
print(f"{sum(kinds.values())} numbers, {len(distinct)} distinct, {len(put)} put; {empty} rows have none")
for kind, count in kinds.most_common():
    print(f"  {count:6} {kind}")
print(f"wrong {len(wrong)} {wrong[:5]}; invented {len(invented)} {invented[:5]}")
sys.exit(bool(wrong or invented))
