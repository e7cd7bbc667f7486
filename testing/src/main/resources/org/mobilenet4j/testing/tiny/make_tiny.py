"""Writes the tiny files of weights and networks beside this script, one or more for each format that is imported, and
what torch or ONNX Runtime computes with them.

Usage: make_tiny.py                (torch 2.13, torchvision 0.28, timm 1.0, onnx 1.23, onnxruntime 1.30, safetensors)

logits.csv   a row an image: file, seed, height, width, then the outputs before any softmax. The images are those of
             SeededInput (docs/formats.md), channels last, as they lie; no photo is prepared.
names/       the names, shapes and order of the learned tensors of whole networks, as the libraries write them, for
             ten classes: NAME.csv with the columns tensor, shape.
"""
import csv
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import timm
import torch
import torchvision.models as tv
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import save_file
from timm.models.efficientnet import _gen_mobilenet_v1
from timm.models.mobilenetv3 import _gen_mobilenet_v3
from torch import nn
from torch.nn import functional as F

HERE = Path(__file__).resolve().parent
rows = []


def seeded(seed, height, width, channels=3):
    mask = np.uint64(0xffffffff)
    x = (np.arange(height * width * channels, dtype=np.uint64) + np.uint64(seed * 0x9E3779B9 & 0xffffffff)) & mask
    x = (x ^ (x >> np.uint64(16))) * np.uint64(0x7FEB352D) & mask
    x = (x ^ (x >> np.uint64(15))) * np.uint64(0x846CA68B) & mask
    x = x ^ (x >> np.uint64(16))
    elements = (x >> np.uint64(8)).astype(np.float64) / 2 ** 23 - 1
    return elements.astype(np.float32).reshape(height, width, channels)


def picture(seed, height, width):
    return torch.from_numpy(seeded(seed, height, width).transpose(2, 0, 1).copy())[None]


def record(file, seed, height, width, outputs):
    rows.append([file, seed, height, width] + [repr(float(np.float32(v))) for v in outputs])


def randomised(model, seed, size=64):
    """Random scales and shifts, and statistics measured on noise, so that no mistake in folding hides."""
    g = torch.Generator().manual_seed(seed)
    for p in model.parameters():
        if p.dim() > 1:
            p.data.normal_(0, (2 / p[0].numel()) ** 0.5, generator=g)
    norms = [m for m in model.modules() if isinstance(m, nn.BatchNorm2d)]
    for m in norms:
        m.weight.data.uniform_(0.6, 1.4, generator=g)
        m.bias.data.normal_(0, 0.3, generator=g)
        m.momentum = None
    model.train()
    with torch.no_grad():
        for _ in range(3):
            model(torch.randn(8, 3, size, size, generator=g))
    for m in model.modules():
        if isinstance(m, nn.Linear):
            m.weight.data.normal_(0, 0.5, generator=g)
            m.bias.data.normal_(0, 0.5, generator=g)
    return model.eval()


# --- weights alone -------------------------------------------------------------------------------------------------


