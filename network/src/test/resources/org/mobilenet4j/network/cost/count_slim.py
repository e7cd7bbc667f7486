"""Writes slim_counts.csv: what TensorFlow-Slim's code makes of V1, V2 and V3 at other widths, by arithmetic alone.

Slim itself no longer runs on a current TensorFlow. The rules are those of its sources: mobilenet_v1.py, and
mobilenet/{mobilenet,conv_blocks,mobilenet_v2,mobilenet_v3}.py. Needs nothing but Python.
"""
import csv, os


def divisible(v):
    n = max(8, int(v + 4) // 8 * 8)
    return n + 8 if n < 0.9 * v else n


class Count:
    def __init__(self, side):
        self.side, self.c, self.madds, self.params = side, 3, 0, 0

    def conv(self, out, k, s=1, depthwise=False):
        self.side = -(-self.side // s)
        weights = k * k * self.c * (1 if depthwise else out)
        out = self.c if depthwise else out
        self.madds += weights * self.side ** 2
        self.params += weights + 2 * out
        self.c = out

    def dense(self, out):
        self.madds += self.c * out
        self.params += self.c * out + out
        self.c = out

    def squeeze_excite(self, middle):
        c = self.c
        self.dense(middle)
        self.dense(c)

    def row(self):
        return self.madds, self.params


def v1(a, side):
    n = Count(side)
    n.conv(max(int(32 * a), 8), 3, 2)
    for c, s in [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]:
        n.conv(0, 3, s, depthwise=True)
        n.conv(max(int(c * a), 8), 1)
    n.dense(1000)
    return n.row()


def v2(a, side, finegrain):
    n = Count(side)
    n.conv(divisible(32 * a), 3, 2)
    for t, c, repeats, s in [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
                             (6, 320, 1, 1)]:
        for i in range(repeats):
            if t != 1:
                n.conv(divisible(t * n.c), 1)
            n.conv(0, 3, s if i == 0 else 1, depthwise=True)
            n.conv(divisible(c * a), 1)
    n.conv(1280 if finegrain and a < 1 else divisible(1280 * a), 1)
    n.dense(1000)
    return n.row()


# kernel, ratio of the expansion to the input, channels, squeeze-and-excite, stride
LARGE = [(3, 1, 16, 0, 1), (3, 4, 24, 0, 2), (3, 3, 24, 0, 1), (5, 3, 40, 1, 2), (5, 3, 40, 1, 1), (5, 3, 40, 1, 1),
         (3, 6, 80, 0, 2), (3, 2.5, 80, 0, 1), (3, 184 / 80, 80, 0, 1), (3, 184 / 80, 80, 0, 1), (3, 6, 112, 1, 1),
         (3, 6, 112, 1, 1), (5, 6, 160, 1, 2), (5, 6, 160, 1, 1), (5, 6, 160, 1, 1)]
SMALL = [(3, 1, 16, 1, 2), (3, 72 / 16, 24, 0, 2), (3, 88 / 24, 24, 0, 1), (5, 4, 40, 1, 2), (5, 6, 40, 1, 1),
         (5, 6, 40, 1, 1), (5, 3, 48, 1, 1), (5, 3, 48, 1, 1), (5, 6, 96, 1, 2), (5, 6, 96, 1, 1), (5, 6, 96, 1, 1)]


def v3(blocks, last, head, a, side, finegrain):
    n = Count(side)
    n.conv(divisible(16 * a), 3, 2)
    for k, ratio, c, se, s in blocks:
        if ratio != 1:
            n.conv(divisible(ratio * n.c), 1)
        n.conv(0, k, s, depthwise=True)
        if se:
            n.squeeze_excite(divisible(n.c / 4))
        n.conv(divisible(c * a), 1)
    n.conv(divisible(last * a), 1)
    n.dense(head if finegrain else divisible(head * a))
    n.dense(1000)
    return n.row()


def rows():
    for a in (0.25, 0.5, 0.75, 1.0, 1.25):
        for side in (224, 192, 160, 128):
            yield 'mobilenet-v1', a, 'slim', side, v1(a, side)
    for rule in ('slim', 'slim-finegrain'):
        for a in (0.35, 0.5, 0.75, 1.0, 1.3, 1.4):
            for side in (224, 96):
                yield 'mobilenet-v2', a, rule, side, v2(a, side, rule != 'slim')
        for a in (0.35, 0.5, 0.75, 1.0, 1.25):
            yield 'mobilenet-v3-large', a, rule, 224, v3(LARGE, 960, 1280, a, 224, rule != 'slim')
            yield 'mobilenet-v3-small', a, rule, 224, v3(SMALL, 576, 1024, a, 224, rule != 'slim')
            yield 'mobilenet-v3-small-1280', a, rule, 224, v3(SMALL, 576, 1280, a, 224, rule != 'slim')


if __name__ == '__main__':
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'slim_counts.csv'), 'w', newline='') as f:
        f.write('# Made by count_slim.py.\n')
        w = csv.writer(f, lineterminator='\n')
        w.writerow('network width width_rule resolution multiply_adds parameters'.split())
        for name, width, rule, side, (madds, params) in rows():
            w.writerow([name, width, rule, side, madds, params])
