#!/usr/bin/env python3
"""What a poll costs, and what a fleet of terminals asks of one web server. Drives the real publisher and agent, and nginx on
loopback; the fleet is simulated: each terminal asks what the agent asks, and checks lengths and hashes, not signatures.

  measure.py poll  --bin DIR --documents N     P5: an unchanged poll; 20 changed documents among N
  measure.py fleet --bin DIR --terminals N --seconds S --interval I
"""
import argparse, asyncio, hashlib, json, os, random, shutil, subprocess, tempfile, time
from pathlib import Path

SENTENCES = ("各单位应当按照规定公开政府信息", "查阅点免费向社会公众开放", "工作人员应当提供必要的指引", "登记簿按年度归档",
             "自发布之日起施行", "由市人民政府办公室负责解释", "所需经费列入本级预算", "对不符合条件的不予受理",
             "申请人可以依法申请行政复议", "有关部门应当在十五个工作日内答复", "本办法所称单位包括派出机构", "涉及商业秘密的依法处理")
NGINX = """daemon off; worker_processes 1; pid {dir}/nginx.pid; error_log {dir}/error.log;
events {{ worker_connections 4096; }}
http {{ access_log off; client_body_temp_path {dir}/b; proxy_temp_path {dir}/p; fastcgi_temp_path {dir}/f; uwsgi_temp_path {dir}/u;
scgi_temp_path {dir}/s; server {{ listen 127.0.0.1:{port}; root {feed}; etag on; default_type application/octet-stream; }} }}"""


def words(dice, number):
    """About 5,500 characters, as the mean of the real laws, none twice the same."""
    lines = [f"关于第{number}号事项的通知", "", f"示政发〔2018〕{number}号", ""]
    for article in range(1, 56):
        lines.append(f"第{article}条　" + "，".join(dice.sample(SENTENCES, 6)) + f"（{dice.randrange(10**9)}）。")
    return "\n".join(lines) + "\n"


class Office:
    def __init__(self, dir, programs, documents):
        self.dir, self.programs, self.dice = Path(dir), Path(programs), random.Random(2026)
        self.source, self.feed = self.dir / "source", self.dir / "feed"
        self.source.mkdir()
        for number in range(documents):
            folder = self.source / f"{number // 1000:03}"
            folder.mkdir(exist_ok=True)
            (folder / f"{number:06}.txt").write_text(words(self.dice, number))
        (self.dir / "channel.toml").write_text(
            'site = "bench"\nname = "bench"\ndefault_disclosure = "public"\nevidence = "https://example.invalid/"\n')
        self.run("publisher", "keygen", "--dir", self.dir / "keys")

    def run(self, program, *arguments):
        command = [self.programs / program, *arguments]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{command}: {done.stderr}")
        return done.stdout

    def publish(self):
        begun = time.monotonic()
        self.run("publisher", "publish", "--adapter", "folder", "--from", self.source, "--channel", self.dir / "channel.toml",
                 "--to", self.feed, "--keys", self.dir / "keys")
        return time.monotonic() - begun

    def change(self, count):
        files = sorted(self.source.rglob("*.txt"))
        for path in self.dice.sample(files, count):
            path.write_text(path.read_text() + f"第56条　补充规定{self.dice.randrange(10**9)}。\n")


def serve(dir, feed, port):
    conf = Path(dir) / "nginx.conf"
    conf.write_text(NGINX.format(dir=dir, feed=feed, port=port))
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    server = subprocess.Popen([nginx, "-c", str(conf), "-p", str(dir)], stderr=subprocess.DEVNULL)
    for _ in range(1000):
        try:
            import socket
            socket.create_connection(("127.0.0.1", port), 1).close()
            return server
        except OSError:
            time.sleep(0.01)
    raise SystemExit("nginx does not answer")


def poll(arguments):
    with tempfile.TemporaryDirectory() as dir:
        os.chmod(dir, 0o755)
        office = Office(dir, arguments.bin, arguments.documents)
        first = office.publish()
        server = serve(dir, office.feed, arguments.port)
        try:
            home = Path(dir) / "terminal"
            home.mkdir()
            shutil.copy(Path(dir) / "keys/root.json", home)
            (home / "terminal.toml").write_text(
                '[site]\nid = "L01"\nterminal = "1"\nname = "n"\nplate = "p"\nkind = "library"\n[mirror]\ndir = "mirror"\n'
                f'[journal]\ndir = "journal"\n[sync]\nfeed = "http://127.0.0.1:{arguments.port}/"\nroot = "root.json"\n'
                '[printer]\nconnection = "none"\nprofile = "generic-80mm"\n')
            agent = ["sync-agent", "--config", home / "terminal.toml"]
            rows = []

            def once(what):
                begun = time.monotonic()
                office.run(*agent, "once")
                spent = time.monotonic() - begun
                run = json.loads(office.run(*agent, "status", "--json"))["last_run"]
                rows.append((what, run["requests"], run["bytes"], spent))

            once(f"first filling, {arguments.documents} documents")
            once("unchanged")
            office.change(20)
            second = office.publish()
            once("20 changed")
            for round in range(arguments.rounds):
                office.change(20)
                office.publish()
                once(f"20 changed, publication {round + 3}")
            feed_bytes = sum(path.stat().st_size for path in office.feed.rglob("*") if path.is_file())
            print(f"documents {arguments.documents}, feed {feed_bytes} bytes, first publication {first:.0f} s, second {second:.0f} s")
            for what, requests, size, spent in rows:
                print(f"{what}: {requests} requests, {size} bytes, {spent:.1f} s")
        finally:
            server.terminate()
            server.wait()


