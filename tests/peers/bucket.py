#!/usr/bin/env python3
"""A feed to a bucket of an S3 server that others wrote (moto), and from there to a terminal over plain HTTP; the terminal's status by a
pre-signed address to another bucket, and from there to the fleet's page.

  bucket.py PROGRAMS     folder with publisher, sync-agent and fleet
"""
import json, os, re, shutil, subprocess, sys, tempfile, threading
from pathlib import Path

import boto3
from botocore.config import Config
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

ROOT = Path(__file__).resolve().parents[2]
POLICY = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::feed/*"}]}
TOML = """[site]
id = "L01"
terminal = "1"
name = "示例市图书馆"
plate = "政务公开查阅点"
kind = "library"
[mirror]
dir = "mirror"
[journal]
dir = "journal"
[sync]
feed = "{url}"
root = "root.json"
[printer]
connection = "none"
profile = "generic-80mm"
"""


class Quiet(WSGIRequestHandler):
    def log(self, *_):
        pass


class Server:
    """moto, with a list of what was put in which order; the program that puts can be killed at one of them."""

    def __init__(self):
        self.puts, self.kill_at, self.victim = [], None, None
        moto = DomainDispatcherApplication(create_backend_app)

        def watched(environ, start_response):
            path = environ["PATH_INFO"]
            if environ["REQUEST_METHOD"] == "PUT" and path.startswith("/feed/"):
                if self.kill_at is not None and len(self.puts) >= self.kill_at:
                    self.victim.kill()
                    start_response("500 Gone", [])
                    return [b""]
                self.puts.append(path)
            return moto(environ, start_response)

        self.server = make_server("127.0.0.1", 0, watched, threaded=True, request_handler=Quiet)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Line:
    """An office that publishes to a bucket, and a terminal that reads it."""

    def __init__(self, programs, server, dir):
        self.programs, self.server, self.dir = programs, server, dir
        self.environment = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()} | {
            "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT": server.url, "AWS_ALLOW_HTTP": "true"}
        self.run("publisher", "keygen", "--dir", dir / "keys")
        (dir / "terminal").mkdir()
        shutil.copy(dir / "keys/root.json", dir / "terminal")
        (dir / "terminal/terminal.toml").write_text(TOML.format(url=f"{server.url}/feed/public/"))

    def run(self, program, *arguments, code=0):
        done = subprocess.run([self.programs / program, *arguments], env=self.environment, capture_output=True, text=True)
        assert done.returncode == code, f"{program} {arguments}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def publish(self, source):
        self.run("publisher", "publish", "--adapter", "folder", "--from", source, "--channel", ROOT / "assets/sample/channel.toml",
                 "--to", self.dir / "feed", "--keys", self.dir / "keys", "--confirm-drop")

    def push(self, feed="feed", code=0):
        return self.run("publisher", "push", self.dir / feed, "--to", "s3://feed/public", code=code)

    def push_and_be_killed(self, at):
        self.server.kill_at, self.server.puts = at, []
        self.server.victim = subprocess.Popen([self.programs / "publisher", "push", self.dir / "feed", "--to", "s3://feed/public"],
                                              env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert self.server.victim.wait() == -9, "it was not killed: there was less to put"
        self.server.kill_at = None

    def agent(self, *arguments):
        return self.run("sync-agent", "--config", self.dir / "terminal/terminal.toml", *arguments)

    def documents(self):
        return json.loads(self.agent("status", "--json"))["documents"]


def in_order(puts):
    """What is named was put before what names it."""
    def rank(path):
        if path.endswith("/metadata/timestamp.json"):
            return 5
        kinds = (r"/blob/", r"/(log|pack)/", r"/targets/", r"\.targets\.json$", r"\.snapshot\.json$|\.root\.json$")
        return next(n for n, kind in enumerate(kinds) if re.search(kind, path))
    ranks = [rank(path) for path in puts]
    assert ranks == sorted(ranks) and ranks.count(5) == 1, puts


def report(line, s3):
    """What the terminal says of itself reaches the page of the fleet by the bucket alone."""
    s3.create_bucket(Bucket="inbox")
    name = "L01-1.status.ndjson"
    signed = [s3.generate_presigned_url("put_object", Params={"Bucket": "inbox", "Key": f"terminals/{key}"}) for key in (name, "batch-1")]
    urls = line.dir / "terminal/urls"
    # What was taken down is confirmed in a batch, which takes the other line.
    urls.write_text(f"status {signed[0]}\n{signed[1]}\n")
    with open(line.dir / "terminal/terminal.toml", "a") as settings:
        settings.write(f'[upload]\nto = "presigned://{urls}"\n')
    line.agent("upload")
    s3.put_object(Bucket="inbox", Key="terminals/L02-1.status.ndjson", Body=b"x" * 100_000)
    s3.put_object(Bucket="inbox", Key="terminals/notes.txt", Body=b"not ours")
    said = line.run("fleet", "--from", "s3://inbox/terminals", "--out", line.dir / "page")
    assert said.count("1 terminals") == 1 and "L02-1.status.ndjson is not taken (too-large)" in said, said
    documents = line.documents()
    metrics = (line.dir / "page/fleet.prom").read_text()
    assert f'fleet_terminal_documents{{terminal="L01-1"}} {documents}\n' in metrics, metrics


def main():
    programs = Path(sys.argv[1]).resolve()
    server = Server()
    s3 = boto3.client("s3", endpoint_url=server.url, aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1",
                      config=Config(proxies={}))
    s3.create_bucket(Bucket="feed")
    s3.put_bucket_policy(Bucket="feed", Policy=json.dumps(POLICY))
    s3.put_object(Bucket="feed", Key="public/notes.txt", Body=b"not ours")
    with tempfile.TemporaryDirectory() as dir:
        line = Line(programs, server, Path(dir))
        source = line.dir / "source"
        shutil.copytree(ROOT / "assets/sample/portal", source)
        line.publish(source)
        server.puts = []
        line.push()
        in_order(server.puts)
        first = len(server.puts)
        line.agent("once")
        whole = line.documents()
        assert whole > 0
        head = s3.head_object(Bucket="feed", Key="public/metadata/timestamp.json")
        assert (head["CacheControl"], head["ContentType"]) == ("public, max-age=60", "application/json"), head
        assert "immutable" in s3.head_object(Bucket="feed", Key="public/metadata/1.root.json")["CacheControl"]

        # Killed at any object, the bucket still holds the feed of before; the next push goes on.
        shutil.copytree(line.dir / "feed", line.dir / "older")
        sorted(source.rglob("*.md"))[0].unlink()
        line.publish(source)
        for _ in range(3):
            line.push_and_be_killed(at=1)
            line.agent("once")
            assert line.documents() == whole
        server.puts = []
        said = line.push()
        in_order(server.puts)
        assert len(server.puts) < first and " 0 there" not in said, said
        line.agent("once")
        line.agent("verify")
        assert line.documents() < whole
        assert line.push().startswith("0 written")

        # Never older over newer; what is not ours stays.
        assert "newer" in line.push("older", code=1)
        assert s3.get_object(Bucket="feed", Key="public/notes.txt")["Body"].read() == b"not ours"

        # What is purged leaves the bucket with the same push.
        before = {item["Key"] for item in s3.list_objects_v2(Bucket="feed")["Contents"]}
        hit = json.loads(line.agent("search", "通知", "--json"))["hits"][0]["id"]
        line.run("publisher", "withdraw", hit, "--reason", "purged", "--to", line.dir / "feed", "--keys", line.dir / "keys")
        line.push()
        after = {item["Key"] for item in s3.list_objects_v2(Bucket="feed")["Contents"]}
        assert any("/log/" in key for key in before - after), before - after
        line.agent("once")
        line.agent("verify")
        report(line, s3)
    print(f"bucket: in order, {first} objects at first")


if __name__ == "__main__":
    main()
