"""Makes an .ico with every size that Windows asks for: make_icon.py LARGE.png ICON.ico."""

import sys

from PIL import Image

SIZES = [(size, size) for size in (16, 24, 32, 48, 64, 128, 256)]

if __name__ == "__main__":
    with Image.open(sys.argv[1]) as picture:
        picture.save(sys.argv[2], sizes=SIZES)
