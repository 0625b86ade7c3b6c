"""Reads one title a line, writes its pinyin initials a line: Han characters by their reading in context, ASCII letters and
digits as they are in lower case, everything else left out."""
import sys
from pypinyin import Style, lazy_pinyin

for line in sys.stdin:
    title = line.rstrip("\n")
    initials = lazy_pinyin(title, style=Style.FIRST_LETTER, errors=lambda rest: list(rest))
    print("".join(c.lower() for word in initials for c in word if c.isascii() and c.isalnum()))
