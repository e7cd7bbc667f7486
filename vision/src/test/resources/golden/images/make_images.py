"""Makes the small pictures beside this file, and what Pillow reads from each.

    python make_images.py        (Pillow 12.3.0 with libjpeg-turbo 3.1.4.1, libwebp, libtiff; NumPy)

images.csv: file, height, width, tolerance (largest difference allowed in one value), note. expected/FILE.rgb holds
the 8-bit RGB pixels, rows from the top: first frame, EXIF orientation applied, alpha dropped, 16-bit samples >> 8,
CMYK multiplied out. Where Pillow reads a kind of file otherwise or not at all, the pixels come from the picture that
was written (the files written by hand below).
"""
import csv
import io
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

here = Path(__file__).resolve().parent
H, W = 13, 19
rows = []


def pattern():
    """Gradients with a bright block at the top left and a dark line, so that no two turns look alike."""
    y, x = np.mgrid[0:H, 0:W]
    a = np.stack([40 + 9 * x, 30 + 14 * y, 200 - 5 * x - 6 * y], -1)
    a[1:5, 2:7] = (250, 240, 20)
    a[8, 4:16] = (10, 20, 60)
    return a.astype(np.uint8)


P = pattern()
RGB = Image.fromarray(P)
GREY = RGB.convert("L")


def pixels(data):
    im = Image.open(io.BytesIO(data))
    im.load()
    im = ImageOps.exif_transpose(im)
    if im.mode.startswith("I"):
        return np.stack([(np.asarray(im).astype(np.int64) >> 8).astype(np.uint8)] * 3, -1)
    if im.mode in ("RGBA", "LA"):  # alpha dropped, not blended
        bands = im.split()
        im = Image.merge("RGB", bands[:3] if im.mode == "RGBA" else [bands[0]] * 3)
    return np.asarray(im.convert("RGB"))


def put(name, data, note, tolerance=0, expected=None):
    (here / name).write_bytes(data)
    rgb = pixels(data) if expected is None else expected
    (here / "expected").mkdir(exist_ok=True)
    (here / "expected" / (name + ".rgb")).write_bytes(np.ascontiguousarray(rgb).tobytes())
    rows.append([name, rgb.shape[0], rgb.shape[1], tolerance, note])


def saved(im, kind, **options):
    out = io.BytesIO()
    im.save(out, kind, **options)
    return out.getvalue()


def exif(orientation):
    e = Image.Exif()
    e[0x0112] = orientation
    return e


# JPEG
base = saved(RGB, "JPEG", quality=90)
put("420.jpg", base, "chroma at half size both ways")
put("422.jpg", saved(RGB, "JPEG", quality=90, subsampling="4:2:2"), "chroma at half width")
put("444.jpg", saved(RGB, "JPEG", quality=90, subsampling="4:4:4"), "chroma at full size")
put("progressive.jpg", saved(RGB, "JPEG", quality=80, progressive=True), "progressive")
put("progressive-grey.jpg", saved(GREY, "JPEG", quality=80, progressive=True), "progressive, one component")
put("progressive-cmyk.jpg", saved(Image.merge("CMYK", [*RGB.split(), GREY]), "JPEG", quality=90, progressive=True),
    "progressive, CMYK")
