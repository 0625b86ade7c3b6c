"""Whether two pictures of the panel show the same. Needs Pillow (python3-pil)."""

from PIL import Image

# A square of so many pixels is one point of what is compared: fonts of two Debian releases differ at the edges of strokes.
SQUARE = 12
# How far one point may be from the other, of 255.
STEP = 40
# Head: its clock goes on.
HEAD = 0.08


def read(path):
    """The picture in colour."""
    with Image.open(path) as picture:
        return picture.convert("RGB")


def points(picture):
    """What is compared of it: below its head the colour of each square, and how large it is."""
    width, height = picture.size
    below = (0, round(height * HEAD), width, height)
    small = picture.crop(below).resize((width // SQUARE, (below[3] - below[1]) // SQUARE), Image.BOX)
    return picture.size, small.tobytes()


def difference(one, other):
    """The share of their points that is not the same; 1 for another size."""
    if one[0] != other[0]:
        return 1.0
    pairs = zip(*(iter(zip(one[1], other[1])),) * 3)
    other_points = sum(any(abs(a - b) > STEP for a, b in colour) for colour in pairs)
    return other_points / (len(one[1]) // 3)


def is_black(picture):
    """Nothing is drawn."""
    return max(high for _, high in picture.getextrema()) < 16


def has_colour(picture, colour, share):
    """At least such a share of the picture is about this colour."""
    small = picture.resize((picture.width // SQUARE, picture.height // SQUARE), Image.BOX)
    near = sum(all(abs(a - b) < 24 for a, b in zip(point, colour)) for point in small.getdata())
    return near >= share * small.width * small.height
