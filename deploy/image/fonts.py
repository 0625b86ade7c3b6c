"""The faces of a device: fonts.py FROM TO, two folders usr/share/fonts. Of Noto's collections, which draw each hanzi as five regions write it, the
simplified Chinese faces stay, with all their characters; HanaMin keeps what Noto lacks. No character is lost: that is looked at before a file is
written. The same faces come out of the same fonts (OpenType collections: ISO/IEC 14496-22, 4.6.3)."""

import os
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

# Families that the programs ask for (kiosk, sheets, printer, viewer).
KEPT = ("Noto Sans CJK SC", "Noto Sans Mono CJK SC", "Noto Serif CJK SC")
# Forms by language: what another region's text would ask for.
OF_OTHERS = "locl"


def cut(font, characters, glyphs=()):
    """Leaves these characters and glyphs, what they come to by features that a text has unasked, and all names. Gives the names of the glyphs."""
    chosen = Options(name_IDs=["*"], name_languages=["*"], notdef_outline=True)
    chosen.layout_features = [feature for feature in chosen.layout_features if feature != OF_OTHERS]
    # When somebody's editor last wrote the font.
    chosen.drop_tables += ["FFTM"]
    cutter = Subsetter(chosen)
    cutter.populate(unicodes=sorted(characters), glyphs=sorted(glyphs))
    cutter.subset(font)
    return set(cutter.glyphs_retained)


def face(path, number, outlines):
    """A face of a collection. To cut outlines takes a minute; those of the others are the same."""
    font = TTFont(path, fontNumber=number, recalcTimestamp=False)
    if not outlines:
        order = font.getGlyphOrder()
        del font["CFF "]
        font.setGlyphOrder(order)
    return font


def collection(path, to):
    """Cuts a collection down to the faces that are asked for. Their outlines are one table, so they keep the same glyphs. Gives the characters that
    each of them has."""
    with TTCollection(path, lazy=True) as whole:
        numbers = [number for number, font in enumerate(whole.fonts) if font["name"].getDebugName(1) in KEPT]
    if not numbers:
        sys.exit(f"fonts: {path.name} has none of {', '.join(KEPT)}")
    glyphs = set()
    for number in numbers if len(numbers) > 1 else ():
        font = face(path, number, outlines=False)
        glyphs |= cut(font, font.getBestCmap())
    out, shared = TTCollection(), []
    for number in numbers:
        font = face(path, number, outlines=not out.fonts)
        characters = set(font.getBestCmap())
        cut(font, characters, glyphs)
        if out.fonts:
            first = out.fonts[0]
            if font.getGlyphOrder() != first.getGlyphOrder():
                sys.exit(f"fonts: the faces of {path.name} do not share their glyphs")
            font["CFF "] = first["CFF "]
        if set(font.getBestCmap()) != characters:
            sys.exit(f"fonts: {path.name} lost characters")
        out.fonts.append(font)
        shared.append(characters)
    out.save(to, shareTables=True)
    return set.intersection(*shared)


def rest(path, to, known):
    """Leaves of a face the characters that are not known."""
    font = TTFont(path, recalcTimestamp=False)
    characters = set(font.getBestCmap()) - known
    cut(font, characters)
    if not characters <= set(font.getBestCmap()):
        sys.exit(f"fonts: {path.name} lost characters")
    font.save(to)


def main(source, target):
    noto = sorted(source.rglob("Noto*.ttc"))
    rare = sorted(source.rglob("HanaMin*.ttf"))
    if not noto or not rare:
        sys.exit(f"fonts: {source} holds no Noto collections or no HanaMin")
    for path in noto + rare:
        (target / path.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
    known = set.intersection(*(collection(path, target / path.relative_to(source)) for path in noto))
    # What every face of Noto has is never asked of another.
    for path in rare:
        rest(path, target / path.relative_to(source), known)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("fonts.py FROM TO")
    os.umask(0o022)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
