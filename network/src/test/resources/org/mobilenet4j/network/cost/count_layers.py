"""Writes module_layers.csv and module_memory.csv: the layers of torchvision's and timm's modules in the order in which
they run, and the most activations that are held at one time, layer by layer and with blocks as one operation.

Needs torch, torchvision and timm. Only layers with weights are listed. A layer's live elements are its input, its
output, the input of a block whose shortcut is still to be added, and the tensor that squeeze-and-excite will gate.
"""
import csv, os
import timm, torch, torchvision
from torch import nn
from torchvision.ops.misc import SqueezeExcitation
from count_modules import alexnet

tv = torchvision.models
RESIDUALS = (tv.mobilenetv2.InvertedResidual, tv.mobilenetv3.InvertedResidual)
SEPARABLE = timm.models._efficientnet_blocks.DepthwiseSeparableConv


class Tracer:
    def __init__(self, network, side):
        self.layers, self.units, self.block, self.gated = [], [], None, None
        for m in network.modules():
            if isinstance(m, RESIDUALS + (SEPARABLE,)):
                m.register_forward_pre_hook(self.enter)
                m.register_forward_hook(self.leave)
            elif isinstance(m, SqueezeExcitation):
                m.register_forward_pre_hook(self.gate)
                m.register_forward_hook(self.ungate)
            elif isinstance(m, (nn.Conv2d, nn.Linear)):
                m.register_forward_hook(self.layer)
            elif isinstance(m, nn.BatchNorm2d):
                m.register_forward_hook(self.norm)
        with torch.no_grad():
            network.eval()(torch.zeros(1, 3, side, side))

    def enter(self, m, args):
        self.block = dict(module=m, input=args[0], layers=[])

    def leave(self, m, args, out):
        layers, x = self.block['layers'], args[0]
        residual = isinstance(m, RESIDUALS)
        if residual and m.use_res_connect:
            layers[-1]['shortcut'] = 1
        after = next(l for l in layers if l['kind'] == 'depthwise')['pixels']
        inner = after + (x.shape[2] * x.shape[3] if residual else 0)
        self.units.append((x.numel() + out.numel(), inner, residual, out.numel()))
        self.block = None

    def gate(self, m, args):
        self.gated = args[0]

    def ungate(self, m, args, out):
        self.gated = None

    def layer(self, m, args, out):
        x = args[0]
        conv = isinstance(m, nn.Conv2d)
        kept = 0
        if self.block and getattr(self.block['module'], 'use_res_connect', False) and self.block['layers']:
            kept += self.block['input'].numel()
        if self.gated is not None:
            kept += self.gated.numel()
        kind = 'se' if self.gated is not None else 'dense' if not conv else \
            'depthwise' if m.groups == m.in_channels > 1 else 'pointwise' if m.kernel_size == (1, 1) else 'conv'
        hwc = lambda t: '%dx%dx%d' % (t.shape[2], t.shape[3], t.shape[1]) if t.dim() == 4 else '1x1x%d' % t.shape[1]
        pixels = out.shape[2] * out.shape[3] if conv else 1
        row = dict(kind=kind, input=hwc(x), output=hwc(out), kernel=m.kernel_size[0] if conv else 1,
                   stride=m.stride[0] if conv else 1, multiply_adds=pixels * m.weight.numel(),
                   parameters=sum(p.numel() for p in m.parameters()), shortcut=0,
                   live_elements=x.numel() + out.numel() + kept, pixels=pixels, both=x.numel() + out.numel())
        self.layers.append(row)
        if self.block:
            self.block['layers'].append(row)
        else:
            self.units.append((x.numel() + out.numel(), 0, False, out.numel()))

    def norm(self, m, args, out):
        self.layers[-1]['parameters'] += 2 * m.num_features


NETWORKS = {
    'mobilenet-v1': (lambda: timm.create_model('mobilenetv1_100'), 224),
    'mobilenet-v2': (tv.mobilenet_v2, 224),
    'mobilenet-v3-large': (tv.mobilenet_v3_large, 224),
    'mobilenet-v3-small': (tv.mobilenet_v3_small, 224),
    'squeezenet-1.1': (tv.squeezenet1_1, 224),
    'alexnet-ungrouped': (lambda: alexnet(1), 227),
    'googlenet-torchvision': (lambda: tv.googlenet(aux_logits=False, init_weights=False), 224),
    'vgg-16': (tv.vgg16, 224),
}
COLUMNS = 'kind input output kernel stride multiply_adds parameters shortcut live_elements'.split()


def write(name, columns, rows):
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), 'w', newline='') as f:
        f.write('# Made by count_layers.py with torch %s, torchvision %s, timm %s.\n'
                % (torch.__version__.split('+')[0], torchvision.__version__.split('+')[0], timm.__version__))
        w = csv.writer(f, lineterminator='\n')
        w.writerow(columns)
        w.writerows(rows)


if __name__ == '__main__':
    layers, memory = [], []
    for name, (make, side) in NETWORKS.items():
        t = Tracer(make(), side)
        layers += [[name] + [row[c] for c in COLUMNS] for row in t.layers]
        if name.startswith('mobilenet'):
            memory += [[name, 'layer', max(l['both'] for l in t.layers)],
                       [name, 'kept', max(l['live_elements'] for l in t.layers)],
                       [name, 'blocks', max(u[0] for u in t.units)],
                       [name, 'inner', max(u[0] + u[1] for u in t.units)]]
            if t.units[1][2]:
                first = 3 * side * side + t.units[1][3]
                memory.append([name, 'first-fused', max([first] + [u[0] for u in t.units[2:]])])
    write('module_layers.csv', ['network'] + COLUMNS, layers)
    write('module_memory.csv', ['network', 'scheme', 'elements'], memory)
