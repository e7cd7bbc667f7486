"""Writes module_counts.csv: multiply-adds and parameters of torchvision's and timm's own modules, and of the papers'
networks that neither has, written down here as modules.

Needs torch, torchvision and timm. Counts the modules' convolutions and dense layers while a picture runs through
them; parameters are what the module holds. Independent of the tables of this project.
"""
import csv, os
import timm, torch, torchvision
from torch import nn
from torchvision.models.googlenet import BasicConv2d, Inception
from torchvision.models.resnet import Bottleneck


def count(module, resolution):
    module.eval()
    total = [0]

    def convolution(m, _, out):
        total[0] += out.shape[2] * out.shape[3] * m.weight.numel()

    def dense(m, _, out):
        total[0] += m.weight.numel()

    for m in module.modules():
        if isinstance(m, torch.nn.Conv2d):
            m.register_forward_hook(convolution)
        elif isinstance(m, torch.nn.Linear):
            m.register_forward_hook(dense)
    with torch.no_grad():
        module(torch.zeros(1, 3, *resolution))
    return total[0], sum(p.numel() for p in module.parameters())


def modules():
    tv = torchvision.models
    for w in (0.35, 0.5, 0.75, 1.0, 1.4):
        yield 'mobilenet-v2', w, 'torchvision', (224, 224), tv.mobilenet_v2(width_mult=w)
        yield 'mobilenet-v3-large', w, 'torchvision', (224, 224), tv.mobilenetv3.MobileNetV3(
            *large(w), num_classes=1000)
        yield 'mobilenet-v3-small', w, 'torchvision', (224, 224), tv.mobilenetv3.MobileNetV3(
            *small(w), num_classes=1000)
    yield 'mobilenet-v2', 1.0, 'torchvision', (96, 160), tv.mobilenet_v2()
    for w, name in ((0.5, '050'), (0.75, '075'), (1.0, '100'), (1.4, '140')):
        t = lambda n: timm.create_model(n, pretrained=False)
        if w in (0.5, 1.0, 1.4):
            yield 'mobilenet-v2', w, 'timm', (224, 224), t('mobilenetv2_' + name)
        if w in (0.5, 0.75, 1.0):
            yield 'mobilenet-v3-small', w, 'timm', (224, 224), t('mobilenetv3_small_' + name)
        if w in (0.75, 1.0):
            yield 'mobilenet-v3-large', w, 'timm', (224, 224), t('mobilenetv3_large_' + name)
            yield 'mnasnet-a1', w, 'timm', (224, 224), t('semnasnet_' + name)
    yield 'mobilenet-v3-large-minimalistic', 1.0, 'timm', (224, 224), timm.create_model('tf_mobilenetv3_large_minimal_100')
    yield 'mobilenet-v3-small-minimalistic', 1.0, 'timm', (224, 224), timm.create_model('tf_mobilenetv3_small_minimal_100')
    yield 'mobilenet-v1', 1.0, 'timm', (224, 224), timm.create_model('mobilenetv1_100')
    yield 'mobilenet-v1', 1.25, 'timm', (192, 192), timm.create_model('mobilenetv1_125')
    yield 'alexnet-one-tower', 1.0, '', (224, 224), tv.alexnet()
    yield 'squeezenet-1.0', 1.0, '', (224, 224), tv.squeezenet1_0()
    yield 'squeezenet-1.1', 1.0, '', (224, 224), tv.squeezenet1_1()
    yield 'vgg-16', 1.0, '', (224, 224), tv.vgg16()
    yield 'googlenet-torchvision', 1.0, '', (224, 224), tv.googlenet(aux_logits=False, init_weights=False)
    yield 'resnet-18', 1.0, '', (224, 224), tv.resnet18()
    yield 'resnet-50', 1.0, '', (224, 224), tv.resnet50()
    yield 'resnet-50-stride-in-1x1', 1.0, '', (224, 224), stride_in_1x1(tv.resnet50())
    yield 'squeezenet-1.0', 1.0, '', (227, 227), tv.squeezenet1_0()
    yield 'squeezenet-1.1', 1.0, '', (227, 227), tv.squeezenet1_1()
    yield 'squeezenet-1.0-caffe', 1.0, '', (227, 227), padded_head(tv.squeezenet1_0())
    yield 'googlenet', 1.0, '', (224, 224), without_batch_norm(tv.googlenet(aux_logits=False, init_weights=False))
    yield 'alexnet', 1.0, '', (227, 227), alexnet(2)
    yield 'alexnet-ungrouped', 1.0, '', (227, 227), alexnet(1)
    yield 'conv-mobilenet', 1.0, 'slim', (224, 224), mobilenet_v1(full_layer, 5)
    yield 'mobilenet-v1-shallow', 1.0, 'slim', (224, 224), mobilenet_v1(separable_layer, 0)
    for w in (0.25, 0.5, 1.0):
        yield 'mobilenet-v2-small-pictures', w, 'torchvision', (32, 32), small_pictures(w)
    for w in (0.5, 1.0):
        yield 'mobilenet-v2-small-pictures-wide', w, 'torchvision', (32, 32), wide_small_pictures(w)
    yield 'mobilenet-v3-small-1280', 1.0, 'torchvision', (224, 224), tv.mobilenetv3.MobileNetV3(
        small(1.0)[0], 1280, num_classes=1000)


