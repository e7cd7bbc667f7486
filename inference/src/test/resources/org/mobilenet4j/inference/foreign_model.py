"""Writes foreign_model.safetensors from docs/formats.md alone: no code of the project is used.

The arithmetic is written out in numpy (2.x, double precision), so the golden pairs are a second opinion.
Run: python foreign_model.py
"""
import json
import struct
from pathlib import Path

import numpy as np


def seeded(seed, count):
    x = np.arange(count, dtype=np.uint32) + np.uint32(seed * 0x9E3779B9 & 0xFFFFFFFF)
    x = (x ^ (x >> np.uint32(16))) * np.uint32(0x7FEB352D)
    x = (x ^ (x >> np.uint32(15))) * np.uint32(0x846CA68B)
    x = x ^ (x >> np.uint32(16))
    return (x >> np.uint32(8)) / 2.0**23 - 1


def pads(padding, n, kernel, stride, dilation, axis):
    if padding["kind"] == "symmetric":
        p = padding[("height", "width")[axis]]
        return p, p
    if padding["kind"] == "explicit":
        return padding[("top", "left")[axis]], padding[("bottom", "right")[axis]]
    p = max((-(-n // stride) - 1) * stride + (kernel - 1) * dilation + 1 - n, 0)
    return p // 2, p - p // 2


def windows(node, x):
    """For every output pixel the pixels of its window, NaN outside the picture."""
    kernel, stride = node["kernel"], node["stride"]
    dilation = node.get("dilation", [1, 1])
    sides = [pads(node["padding"], x.shape[a], kernel[a], stride[a], dilation[a], a) for a in (0, 1)]
    sizes = []
    for a in (0, 1):
        room = x.shape[a] + sum(sides[a]) - (kernel[a] - 1) * dilation[a] - 1
        if node.get("rounding") == "ceil":
            count = -(-room // stride[a]) + 1
            count -= (count - 1) * stride[a] >= x.shape[a] + sides[a][0]
        else:
            count = room // stride[a] + 1
        sizes.append(count)
    beyond = [(s[0], s[1] + st) for s, st in zip(sides, stride)]  # room for a ceiling's last window
    padded = np.pad(x, beyond + [(0, 0)], constant_values=np.nan)
    rows = np.arange(sizes[0])[:, None] * stride[0] + np.arange(kernel[0]) * dilation[0]
    columns = np.arange(sizes[1])[:, None] * stride[1] + np.arange(kernel[1]) * dilation[1]
    return padded[rows[:, None, :, None], columns[None, :, None, :]]  # [height, width, kh, kw, channels]


def convolution(node, x, weight, bias=0):
    taps = np.nan_to_num(windows(node, x), nan=0)
    groups = node["groups"]
    inputs = np.split(taps, groups, axis=4)
    filters = np.split(weight, groups, axis=3)
    return np.concatenate([np.einsum("hwijc,ijcn->hwn", i, f) for i, f in zip(inputs, filters)], axis=2) + bias


def pool(node, x):
    taps = windows(node, x)
    if node["kind"] == "max":
        return np.nanmax(taps, axis=(2, 3))
    if node["kind"] == "average":
        return np.nanmean(taps, axis=(2, 3))
    return np.nansum(taps, axis=(2, 3)) / (node["kernel"][0] * node["kernel"][1])


def activation(node, x):
    function = node["function"]
    return {
        "relu": lambda: np.maximum(x, 0),
        "relu6": lambda: np.clip(x, 0, 6),
        "hardSigmoid": lambda: np.clip(function["slope"] * x + function["offset"], 0, 1),
        "hardSwish": lambda: x * np.clip(x + 3, 0, 6) / 6,
        "sigmoid": lambda: 1 / (1 + np.exp(-x)),
        "swish": lambda: x / (1 + np.exp(-x)),
    }[function["kind"]]()


def response(node, x):
    size, channels = node["size"], x.shape[2]
    squares = np.stack(
        [np.sum(x[:, :, max(c - (size - 1) // 2, 0) : min(c + size // 2, channels - 1) + 1] ** 2, axis=2)
         for c in range(channels)], axis=2)
    return x / (node["bias"] + node["alpha"] / size * squares) ** node["beta"]


def resize(node, x):
    for axis in (0, 1):
        old, new = x.shape[axis], node["size"][axis]
        at = np.clip((np.arange(new) + 0.5) * old / new - 0.5, 0, old - 1)
        low = at.astype(int)
        share = np.expand_dims(at - low, (1, 2) if axis == 0 else (0, 2))
        x = np.take(x, low, axis) * (1 - share) + np.take(x, np.minimum(low + 1, old - 1), axis) * share
    return x


def run(network, tensors, x):
    values = {"input": x}
    for node in network["nodes"]:
        name, first = node["name"], values[node["inputs"][0]]
        own = {k[len(name) + 1 :]: v.astype(np.float64) for k, v in tensors.items() if k.rpartition(".")[0] == name}
        values[name] = {
            "convolution": lambda: convolution(node, first, **own),
            "dense": lambda: (first.reshape(-1) @ own["weight"] + own.get("bias", 0)).reshape(1, 1, -1),
            "batchNorm": lambda: own["gamma"] * (first - own["mean"])
            / np.sqrt(own["variance"] + node["epsilon"]) + own["beta"],
            "activation": lambda: activation(node, first),
            "pool": lambda: pool(node, first),
            "globalAveragePool": lambda: first.mean(axis=(0, 1), keepdims=True),
            "add": lambda: first + values[node["inputs"][1]],
            "concat": lambda: np.concatenate([values[i] for i in node["inputs"]], axis=2),
            "scale": lambda: first * values[node["inputs"][1]],
            "localResponseNormalization": lambda: response(node, first),
            "resize": lambda: resize(node, first),
            "dropout": lambda: first,
        }[node["op"]]()
    return values[network["nodes"][-1]["name"]]


def conv(name, source, n, kernel, stride=(1, 1), dilation=(1, 1), groups=1, padding=None, bias="added"):
    return {"name": name, "inputs": [source], "op": "convolution", "outChannels": n, "kernel": list(kernel),
            "stride": list(stride), "dilation": list(dilation), "groups": groups,
            "padding": padding or {"kind": "same"}, "bias": bias}


def act(name, source, kind, **more):
    return {"name": name, "inputs": [source], "op": "activation", "function": {"kind": kind, **more}}


def pooled(name, source, kind, kernel, stride, padding, rounding):
    return {"name": name, "inputs": [source], "op": "pool", "kind": kind, "kernel": kernel, "stride": stride,
            "padding": padding, "rounding": rounding}


SYMMETRIC = {"kind": "symmetric", "height": 1, "width": 1}

# Every operation, every kind of padding, pool, rounding and activation, on a picture that is not square.
NETWORK = {
    "input": [14, 11, 3],
    "nodes": [
        conv("stem", "input", 8, (3, 3), (2, 1), bias="none"),
        {"name": "stem.bn", "inputs": ["stem"], "op": "batchNorm", "epsilon": 0.001},
        act("stem.act", "stem.bn", "hardSwish"),
        conv("dw", "stem.act", 8, (3, 5), groups=8, padding={"kind": "symmetric", "height": 1, "width": 2}),
        act("dw.act", "dw", "relu6"),
        {"name": "squeeze", "inputs": ["dw.act"], "op": "globalAveragePool"},
        {"name": "fc1", "inputs": ["squeeze"], "op": "dense", "units": 4, "bias": "added"},
        act("fc1.act", "fc1", "relu"),
        conv("fc2", "fc1.act", 8, (1, 1)),
        act("gate", "fc2", "hardSigmoid", slope=0.2, offset=0.5),
        {"name": "excite", "inputs": ["dw.act", "gate"], "op": "scale"},
        conv("project", "excite", 8, (1, 1), bias="none"),
        {"name": "shortcut", "inputs": ["project", "stem.act"], "op": "add"},
        conv("grouped", "shortcut", 12, (3, 3), (1, 1), (2, 1), 4,
             {"kind": "explicit", "top": 2, "left": 1, "bottom": 1, "right": 0}),
        act("grouped.act", "grouped", "swish"),
        {"name": "response", "inputs": ["grouped.act"], "op": "localResponseNormalization",
         "size": 4, "alpha": 0.1, "beta": 0.75, "bias": 2},
        pooled("max", "response", "max", [3, 3], [2, 2], {"kind": "same"}, "floor"),
        pooled("mean", "response", "average", [3, 2], [2, 2], SYMMETRIC, "ceil"),
        pooled("mean0", "response", "averageWithPadding", [2, 2], [2, 2], SYMMETRIC, "floor"),
        {"name": "max.small", "inputs": ["max"], "op": "resize", "size": [3, 5]},
        {"name": "mean.small", "inputs": ["mean"], "op": "resize", "size": [3, 5]},
        {"name": "mean0.large", "inputs": ["mean0"], "op": "resize", "size": [3, 5]},
        {"name": "all", "inputs": ["max.small", "mean.small", "mean0.large"], "op": "concat"},
        act("all.act", "all", "sigmoid"),
        {"name": "dropout", "inputs": ["all.act"], "op": "dropout", "rate": 0.2},
        {"name": "logits", "inputs": ["dropout"], "op": "dense", "units": 5, "bias": "none"},
    ],
}

# Roles and shapes in the order of the nodes, with sizes worked out by hand: section 7 of the page.
SHAPES = {
    "stem.weight": (3, 3, 3, 8),
    "stem.bn.gamma": (8,), "stem.bn.beta": (8,), "stem.bn.mean": (8,), "stem.bn.variance": (8,),
    "dw.weight": (3, 5, 1, 8), "dw.bias": (8,),
    "fc1.weight": (8, 4), "fc1.bias": (4,),
    "fc2.weight": (1, 1, 4, 8), "fc2.bias": (8,),
    "project.weight": (1, 1, 8, 8),
    "grouped.weight": (3, 3, 2, 12), "grouped.bias": (12,),
    "logits.weight": (3 * 5 * 36, 5),
}


def stored(number, name, shape):
    numbers = seeded(100 + number, int(np.prod(shape))).reshape(shape)
    if name.endswith("variance"):
        numbers = numbers + 1.5
    return numbers.astype(np.float16 if len(shape) > 1 else np.float32)


def header(tensors, metadata):
    members, offset = {"__metadata__": metadata}, 0
    for name, tensor in tensors.items():
        dtype = {"float32": "F32", "float16": "F16"}[tensor.dtype.name]
        members[name] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": [offset, offset + tensor.nbytes]}
        offset += tensor.nbytes
    return json.dumps(members)


def main():
    tensors = {name: stored(i, name, shape) for i, (name, shape) in enumerate(SHAPES.items())}
    pairs = []
    for seed, size in ((1, [14, 11]), (0xFFFFFFFF, [14, 11])):
        x = seeded(seed, size[0] * size[1] * 3).reshape(*size, 3)
        outputs = run(NETWORK, tensors, x).reshape(-1).astype(np.float32)
        pairs.append({"seed": seed, "size": size, "outputs": [float(o) for o in outputs]})
    metadata = {
        "mobilenet4j.version": "1",
        "mobilenet4j.network": json.dumps(NETWORK),
        "mobilenet4j.preprocessing": json.dumps({
            "resampling": "bicubic", "crop": {"kind": "none"}, "order": "bgr", "scale": 0.00392156862745098,
            "mean": [0.5, 0.25, 0], "deviation": [0.5, 1, 2]}),
        "mobilenet4j.labels": json.dumps(["one", "two", "three", "four", "fünf"]),
        "mobilenet4j.provenance": json.dumps({"source": "foreign_model.py"}),
        "mobilenet4j.goldenPairs": json.dumps(pairs),
    }
    text = header(tensors, metadata).encode()
    data = struct.pack("<Q", len(text)) + text + b"".join(t.astype(t.dtype.newbyteorder("<")).tobytes() for t in tensors.values())
    Path(__file__).with_suffix(".safetensors").write_bytes(data)


main()
