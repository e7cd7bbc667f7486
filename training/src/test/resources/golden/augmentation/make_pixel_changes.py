"""Makes pixel_changes.csv: what torchvision's RandAugment does to one picture, as SHA-256 of the RGB bytes.

Versions: torchvision 0.28, Pillow 12.3. Run: python make_pixel_changes.py > pixel_changes.csv
"""
import hashlib

import numpy as np
from PIL import Image
from torchvision.transforms.autoaugment import _apply_op
from torchvision.transforms.functional import InterpolationMode, hflip

HEIGHT, WIDTH = 37, 45


def picture():
    y, x, c = np.meshgrid(np.arange(HEIGHT), np.arange(WIDTH), np.arange(3), indexing="ij")
    # Smooth, with steps: so every level, every channel and every place differ.
    return ((x * (5 + c) + y * 3 + (x * y) // (7 + c) + 40 * ((x // 9 + y // 8) % 2)) % 251).astype(np.uint8)


def digest(image):
    return hashlib.sha256(np.asarray(image).tobytes()).hexdigest()


CHANGES = {
    "SHEAR_X": ("ShearX", [0.09, -0.3]),
    "SHEAR_Y": ("ShearY", [0.12, -0.3]),
    "TRANSLATE_X": ("TranslateX", [6, -11]),
    "TRANSLATE_Y": ("TranslateY", [5, -9]),
    "ROTATE": ("Rotate", [9, -30, 17]),
    "BRIGHTNESS": ("Brightness", [0.27, -0.27, 0.9, -0.9]),
    "COLOUR": ("Color", [0.27, -0.27, 0.9, -0.9]),
    "CONTRAST": ("Contrast", [0.27, -0.27, 0.9, -0.9]),
    "SHARPNESS": ("Sharpness", [0.27, -0.27, 0.9, -0.9]),
    "POSTERISE": ("Posterize", [8, 6, 4]),
    "SOLARISE": ("Solarize", [255, 178.5, 0]),
    "AUTO_CONTRAST": ("AutoContrast", [0]),
    "EQUALISE": ("Equalize", [0]),
    "IDENTITY": ("Identity", [0]),
}

image = Image.fromarray(picture())
print("change,strength,sha256")
print(f"PICTURE,0,{digest(image)}")
for name, (theirs, strengths) in CHANGES.items():
    for strength in strengths:
        magnitude = int(strength) if name == "POSTERISE" else float(strength)
        changed = _apply_op(image, theirs, magnitude, InterpolationMode.NEAREST, None)
        print(f"{name},{strength},{digest(changed)}")
print(f"MIRRORED,0,{digest(hflip(image))}")
