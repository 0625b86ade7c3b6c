"""Reads one word a line, writes its pinyin a line in three columns parted by tabs: syllables run together, the same with the last
syllable cut to its first letter, initials. Readings come from the context of the word; ü is v, as keyboards have it."""
import sys
from pypinyin import Style, lazy_pinyin

for line in sys.stdin:
    word = line.rstrip("\n")
    syllables = lazy_pinyin(word, style=Style.NORMAL, v_to_u=False)
    initials = lazy_pinyin(word, style=Style.FIRST_LETTER)
    print("".join(syllables), "".join(syllables[:-1]) + syllables[-1][:1], "".join(initials), sep="\t")
