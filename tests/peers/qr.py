"""Writes the words of every QR code in each PNG named as an argument, one line a picture, codes apart by tabs."""
import sys
from PIL import Image
import zxingcpp

for name in sys.argv[1:]:
    with Image.open(name) as image:
        codes = zxingcpp.read_barcodes(image.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
        # The bytes as they stand: which character set they are in is guessed by each reader where the code does not say it.
        print("\t".join(code.bytes.decode("utf-8") for code in codes), flush=True)
