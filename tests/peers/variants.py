"""Makes sync-agent/mirror/src/words/variants.txt: traditional and variant hanzi (繁体字、异体字), each followed by its simplified form.

Reads the Unihan files of Debian's package unicode-data (Unicode licence): apt-get install unicode-data; then
python3 tests/peers/variants.py > sync-agent/mirror/src/words/variants.txt
python3 tests/peers/variants.py radicals > sync-agent/mirror/src/words/radicals.txt
python3 tests/peers/variants.py phrases > sync-agent/mirror/src/words/phrases.tsv

The second holds what copies out of PDF leave in place of hanzi: Kangxi and supplement radicals and compatibility ideographs.
The third holds the phrases in which a character has another simplified form than alone: 答覆 is 答复, 覆盖 is 覆盖. They are
OpenCC's (opencc_dict of Debian's package opencc, Apache-2.0), and those of 著 for 着.
Where Unihan knows no simplified form, OpenCC does (Debian's libopencc1.1, Apache-2.0), asked for single characters.

A character of the table of standard characters (通用规范汉字表, kTGH) means itself: 著 is no other way to write 着, and 著作
must not be found by 着作. FOLDED are the few of them that nearly every traditional text uses for another one and
simplified text hardly ever uses.
"""
import bz2
import collections
import ctypes
import subprocess
import sys
import tempfile
import unicodedata

FOLDER = "/usr/share/unicode"
FOLDED = {"於": "于", "乾": "干", "瞭": "了", "徵": "征", "夥": "伙", "麽": "么", "昇": "升", "陞": "升", "釐": "厘"}
BASIC = range(0x4E00, 0xA000)
# Unihan names no simplified form for these, or two.
PREFERRED = {"線": "线", "産": "产", "祕": "秘", "諮": "咨", "谘": "咨", "鹼": "碱", "礆": "碱", "託": "托", "鍾": "钟", "蘋": "苹"}


def read(name, keys):
    found = collections.defaultdict(dict)
    with bz2.open(f"{FOLDER}/{name}.txt.bz2", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("U+"):
                code, key, value = line.rstrip("\n").split("\t")
                if key in keys:
                    found[int(code[2:], 16)][key] = value
    return found


def targets(value):
    return [int(part.split("<")[0][2:], 16) for part in value.split()]


variants = read("Unihan_Variants", {"kSimplifiedVariant", "kZVariant", "kSemanticVariant"})
standard = {code for code in read("Unihan_OtherMappings", {"kTGH"})}

simple = {}
for code, fields in variants.items():
    if code in BASIC and code not in standard and "kSimplifiedVariant" in fields:
        options = [t for t in targets(fields["kSimplifiedVariant"]) if t != code and t in BASIC]
        best = [t for t in options if t in standard] or options
        if best:
            simple[code] = best[0]
# Other writings of a traditional or a standard character: 衆 of 眾, 説 of 說.
for code, fields in sorted(variants.items()):
    if code in BASIC and code not in standard and code not in simple:
        for key in ("kZVariant", "kSemanticVariant"):
            ends = {simple.get(t, t) for t in targets(fields.get(key, ""))}
            ends = {end for end in ends if end in standard and end in BASIC}
            if len(ends) == 1:
                simple[code] = ends.pop()
                break
# Everyday ones that Unihan says nothing about: 佔, 佈, 遊, 籤.
opencc = ctypes.CDLL("libopencc.so.1.1")
opencc.opencc_open.restype = opencc.opencc_convert_utf8.restype = ctypes.c_void_p
opencc.opencc_open.argtypes = [ctypes.c_char_p]
opencc.opencc_convert_utf8.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]
to_simplified = opencc.opencc_open(b"t2s.json")
for code in BASIC:
    if code not in standard and code not in simple:
        typed = chr(code).encode()
        said = ctypes.string_at(opencc.opencc_convert_utf8(to_simplified, typed, len(typed))).decode()
        if len(said) == 1 and ord(said) != code and ord(said) in BASIC:
            simple[code] = ord(said)
for more in (FOLDED, PREFERRED):
    simple.update({ord(a): ord(b) for a, b in more.items()})
# One step leads to the end.
for code in list(simple):
    while simple[code] in simple:
        simple[code] = simple[simple[code]]

if sys.argv[1:] == ["radicals"]:
    simple = {}
    with open(f"{FOLDER}/EquivalentUnifiedIdeograph.txt", encoding="utf-8") as lines:
        for line in lines:
            if line[:1] in "23" and ";" in line:
                span, ideograph = (part.strip() for part in line.split("#")[0].split(";"))
                first, _, last = span.partition("..")
                for code in range(int(first, 16), int(last or first, 16) + 1):
                    # Strokes (31C0) are no hanzi.
                    if code < 0x3000 and ord(chr(int(ideograph, 16))) < 0x10000:
                        simple[code] = int(ideograph, 16)
    for code in range(0xF900, 0xFB00):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and ord(plain) in BASIC:
            simple[code] = ord(plain)

# OpenCC turns 著 into 着 wherever no phrase forbids it.
PHRASES_OF_ZHE = "执 沿 随 朝 接 本 围绕 跟 凭 向 对 为 有 意味 标志 存在 持 活 穿 睡".split()

if sys.argv[1:] == ["phrases"]:
    dictionary = "/usr/share/opencc/TSPhrases.ocd2"
    with tempfile.NamedTemporaryFile() as listed:
        subprocess.run(["opencc_dict", "-i", dictionary, "-o", listed.name, "-f", "ocd2", "-t", "text"], check=True)
        lines = open(listed.name, encoding="utf-8").read().splitlines()
    fold = lambda text: "".join(chr(simple.get(ord(c), ord(c))) for c in text)
    said = {f"{word}著": f"{word}着" for word in PHRASES_OF_ZHE}
    for phrase, simplified in (line.split("\t") for line in lines):
        phrase, simplified = fold(phrase), fold(simplified.split()[0])
        # What folds to itself is found as it is; long ones are sayings and names of persons.
        if phrase != simplified and len(phrase) <= 4 and all(ord(c) in BASIC for c in phrase + simplified):
            said[phrase] = simplified
    for phrase in sorted(said):
        print(f"{phrase}\t{said[phrase]}")
    sys.exit()

pairs = [chr(a) + chr(b) for a, b in sorted(simple.items()) if a != b]
for at in range(0, len(pairs), 50):
    print("".join(pairs[at:at + 50]))