class Fleet:
    def __init__(self, port):
        self.port, self.requests, self.bytes, self.errors, self.changed, self.latency = port, 0, 0, 0, 0, []

    async def get(self, path, tag=None):
        begun = time.monotonic()
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            condition = f"If-None-Match: {tag}\r\n" if tag else ""
            writer.write(f"GET /{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{condition}\r\n".encode())
            answer = await asyncio.wait_for(reader.read(-1), 30)
        finally:
            writer.close()
        head, _, body = answer.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        status = int(lines[0].split(" ")[1])
        tags = [line[6:] for line in lines if line.startswith("ETag: ")]
        self.requests += 1
        self.bytes += len(answer)
        self.latency.append(time.monotonic() - begun)
        return status, body, tags[0] if tags else None

    async def named(self, path, sha256):
        status, body, _ = await self.get(path)
        if status != 200 or hashlib.sha256(body).hexdigest() != sha256:
            self.errors += 1
        return body

    async def terminal(self, dice, interval, until):
        tag, seq = None, None
        await asyncio.sleep(dice.random() * interval)
        while time.monotonic() < until:
            try:
                status, _, _ = await self.get("metadata/2.root.json")
                self.errors += status != 404
                status, body, tag = await self.get("metadata/timestamp.json", tag)
                if status == 200:
                    seq = await self.update(body, seq)
                elif status != 304:
                    self.errors += 1
            except (OSError, asyncio.TimeoutError, ValueError, IndexError):
                self.errors += 1
            await asyncio.sleep(interval * (0.5 + dice.random()))

    async def update(self, timestamp, seq):
        pin = json.loads(timestamp)["signed"]["meta"]["snapshot.json"]
        snapshot = await self.named(f"metadata/{pin['version']}.snapshot.json", pin["hashes"]["sha256"])
        pin = json.loads(snapshot)["signed"]["meta"]["targets.json"]
        targets = json.loads(await self.named(f"metadata/{pin['version']}.targets.json", pin["hashes"]["sha256"]))
        listed = {name: file["hashes"]["sha256"] for name, file in targets["signed"]["targets"].items()}
        tip = json.loads(await self.named(f"targets/{listed['tip.json']}.tip.json", listed["tip.json"]))
        await self.named(f"targets/{listed['takedown.json']}.takedown.json", listed["takedown.json"])
        # A terminal of this fleet is filled already: it only follows.
        for segment in tip["segments"]:
            if seq is not None and segment["level"] == 0 and segment["from"] > seq:
                await self.named(f"log/L0/{segment['to']}.{segment['sha256']}.zst", segment["sha256"])
        self.changed += 1
        return tip["seq"]


async def simulate(arguments, office):
    fleet = Fleet(arguments.port)
    until = time.monotonic() + arguments.seconds
    dice = random.Random(7)
    tasks = [asyncio.create_task(fleet.terminal(random.Random(dice.random()), arguments.interval, until))
             for _ in range(arguments.terminals)]

    async def publish():
        while time.monotonic() + arguments.interval < until:
            await asyncio.sleep(arguments.seconds / 4)
            office.change(20)
            await asyncio.to_thread(office.publish)
    tasks.append(asyncio.create_task(publish()))
    await asyncio.gather(*tasks)
    return fleet


def run_fleet(arguments):
    with tempfile.TemporaryDirectory() as dir:
        os.chmod(dir, 0o755)
        office = Office(dir, arguments.bin, 500)
        office.publish()
        server = serve(dir, office.feed, arguments.port)
        try:
            fleet = asyncio.run(simulate(arguments, office))
        finally:
            server.terminate()
            server.wait()
        late = sorted(fleet.latency)
        print(f"{arguments.terminals} terminals, {arguments.seconds} s, a poll every {arguments.interval} s on average: "
              f"{fleet.requests} requests ({fleet.requests / arguments.seconds:.0f}/s), {fleet.bytes} bytes, "
              f"{fleet.changed} updates, {fleet.errors} errors, "
              f"p50 {late[len(late) // 2] * 1000:.1f} ms, p99 {late[len(late) * 99 // 100] * 1000:.1f} ms")
        if fleet.errors:
            raise SystemExit(1)


def main():
    parser = argparse.ArgumentParser()
    kinds = parser.add_subparsers(dest="kind", required=True)
    for name in ("poll", "fleet"):
        kind = kinds.add_parser(name)
        kind.add_argument("--bin", required=True)
        kind.add_argument("--port", type=int, default=18080)
        kind.add_argument("--documents", type=int, default=100_000)
        kind.add_argument("--rounds", type=int, default=0)
        kind.add_argument("--terminals", type=int, default=1_000)
        kind.add_argument("--seconds", type=int, default=120)
        kind.add_argument("--interval", type=float, default=20.0)
    arguments = parser.parse_args()
    {"poll": poll, "fleet": run_fleet}[arguments.kind](arguments)


if __name__ == "__main__":
    main()
