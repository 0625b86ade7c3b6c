#!/usr/bin/env python3
"""Pages and text of attachments against PDFium and MuPDF in the same run; first page, memory, hostile files.

measure.py VIEWER MEASURE DATA [--pages N] [--look FOLDER]   prints the table of tests/benchmarks/attachments.md; with FOLDER keeps
pages beside PDFium's, and OFD pages, to be looked at. Knows no file by name.
"""

import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unicodedata

import numpy
import pymupdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

WIDTH = 1080
# A dot of text may stand half a dot elsewhere; what counts is whether the same things are there.
SSIM_RIGHT = 0.97
HOSTILE_SECONDS = 25
# A first page is drawn so often, and the quickest counts: what else the machine does only adds.
RUNS = 5


def luma(picture):
    return numpy.asarray(picture.convert("L"), dtype=numpy.float64)


def blurred(a, size=8):
    """Means over size x size windows, by sums."""
    s = numpy.cumsum(numpy.cumsum(numpy.pad(a, ((1, 0), (1, 0))), axis=0), axis=1)
    return (s[size:, size:] - s[:-size, size:] - s[size:, :-size] + s[:-size, :-size]) / (size * size)


def ssim(one, other):
    if one.size != other.size:
        one = one.resize(other.size)
    # Half the size: hinting and antialiasing differ between any two renderers.
    half = (max(1, other.width // 2), max(1, other.height // 2))
    a, b = luma(one.resize(half, Image.BOX)), luma(other.resize(half, Image.BOX))
    if min(a.shape) < 9:
        return 1.0
    ma, mb = blurred(a), blurred(b)
    va, vb, vab = blurred(a * a) - ma * ma, blurred(b * b) - mb * mb, blurred(a * b) - ma * mb
    c1, c2 = 6.5025, 58.5225
    return float((((2 * ma * mb + c1) * (2 * vab + c2)) / ((ma * ma + mb * mb + c1) * (va + vb + c2))).mean())


def viewed(viewer, file, page, out):
    run = subprocess.run(
        [viewer, file, "--page", str(page + 1), "--out", out, "--width", str(WIDTH)], capture_output=True, text=True
    )
    return run.returncode == 0, run.stderr


def read(viewer, file):
    """What the viewer reads, and what it says of it."""
    run = subprocess.run([viewer, file, "--text"], capture_output=True, text=True)
    return (run.stdout if run.returncode == 0 else ""), run.stderr


def characters(text):
    """Signs that carry words; compatibility forms are the same sign."""
    text = unicodedata.normalize("NFKC", text)
    return collections.Counter(c for c in text if c.isalnum())


def recall(ours, theirs):
    ours, theirs = characters(ours), characters(theirs)
    total = sum(theirs.values())
    if not total:
        return None, None
    common = sum((ours & theirs).values())
    extra = sum((ours - theirs).values())
    return common / total, extra / total


def pdfium_text(document):
    """What PDFium reads, and how many signs it puts out that it says itself it cannot read (codes of glyphs, no characters)."""
    known, unknown = [], 0
    for page in document:
        text = page.get_textpage()
        for at in range(pdfium.FPDFText_CountChars(text)):
            if pdfium.FPDFText_HasUnicodeMapError(text, at) == 1:
                unknown += 1
            else:
                known.append(chr(pdfium.FPDFText_GetUnicode(text, at)))
    return "".join(known), unknown


def unread(said):
    """Characters that the viewer says it could not read."""
    return sum(int(line.split(": ")[2].split()[0]) for line in said.splitlines() if "characters" in line and "cannot be" in line)


def timed(measure, viewer, file):
    """What the example says, as JSON."""
    run = subprocess.run([measure, viewer, file], capture_output=True, text=True)
    return json.loads(run.stdout or "{}")


def quickest(values):
    """The least of those that there are."""
    return min((v for v in values if v is not None), default=None)


def percentile(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, round(part * (len(values) - 1)))] if values else float("nan")


def peer_first_ms(file, peer):
    code = {
        "pdfium": "import pypdfium2,time,sys;t=time.process_time();d=pypdfium2.PdfDocument(sys.argv[1]);p=d[0];"
        "p.render(scale=1080/p.get_width());print((time.process_time()-t)*1e3)",
        "mupdf": "import pymupdf,time,sys;t=time.process_time();d=pymupdf.open(sys.argv[1]);p=d[0];"
        "z=1080/p.rect.width;p.get_pixmap(matrix=pymupdf.Matrix(z,z));print((time.process_time()-t)*1e3)",
    }[peer]
    run = subprocess.run([sys.executable, "-c", code, file], capture_output=True, text=True)
    return float(run.stdout.split()[-1]) if run.returncode == 0 and run.stdout.strip() else None


def beside(ours, theirs, to):
    """Two pages in one picture, ours at the left."""
    height = max(ours.height, theirs.height)
    both = Image.new("RGB", (ours.width + theirs.width + 8, height), "red")
    both.paste(ours.convert("RGB"), (0, 0))
    both.paste(theirs.convert("RGB"), (ours.width + 8, 0))
    both.thumbnail((1400, 1400))
    both.save(to)


def pdf_pages(viewer, files, most, look):
    """Pages compared with PDFium: (file, page, ssim, marked)."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "page.png")
        for file in files:
            try:
                document = pypdfium2.PdfDocument(file)
                pages = range(min(len(document), most))
            except pypdfium2.PdfiumError:
                continue
            for number in pages:
                page = document[number]
                theirs = page.render(scale=WIDTH / page.get_width(), may_draw_forms=True).to_pil()
                done, said = viewed(viewer, file, number, out)
                if not done:
                    rows.append((file, number, 0.0, said.strip()))
                    continue
                ours = Image.open(out)
                value = ssim(ours, theirs)
                rows.append((file, number, value, "left out" in said or "stands in" in said))
                if look and (number == 0 or value < SSIM_RIGHT):
                    beside(ours, theirs, look / f"{pathlib.Path(file).stem}-{number + 1}.png")
    return rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("viewer")
    parser.add_argument("measure")
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--pages", type=int, default=6)
    parser.add_argument("--look", type=pathlib.Path)
    arguments = parser.parse_args()
    viewer, measure = arguments.viewer, arguments.measure
    folders = [arguments.data / "attach" / name for name in ("pdf", "made", "ofd", "office")]
    folders += [arguments.data / "ofd", arguments.data / "attachments"]
    files = sorted(str(f) for folder in folders for f in folder.iterdir() if f.is_file())
    hostile = sorted(str(f) for f in (arguments.data / "attach" / "hostile").iterdir())
    pdfs = [f for f in files if f.endswith(".pdf")]
    ofds = [f for f in files if f.endswith(".ofd")]

    print("## Pages like PDFium's\n")
    if arguments.look:
        arguments.look.mkdir(parents=True, exist_ok=True)
        for file in ofds:
            viewed(viewer, file, 0, str(arguments.look / f"{pathlib.Path(file).stem}-ofd.png"))
    rows = pdf_pages(viewer, pdfs, arguments.pages, arguments.look)
    right = [r for r in rows if r[2] >= SSIM_RIGHT]
    marked = [r for r in rows if r[2] < SSIM_RIGHT and r[3] is True]
    share = 100 * (len(right) + len(marked)) / max(1, len(rows))
    print(
        f"{len(rows)} pages of {len(pdfs)} files: {len(right)} with SSIM >= {SSIM_RIGHT}, {len(marked)} of the others marked: "
        f"{share:.1f} %\n"
    )
    for file, page, value, said in rows:
        if value < SSIM_RIGHT:
            print(f"- {os.path.basename(file)} page {page + 1}: {value:.3f} {'marked' if said is True else said or 'not marked'}")

    all_ours, all_theirs = [], []
    print("\n## Text against PDFium's\n")
    print("Signs that PDFium says itself it cannot read are no text; how many the viewer marks as unread stands beside them.\n")
    print("| file | recall | extra | MuPDF's recall | unread by PDFium | by the viewer |\n|---|---|---|---|---|---|")
    for file in pdfs:
        try:
            theirs, unknown = pdfium_text(pypdfium2.PdfDocument(file))
        except pypdfium2.PdfiumError:
            continue
        ours, said = read(viewer, file)
        found, extra = recall(ours, theirs)
        if found is None and not unknown:
            continue
        all_ours.append(ours)
        all_theirs.append(theirs)
        other, _ = recall("\n".join(page.get_text() for page in pymupdf.open(file)), theirs)
        shares = " | ".join("–" if n is None else f"{n:.3f}" for n in (found, extra, other))
        print(f"| {os.path.basename(file)} | {shares} | {unknown} | {unread(said)} |")

    found, extra = recall("".join(all_ours), "".join(all_theirs))
    print(f"| all {len(all_ours)} together | {found:.4f} | {extra:.4f} | | | |")

    print("\n## First page in the parent, 1,080 dots wide\n")
    print("| | files | p50 ms | p95 ms | next page p50 ms | memory p50 / max MB |\n|---|---|---|---|---|---|")
    cpu = {}
    for name, chosen in (("PDF", pdfs), ("OFD", ofds)):
        first, warm, memory = [], [], []
        for file in chosen:
            results = [timed(measure, viewer, file) for _ in range(RUNS)]
            ms = quickest(result.get("first_ms") for result in results)
            if ms is not None:
                first.append(ms)
                cpu[file] = quickest(result.get("first_cpu_ms") for result in results)
                warm.extend(min(pages) for pages in zip(*(result["warm_ms"] for result in results)))
                memory.append(max(result.get("memory_mb") or 0 for result in results))
        print(
            f"| {name} | {len(first)} of {len(chosen)} | {percentile(first, 0.5):.0f} | {percentile(first, 0.95):.0f} "
            f"| {percentile(warm, 0.5):.0f} | {percentile(memory, 0.5):.0f} / {max(memory, default=0):.0f} |"
        )

    print("\n## First page of PDFs, time of the processor, start of the child included\n")
    print("| | files | p50 ms | p95 ms | the viewer takes, p50 / p95 of the files |\n|---|---|---|---|---|")
    ours = [cpu[file] for file in pdfs if cpu.get(file)]
    print(f"| viewer | {len(ours)} of {len(pdfs)} | {percentile(ours, 0.5):.1f} | {percentile(ours, 0.95):.1f} | |")
    for peer in ("pdfium", "mupdf"):
        peers = {file: quickest(peer_first_ms(file, peer) for _ in range(RUNS)) for file in pdfs}
        values = [v for v in peers.values() if v is not None]
        ratios = [cpu[file] / peers[file] for file in pdfs if peers[file] and cpu.get(file)]
        print(
            f"| {peer}, in process | {len(values)} of {len(pdfs)} | {percentile(values, 0.5):.1f} | {percentile(values, 0.95):.1f} "
            f"| {percentile(ratios, 0.5):.2f} / {percentile(ratios, 0.95):.2f} times as long |"
        )

    print("\n## Hostile files\n\n| file | how it ended | seconds |\n|---|---|---|")
    for file in hostile:
        start = time.monotonic()
        result = timed(measure, viewer, file)
        seconds = time.monotonic() - start
        assert seconds < HOSTILE_SECONDS, file
        print(f"| {os.path.basename(file)} | {result.get('failure') or 'shown'} | {seconds:.1f} |")


if __name__ == "__main__":
    main()
