"""Writes what an image is made of as CycloneDX 1.5 (JSON): sbom.py STATUS CARGO_LOCK EPOCH.

STATUS is dpkg's list of the base; CARGO_LOCK names the crates of our programs, those of tests and development among them.
The same input gives the same bytes.
"""

import datetime
import json
import pathlib
import sys
import tomllib
import urllib.parse


def debian(status):
    for paragraph in status.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in paragraph.splitlines() if ": " in line and not line.startswith(" "))
        if "Package" in fields:
            name, version = fields["Package"], fields["Version"]
            quoted = urllib.parse.quote(version, safe="")
            yield {
                "type": "library",
                "name": name,
                "version": version,
                "purl": f"pkg:deb/debian/{name}@{quoted}?arch={fields['Architecture']}&distro=trixie",
            }


def crates(lock):
    for package in tomllib.loads(lock)["package"]:
        component = {
            "type": "library",
            "name": package["name"],
            "version": package["version"],
            "purl": f"pkg:cargo/{package['name']}@{package['version']}",
        }
        if "checksum" in package:
            component["hashes"] = [{"alg": "SHA-256", "content": package["checksum"]}]
        yield component


def main():
    status, lock, epoch = sys.argv[1:]
    components = [*debian(pathlib.Path(status).read_text()), *crates(pathlib.Path(lock).read_text())]
    components.sort(key=lambda c: c["purl"])
    when = datetime.datetime.fromtimestamp(int(epoch), datetime.timezone.utc)
    print(
        json.dumps(
            {
                "bomFormat": "CycloneDX",
                "specVersion": "1.5",
                "version": 1,
                "metadata": {
                    "timestamp": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
                    "component": {"type": "operating-system", "name": "reading-room-terminal"},
                },
                "components": components,
            },
            indent=1,
            ensure_ascii=False,
        )
    )


main()
