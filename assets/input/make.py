#!/usr/bin/env python3
"""Makes characters.tsv.zst: every hanzi that can be entered, with its strokes and sounds.

Run by hand when a new version of a source comes; the product reads only the table.
Needs the Debian packages rime-data-stroke, rime-data-pinyin-simp, unicode-data and zstd; ROOT is where they
are unpacked (default /).  usage: make.py [ROOT]

One line a character, the most common first:
    character  TAB  marks  TAB  strokes, comma-separated  TAB  sounds, comma-separated
marks: `t` a traditional form that has another simplified form, `3` a hanzi of GB 18030-2022 level 3.
strokes: h s p n z (横竖撇点折) in the order of writing. Where no source gives them, the strokes of the radical, and how many
others come after (`phhhz+7`) or before (`7+pnzn`) it.
"""

import bz2
import collections
import pathlib
import subprocess
import sys
import unicodedata

HERE = pathlib.Path(__file__).parent
ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/")
RIME = ROOT / "usr/share/rime-data"
UNICODE = ROOT / "usr/share/unicode"

# GB 18030-2022, implementation level 3: 87,887 hanzi.
LEVEL_3 = [
    (0x4E00, 0x9FEF), (0x3400, 0x4DB5), (0x20000, 0x2A6D6), (0x2A700, 0x2B734),
    (0x2B740, 0x2B81D), (0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0),
]
# The twelve unified ideographs among the compatibility characters.
COMPATIBILITY = [0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F, 0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29]
HANZI_OF_LEVEL_3 = 87_887

# Forms of radicals inside characters, where they differ from the radical alone: number -> strokes at the left, top or around.
FORMS = {
    "9": ["ps"], "61": ["nns", "nsn"], "64": ["hsh"], "85": ["nnh"], "86": ["nnnn"], "94": ["pzp"], "96": ["hhsh"],
    "113": ["nzsn"], "118": ["phnphn", "phsphs"], "120": ["zznnnn", "zznspn"], "130": ["pzhh"], "140": ["hss", "shhs", "hsshs"],
    "145": ["nzspn"], "149": ["nhhhszh"], "162": ["nzn", "nzzn", "nnzn"], "163": ["zzs", "zs"], "170": ["zzs", "zs"],
    "184": ["pnnzhhzn", "pnnzhhpn"], "18": ["ss"], "66": ["phpn"], "157": ["szhshsh"], "167": ["pnhhsnph"], "109": ["szhhh"],
    "122": ["szssh", "szpnh"], "173": ["hnzsnnnn"], "75": ["hspn"], "93": ["phsh"], "32": ["hsh"],
}


def lines(path):
    opened = bz2.open(path, "rt", encoding="utf-8") if path.suffix == ".bz2" else open(path, encoding="utf-8")
    with opened as file:
        for line in file:
            line = line.rstrip("\n")
            if line and not line.startswith("#"):
                yield line


def dictionary(name):
    """Entries of a Rime dictionary, after its head."""
    begun = False
    for line in lines(RIME / name):
        if line.strip() == "...":
            begun = True
        elif begun:
            yield line.split("\t")


def unihan(name, fields):
    for line in lines(UNICODE / f"Unihan_{name}.txt.bz2"):
        code, field, value = line.split("\t", 2)
        if field in fields:
            yield chr(int(code[2:], 16)), field, value


def plain(sound):
    """Without its tone, ü as v."""
    out = []
    for c in unicodedata.normalize("NFD", sound.strip()):
        if c == "\u0308":
            out[-1:] = ["v"]
        elif not unicodedata.combining(c):
            out.append(c)
    return "".join(out)


def is_compatibility(c):
    return 0xF900 <= ord(c) <= 0xFAFF or 0x2F800 <= ord(c) <= 0x2FA1F