put("restarts.jpg", saved(RGB, "JPEG", quality=80, restart_marker_blocks=1), "restart markers")
put("grey.jpg", saved(GREY, "JPEG", quality=90), "one component")
put("rgb-components.jpg", saved(RGB, "JPEG", quality=90, keep_rgb=True), "components named R, G, B; no conversion")
icc = b"\0" * 36 + b"acsp" + b"\0" * 600  # no valid profile, and no reader may mind
put("profile.jpg", saved(RGB, "JPEG", quality=90, icc_profile=icc), "ICC profile, ignored")
cmyk = saved(Image.merge("CMYK", [*RGB.split(), GREY.point(lambda v: v // 3)]), "JPEG", quality=90)
put("cmyk.jpg", cmyk, "Adobe marker, transform 0, inverted")
adobe = cmyk.index(b"Adobe")
put("ycck.jpg", cmyk[:adobe + 11] + b"\2" + cmyk[adobe + 12:], "Adobe marker, transform 2")
put("no-jfif.jpg", base[:2] + base[2 + 2 + struct.unpack(">H", base[4:6])[0]:], "no application segment")
rgb_ids = saved(RGB, "JPEG", quality=90, keep_rgb=True)
frame = rgb_ids.index(b"\xff\xc0")
ids = rgb_ids.index(b"\xff\xda")
adobe_rgb = bytearray(rgb_ids)
for i in range(3):  # components 1, 2, 3, so that only Adobe's marker tells that this is RGB
    adobe_rgb[frame + 10 + 3 * i] = adobe_rgb[ids + 5 + 2 * i] = i + 1
put("adobe-rgb.jpg", bytes(adobe_rgb[:2]) + b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0"
    + bytes(adobe_rgb[2:]), "Adobe marker, transform 0, three components")
put("orientation-8-big-endian.jpg", saved(RGB, "JPEG", quality=90, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\1"
    + struct.pack(">HHIHH", 0x112, 3, 1, 8, 0) + b"\0\0\0\0"), "EXIF, big-endian")
for orientation in range(1, 9):
    put(f"orientation-{orientation}.jpg", saved(RGB, "JPEG", quality=90, exif=exif(orientation)), "EXIF")
sof = base.index(b"\xff\xc0")
put("lines-after-scan.jpg", base[:sof + 5] + b"\0\0" + base[sof + 7:-2] + b"\xff\xdc\0\4" + struct.pack(">H", H)
    + b"\xff\xd9", "height 0 in the frame header, DNL segment", expected=pixels(base))
wide = b""
for table in base.split(b"\xff\xdb\0\x43")[1:]:
    wide += b"\xff\xdb\0\x83" + bytes([0x10 | table[0]]) + b"".join(b"\0" + bytes([v]) for v in table[1:65])
first, last = base.index(b"\xff\xdb"), base.rindex(b"\xff\xdb") + 0x45
put("tables-of-16-bits.jpg", base[:first] + wide + base[last:].replace(b"\xff\xc0", b"\xff\xc1", 1),
    "16-bit quantisation tables, extended sequential")


# PNG, written by hand: what Pillow does not write
def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(samples, bits, colour, extra=b"", interlaced=False):
    """samples: [h, w, channels] of whole numbers below 2 ** bits."""
    def packed(s):
        lines = b""
        for line in s.reshape(s.shape[0], -1):
            if bits == 16:
                line = line.astype(">u2").tobytes()
            elif bits == 8:
                line = line.astype(np.uint8).tobytes()
            else:
                b = "".join(format(v, f"0{bits}b") for v in line)
                b += "0" * (-len(b) % 8)
                line = bytes(int(b[i:i + 8], 2) for i in range(0, len(b), 8))
            lines += b"\0" + line
        return lines
    passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
    parts = [samples[t::dy, l::dx] for t, l, dy, dx in passes] if interlaced else [samples]
    body = b"".join(packed(p) for p in parts if p.size)
    h, w = samples.shape[:2]
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, bits, colour, 0, 0, int(interlaced)))
            + extra + chunk(b"IDAT", zlib.compress(body, 9)) + chunk(b"IEND", b""))


G = np.asarray(GREY)[..., None].astype(np.int64)
put("rgb.png", saved(RGB, "PNG"), "8-bit colour, filtered")
put("grey.png", saved(GREY, "PNG"), "8-bit grey")
for bits in (1, 2, 4):
    put(f"grey-{bits}.png", png(G >> (8 - bits), bits, 0), f"{bits}-bit grey")
    put(f"grey-{bits}-interlaced.png", png(G >> (8 - bits), bits, 0, interlaced=True), f"{bits}-bit grey, interlaced")
put("grey-16.png", png(G * 251, 16, 0), "16-bit grey")
put("grey-16-interlaced.png", png(G * 251, 16, 0, interlaced=True), "16-bit grey, interlaced")
put("grey-key.png", png(G, 8, 0, chunk(b"tRNS", struct.pack(">H", int(G[0, 0, 0])))), "transparent grey kept")
put("grey-alpha.png", png(np.concatenate([G, 255 - G], -1), 8, 4), "alpha dropped")
put("grey-alpha-16.png", png(np.concatenate([G, 255 - G], -1) * 255, 16, 4), "alpha dropped, 16 bits",
    expected=np.repeat((G * 255 >> 8).astype(np.uint8), 3, -1))
A = np.concatenate([P.astype(np.int64), 255 - G], -1)
put("rgb-16.png", png(P.astype(np.int64) * 254, 16, 2), "16-bit colour")
put("rgba.png", png(A, 8, 6), "alpha dropped")
put("rgba-16-interlaced.png", png(A * 253, 16, 6, interlaced=True), "16 bits, alpha dropped, interlaced")
put("rgb-interlaced.png", png(P.astype(np.int64), 8, 2, interlaced=True), "interlaced")
for bits in (1, 2, 4, 8):
    index = np.arange(H * W).reshape(H, W, 1) % (1 << bits)
    colours = bytes((37 * i + 11 * (i % 3)) % 256 for i in range(3 << bits))
    plte = chunk(b"PLTE", colours) + chunk(b"tRNS", b"\0\x80"[:1 << (bits > 0)])
    put(f"palette-{bits}.png", png(index, bits, 3, plte), f"palette of {1 << bits}, transparency dropped")
put("palette-8-interlaced.png", png(index, 8, 3, plte, interlaced=True), "palette of 256, interlaced")
put("colour-key.png", png(P.astype(np.int64), 8, 2, chunk(b"tRNS", struct.pack(">HHH", *map(int, P[0, 0])))),
    "transparent colour kept")
put("text-bomb.png", png(P.astype(np.int64), 8, 2, chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"A" * 50_000, 9))
    + chunk(b"iCCP", b"broken\0\0" + zlib.compress(b"no profile"))), "compressed text and a broken profile", expected=P)
