"""Slips against tools that others wrote. First, what we send is taken apart by nothing of ours: text by Python's GB 18030 codec, dots
by Pillow, codes by zxing-cpp. Second, what python-escpos sends is printed by our virtual printer: the decoder that our own tests
trust must read a foreign encoder right. Usage: printing.py PRINTER (the program); exit 0 when all agree, else a message."""
import json
import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import zxingcpp
from escpos.printer import Dummy
from PIL import Image, ImageChops, ImageDraw

PROGRAM = sys.argv[1]
URL = "http://www.example.cn/art/2018/10/15/示例.html"
WORDS = [
    "政务公开查阅点",
    "第五条　提供查阅服务，不收取任何费用。“2018-10-15”",
    "國務院辦公廳關於政府信息公開",
    "ABC xyz 0123456789 〔2018〕89号",
]
RARE = "生僻字：㛃𠮷𬭎"
PASSED = []


def check(what, fact):
    if not fact:
        sys.exit(f"peers: {what}: they do not agree")
    PASSED.append(what)


class Virtual:
    """A running `printer virtual`."""

    def __init__(self, folder, width):
        self.out = Path(folder) / "out"
        self.pty = Path(folder) / "pty"
        command = [PROGRAM, "virtual", "--tcp", "127.0.0.1:0", "--pty", str(self.pty), "--out", str(self.out)]
        command += ["--width-dots", str(width), "--orders"]
        self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.address = self.child.stdout.readline().split()[1]
        self.child.stdout.readline()

    def slip(self, number):
        """Waits until everything sent is on paper; the record, the picture and the bytes of a slip."""
        self.child.stdin.write("\n")
        self.child.stdin.flush()
        assert self.child.stdout.readline() == "loaded\n"
        stem = self.out / f"{number:04}"
        record = json.loads(stem.with_suffix(".json").read_text())
        return record, Image.open(stem.with_suffix(".png")).convert("L"), stem.with_suffix(".bin").read_bytes()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.kill()
        self.child.wait()


