#!/usr/bin/env python3
"""The documented statistics over generated batches, on DuckDB and on ClickHouse (chdb).

  statistics.py generate FOLDER [ENTRIES]   writes FOLDER/inbox; the same numbers give the same batches
  statistics.py duckdb|clickhouse FOLDER    rows, seconds, peak memory; writes FOLDER/<engine>.json
  statistics.py compare FOLDER              both answers are the same, and the counts are those of the generator
"""
import collections, datetime, hashlib, json, os, random, re, resource, sys, time
from pathlib import Path

HERE = Path(__file__).resolve().parents[3]
ENTRIES_A_BATCH = 2_000
TERMINALS = 1_000
DOCUMENTS = 1_742
DOUBLE_EVERY = 50  # every so many batches arrive twice, under another name


def generate(folder, entries):
    import zstandard
    inbox = folder / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    rng, pack = random.Random(2026), zstandard.ZstdCompressor(level=3)
    start = datetime.datetime(2026, 1, 1)
    weights = [1 / (n + 5) for n in range(DOCUMENTS)]
    documents = rng.choices(range(DOCUMENTS), weights, k=200_000)
    expected, sought, written, batches = collections.Counter(), collections.Counter(), 0, 0
    a_terminal = max(1, entries // TERMINALS)
    for t in range(TERMINALS):
        site, terminal = f"H{t * 2 // 5:03}", f"H{t * 2 // 5:03}-{t % 5 + 1}"
        journal, seq, lines, batch, done, number = f"{t:016x}", 0, [], 0, 0, 0
        def flush():
            nonlocal lines, batch, batches
            if not lines:
                return
            batch += 1
            head = json.dumps({"kind": "batch", "terminal": terminal, "batch": batch, "made": at, "head": f"{seq} 00"})
            text = "\n".join([head, *lines, '{"kind":"signature","key":"00","sig":"00"}', ""])
            data = pack.compress(text.encode())
            for copy in range(2 if batches % DOUBLE_EVERY == 0 else 1):
                (inbox / f"{terminal}-{batch:08}-{copy:016x}.ndjson.zst").write_bytes(data)
            batches, lines = batches + 1, []
        step_s = 330 * 86_400 / max(1, a_terminal / 2)
        while done < a_terminal:
            number += 1
            moment = start + datetime.timedelta(seconds=number * step_s)
            moment = moment.replace(hour=rng.choice((0, 1, 2, 3, 5, 6, 7, 8, 8, 9)))
            at = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
            local = moment + datetime.timedelta(hours=8)
            slip = f"{terminal}-{local:%Y%m%d}-{number:04}"
            d = documents[rng.randrange(200_000)]
            outcome = rng.choices(("printed", "sent", "cancelled", "unknown"), (90, 5, 4, 1))[0]
            for kind, fields in (("request", {"document_id": f"demo/{d}", "document_rev": "1", "title": f"关于第{d}件事的通知",
                                              "content": "whole", "length_mm": str(200 + d % 900)}), ("outcome", {"outcome": outcome})):
                seq += 1
                hashed = hashlib.sha256(f"{terminal} {seq}".encode()).hexdigest()
                lines.append(json.dumps({"kind": "entry", "terminal": terminal, "site": site, "journal": journal, "seq": seq, "entry": kind,
                                         "number": slip, "at": at, "hash": hashed, "fields": fields}, ensure_ascii=False))
            done += 2
            if outcome in ("printed", "sent"):
                expected[f"{site} {local:%Y%m}"] += 1
            if len(lines) >= ENTRIES_A_BATCH:
                flush()
        for month in range(1, 12):
            seq, none = seq + 1, rng.randrange(9)
            tries = none + rng.randrange(200)
            fields = {"month": f"2026{month:02}", "searches_all": str(tries), "searches_none": str(none)}
            lines.append(json.dumps({"kind": "entry", "terminal": terminal, "site": site, "journal": journal, "seq": seq, "entry": "searches",
                                     "number": f"{terminal}-C-2026-{month:04}", "at": f"2026-{month + 1:02}-01T00:10:00Z", "hash": "00", "fields": fields}))
            sought[f"search {site} 2026{month:02}"] += tries
            sought[f"search-none {site} 2026{month:02}"] += none
        flush()
        written += done
    for name, counted in (("expected", expected), ("sought", sought)):
        (folder / f"{name}.json").write_text(json.dumps({k: v for k, v in counted.items() if v >= 5}))
    size = sum(f.stat().st_size for f in inbox.iterdir())
    print(f"{written} entries in {batches} batches, {len(list(inbox.iterdir()))} files, {size / 1e6:.0f} MB")


def documented(engine):
    text = (HERE / "deploy/fleet/STATISTICS.md").read_text(encoding="utf-8")
    views = re.findall(r"```sql\n(.*?)```", text, re.S)
    view = next(v for v in views if ("read_json" in v) == (engine == "duckdb"))
    return view, (HERE / "deploy/fleet/statistics.sql").read_text(encoding="utf-8")


def duck(folder):
    import duckdb
    view, query = documented("duckdb")
    db = duckdb.connect()
    db.execute(view)
    return f"DuckDB {duckdb.__version__}", db.execute(query).fetchall()


def clickhouse(folder):
    import chdb, chdb.session
    view, query = documented("clickhouse")
    session = chdb.session.Session()
    session.query("CREATE DATABASE d ENGINE = Atomic")
    session.query("USE d")
    session.query(view)
    session.query("SET group_by_use_nulls = 1")
    text = str(session.query(query, "JSONCompactEachRow"))
    version = str(session.query("SELECT version()", "TabSeparated")).strip()
    return f"ClickHouse {version} (chdb)", [json.loads(line) for line in text.splitlines()]


def run(engine, folder):
    os.chdir(folder)
    begun = time.monotonic()
    name, rows = (duck if engine == "duckdb" else clickhouse)(folder)
    took = time.monotonic() - begun
    cpu = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    plain = [[None if c in (None, "") else (int(c) if str(c).isdigit() else str(c)) for c in row] for row in rows]
    Path(f"{engine}.json").write_text(json.dumps(sorted(plain, key=str), ensure_ascii=False))
    print(f"{name}: {len(plain)} rows in {took:.1f} s ({cpu:.1f} s of CPU), {peak:.0f} MB")


def compare(folder):
    one, two = (json.loads((folder / f"{engine}.json").read_text()) for engine in ("duckdb", "clickhouse"))
    assert one == two, [(a, b) for a, b in zip(one, two) if a != b][:3]
    expected = json.loads((folder / "expected.json").read_text())
    monthly = [row for row in one if row[2] is not None]
    found = {f"{row[1]} {row[2]}": row[6] for row in monthly if row[0] == "request"}
    assert found == expected, (len(found), len(expected))
    sought = json.loads((folder / "sought.json").read_text())
    found = {f"{row[0]} {row[1]} {row[2]}": row[6] for row in monthly if row[0] != "request"}
    assert found == sought, (len(found), len(sought))
    print(f"both engines say the same {len(one)} rows, and the {len(expected)} of points and months are those of the generator, and so are the {len(sought)} of searches")


if __name__ == "__main__":
    step, folder = sys.argv[1], Path(sys.argv[2]).resolve()
    if step == "generate":
        generate(folder, int(sys.argv[3]) if len(sys.argv) > 3 else 10_000_000)
    elif step == "compare":
        compare(folder)
    else:
        run(step, folder)