put("orientation-6.png", saved(RGB, "PNG", exif=exif(6)), "eXIf chunk")

# GIF
indexed = RGB.quantize(16)
put("plain.gif", saved(indexed, "GIF", interlace=0), "16 colours")
put("interlaced.gif", saved(indexed, "GIF", interlace=1), "interlaced")
put("transparent.gif", saved(indexed, "GIF", transparency=3), "transparent index keeps its colour")
put("animated.gif", saved(indexed, "GIF", save_all=True, append_images=[indexed.transpose(0)], duration=50), "2 frames")


def gif(canvas, frame, left, top, control=b""):
    """A frame of raw 8-bit indices below 4 on a canvas, LZW without compression, palette of four colours."""
    h, w = len(frame), len(frame[0])
    codes = []
    for i, v in enumerate(v for line in frame for v in line):
        if i % 2 == 0:
            codes.append(4)  # a clear code before every second index, so that the code size stays 3
        codes.append(v)
    codes.append(5)
    bits = "".join(format(c, "03b")[::-1] for c in codes)
    bits += "0" * (-len(bits) % 8)
    data = bytes(int(bits[i:i + 8][::-1], 2) for i in range(0, len(bits), 8))
    blocks = b"".join(bytes([len(data[i:i + 255])]) + data[i:i + 255] for i in range(0, len(data), 255)) + b"\0"
    palette = bytes([200, 10, 20, 30, 210, 40, 50, 60, 220, 240, 240, 70])
    return (b"GIF89a" + struct.pack("<HHBBB", canvas[1], canvas[0], 0x81, 0, 0) + palette + control
            + b"," + struct.pack("<HHHHB", left, top, w, h, 0) + b"\2" + blocks + b";")


