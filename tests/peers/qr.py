"""Writes the words of every QR code in each PNG named as an argument, one line a picture, codes apart by tabs."""
import sys
from PIL import Image
import zxingcpp

for name in sys.argv[1:]:
    with Image.open(name) as image:
        codes = zxingcpp.read_barcodes(image.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
        # The reader's own text: a code whose bytes are not ASCII says itself that they are UTF-8.
        print("\t".join(code.text for code in codes), flush=True)
