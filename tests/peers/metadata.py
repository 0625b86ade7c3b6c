#!/usr/bin/env python3
"""python-tuf as a peer, both ways: it reads a feed of ours, and our example client reads a repository that it made.

  metadata.py FEED ROOT.json CLIENT     folder of a feed, the root that terminals ship with, the program tuf_client
"""
import functools, hashlib, http.server, subprocess, sys, tempfile, threading
from datetime import datetime, timedelta, timezone
from pathlib import Path

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization.json import JSONSerializer
from tuf.ngclient import Updater, UpdaterConfig


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def serve(folder):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}/"


def it_reads_ours(feed, root):
    with tempfile.TemporaryDirectory() as kept:
        url = serve(feed)
        (Path(kept) / "metadata").mkdir()
        (Path(kept) / "targets").mkdir()
        updater = Updater(str(Path(kept) / "metadata"), url + "metadata/", str(Path(kept) / "targets"), url + "targets/",
                          config=UpdaterConfig(), bootstrap=root.read_bytes())
        updater.refresh()
        for name in ("tip.json", "takedown.json", "packs.json"):
            info = updater.get_targetinfo(name)
            assert info is not None, f"{name} is not listed"
            got = Path(updater.download_target(info)).read_bytes()
            assert hashlib.sha256(got).hexdigest() == info.hashes["sha256"]
        tampered = (feed / "metadata/timestamp.json").read_bytes().replace(b'"version":', b'"version": ')
        assert Metadata.from_bytes(tampered).signed.version >= 1


def make(folder, version, signers, content):
    expires = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=30)
    targets = Targets(version=version, expires=expires)
    targets.targets["dir/文件.txt"] = TargetFile.from_data("dir/文件.txt", content, ["sha256"])
    snapshot = Snapshot(version=version, expires=expires, meta={"targets.json": MetaFile(version)})
    timestamp = Timestamp(version=version, expires=expires, snapshot_meta=MetaFile(version))
    root = Root(version=1, expires=expires, consistent_snapshot=True)
    for role, signer in signers.items():
        root.add_key(signer.public_key, role)
    metadata = folder / "metadata"
    (folder / "targets/dir").mkdir(parents=True, exist_ok=True)
    metadata.mkdir(exist_ok=True)
    for signed, role, name in ((root, "root", "1.root.json"), (targets, "targets", f"{version}.targets.json"),
                               (snapshot, "snapshot", f"{version}.snapshot.json"), (timestamp, "timestamp", "timestamp.json")):
        whole = Metadata(signed)
        whole.sign(signers[role])
        (metadata / name).write_bytes(whole.to_bytes(JSONSerializer()))
    sha256 = hashlib.sha256(content).hexdigest()
    (folder / f"targets/dir/{sha256}.文件.txt").write_bytes(content)


def ours_reads_its(client):
    kinds = (CryptoSigner.generate_rsa, CryptoSigner.generate_ecdsa, CryptoSigner.generate_ed25519,
             CryptoSigner.generate_ecdsa)
    signers = dict(zip(("root", "targets", "snapshot", "timestamp"), (kind() for kind in kinds)))
    with tempfile.TemporaryDirectory() as dir:
        dir = Path(dir)
        repository, kept, got = dir / "repository", dir / "kept", dir / "got"
        for folder in (repository, kept, got):
            folder.mkdir()
        make(repository, 1, signers, b"first")
        url = serve(repository)

        def run(*more):
            return subprocess.run([client, "--metadata-dir", kept, *more], capture_output=True, text=True)

        def download():
            return run("--metadata-url", url + "metadata", "--target-name", "dir/文件.txt", "--target-base-url", url + "targets",
                       "--target-dir", got, "download")

        def expect(done, code):
            assert done.returncode == code, f"exit {done.returncode} instead of {code}: {done.stderr}"

        expect(run("init", repository / "metadata/1.root.json"), 0)
        expect(run("--metadata-url", url + "metadata", "refresh"), 0)
        names = sorted(path.name for path in kept.iterdir() if path.suffix == ".json")
        assert names == ["root.json", "snapshot.json", "targets.json", "timestamp.json"], names
        expect(download(), 0)
        assert [path.read_bytes() for path in got.iterdir()] == [b"first"]
        make(repository, 2, signers, b"second")
        expect(download(), 0)
        assert [path.read_bytes() for path in got.iterdir()] == [b"second"]
        # Back again: refused.
        make(repository, 1, signers, b"first")
        expect(download(), 1)
        # Signed by somebody else: refused.
        strangers = {**signers, "timestamp": CryptoSigner.generate_ed25519()}
        make(repository, 3, strangers, b"third")
        expect(download(), 1)
        assert [path.read_bytes() for path in got.iterdir()] == [b"second"]


def main():
    feed, root, client = sys.argv[1:]
    it_reads_ours(Path(feed), Path(root))
    ours_reads_its(client)
    print("both ways")


if __name__ == "__main__":
    main()
