"""Prints the table of one run: table.py WORK DOCUMENTS XAPIAN."""
import json
import pathlib
import sys

work = pathlib.Path(sys.argv[1])
documents, xapian = sys.argv[2], sys.argv[3]


def read(name):
    return json.loads((work / f"{name}.json").read_text())


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


row("documents", "plain text MB", "mirror MB", "ratio (P3)", "fill documents/s", "page p50 ms", "page p99 ms (P1)",
    "near p50 ms", "near p99 ms (P16)", "RSS MB")
row(*["---"] * 10)
for size in sorted({"1000", "10000", documents}, key=int):
    if not (work / f"fill-{size}.json").exists():
        continue
    fill, ask = read(f"fill-{size}"), read(f"ask-{size}")
    row(size, f"{fill['plain_bytes'] / 1e6:.0f}", f"{fill['mirror_bytes'] / 1e6:.0f}",
        f"{fill['mirror_bytes'] / fill['plain_bytes']:.2f}", f"{fill['per_second']:.0f}",
        f"{ask['p50_ms']:.2f}", f"{ask['p99_ms']:.2f}",
        f"{ask['near_p50_ms']:.2f}", f"{ask['near_p99_ms']:.2f}", f"{ask['memory_peak_mb']:.0f}")
print()
ours, fill = read(f"ask-{documents}"), read(f"fill-{documents}")
tantivy, filled = read("tantivy-ask"), read("tantivy-fill")
small, other, small_fill = read("ask-x"), read("xapian"), read("fill-x")
size = int((work / "xapian.bytes").read_text())
row("queries all can answer", "documents", "p50 ms", "p99 ms", "p99 against ours", "size of text", "build CPU s")
row(*["---"] * 7)
row("mirror", documents, f"{ours['shared_p50_ms']:.2f}", f"{ours['shared_p99_ms']:.2f}", "1",
    f"{fill['mirror_bytes'] / fill['plain_bytes']:.2f}", f"{fill['cpu_seconds']:.0f}")
row("tantivy", documents, f"{tantivy['shared_p50_ms']:.2f}", f"{tantivy['shared_p99_ms']:.2f}",
    f"{tantivy['shared_p99_ms'] / ours['shared_p99_ms']:.1f} x", f"{filled['bytes'] / fill['plain_bytes']:.2f}",
    f"{filled['cpu_seconds']:.0f}")
row("mirror", xapian, f"{small['shared_p50_ms']:.2f}", f"{small['shared_p99_ms']:.2f}", "1",
    f"{small_fill['mirror_bytes'] / small_fill['plain_bytes']:.2f}", f"{small_fill['cpu_seconds']:.1f}")
row("Xapian", xapian, f"{other['shared_p50_ms']:.2f}", f"{other['shared_p99_ms']:.2f}",
    f"{other['shared_p99_ms'] / small['shared_p99_ms']:.1f} x", f"{size / other['plain_bytes']:.2f}",
    f"{other['cpu_seconds']:.0f}")
print()
row("questions", "kind", "asked", "MRR", "MRR of BM25")
row(*["---"] * 5)
for name in ["questions", "relevance"]:
    asked = read(name)
    row(f"{name}.tsv", "all (P13)", asked["asked"], f"{asked['mrr']:.3f}", f"{asked['bm25']:.3f}")
    for kind, sums in asked["kinds"].items():
        row("", kind, sums["asked"], f"{sums['mrr']:.3f}", f"{sums['bm25']:.3f}")
    print(f"Empty where BM25 answers: {asked['empty_where_bm25_answers'] or 'none'}; every miss with its reason: {work / name}.json")
    print()
exact = read("exact")
print(f"{exact['words']} words of 2 to 6 hanzi against a plain scan of {exact['documents']} documents: {exact['hits']} hits, "
      f"{exact['false']} false, {exact['missed']} missed.")
print()
segment, takedown = read("segment"), read("takedown")
row("P4", "figure")
row("---", "---")
row("segment of 1,000 documents", f"{segment['per_second']:.0f}/s, {segment['per_cpu_second']:.0f} a CPU second")
row("the same while a reader asks without a pause", f"{segment['per_second_beside_a_reader']:.0f}/s")
row("reader p99, idle and meanwhile", f"{segment['reader_idle_p99_ms']:.2f} ms, {segment['reader_busy_p99_ms']:.2f} ms "
    f"({segment['reader_busy_p99_ms'] / segment['reader_idle_p99_ms']:.1f} x)")
row("takedown of one document, traces erased", f"{takedown['seconds']:.1f} s, {takedown['cpu_seconds']:.1f} s CPU, "
    f"{takedown['bytes_before'] / 1e6:.0f} MB before, {takedown['bytes_after'] / 1e6:.0f} MB after")
