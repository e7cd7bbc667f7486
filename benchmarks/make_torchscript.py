"""Makes TorchScript of the networks that benchmarks/compare wrote, from the same weights.

    python make_torchscript.py FOLDER NAME ...

Reads FOLDER/NAME.safetensors, whose metadata hold the whole graph, and writes FOLDER/NAME.pt: traced
at batch 1 in evaluation mode and frozen, batch normalisations folded. Needs torch.
"""

import json
import struct
import sys
from pathlib import Path

import torch
import torch.nn.functional as F


def read(path):
    """The graph and the tensors of a model file."""
    raw = bytearray(path.read_bytes())
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    graph = json.loads(header.pop("__metadata__")["mobilenet4j.network"])
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        count = (end - begin) // 4
        tensors[name] = torch.frombuffer(raw, dtype=torch.float32, count=count, offset=begin).reshape(entry["shape"])
    return graph, tensors


class Network(torch.nn.Module):
    def __init__(self, graph, tensors):
        super().__init__()
        self.nodes = graph["nodes"]
        for name, tensor in tensors.items():
            if name.endswith(".weight"):
                # [kh, kw, in, out] and [in, units] become PyTorch's orders.
                tensor = tensor.permute(3, 2, 0, 1) if tensor.dim() == 4 else tensor.T
            self.register_buffer(name.replace(".", "|"), tensor.contiguous().clone())

    def tensor(self, node, role):
        return getattr(self, f"{node['name']}.{role}".replace(".", "|"), None)

    def forward(self, image):
        values = {"input": image}
        for node in self.nodes:
            values[node["name"]] = self.run(node, [values[name] for name in node["inputs"]])
        return torch.flatten(values[self.nodes[-1]["name"]], 1)

    def run(self, node, inputs):
        x, op = inputs[0], node["op"]
        weight, bias = self.tensor(node, "weight"), self.tensor(node, "bias")
        if op == "convolution":
            padding = symmetric(node)
            return F.conv2d(x, weight, bias, node["stride"], padding, node["dilation"], node["groups"])
        if op == "dense":  # one pixel, kept as a picture
            return F.linear(torch.flatten(x, 1), weight, bias)[:, :, None, None]
        if op == "batchNorm":
            roles = (self.tensor(node, role) for role in ("mean", "variance", "gamma", "beta"))
            return F.batch_norm(x, *roles, False, 0.0, node["epsilon"])
        if op == "activation":
            return activation(node["function"], x)
        if op == "pool":
            ceil = node["rounding"] == "ceil"
            assert node["kind"] == "max", node
            return F.max_pool2d(x, node["kernel"], node["stride"], symmetric(node), 1, ceil)
        if op == "globalAveragePool":
            return F.adaptive_avg_pool2d(x, 1)
        if op == "add":
            return inputs[0] + inputs[1]
        if op == "concat":
            return torch.cat(inputs, 1)
        if op == "scale":
            return inputs[0] * inputs[1]
        if op == "dropout":
            return x
        raise ValueError(f"{node['name']}: the operation {op} has no counterpart here")


def symmetric(node):
    padding = node["padding"]
    if padding["kind"] != "symmetric":
        raise ValueError(f"{node['name']}: padding {padding}; expected the same on both sides")
    return [padding["height"], padding["width"]]


def activation(function, x):
    kind = function["kind"]
    if kind == "hardSigmoid":
        assert abs(function["slope"] - 1 / 6) < 1e-6 and function["offset"] == 0.5, function
        return F.hardsigmoid(x)
    return {"relu": F.relu, "relu6": F.relu6, "hardSwish": F.hardswish}[kind](x)


def main(folder, names):
    for name in names:
        graph, tensors = read(folder / f"{name}.safetensors")
        height, width, channels = graph["input"]
        network = Network(graph, tensors).eval()
        with torch.no_grad():
            traced = torch.jit.trace(network, torch.randn(1, channels, height, width), check_trace=False)
            frozen = torch.jit.freeze(traced.eval())
        part = folder / f"{name}.pt.part"
        frozen.save(str(part))
        part.rename(folder / f"{name}.pt")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:])
