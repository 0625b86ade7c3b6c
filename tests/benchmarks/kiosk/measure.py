#!/usr/bin/env python3
"""The kiosk beside Chromium in kiosk mode on an equal page, in one run: start to the whole home screen, memory, CPU a frame of scrolling;
and the memory that the kiosk has after an hour of visits.

measure.py --bin FOLDER --mirror FOLDER [--size 1080x1920] [--rounds 7]

--bin holds the release build's `examples/frames`; --mirror is the mirror that the home screen shows. Chromium's page has as many tiles, rows
and buttons as the home screen, the long page holds the same 27,000 characters. Both are drawn at the same size; Chromium draws by software
too (--disable-gpu), under Xvfb, and is measured at the second start of its profile.
"""

import argparse
import functools
import http.server
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

CHROMIUM = [
    "chromium", "--kiosk", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync", "--disable-quic",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
]
SECONDS_MAX = 60

HOME = """<!doctype html><meta charset=utf-8><style>
body{margin:0;font-family:'Noto Sans CJK SC';background:#F6F3EC;color:#1B1F24;width:WIDTHpx;height:HEIGHTpx;overflow:hidden}
header{background:#153E6F;color:#fff;padding:32px;font-size:40px}main{padding:36px}
.tile,.row,.search{background:#fff;border:3px solid #8A8577;border-radius:22px;margin:16px 0;padding:24px;font-size:34px}
.tiles{display:grid;grid-template-columns:1fr 1fr 1fr;gap:16px}footer{position:absolute;bottom:0;width:100%;display:flex;
justify-content:space-around;font-size:28px;background:#fff;padding:24px 0}</style>
<header>政务公开查阅点　示例市人民政府门户网站　示例市图书馆</header><main><div class=search>搜索：名称、文号、拼音、首字母</div>
<div class=tiles>TILES</div>ROWS</main><footer><span>首页</span><span>大字</span><span>高对比</span><span>朗读</span><span>低位</span>
<span>English</span><span>求助</span><span>结束使用</span></footer>
<script>addEventListener('load',()=>requestAnimationFrame(()=>requestAnimationFrame(()=>fetch('/drawn'))))</script>"""

LONG = """<!doctype html><meta charset=utf-8><style>body{margin:0 96px;font:36px/1.8 'Noto Serif CJK SC';text-align:justify}p{text-indent:2em;margin:0}
</style>TEXT<script>let n=0;function step(){scrollBy(0,12);if(++n<600)requestAnimationFrame(step);else fetch('/done')}
addEventListener('load',()=>fetch('/begin').then(()=>requestAnimationFrame(step)))</script>"""


class Pages(http.server.BaseHTTPRequestHandler):
    pages: dict = {}
    told: dict = {}
    bell = threading.Condition()

    def do_GET(self):
        body = self.pages.get(self.path)
        if body is None:
            with self.bell:
                self.told[self.path] = time.time()
                self.bell.notify_all()
            body = ""
        data = body.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass

    @classmethod
    def wait(cls, path):
        with cls.bell:
            if not cls.bell.wait_for(lambda: path in cls.told, SECONDS_MAX):
                sys.exit(f"Chromium did not ask for {path}")
            return cls.told.pop(path)


def family(pid):
    """A process and all below it."""
    found, queue = [], [pid]
    while queue:
        one = queue.pop()
        found.append(one)
        try:
            tasks = pathlib.Path(f"/proc/{one}/task").iterdir()
            for task in tasks:
                queue += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            pass
    return found


def pss_mb(pid):
    total = 0
    for one in family(pid):
        try:
            text = pathlib.Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        total += int(re.search(r"^Pss:\s+(\d+) kB", text, re.M).group(1))
    return total / 1024


def cpu_s(pid):
    ticks = 0
    for one in family(pid):
        try:
            fields = pathlib.Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / 100