class SamePadded(nn.Conv2d):
    """TensorFlow's SAME: what is left over goes behind."""

    def forward(self, x):
        pads = []
        for size, k, s in zip(x.shape[:1:-1], self.kernel_size[::-1], self.stride[::-1]):
            total = max((-(-size // s) - 1) * s + k - size, 0)
            pads += [total // 2, total - total // 2]
        return F.conv2d(F.pad(x, pads), self.weight, None, self.stride, 0, 1, self.groups)


class V1(nn.Module):
    """MobileNet V1 at a width so small that every layer has eight channels, under the names of this project."""

    STRIDES = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1]

    def __init__(self, channels, classes):
        super().__init__()

        def block(inputs, kernel, stride, groups):
            return nn.Sequential(SamePadded(inputs, channels, kernel, stride, groups=groups, bias=False),
                                 nn.BatchNorm2d(channels, eps=1e-3))

        layers = [block(3, 3, 2, 1)]
        for stride in self.STRIDES:
            layers += [block(channels, 3, stride, channels), block(channels, 1, 1, 1)]
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Linear(channels, classes)

    def forward(self, x):
        for layer in self.features:
            x = F.relu6(layer(x))
        return self.classifier(x.mean([2, 3]))


def contiguous(model, half=False):
    return {k: (v.half() if half and v.is_floating_point() else v).clone().contiguous() for k, v in model.state_dict().items()}


def outputs(model, file, *sizes):
    for seed, size in enumerate(sizes, start=1):
        with torch.no_grad():
            record(file, seed, *size, model(picture(seed, *size))[0].numpy())


def views(tensors):
    """The same numbers in half precision, all on one storage, filters with their channels last."""
    flat = torch.cat([v.permute(0, 2, 3, 1).reshape(-1) if v.dim() == 4 else v.reshape(-1) for v in tensors.values()]).half()
    result, at = {}, 0
    for name, v in tensors.items():
        piece = flat[at:at + v.numel()]
        at += v.numel()
        if v.dim() == 4:
            piece = piece.view(v.shape[0], v.shape[2], v.shape[3], v.shape[1]).permute(0, 3, 1, 2)
        result[name] = piece.view(v.shape) if v.dim() != 4 else piece
        assert torch.equal(result[name], v.half())
    return result


def weights():
    v1 = randomised(V1(8, 5), 1)
    learned = {k: v for k, v in contiguous(v1).items() if not k.endswith('num_batches_tracked')}
    save_file(learned, HERE / 'v1.safetensors', metadata={
        'padding': 'same', 'bn_eps': '0.001', 'activation': 'relu6', 'preprocess': 'rgb, x / 127.5 - 1'})
    # As training programs keep them: the weights beside the optimiser's state and plain values.
    optimiser = torch.optim.SGD(v1.classifier.parameters(), lr=0.1, momentum=0.9)
    v1(picture(9, 32, 32)).sum().backward()
    optimiser.step()
    torch.save({'epoch': 3, 'lr': 0.1, 'arch': 'v1', 'best': None, 'optimizer': optimiser.state_dict(),
                'state_dict': v1.state_dict()}, HERE / 'v1-nested.pth')
    outputs(v1, 'v1-nested.pth', (32, 32), (40, 56))  # the step has changed the weights
    torch.save({'model': views(learned)}, HERE / 'v1-half.pth')
    v1.load_state_dict(learned, strict=False)
    outputs(v1, 'v1.safetensors', (32, 32), (40, 56))
    halves = V1(8, 5)
    halves.load_state_dict({k: v.half().float() for k, v in learned.items()}, strict=False)
    outputs(halves.eval(), 'v1-half.pth', (32, 32))
    torch.save(list(v1.classifier.parameters()), HERE / 'list.pth')  # no dictionary: refused
    torch.save(v1.classifier.state_dict(), HERE / 'legacy.pth', _use_new_zipfile_serialization=False)  # a bare pickle: refused
    torch.save(v1.classifier, HERE / 'whole-module.pth')  # classes of the program that saved it: refused

    v3 = randomised(tv.mobilenet_v3_small(width_mult=0.05, num_classes=5), 2)
    save_file(contiguous(v3, half=True), HERE / 'torchvision-v3-small.safetensors')
    outputs(v3.half().float(), 'torchvision-v3-small.safetensors', (64, 64), (65, 48))


def names():
    networks = {
        'torchvision-mobilenet-v2': tv.mobilenet_v2(num_classes=10),
        'torchvision-mobilenet-v3-large': tv.mobilenet_v3_large(num_classes=10),
        'torchvision-mobilenet-v3-small': tv.mobilenet_v3_small(num_classes=10),
        'torchvision-squeezenet-1.0': tv.squeezenet1_0(num_classes=10),
        'torchvision-squeezenet-1.1': tv.squeezenet1_1(num_classes=10),
        'timm-mobilenet-v1': _gen_mobilenet_v1('mobilenetv1_100', 1.0, num_classes=10),
        'timm-mobilenet-v2': timm.create_model('mobilenetv2_100', num_classes=10),
        'timm-mobilenet-v3-large': timm.create_model('mobilenetv3_large_100', num_classes=10),
        'timm-mobilenet-v3-small': timm.create_model('mobilenetv3_small_100', num_classes=10),
        'timm-mobilenet-v3-small-minimalistic': _gen_mobilenet_v3('tf_mobilenetv3_small_minimal_100', 1.0, num_classes=10),
    }
    (HERE / 'names').mkdir(exist_ok=True)
    for name, model in networks.items():
        with open(HERE / 'names' / (name + '.csv'), 'w', newline='') as f:
            f.write('tensor,shape\n')
            for tensor, value in model.state_dict().items():
                if not tensor.endswith('num_batches_tracked'):
                    f.write('%s,%s\n' % (tensor, 'x'.join(map(str, value.shape))))


# --- networks as ONNX ----------------------------------------------------------------------------------------------


class HardSwishInParts(nn.Module):
    def forward(self, x):
        return x * F.relu6(x + 3) / 6


class Tiny(nn.Module):
    """One of everything that the MobileNets are made of."""

    def __init__(self, swish, pool, classes=5):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), swish())
        self.expand = nn.Sequential(nn.Conv2d(8, 16, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU6())
        self.depthwise = nn.Sequential(
            nn.Conv2d(16, 16, (3, 5), 1, (1, 2), groups=16, bias=False), nn.BatchNorm2d(16), nn.ReLU())
        self.reduce = nn.Conv2d(16, 4, 1)
        self.restore = nn.Conv2d(4, 16, 1)
        self.project = nn.Sequential(nn.Conv2d(16, 8, 1, bias=False), nn.BatchNorm2d(8))
        self.last = nn.Sequential(nn.Conv2d(8, 12, 3, (2, 1), 1, dilation=1), nn.BatchNorm2d(12), swish())
        self.pool = pool
        self.classifier = nn.Linear(12, classes)

    def forward(self, x):
        x = self.stem(x)
        inner = self.depthwise(self.expand(x))
        gate = F.hardsigmoid(self.restore(F.relu(self.reduce(F.adaptive_avg_pool2d(inner, 1)))))
        x = self.last(x + self.project(inner * gate))
        x = x.mean([2, 3]) if self.pool == 'mean' else torch.flatten(F.adaptive_avg_pool2d(x, 1), 1)
        return self.classifier(x)


def operators(file):
    return {node.op_type for node in onnx.load(HERE / file).graph.node}


def onnx_outputs(file, *sizes, output=None):
    model = onnx.load(HERE / file)
    onnx.checker.check_model(model)
    softmax = [n for n in model.graph.node if n.op_type == 'Softmax']
    name = softmax[0].input[0] if softmax else model.graph.output[0].name
    if softmax:
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=['CPUExecutionProvider'])
    batch = model.graph.input[0].type.tensor_type.shape.dim[0].dim_value or 1
    for seed, size in enumerate(sizes, start=1):
        images = np.repeat(seeded(seed, *size).transpose(2, 0, 1)[None], batch, 0)
        record(file, seed, *size, session.run([name], {model.graph.input[0].name: images})[0].reshape(batch, -1)[0])


def exports():
    x = torch.randn(2, 3, 24, 32, generator=torch.Generator().manual_seed(7))
    named = dict(input_names=['input'], output_names=['logits'])
    whole = randomised(Tiny(nn.Hardswish, 'pool'), 3)
    parts = randomised(Tiny(HardSwishInParts, 'mean'), 4)
    torch.onnx.export(whole, x, HERE / 'legacy-folded-whole.onnx', dynamo=False, opset_version=17,
                      dynamic_axes={'input': {0: 'n'}, 'logits': {0: 'n'}}, **named)
    torch.onnx.export(parts, x, HERE / 'legacy-kept-parts.onnx', dynamo=False, opset_version=11, do_constant_folding=False,
                      training=torch.onnx.TrainingMode.PRESERVE, **named)
    torch.onnx.export(parts, x, HERE / 'legacy-dynamic-size.onnx', dynamo=False, opset_version=13,
                      dynamic_axes={'input': {0: 'n', 2: 'h', 3: 'w'}, 'logits': {0: 'n'}}, **named)
    torch.onnx.export(whole, (x,), HERE / 'dynamo-whole.onnx', dynamo=True, external_data=False, verbose=False, **named)
    torch.onnx.export(parts, (x,), HERE / 'dynamo-parts.onnx', dynamo=True, external_data=False, verbose=False, **named)
    for file in ('dynamo-whole.onnx', 'dynamo-parts.onnx'):
        # The dynamo exporter notes for every node where it comes from in the program, with the paths of the machine.
        model = onnx.load(HERE / file)
        for node in model.graph.node:
            del node.metadata_props[:]
            node.doc_string = ''
        del model.graph.metadata_props[:]
        for value in list(model.graph.value_info) + list(model.graph.input) + list(model.graph.output):
            del value.metadata_props[:]
        for tensor in model.graph.initializer:
            del tensor.metadata_props[:]
        onnx.save(model, HERE / file)

    assert 'HardSwish' in operators('legacy-folded-whole.onnx') and 'BatchNormalization' not in operators('legacy-folded-whole.onnx')
    assert {'BatchNormalization', 'Clip', 'Div', 'ReduceMean'} <= operators('legacy-kept-parts.onnx')
    assert 'GlobalAveragePool' in operators('legacy-folded-whole.onnx')
    assert 'HardSwish' in operators('dynamo-whole.onnx') and 'HardSwish' not in operators('dynamo-parts.onnx')
    for file in ('legacy-folded-whole.onnx', 'legacy-kept-parts.onnx', 'dynamo-whole.onnx', 'dynamo-parts.onnx'):
        onnx_outputs(file, (24, 32))
    onnx_outputs('legacy-dynamic-size.onnx', (24, 32), (17, 31))


def paddle():
    """As Paddle's exporter writes a network: biases reshaped and added, shapes computed, everything open, a Softmax."""
    g = np.random.default_rng(5)

    def tensor(name, *shape):
        fan = int(np.prod(shape[1:])) or 1
        return numpy_helper.from_array((g.standard_normal(shape) * (2 / fan) ** 0.5).astype(np.float32), name)

    def whole(name, *values):
        return numpy_helper.from_array(np.array(values, np.int64), name)

    def norm(name, channels):
        return [tensor(name + '_b', channels), tensor(name + '_m', channels),
                numpy_helper.from_array(g.uniform(0.5, 1.5, channels).astype(np.float32), name + '_s'),
                numpy_helper.from_array(g.uniform(0.5, 1.5, channels).astype(np.float32), name + '_v')]

    initialisers = [tensor('w0', 6, 3, 3, 3), *norm('n0', 6), tensor('w1', 3, 6, 1, 1), tensor('b1', 3), tensor('w2', 6, 3, 1, 1),
                    tensor('b2', 6), tensor('w3', 6, 1, 3, 3), *norm('n3', 6), tensor('fc', 6, 2), tensor('fcb', 2),
                    whole('axis', 1, -1, 1, 1), whole('begin', 0), whole('end', 1), whole('rest', -1)]
    three, zero, six = (helper.make_node('Constant', [], [n], value=numpy_helper.from_array(np.array(v, np.float32), n))
                        for n, v in (('three', 3.0), ('zero', 0.0), ('six', 6.0)))
    node = helper.make_node
    nodes = [
        three, zero, six,
        node('Conv', ['x', 'w0'], ['c0'], kernel_shape=[3, 3], strides=[2, 1], pads=[1, 1, 1, 1], dilations=[1, 1], group=1),
        node('BatchNormalization', ['c0', 'n0_s', 'n0_b', 'n0_m', 'n0_v'], ['d0'], epsilon=1e-5),
        node('Add', ['d0', 'three'], ['p0']), node('Clip', ['p0', 'zero', 'six'], ['k0']), node('Mul', ['d0', 'k0'], ['m0']),
        node('Div', ['m0', 'six'], ['h0']),
        node('GlobalAveragePool', ['h0'], ['g0']),
        node('Conv', ['g0', 'w1'], ['s0'], kernel_shape=[1, 1]),
        node('Reshape', ['b1', 'axis'], ['b1r']), node('Add', ['s0', 'b1r'], ['s1']), node('Relu', ['s1'], ['s2']),
        node('Conv', ['s2', 'w2'], ['s3'], kernel_shape=[1, 1]),
        node('Reshape', ['b2', 'axis'], ['b2r']), node('Add', ['s3', 'b2r'], ['s4']),
        node('HardSigmoid', ['s4'], ['s5'], alpha=0.2, beta=0.5),
        node('Mul', ['h0', 's5'], ['e0']), node('Add', ['h0', 'e0'], ['e1']),
        node('Conv', ['e1', 'w3'], ['c3'], kernel_shape=[3, 3], strides=[1, 2], pads=[1, 1, 1, 1], group=6),
        node('BatchNormalization', ['c3', 'n3_s', 'n3_b', 'n3_m', 'n3_v'], ['d3'], epsilon=1e-5),
        node('MaxPool', ['d3'], ['q3'], kernel_shape=[2, 2], strides=[2, 2]),
        node('GlobalAveragePool', ['q3'], ['g3']),
        node('Shape', ['g3'], ['shape']), node('Cast', ['shape'], ['shape32'], to=TensorProto.INT32),
        node('Slice', ['shape32', 'begin', 'end'], ['batch32']), node('Cast', ['batch32'], ['batch'], to=TensorProto.INT64),
        node('Concat', ['batch', 'rest'], ['row'], axis=0), node('Reshape', ['g3', 'row'], ['flat']),
        node('MatMul', ['flat', 'fc'], ['y0']), node('Add', ['y0', 'fcb'], ['y1']),
        node('Softmax', ['y1'], ['y'], axis=1),
    ]
    graph = helper.make_graph(nodes, 'paddle-like',
                              [helper.make_tensor_value_info('x', TensorProto.FLOAT, ['n', 3, 'h', 'w'])],
                              [helper.make_tensor_value_info('y', TensorProto.FLOAT, ['n', 2])], initialisers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 12)], producer_name='make_tiny.py')
    model.ir_version = 8
    onnx.save(model, HERE / 'paddle-like.onnx')
    onnx_outputs('paddle-like.onnx', (12, 20), (16, 24))


if __name__ == '__main__':
    torch.manual_seed(0)
    torch.set_num_threads(1)
    weights()
    names()
    exports()
    paddle()
    with open(HERE / 'logits.csv', 'w', newline='') as f:
        f.write('file,seed,height,width,outputs\n')
        csv.writer(f, lineterminator='\n').writerows(rows)
    for f in sorted(HERE.rglob('*')):
        print('%8d %s' % (f.stat().st_size, f.relative_to(HERE)), file=sys.stderr)
