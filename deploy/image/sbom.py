"""Writes what an image is made of as CycloneDX 1.5 (JSON): sbom.py STATUS EPOCH CARGO_LOCK...

STATUS is dpkg's list of the base; each CARGO_LOCK names the crates of one workspace, those
of tests and development among them.
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
    status, epoch, *locks = sys.argv[1:]
    found = [*debian(pathlib.Path(status).read_text())]
    for lock in locks:
        found.extend(crates(pathlib.Path(lock).read_text()))
    # What two workspaces share stands there once.
    components = [c for _, c in sorted({c["purl"]: c for c in found}.items())]
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
