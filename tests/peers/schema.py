#!/usr/bin/env python3
"""The published JSON Schemas against the published test vectors: everything sound fits, and what is not of the shape does not.

  schema.py SCHEMAS VECTORS BATCH     sync-agent/feed/schema, sync-agent/feed/vectors, sync-agent/batch
"""
import json, sys
from pathlib import Path

import jsonschema, zstandard
from referencing import Registry, Resource


def main():
    schemas, vectors, batch = map(Path, sys.argv[1:])
    found = {path.name: json.loads(path.read_text()) for path in schemas.glob("*.schema.json")}
    # They name each other by file name.
    registry = Registry().with_resources((name, Resource.from_contents(schema)) for name, schema in found.items())
    checks = {}
    for name in ("record", "tip", "takedown", "packs"):
        schema = found[f"{name}.schema.json"]
        kind = jsonschema.validators.validator_for(schema)
        kind.check_schema(schema)
        checks[name] = kind(schema, registry=registry)
    seen = dict.fromkeys(checks, 0)
    for name in ("tip", "takedown", "packs"):
        for path in sorted((vectors / "sound/targets").glob(f"*.{name}.json")):
            checks[name].validate(json.loads(path.read_text()))
            seen[name] += 1
    records = []
    for path in sorted((vectors / "sound").rglob("*.zst")):
        lines = zstandard.ZstdDecompressor().stream_reader(path.open("rb")).read().decode().splitlines()
        records += [json.loads(line) for line in lines]
    refused = {item["id"] for item in json.loads((vectors / "expected.json").read_text())["refused"]}
    for record in records:
        if record.get("document", {}).get("id") in refused:
            assert not checks["record"].is_valid(record), "a record that terminals refuse fits the schema"
        else:
            checks["record"].validate(record)
            seen["record"] += 1
    assert all(seen.values()), seen
    # Whatever key is taken away or is of another kind, the schema says so.
    for record in (records[0], next(r for r in records if r["op"] == "del")):
        for key in record:
            assert not checks["record"].is_valid({k: v for k, v in record.items() if k != key}), key
            assert not checks["record"].is_valid({**record, key: [1]}), key
    seen["line"] = lines_of_batches(batch)
    print(f"schemas: {seen}")


def lines_of_batches(batch):
    schema = json.loads((batch / "schema/line.schema.json").read_text())
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    check, seen = kind(schema), {}
    for path in sorted((batch / "vectors/inbox").glob("*.zst")):
        text = zstandard.ZstdDecompressor().stream_reader(path.open("rb")).read().decode()
        for line in map(json.loads, text.splitlines()):
            check.validate(line)
            seen[line["kind"]] = line
    assert sorted(seen) == ["batch", "entry", "signature", "takedown"], sorted(seen)
    for line in seen.values():
        for key in line:
            assert not check.is_valid({k: v for k, v in line.items() if k != key}), key
            assert key == "kind" or not check.is_valid({**line, key: [1]}), key
    return len(seen)


if __name__ == "__main__":
    main()