def main():
    strokes = collections.defaultdict(list)
    for entry in dictionary("stroke.dict.yaml"):
        if len(entry) >= 2 and len(entry[0]) == 1 and set(entry[1]) <= set("hspnz") and entry[1]:
            if entry[1] not in strokes[entry[0]]:
                strokes[entry[0]].append(entry[1])

    weight = collections.Counter()
    sounds = collections.defaultdict(collections.Counter)
    for entry in dictionary("pinyin_simp.dict.yaml"):
        if len(entry) >= 3 and len(entry[0]) == 1:
            weight[entry[0]] += float(entry[2])
            sounds[entry[0]][entry[1].replace("ü", "v")] += 1000 + float(entry[2])
    for character, field, value in unihan("Readings", {"kMandarin", "kTGHZ2013", "kHanyuPinyin"}):
        for i, group in enumerate(value.split()):
            for sound in group.split(":")[-1].split(","):
                sound = plain(sound)
                if sound.isascii() and sound.isalpha() and any(v in sound for v in "aeiouv"):
                    # A reading that only a large dictionary knows comes last.
                    sounds[character][sound] += {"kTGHZ2013": 500, "kMandarin": 400}.get(field, 1) / (i + 1)

    standard, simplified_to, radical, total = {}, {}, {}, {}
    for character, _, value in unihan("OtherMappings", {"kTGH"}):
        standard[character] = int(value.split(":")[1])
    for character, _, value in unihan("Variants", {"kSimplifiedVariant"}):
        simplified_to[character] = [chr(int(v[2:], 16)) for v in value.split()]
    for character, field, value in unihan("IRGSources", {"kRSUnicode", "kTotalStrokes"}):
        (radical if field == "kRSUnicode" else total)[character] = value.split()
    alone = {}
    for line in lines(UNICODE / "CJKRadicals.txt"):
        number, _, unified = [part.strip() for part in line.split(";")]
        alone[number] = chr(int(unified, 16))

    level_3 = {chr(c) for first, last in LEVEL_3 for c in range(first, last + 1)} | {chr(c) for c in COMPATIBILITY}
    assert len(level_3) == HANZI_OF_LEVEL_3
    # A compatibility form looks like the character that it is canonically the same as: nobody means it.
    everything = level_3 | {c for c in strokes if not is_compatibility(c)}

    def traditional(c):
        return c not in standard and c in simplified_to and c not in simplified_to[c]

    def commonness(c):
        """Standard characters by how often they are written, then by level; then as the standards list them."""
        if c in standard:
            return (0 if standard[c] <= 3500 else 1 if standard[c] <= 6500 else 2, -weight[c], standard[c], 0)
        return (3 if weight[c] else 4, -weight[c] if not traditional(c) else 0, 0, ord(c))

    def outline(c):
        """What is known of a character without strokes: its radical, and how many strokes are left."""
        count = int(total[c][0]) if c in total else None
        return list(dict.fromkeys(shape for one in radical[c] for shape in around(one, count)))

    def around(one, count):
        number, left = one.split(".")
        number, left = number.rstrip("'") + "'" * min(number.count("'"), 1), int(left)
        if left < 0:
            return []
        shapes = list(strokes.get(alone.get(number, ""), []))
        if "'" not in number:
            shapes += FORMS.get(number, [])
        out = []
        for shape in dict.fromkeys(shapes):
            if left == 0:
                out.append(shape)
                continue
            out.append(f"{shape}+{left}")
            out.append(f"{left}+{shape}")
        # Where another form of the radical was counted, the total says how many are left.
        if count and not any(len(s) + left == count for s in shapes):
            for shape in dict.fromkeys(shapes):
                if count > len(shape):
                    out.append(f"{shape}+{count - len(shape)}")
        return out

    rows, outlined, without = [], 0, []
    for c in sorted(everything, key=commonness):
        written = strokes.get(c)
        if not written:
            written = outline(c) if c in radical else []
            outlined += 1
        if not written and c in level_3:
            without.append(c)
        heard = [s for s, _ in sounds[c].most_common(6)]
        rows.append("\t".join([c, ("t" if traditional(c) else "") + ("3" if c in level_3 else ""), ",".join(written), ",".join(heard)]))
    text = "\n".join(rows) + "\n"
    out = HERE / "characters.tsv"
    out.write_text(text, encoding="utf-8")
    subprocess.run(["zstd", "-q", "-f", "--rm", "--ultra", "-22", str(out)], check=True)
    print(f"{len(rows)} characters, {len(level_3)} of level 3, {outlined} only in outline, {len(without)} without strokes {''.join(without)}")


if __name__ == "__main__":
    main()
