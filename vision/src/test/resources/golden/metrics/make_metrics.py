"""Makes pictures.csv and expected.csv: a classifier's answers, and its figures counted with numpy.

Made with Python 3.11 and numpy 2.4: python make_metrics.py, in this folder.
Class 9 has no picture, class 7 is never predicted. The definitions:
  confidence  the largest of the softmax, computed in float64 from the logits as float32
  ECE, MCE    Guo et al. 2017, section 2: 15 bins ((m - 1) / 15, m / 15]
  macro       means over the classes that have pictures; the precision of a class never predicted is 0
"""

import numpy as np

CLASSES, PICTURES, BINS = 12, 400, 15
random = np.random.default_rng(20170615)

labels = random.choice([c for c in range(CLASSES) if c != 9], size=PICTURES)
logits = random.normal(0, 1.2, (PICTURES, CLASSES))
logits[np.arange(PICTURES), labels] += random.choice([0.5, 2.5, 6.0], size=PICTURES)
logits[:, 7] = -4
logits = np.round(logits, 3)
with open("pictures.csv", "w") as file:
    for label, row in zip(labels, logits):
        file.write(f"{label}," + ",".join(f"{value:.3f}" for value in row) + "\n")

x = logits.astype(np.float32).astype(np.float64)
probabilities = np.exp(x - x.max(1, keepdims=True))
probabilities /= probabilities.sum(1, keepdims=True)
predicted = probabilities.argmax(1)
confidence = probabilities.max(1)
right = predicted == labels

lines = {}
lines["top1"] = right.mean()
order = np.argsort(-probabilities, axis=1, kind="stable")
lines["top5"] = (order[:, :5] == labels[:, None]).any(1).mean()
lines["meanLoss"] = -np.log(probabilities[np.arange(PICTURES), labels]).mean()
lines["meanConfidence"] = confidence.mean()

matrix = np.zeros((CLASSES, CLASSES), int)
np.add.at(matrix, (labels, predicted), 1)
support, predictions, diagonal = matrix.sum(1), matrix.sum(0), np.diag(matrix)
with np.errstate(invalid="ignore", divide="ignore"):
    precision = diagonal / predictions
    recall = diagonal / support
    f1 = 2 * diagonal / (support + predictions)
there = support > 0
lines["macroPrecision"] = np.nan_to_num(precision[there]).mean()
lines["macroRecall"] = recall[there].mean()
lines["macroF1"] = f1[there].mean()
for c in range(CLASSES):
    lines[f"precision {c}"], lines[f"recall {c}"], lines[f"f1 {c}"] = precision[c], recall[c], f1[c]
    lines[f"support {c}"] = support[c]
    for p in range(CLASSES):
        lines[f"matrix {c} {p}"] = matrix[c, p]

edges = np.arange(BINS + 1) / BINS
ece = mce = 0
for m in range(BINS):
    inside = (confidence > edges[m]) & (confidence <= edges[m + 1])
    lines[f"bin {m}"] = inside.sum()
    if inside.any():
        gap = abs(right[inside].mean() - confidence[inside].mean())
        ece += gap * inside.mean()
        mce = max(mce, gap)
lines["expectedError"], lines["maximumError"] = ece, mce

wrong = np.flatnonzero(~right)
worst = wrong[np.argsort(-confidence[wrong], kind="stable")][:5]
for place, index in enumerate(worst):
    lines[f"mistake {place}"] = index

# Wilson's interval as the roots of (p - top1)^2 = z^2 p (1 - p) / n, not by the usual closed formula.
z, n, p = 1.959963984540054, PICTURES, lines["top1"]
low, high = sorted(np.roots([1 + z * z / n, -(2 * p + z * z / n), p * p]))
lines["low"], lines["high"] = low, high

with open("expected.csv", "w") as file:
    for name, value in lines.items():
        file.write(f"{name},{float(value)!r}\n")
