"""Makes noise.png and what Pillow makes of it at other sizes.

    python make_resizes.py        (Pillow 12.3.0, NumPy)

resizes.csv: file, height, width, resampling, share. FILE holds the 8-bit RGB pixels, rows from the top. Without a
share the whole picture is scaled to height x width; with one it is scaled until it covers round(height / share) x
round(width / share), its other side rounded down, and the middle is cut out from round((side - target) / 2) on,
halves to even.
"""
import csv
from pathlib import Path

import numpy as np
from PIL import Image

here = Path(__file__).resolve().parent
noise = np.random.default_rng(20).integers(0, 256, (37, 53, 3), dtype=np.uint8)
noise[5:20, 10:30] = (255, 0, 255)  # hard edges, where a cubic filter overshoots
noise[22:30, 30:50] = (0, 255, 0)
picture = Image.fromarray(noise)
picture.save(here / "noise.png")

SIZES = [(1, 1), (7, 5), (20, 20), (37, 53), (37, 10), (12, 53), (36, 54), (74, 106), (61, 40), (5, 90)]
FRAMES = [(16, 16, 0.875), (24, 24, 0.875), (9, 31, 0.875), (31, 9, 0.8), (17, 17, 1.0), (48, 48, 0.9)]
rows = []
for name in ("BILINEAR", "BICUBIC"):
    filter = getattr(Image, name)
    for h, w in SIZES:
        rows.append((f"{name.lower()}-{h}x{w}.rgb", h, w, name, ""))
        (here / rows[-1][0]).write_bytes(np.asarray(picture.resize((w, h), filter)).tobytes())
    for h, w, share in FRAMES:
        box_h, box_w = round(h / share), round(w / share)
        if picture.width * box_h >= picture.height * box_w:
            scaled = picture.width * box_h // picture.height, box_h
        else:
            scaled = box_w, picture.height * box_w // picture.width
        left, top = round((scaled[0] - w) / 2), round((scaled[1] - h) / 2)
        cut = picture.resize(scaled, filter).crop((left, top, left + w, top + h))
        rows.append((f"{name.lower()}-{h}x{w}-{share}.rgb", h, w, name, share))
        (here / rows[-1][0]).write_bytes(np.asarray(cut).tobytes())

with open(here / "resizes.csv", "w", newline="") as fh:
    out = csv.writer(fh, lineterminator="\n")
    out.writerow(["file", "height", "width", "resampling", "share"])
    out.writerows(rows)
