"""Writes module_counts.csv: multiply-adds and parameters of torchvision's and timm's own modules.

Needs torch, torchvision and timm. Counts the modules' convolutions and dense layers while a picture runs through
them; parameters are what the module holds. Independent of the tables of this project.
"""
import csv, os, sys
import timm, torch, torchvision


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
