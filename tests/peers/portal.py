#!/usr/bin/env python3
"""A site as old offices have it, on OpenSSL and Python's web server, read by the real publisher: it wants its cookie back, a Referer, has an
authority of its own, does not send the certificate in the middle, hangs up when TLS 1.3 is offered. Each time nothing comes and the report
says so without the key of the recipe (or the system's trust), and all three articles come with it. A wrong certificate is never read.

Usage: portal.py FOLDER-OF-PROGRAMS   (needs openssl)
"""
import http.server
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

PUBLISHER = Path(sys.argv[1]).resolve() / "publisher"
COOKIE = "visit=5f2c"
# In the first words of a client: the extension that lists versions, and TLS 1.3.
VERSIONS, NEW = b"\x00\x2b", b"\x03\x04"
ARTICLES = (1, 2, 3)


def page(path):
    if path == "/zc/index.html":
        rows = "".join(f"<li><a href='t20260409_{n}.html'>关于第{n}项工作的通知</a><span>2026-04-09</span></li>" for n in ARTICLES)
        return f"<meta charset=utf-8><ul class=list>{rows}</ul>"
    for n in ARTICLES:
        if path == f"/zc/t20260409_{n}.html":
            return (f"<meta charset=utf-8><title>关于第{n}项工作的通知</title><div id=zoom><p>各单位：</p>"
                    f"<p>现将第{n}项工作通知如下，请认真执行。</p><p>示例市人民政府</p><p>2026年4月9日</p></div>")
    return None


def certificates(folder):
    """root signs middle, middle signs site (127.0.0.1) and other (another name)."""
    def run(*words):
        subprocess.run(["openssl", *words], check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    authority = "basicConstraints=critical,CA:TRUE"
    for name, by, more in (("root", None, authority), ("middle", "root", authority), ("site", "middle", "subjectAltName=IP:127.0.0.1"),
                           ("other", "middle", "subjectAltName=DNS:www.example.invalid")):
        (folder / "more").write_text(more)
        run("ecparam", "-genkey", "-name", "prime256v1", "-out", f"{name}.key")
        run("req", "-new", "-key", f"{name}.key", "-subj", f"/CN=demo {name}", "-out", f"{name}.csr")
        signer = ["-signkey", "root.key"] if by is None else ["-CA", f"{by}.pem", "-CAkey", f"{by}.key", "-CAcreateserial"]
        run("x509", "-req", "-in", f"{name}.csr", *signer, "-days", "30", "-extfile", "more", "-out", f"{name}.pem")


def serve(folder, wants=(), tls=None):
    """`wants` are cookie and referer; `tls` the certificates that are sent, first the site's own."""
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *words):
            pass

        def answer(self, status, words="", **more):
            body = words.encode()
            self.send_response(status)
            for name, value in {**more, "Content-Length": str(len(body))}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            asked = self.path != "/robots.txt"
            if asked and "cookie" in wants and COOKIE not in (self.headers.get("cookie") or ""):
                return self.answer(302, Set_Cookie=f"{COOKIE}; Path=/; HttpOnly", Location=self.path)
            if asked and "referer" in wants and "/zc/" not in (self.headers.get("referer") or ""):
                return self.answer(403)
            words = page(self.path)
            return self.answer(404) if words is None else self.answer(200, words)

    class Server(http.server.ThreadingHTTPServer):
        def get_request(self):
            stream, address = self.socket.accept()
            if "old-tls" in wants:
                hello = stream.recv(4096, socket.MSG_PEEK)
                at = hello.find(VERSIONS)
                if at >= 0 and NEW in hello[at:at + 14]:
                    stream.close()
                    raise OSError("TLS 1.3 was offered")
            return (context.wrap_socket(stream, server_side=True) if tls else stream), address

        def handle_error(self, *words):
            pass

    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        chain = folder / "chain.pem"
        chain.write_text("".join((folder / f"{name}.pem").read_text() for name in tls))
        context.load_cert_chain(chain, folder / f"{tls[0]}.key")
        if "old-tls" in wants:
            context.maximum_version = ssl.TLSVersion.TLSv1_2
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}/"


def read(folder, url, keys, trusted):
    """What one publication by a recipe with `keys` brings, and why something was refused."""
    bench = folder / "bench"
    shutil.rmtree(bench, ignore_errors=True)
    bench.mkdir()
    subprocess.run([PUBLISHER, "keygen", "--dir", bench / "keys"], check=True, stdout=subprocess.DEVNULL)
    (bench / "channel.toml").write_text(
        'site = "demo"\nname = "示例市"\ndefault_disclosure = "public"\nevidence = "https://example.invalid/"\n')
    (bench / "recipe.toml").write_text(
        f'[site]\nid = "demo"\nname = "示例市"\nstart = "{url}zc/index.html"\nhosts = ["127.0.0.1"]\ndelay_ms = 200\n{keys}\n[[list]]\n'
        'column = "文件"\nurl = "index.html"\nitems = "ul.list > li"\n[list.fields]\nlink = ["a@href"]\ntitle = ["a"]\ndate = ["span"]\n')
    environment = {name: value for name, value in os.environ.items() if name not in ("SSL_CERT_FILE", "SSL_CERT_DIR")}
    if trusted:
        together = bench / "trusted.pem"
        together.write_text("".join((folder / f"{name}.pem").read_text() for name in trusted))
        environment["SSL_CERT_FILE"] = str(together)
    subprocess.run([PUBLISHER, "publish", "--adapter", "portal", "--recipe", bench / "recipe.toml", "--from", bench / "state",
                    "--channel", bench / "channel.toml", "--to", bench / "feed", "--keys", bench / "keys",
                    "--report", bench / "report.json"], check=True, env=environment, stdout=subprocess.DEVNULL)
    report = json.loads((bench / "report.json").read_text())
    return len(report["published"]), [refused["detail"] for refused in report["refused"]]


REPLAY, REFERER, OLD = 'cookies = "replay"', 'headers = { Referer = "list" }', 'tls = "legacy"'
WHOLE = ("site", "middle")
# What the site is, then what is given to the publisher and whether it can read.
CASES = [
    ("cookie", ("cookie",), None, [("", (), False), (REPLAY, (), True)]),
    ("cookie and Referer", ("cookie", "referer"), None, [(REPLAY, (), False), (f"{REPLAY}\n{REFERER}", (), True)]),
    ("authority of its own", (), WHOLE, [("", (), False), ("", ("root",), True)]),
    ("chain without its middle", (), ("site",), [("", ("root",), False), ("", ("root", "middle"), True)]),
    ("old TLS", ("old-tls",), WHOLE, [("", ("root",), False), (OLD, ("root",), True)]),
    ("certificate of another name", (), ("other", "middle"), [("", ("root",), False), (OLD, ("root",), False)]),
]

with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    certificates(folder)
    for name, wants, tls, tries in CASES:
        url = serve(folder, wants, tls)
        for keys, trusted, reads in tries:
            published, refused = read(folder, url, keys, trusted)
            sound = (published, refused) == (len(ARTICLES), []) if reads else published == 0 and len(refused) == 1 and url in refused[0]
            if not sound:
                sys.exit(f"{name}, {keys!r}, trusted {trusted}: published {published}, refused {refused}")
        print(f"{name}: refused without, read with what it wants" if tries[-1][2] else f"{name}: never read")