def chromium(url, size, profile):
    args = [*CHROMIUM, f"--user-data-dir={profile}", f"--window-size={size.replace('x', ',')}", url]
    return subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def end(process):
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def ours_home(args, config):
    seconds, memory = [], []
    for _ in range(args.rounds):
        begun = time.time()
        process = subprocess.Popen(
            [args.bin / "examples/frames", "home", config, args.size], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        line = process.stdout.readline()
        if not line.startswith("home "):
            sys.exit(f"frames said {line!r}")
        seconds.append(float(line.split()[1]) - begun)
        memory.append(pss_mb(process.pid))
        process.stdin.close()
        process.wait()
    return seconds, memory


def peer_home(args, port, work):
    seconds, memory = [], []
    for n in range(args.rounds):
        # The first start of a profile makes it: the second is what a device does every morning.
        for again in (False, True):
            begun = time.time()
            process = chromium(f"http://127.0.0.1:{port}/home", args.size, work / f"profile-{n}")
            drawn = Pages.wait("/drawn") - begun
            if again:
                seconds.append(drawn)
                memory.append(pss_mb(process.pid))
            end(process)
    return seconds, memory


def ours_scroll(args, work):
    folder = work / "scroll"
    folder.mkdir()
    told = subprocess.run(
        [args.bin / "examples/frames", "scroll", folder, args.size], check=True, capture_output=True, text=True
    ).stdout
    return told.strip()


def ours_hour(args, config):
    told = subprocess.run(
        [args.bin / "examples/frames", "hour", config, args.size], check=True, capture_output=True, text=True
    ).stdout
    sizes = {name: int(kb) / 1024 for name, kb in re.findall(r"^(Rss|Pss|Pss_Anon):\s+(\d+) kB", told, re.M)}
    if len(sizes) != 3:
        sys.exit(f"frames said {told!r}")
    return sizes


def peer_scroll(args, port, work):
    process = chromium(f"http://127.0.0.1:{port}/long", args.size, work / "profile-long")
    Pages.wait("/begin")
    before = cpu_s(process.pid)
    Pages.wait("/done")
    spent = cpu_s(process.pid) - before
    end(process)
    return spent / 600 * 1000


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=lambda p: pathlib.Path(p).resolve(), required=True)
    parser.add_argument("--mirror", type=lambda p: pathlib.Path(p).resolve(), required=True)
    parser.add_argument("--size", default="1080x1920")
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_args()
    if not shutil.which("chromium"):
        sys.exit("chromium is missing: run this through make bench-kiosk")
    width, height = args.size.split("x")
    tiles = "".join(f"<div class=tile>分类{n}　{n * 317}</div>" for n in range(1, 7))
    rows = "".join(f"<div class=row>示例市人民政府办公室关于第{n}号事项的通知　2018-10-1{n}</div>" for n in range(1, 8))
    words = "查阅点的设立、管理和服务，应当方便公众查阅，遵循免费、便民、安全的原则，并接受社会监督。" * 2
    Pages.pages = {
        "/home": HOME.replace("WIDTH", width).replace("HEIGHT", height).replace("TILES", tiles).replace("ROWS", rows),
        "/long": LONG.replace("TEXT", "".join(f"<p><b>第{n}条</b>　{words}</p>" for n in range(1, 301))),
        "/favicon.ico": "",
    }
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Pages))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        (work / "root.json").write_text("{}")
        config = work / "terminal.toml"
        config.write_text(
            '[site]\nid = "L01"\nterminal = "1"\nname = "示例市图书馆"\nplate = "政务公开查阅点"\nkind = "library"\n'
            f'[mirror]\ndir = "{args.mirror}"\n[journal]\ndir = "{work}/journal"\n[sync]\nfeed = "http://127.0.0.1:9/"\n'
            f'root = "{work}/root.json"\n[printer]\nconnection = "none"\nprofile = "generic-80mm"\n'
        )
        ours, ours_memory = ours_home(args, config)
        hour = ours_hour(args, config)
        scrolled = ours_scroll(args, work)
        # What a browser leaves behind when it ends is no measure of us.
        peer, peer_memory = peer_home(args, port, work)
        peer_frame = peer_scroll(args, port, work)
    server.shutdown()
    middle = statistics.median
    mean = float(re.search(r"mean ([\d.]+)", scrolled).group(1))
    print(f"| start to the whole home screen, median of {args.rounds} | {middle(ours):.3f} s | {middle(peer):.3f} s | {middle(peer) / middle(ours):.1f} |")
    print(f"| memory then (PSS of all its processes) | {middle(ours_memory):.1f} MB | {middle(peer_memory):.0f} MB | {middle(peer_memory) / middle(ours_memory):.1f} |")
    print(f"| CPU a frame, scrolling 27,000 characters (mean) | {mean:.2f} ms | {peer_frame:.2f} ms | {peer_frame / mean:.1f} |")
    print(f"\nafter an hour of visits: RSS {hour['Rss']:.1f} MB, PSS {hour['Pss']:.1f} MB, of it {hour['Pss_Anon']:.1f} MB no file")
    print(f"ours, scrolling: {scrolled}; starts {min(ours):.3f} to {max(ours):.3f} s, Chromium's {min(peer):.3f} to {max(peer):.3f} s")


if __name__ == "__main__":
    main()