def small_pictures(width):
    """MobileNet V2 whose first convolution and first bottleneck of 24 channels keep the size, with 1000 classes."""
    rows = [[1, 16, 1, 1], [6, 24, 2, 1], [6, 32, 3, 2], [6, 64, 4, 2], [6, 96, 3, 1], [6, 160, 3, 2], [6, 320, 1, 1]]
    module = torchvision.models.mobilenet_v2(width_mult=width, inverted_residual_setting=rows)
    module.features[0][0].stride = (1, 1)
    return module


def wide_small_pictures(width):
    """MobileNet V2's blocks with expansion factor 3 and more channels, 640 before the classifier."""
    rows = [[1, 32, 1, 1], [3, 64, 4, 2], [3, 128, 5, 2], [3, 224, 3, 2]]
    module = torchvision.models.mobilenet_v2(width_mult=width, inverted_residual_setting=rows)
    module.features[0][0].stride = (1, 1)
    last = module.features[-1]
    last[0] = nn.Conv2d(last[0].in_channels, 640, 1, bias=False)
    last[1] = nn.BatchNorm2d(640)
    module.classifier[1] = nn.Linear(640, 1000)
    return module


def stride_in_1x1(resnet):
    """Where the paper has it; the library has it in the 3x3."""
    for m in resnet.modules():
        if isinstance(m, Bottleneck):
            m.conv1.stride, m.conv2.stride = m.conv2.stride, m.conv1.stride
    return resnet


def padded_head(squeezenet):
    """The published Caffe model pads its last 1x1 convolution by one pixel."""
    squeezenet.classifier[1].padding = (1, 1)
    return squeezenet


def without_batch_norm(googlenet):
    """As published in 2014: biases, no batch normalisation, and 5x5 where the library has a second 3x3."""
    for m in list(googlenet.modules()):
        if isinstance(m, Inception):
            m.branch3[1].conv.kernel_size, m.branch3[1].conv.padding = (5, 5), (2, 2)
    for m in list(googlenet.modules()):
        if isinstance(m, BasicConv2d):
            c = m.conv
            m.conv, m.bn = nn.Conv2d(c.in_channels, c.out_channels, c.kernel_size, c.stride, c.padding), nn.Identity()
    return googlenet


def alexnet(groups):
    """Krizhevsky et al. 2012, section 3.5; response normalisation and dropout cost nothing."""
    return nn.Sequential(
        nn.Conv2d(3, 96, 11, 4), nn.ReLU(), nn.MaxPool2d(3, 2),
        nn.Conv2d(96, 256, 5, padding=2, groups=groups), nn.ReLU(), nn.MaxPool2d(3, 2),
        nn.Conv2d(256, 384, 3, padding=1), nn.ReLU(),
        nn.Conv2d(384, 384, 3, padding=1, groups=groups), nn.ReLU(),
        nn.Conv2d(384, 256, 3, padding=1, groups=groups), nn.ReLU(), nn.MaxPool2d(3, 2), nn.Flatten(),
        nn.Linear(256 * 6 * 6, 4096), nn.ReLU(), nn.Linear(4096, 4096), nn.ReLU(), nn.Linear(4096, 1000))


def normalized(i, o, k, s, groups=1):
    return [nn.Conv2d(i, o, k, s, k // 2, groups=groups, bias=False), nn.BatchNorm2d(o), nn.ReLU()]


def full_layer(i, o, s):
    return normalized(i, o, 3, s)


def separable_layer(i, o, s):
    return normalized(i, i, 3, s, i) + normalized(i, o, 1, 1)


def mobilenet_v1(layer, repeats):
    """Howard et al. 2017, Table 1, with so many layers of 512 channels in a row."""
    rows = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * repeats + [(1024, 2), (1024, 1)]
    layers, channels = normalized(3, 32, 3, 2), 32
    for out, stride in rows:
        layers += layer(channels, out, stride)
        channels = out
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 1000))


def large(w):
    return torchvision.models.mobilenetv3._mobilenet_v3_conf('mobilenet_v3_large', width_mult=w)


def small(w):
    return torchvision.models.mobilenetv3._mobilenet_v3_conf('mobilenet_v3_small', width_mult=w)


if __name__ == '__main__':
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'module_counts.csv'), 'w', newline='') as f:
        f.write('# Made by count_modules.py with torch %s, torchvision %s, timm %s.\n'
                % (torch.__version__.split('+')[0], torchvision.__version__.split('+')[0], timm.__version__))
        w = csv.writer(f, lineterminator='\n')
        w.writerow('network width width_rule resolution multiply_adds parameters'.split())
        for name, width, rule, resolution, module in modules():
            w.writerow([name, width, rule, '%dx%d' % resolution, *count(module, resolution)])