def taken_apart(stream, width):
    """Rows of dots and lines of text of a stream, by the lengths that the command reference gives."""
    rows, lines, line, spacing, at = [], [], bytearray(), 34, 0
    blank = bytes((width + 7) // 8)
    while at < len(stream):
        two = stream[at:at + 2]
        if stream[at:at + 4] == b"\x1dv0\x00":
            stride, height = (int.from_bytes(stream[at + 4 + n:at + 6 + n], "little") for n in (0, 2))
            data = stream[at + 8:at + 8 + stride * height]
            rows += [data[n * stride:(n + 1) * stride].ljust(len(blank), b"\0") for n in range(height)]
            at += 8 + stride * height
        elif two == b"\x1bJ":
            rows += [blank] * stream[at + 2]
            at += 3
        elif two == b"\x1b3":
            spacing = stream[at + 2]
            at += 3
        elif two == b"\x1dV":
            at += 4 if stream[at + 2] in (65, 66) else 3
        elif two in (b"\x1dP",):
            at += 4
        elif two in (b"\x1bE", b"\x1d!", b"\x1da", b"\x1dr"):
            at += 3
        elif two == b"\x10\x04":
            at += 3
        elif two == b"\x1d(":
            at += 5 + int.from_bytes(stream[at + 3:at + 5], "little")
        elif two in (b"\x1b@", b"\x1c&"):
            at += 2
        elif stream[at] == 0:
            at += 1
        elif stream[at] == 0x0A:
            lines.append(bytes(line).decode("gb18030"))
            rows += [blank] * spacing
            line.clear()
            at += 1
        elif stream[at] in (0x1B, 0x1C, 0x1D, 0x10):
            sys.exit(f"peers: a command that nobody expects: {stream[at:at + 8].hex()}")
        else:
            step = 1 if stream[at] < 0x80 else 2
            line += stream[at:at + step]
            at += step
    picture = Image.frombytes("1", (len(blank) * 8, len(rows)), b"".join(rows)).crop((0, 0, width, len(rows)))
    return ImageChops.invert(picture.convert("L")), lines


def same(ours, theirs):
    """Equal dot by dot over the common height; below it there is nothing but paper."""
    height = min(ours.height, theirs.height)
    equal = not ImageChops.difference(ours.crop((0, 0, ours.width, height)), theirs.crop((0, 0, ours.width, height))).getbbox()
    rest = [p.crop((0, height, p.width, p.height)) for p in (ours, theirs) if p.height > height]
    return equal and all(ImageChops.invert(p).getbbox() is None for p in rest)


def codes(picture):
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return [code.text for code in found]


def receipt(folder):
    text = lambda words, **more: {"kind": "text", "text": words, **more}
    items = [text(words) for words in WORDS] + [text(RARE), text("双倍大小", large=True, bold=True, align="center")]
    items += [{"kind": "rule"}, {"kind": "table", "rows": [["项目", "金额"], ["教育", "1,200.00"], ["卫生", "80.50"]]}]
    items += [{"kind": "qr", "data": URL, "caption": "扫码看全文"}]
    path = Path(folder) / "receipt.json"
    path.write_text(json.dumps({"items": items}))
    return path


def ours():
    for model, width in [("generic-80mm", 576), ("generic-58mm", 384), ("epson-80mm", 576)]:
        with tempfile.TemporaryDirectory() as folder, Virtual(folder, width) as virtual:
            path = receipt(folder)
            for number, connection in [(1, f"tcp://{virtual.address}"), (2, f"serial://{virtual.pty}?baud=115200")]:
                command = [PROGRAM, "--connection", connection, "--profile", model, "print", str(path)]
                said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
                check(f"{model} {said['outcome']}", said["outcome"] == "printed")
                record, paper, stream = virtual.slip(number)
                picture, lines = taken_apart(stream, width)
                check(f"{model} qr over {record['connection']}", codes(paper) == [URL])
                if number == 1:
                    check(f"{model} dots", same(paper, picture) and not lines)
                    check(f"{model} qr from the bytes alone", codes(picture) == [URL])
                else:
                    squeeze = lambda text: re.sub(r"[\s\u3000]", "", text)
                    heard = squeeze("".join(lines))
                    wanted = [words for words in WORDS if model == "generic-80mm" or "國" not in words]
                    check(f"{model} text", all(squeeze(words) in heard for words in wanted))
                    check(f"{model} rare characters are no text", not any(c in heard for c in "㛃𠮷𬭎"))


def theirs():
    art = Image.new("1", (480, 200), 1)
    draw = ImageDraw.Draw(art)
    for n in range(0, 480, 7):
        draw.line((n, 0, 480 - n, 199), fill=0)
    with tempfile.TemporaryDirectory() as folder, Virtual(folder, 576) as virtual:
        encoder = Dummy()
        encoder.hw("INIT")
        encoder._raw(b"\x1c&" + "政务公开，依法行政。㛃".encode("gb18030") + b"\n")
        encoder.set(align="left", bold=True)
        encoder.image(art, impl="bitImageRaster", center=False)
        encoder.qr(URL, native=False, size=6)
        encoder.cut(mode="PART")
        host, port = virtual.address.split(":")
        with socket.create_connection((host, int(port))) as line:
            line.sendall(encoder.output)
            line.shutdown(socket.SHUT_WR)
            # It hangs up when it has printed.
            while line.recv(256):
                pass
        record, paper, _ = virtual.slip(1)
        check("python-escpos text", record["lines"][0] == "政务公开，依法行政。㛃")
        strip = paper.crop((0, 34, 480, 234))
        check("python-escpos picture", not ImageChops.difference(strip, art.convert("L")).getbbox())
        check("python-escpos qr", codes(paper) == [URL])
        check("python-escpos cut", record["end"] == "cut")


ours()
theirs()
print(f"test result: ok. {len(PASSED)} passed; 0 failed")
