"""P9 and P10 against python-escpos with Pillow, in one run, on the same paragraphs. Usage: bench.py MEASURE (the built example)."""
import json
import statistics
import subprocess
import sys
import time

import PIL
from escpos.printer import Dummy
from PIL import Image, ImageDraw, ImageFont

MEASURE = sys.argv[1]
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
WIDTH_DOTS, EM_DOTS, PITCH_DOTS = 576, 24, 32
ROUNDS = 7


def slip(paragraphs, font):
    """What a program on python-escpos does: wraps by width, draws line by line, hands the picture over."""
    lines = []
    for text in paragraphs:
        text = "\u3000\u3000" + text
        per_line = WIDTH_DOTS // EM_DOTS
        lines += [text[n:n + per_line] for n in range(0, len(text), per_line)]
    picture = Image.new("L", (WIDTH_DOTS, len(lines) * PITCH_DOTS), 255)
    draw = ImageDraw.Draw(picture)
    for n, line in enumerate(lines):
        draw.text((0, n * PITCH_DOTS), line, font=font, fill=0)
    printer = Dummy()
    printer.image(picture, impl="bitImageRaster", center=False)
    printer.cut()
    return printer.output


def main():
    run = lambda *options: subprocess.run([MEASURE, *options], check=True, capture_output=True, text=True).stdout
    paragraphs = run("--text").splitlines()
    font = ImageFont.truetype(FONT, EM_DOTS, index=2)
    # Ours before and after theirs: a machine that got busier meanwhile shows.
    ours = [json.loads(run("--json"))]
    times = []
    for _ in range(ROUNDS):
        at = time.process_time()
        stream = slip(paragraphs, font)
        times.append((time.process_time() - at) * 1e3)
    ours.append(json.loads(run("--json")))
    raster = min((one["raster"] for one in ours), key=lambda one: one["best_ms"])
    text = ours[0]["text"]
    middle = min(one["raster"]["warm_ms"] for one in ours)
    best, usual = min(times), statistics.median(times)
    print(f"{sum(map(len, paragraphs))} characters; Pillow {PIL.__version__}")
    print(f"P9  ours    best {raster['best_ms']:.1f} ms, middle {middle:.1f} ms (wall), cold {raster['cold_ms']:.1f} ms")
    print(f"P9  theirs  best {best:.0f} ms, middle {usual:.0f} ms (CPU)")
    print(f"P9  ratio   best {best / raster['best_ms']:.0f} x, middle {usual / middle:.0f} x")
    print(f"P9  order to first byte {min(one['first_byte_ms'] for one in ours):.1f} ms, without the register's commits")
    print(f"P10 ours    text {text['bytes']} B, raster {raster['bytes']} B = {raster['share']:.3f} of one plain raster")
    print(f"P10 theirs  raster {len(stream)} B; ours is {raster['bytes'] / len(stream):.3f} of it")


main()