frame = [[(x + y) % 4 for x in range(5)] for y in range(3)]
put("smaller-than-canvas.gif", gif((7, 11), frame, 4, 2), "the rest has index 0")
put("smaller-transparent.gif", gif((7, 11), frame, 4, 2, b"!\xf9\4\1\0\0\2\0"), "the rest has the transparent index")
put("beyond-canvas.gif", gif((4, 6), frame, 4, 2), "the canvas grows")


# BMP
put("rgb.bmp", saved(RGB, "BMP"), "24 bits")
put("rgba.bmp", saved(Image.fromarray(A.astype(np.uint8)), "BMP"), "32 bits")
put("palette-8.bmp", saved(indexed, "BMP"), "8-bit palette")
put("one-bit.bmp", saved(GREY.point(lambda v: 255 * (v > 110)).convert("1"), "BMP"), "1-bit palette")


def bmp(width, height, bits, compression, palette, body, masks=b""):
    offset = 54 + len(masks) + len(palette)
    return (b"BM" + struct.pack("<IHHI", offset + len(body), 0, 0, offset)
            + struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, compression, len(body), 0, 0, len(palette) // 4, 0)
            + masks + palette + body)


masks = struct.pack("<IIII", 0xFF, 0xFF00, 0xFF0000, 0xFF000000)
rgba = np.flipud(A.astype(np.uint8)).tobytes()
put("masks-32.bmp", b"BM" + struct.pack("<IHHI", 122 + len(rgba), 0, 0, 122)
    + struct.pack("<IiiHHIIiiII", 108, W, H, 1, 32, 3, len(rgba), 0, 0, 0, 0) + masks + b"BGRs" + b"\0" * 48 + rgba,
    "32 bits, masks for red first, alpha dropped", expected=P)
put("palette-4.bmp", bmp(W, H, 4, 0, bytes([10, 20, 200, 0, 40, 210, 30, 0, 220, 60, 50, 0, 70, 240, 240, 0] * 4),
    b"".join(bytes([(16 * (y + i) + i + 5) % 256 for i in range(10)]) + b"\0\0" for y in range(H))), "4-bit palette")
top_down = b"".join(P[y, :, ::-1].tobytes() + b"\0" * (-3 * W % 4) for y in range(H))
put("top-down.bmp", bmp(W, -H, 24, 0, b"", top_down), "negative height")
core = b"".join(P[y, :, ::-1].tobytes() + b"\0" * (-3 * W % 4) for y in range(H - 1, -1, -1))
put("core-header.bmp", b"BM" + struct.pack("<IHHI", 26 + len(core), 0, 0, 26) + struct.pack("<IHHHH", 12, W, H, 1, 24)
    + core, "12-byte header")
p565 = (P[..., 0].astype(int) >> 3) << 11 | (P[..., 1].astype(int) >> 2) << 5 | P[..., 2].astype(int) >> 3
put("565.bmp", bmp(W, H, 16, 3, b"", b"".join(p565[y].astype("<u2").tobytes() + b"\0" * (-2 * W % 4)
    for y in range(H - 1, -1, -1)), struct.pack("<III", 0xF800, 0x7E0, 0x1F)), "16 bits with masks")
p555 = (P[..., 0].astype(int) >> 3) << 10 | (P[..., 1].astype(int) >> 3) << 5 | P[..., 2].astype(int) >> 3
put("555.bmp", bmp(W, H, 16, 0, b"", b"".join(p555[y].astype("<u2").tobytes() + b"\0" * (-2 * W % 4)
    for y in range(H - 1, -1, -1))), "16 bits without masks")
