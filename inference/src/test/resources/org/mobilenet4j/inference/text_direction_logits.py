"""Writes text_direction_logits.csv: what ONNX Runtime computes before the last Softmax of the Paddle network.

Usage: text_direction_logits.py ch_ppocr_mobile_v2.0_cls_infer.onnx
Needs numpy, onnx, onnxruntime. The inputs are those of SeededInput (docs/formats.md), 48 x 192 x 3.
"""
import os, sys
import numpy as np
import onnx, onnxruntime


def seeded(seed, height, width, channels):
    x = np.arange(height * width * channels, dtype=np.uint64) + np.uint64(seed * 0x9E3779B9 & 0xffffffff)
    x &= np.uint64(0xffffffff)
    mask = np.uint64(0xffffffff)
    x = (x ^ (x >> np.uint64(16))) * np.uint64(0x7FEB352D) & mask
    x = (x ^ (x >> np.uint64(15))) * np.uint64(0x846CA68B) & mask
    x = x ^ (x >> np.uint64(16))
    elements = (x >> np.uint64(8)).astype(np.float64) / 2 ** 23 - 1
    return elements.astype(np.float32).reshape(height, width, channels)


if __name__ == '__main__':
    model = onnx.load(sys.argv[1])
    softmax = next(n for n in model.graph.node if n.op_type == 'Softmax')
    model.graph.output.append(onnx.helper.make_tensor_value_info(softmax.input[0], onnx.TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=['CPUExecutionProvider'])
    out = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'text_direction_logits.csv')
    with open(out, 'w') as f:
        f.write('seed,logit0,logit1\n')
        for seed in (1, 2, 3):
            picture = seeded(seed, 48, 192, 3).transpose(2, 0, 1)[None]
            logits = session.run([softmax.input[0]], {model.graph.input[0].name: picture})[0][0]
            f.write('%d,%r,%r\n' % (seed, float(logits[0]), float(logits[1])))
