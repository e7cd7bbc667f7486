"""Makes the small foreign files beside it, with which the commands are tried: python make_small_files.py

Made with onnx 1.23 and torch 2.13; the numbers do not matter and are drawn by a seed.
"""

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper


def network(name, last, size, output=("n", 3)):
    """3 channels, 3x3 convolution to 4, global average pool, dense to 3; `last` is one more operator."""
    random = np.random.default_rng(1)

    def weights(of, *shape):
        return numpy_helper.from_array(random.normal(size=shape).astype(np.float32), of)

    nodes = [
        helper.make_node("Conv", ["x", "w", "b"], ["c"], "conv", kernel_shape=[3, 3], pads=[1, 1, 1, 1], strides=[2, 2]),
        helper.make_node("Relu", ["c"], ["r"], "relu"),
        helper.make_node("GlobalAveragePool", ["r"], ["p"], "pool"),
        helper.make_node("Flatten", ["p"], ["f"], "flatten"),
        helper.make_node("Gemm", ["f", "v", "d"], ["y" if last is None else "g"], "dense", transB=1),
    ]
    if last is not None:
        nodes.append(helper.make_node(last, ["g"], ["y"], "last"))
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 3, *size])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, list(output))],
        [weights("w", 4, 3, 3, 3), weights("b", 4), weights("v", output[1], 4), weights("d", output[1])],
    )
    model = helper.make_model(graph, producer_name="make_small_files", opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    onnx.save(model, name)


network("network.onnx", None, (32, 32))
network("softmax.onnx", "Softmax", (32, 32))
network("any-size.onnx", None, ("h", "w"))
network("sine.onnx", "Sin", (32, 32))
network("background.onnx", None, (32, 32), ("n", 1001))

torch.manual_seed(1)
torch.save({"layer.weight": torch.randn(4, 3), "layer.bias": torch.randn(4)}, "weights.pth")