runs = b"".join(bytes([5, y % 4, 0, 3, 1, 2, 3, 0, W - 8, 2, 0, 0]) for y in range(H)) + b"\0\1"
four = bytes([10, 20, 200, 0, 40, 210, 30, 0, 220, 60, 50, 0, 70, 240, 240, 0])
put("runs-8.bmp", bmp(W, H, 8, 1, four, runs), "run lengths, 8 bits")
runs = b"".join(bytes([5, 0x12, W - 5, (y % 4) << 4 | 3, 0, 0]) for y in range(H)) + b"\0\1"
put("runs-4.bmp", bmp(W, H, 4, 2, four, runs), "run lengths, 4 bits")

# TIFF
put("rgb.tif", saved(RGB, "TIFF"), "uncompressed")
for compression in ("tiff_lzw", "tiff_adobe_deflate", "packbits"):
    put(f"rgb-{compression.removeprefix('tiff_')}.tif", saved(RGB, "TIFF", compression=compression), compression)
put("predictor.tif", saved(RGB, "TIFF", compression="tiff_lzw", tiffinfo={317: 2}), "LZW of differences")
put("grey.tif", saved(GREY, "TIFF"), "8-bit grey")
put("rgba.tif", saved(Image.fromarray(A.astype(np.uint8)), "TIFF", compression="tiff_lzw"), "alpha dropped")
put("palette.tif", saved(indexed, "TIFF"), "palette")
put("cmyk.tif", saved(Image.merge("CMYK", [*RGB.split(), GREY.point(lambda v: v // 3)]), "TIFF"), "CMYK, not inverted")
put("grey-16.tif", saved(Image.fromarray((G[..., 0] * 251).astype(np.uint16)), "TIFF"), "16-bit grey")
put("white-is-zero.tif", saved(GREY, "TIFF", tiffinfo={262: 0}), "white is zero")
bilevel = GREY.point(lambda v: 255 * (v > 110)).convert("1")
for compression in ("group3", "group4", "tiff_ccitt", "raw"):
    put(f"bilevel-{compression.removeprefix('tiff_')}.tif", saved(bilevel, "TIFF", compression=compression), "1 bit")
put("jpeg-grey.tif", saved(GREY, "TIFF", compression="jpeg", quality=90), "JPEG inside")
put("jpeg-rgb.tif", saved(RGB, "TIFF", compression="jpeg", quality=90), "JPEG inside")
put("jpeg-cmyk.tif", saved(Image.merge("CMYK", [*RGB.split(), GREY.point(lambda v: v // 3)]), "TIFF", compression="jpeg",
    quality=90), "JPEG inside, not inverted")
put("orientation-6.tif", saved(RGB, "TIFF", tiffinfo={274: 6}), "lies on its left side")


def tiff(order, tags, body):
    """A TIFF with its picture data at offset 8; tags: (tag, type 3 or 4, values)."""
    values, entries = b"", b""
    after = 8 + len(body) + 2 + 12 * len(tags) + 4
    for tag, kind, v in sorted(tags):
        raw = struct.pack(order + ("H" if kind == 3 else "I") * len(v), *v)
        if len(raw) > 4:
            entries += struct.pack(order + "HHII", tag, kind, len(v), after + len(values))
            values += raw
        else:
            entries += struct.pack(order + "HHI", tag, kind, len(v)) + raw.ljust(4, b"\0")
    return ((b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8 + len(body)) + body
            + struct.pack(order + "H", len(tags)) + entries + struct.pack(order + "I", 0) + values)


common = [(256, 3, [W]), (257, 3, [H]), (259, 3, [1]), (262, 3, [2]), (277, 3, [3])]
planes = P.transpose(2, 0, 1).tobytes()
put("planes.tif", tiff(">", common + [(258, 3, [8] * 3), (273, 4, [8, 8 + H * W, 8 + 2 * H * W]), (278, 3, [H]),
    (279, 4, [H * W] * 3), (284, 3, [2])], planes), "one plane a channel, big-endian")
padded = np.zeros((16, 32, 3), np.uint8)
padded[:H, :W] = P
tiles = padded[:, :16].tobytes() + padded[:, 16:].tobytes()
put("tiles.tif", tiff("<", common + [(258, 3, [8] * 3), (322, 3, [16]), (323, 3, [16]), (324, 4, [8, 8 + 768]),
    (325, 4, [768, 768])], tiles), "two tiles")
put("rgb-16.tif", tiff("<", common + [(258, 3, [16] * 3), (273, 4, [8]), (278, 3, [H]), (279, 4, [H * W * 6])],
    (P.astype(np.int64) * 254).astype("<u2").tobytes()), "16-bit colour",
    expected=(P.astype(np.int64) * 254 >> 8).astype(np.uint8))
put("grey-4.tif", tiff(">", [(256, 3, [W]), (257, 3, [H]), (259, 3, [1]), (262, 3, [1]), (258, 3, [4]), (273, 4, [8]),
    (278, 3, [H]), (279, 4, [H * 10])], b"".join(bytes(int(a) << 4 | int(b) for a, b in
    zip([*line, 0][::2], [*line, 0][1::2])) for line in G[..., 0] >> 4)), "4-bit grey")

put("cyclic.tif", tiff("<", common + [(258, 3, [8] * 3), (273, 4, [8]), (278, 3, [H]), (279, 4, [H * W * 3]),
    (330, 4, [8 + H * W * 3]), (34665, 4, [8 + H * W * 3])], P.tobytes()), "sub-directories that lead back to the first",
    expected=P)
ycbcr = RGB.convert("YCbCr")
put("ycbcr.tif", tiff("<", [t for t in common if t[0] != 262] + [(262, 3, [6]), (530, 3, [1, 1]), (258, 3, [8] * 3),
    (273, 4, [8]), (278, 3, [H]), (279, 4, [H * W * 3])], np.asarray(ycbcr).tobytes()),
    "luminance and chroma; rounded otherwise than in Pillow", tolerance=1, expected=np.asarray(ycbcr.convert("RGB")))

# WebP
put("lossless.webp", saved(RGB, "WEBP", lossless=True), "VP8L")
put("lossless-alpha.webp", saved(Image.fromarray(A.astype(np.uint8)), "WEBP", lossless=True, exact=True), "alpha dropped")
y, x = np.mgrid[0:24, 0:32]
smooth = Image.fromarray(np.stack([40 + 2 * x + y, 60 + 3 * y, 120 + x + 2 * y], -1).astype(np.uint8))
put("lossy.webp", saved(smooth, "WEBP", quality=95), "VP8; chroma is not interpolated: below 2 levels in this gradient, and 2 for rounding", tolerance=4)
put("orientation-6.webp", saved(RGB, "WEBP", lossless=True, exif=exif(6)), "EXIF chunk")
put("profile.webp", saved(RGB, "WEBP", lossless=True, icc_profile=icc), "ICC profile, ignored")
smooth_alpha = smooth.copy()
smooth_alpha.putalpha(Image.fromarray((4 * x + 5 * y).astype(np.uint8)))
put("lossy-alpha.webp", saved(smooth_alpha, "WEBP", quality=95, exact=True), "VP8 with alpha, which is dropped", tolerance=4)
put("animated-lossy.webp", saved(smooth, "WEBP", quality=95, save_all=True, append_images=[smooth.transpose(0)],
    duration=50), "VP8, 2 frames", tolerance=4)
put("animated.webp", saved(RGB, "WEBP", lossless=True, save_all=True, append_images=[RGB.transpose(0)], duration=50),
    "2 frames")

with open(here / "images.csv", "w", newline="") as fh:
    w = csv.writer(fh, lineterminator="\n")
    w.writerow(["file", "height", "width", "tolerance", "note"])
    w.writerows(rows)
print(len(rows), "pictures", sum(f.stat().st_size for f in here.rglob("*")), "bytes")
