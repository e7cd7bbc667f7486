"""Makes gradients-v1.txt, gradients-v2.txt and gradients-v3.txt beside this file, for NetworkGradientGoldenTest.

Run as `python gradients.py` with torch and torchvision; the versions used stand in the first line of each file.
Weights, pictures and projections are a hash of seed, tensor and index, the same on both sides and exact in float32;
the goldens are computed in float64, so that every difference is our own rounding.

A rounding that carries a number over the corner of an activation changes gradients by far more than itself. So no
number may be near a corner: before each step, whatever is added to a channel right before its activation, the beta of a
normalisation or a bias, is shifted to where the channel's numbers leave the widest gap around the corners. The shifts
are part of the golden. Torch runs the same in float32, too: the first lines of a file say how many of its largest
rounding in a layer fit between the numbers of that layer and the nearest corner, and how many numbers lie below and
above the corners; `rounding` is what float32 costs torch itself, as the test measures it.

A line is `name: number ...`. A tensor's numbers, in our order (filters `[height, width, in, out]`, matrices
`[in, out]`), are: Euclidean norm, largest size, inner product with a tensor of hashes, first, middle and last number.
A change is what the updates of all steps have added to a parameter. A shift has a letter a channel, see LETTERS.
"""
import pathlib
import string

import numpy as np
import torch
import torch.nn.functional as F
import torchvision
from torch import nn

HERE = pathlib.Path(__file__).parent
CLASSES = 10
STEPS = 3
RATE, MOMENTUM = 0.004, 0.9
PICTURES, PROJECTION = 1_000_001, 1_000_002
LETTERS = string.ascii_uppercase + string.ascii_lowercase  # A is a shift by -26 units, a by none, z by 25
ZERO, UNIT = 26, 2.0**-7
CORNERS = {nn.ReLU: [0], nn.ReLU6: [0, 6], nn.Hardswish: [-3, 3], nn.Hardsigmoid: [-3, 3]}


def uniform(seed, tensor, count):
    """Numbers from -1 to below 1, multiples of 2^-23: SplittableRandom's finaliser of seed, tensor and index."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(tensor) * np.uint64(0xD1B54A32D192ED03)
        z = z + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float64) * 2.0**-23 - 1


def ours(tensor):
    """The numbers in our order."""
    tensor = tensor.detach()
    if tensor.dim() == 4:
        tensor = tensor.permute(2, 3, 1, 0)
    elif tensor.dim() == 2:
        tensor = tensor.t()
    return tensor.contiguous().numpy().ravel().astype(np.float64)


def set_ours(tensor, numbers):
    """The inverse of ours, through float32."""
    numbers = torch.from_numpy(numbers.astype(np.float32).astype(np.float64))
    if tensor.dim() == 4:
        out, into, height, width = tensor.shape
        numbers = numbers.reshape(height, width, into, out).permute(3, 2, 0, 1)
    elif tensor.dim() == 2:
        numbers = numbers.reshape(tensor.shape[1], tensor.shape[0]).t()
    tensor.data.copy_(numbers)


def fill(net, seed, gain, lift):
    norms = [m for m in net.modules() if isinstance(m, nn.BatchNorm2d)]
    gammas, betas = {m.weight for m in norms}, {m.bias for m in norms}
    for index, parameter in enumerate(net.parameters()):
        u = uniform(seed, index, parameter.numel())
        if parameter in gammas:
            set_ours(parameter, gain * (1 + 0.5 * u))
        elif parameter.dim() == 1:
            set_ours(parameter, 0.25 * u + (lift if parameter in betas else 0))
        else:
            fan_in = parameter.numel() // parameter.shape[0]
            set_ours(parameter, np.sqrt(6 / fan_in) * u)


def mobilenet_v1():
    """Howard et al. 2017, table 1, at width 0.25; torchvision has none."""
    rows = [(16, 1), (32, 2), (32, 1), (64, 2), (64, 1), (128, 2)] + 5 * [(128, 1)] + [(256, 2), (256, 1)]

    def convolution(into, out, kernel, stride, groups):
        padding = kernel // 2
        return [nn.Conv2d(into, out, kernel, stride, padding, groups=groups, bias=False), nn.BatchNorm2d(out), nn.ReLU()]

    channels = 8
    layers = convolution(3, channels, 3, 2, 1)
    for out, stride in rows:
        layers += convolution(channels, channels, 3, stride, channels) + convolution(channels, out, 1, 1, 1)
        channels = out
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, CLASSES))


def clear_of_corners(y, corners):
    """For each channel of [batch, channels, ...] the letter whose shift keeps all numbers farthest from all corners."""
    y = y.transpose(0, 1).flatten(1)
    shifts = (torch.arange(len(LETTERS)) - ZERO) * UNIT
    least = torch.stack([torch.stack([(y + s - c).abs().amin(1) for c in corners]).amin(0) for s in shifts])
    return "".join(LETTERS[i] for i in least.argmax(0))


def run(make, setting, precision, shifts=None):
    """Returns the golden's numbers by name, what the activations read, and the shifts: those given, or those it chose."""
    seed, resolution, batch, epsilon, momentum, gain, lift = setting
    net = make().to(precision).train()
    parameters = list(net.parameters())
    indices = {parameter: index for index, parameter in enumerate(parameters)}
    read, last, chosen, step = [], [], {}, 0

    def before_activation(module, inputs):
        corners, y, bias = CORNERS[type(module)], inputs[0].detach(), last[-1].bias
        key = f"shift {step} {indices[bias]}"
        chosen[key] = clear_of_corners(y, corners) if shifts is None else shifts[key]
        k = torch.tensor([LETTERS.index(letter) - ZERO for letter in chosen[key]], dtype=precision) * UNIT
        bias.data += k
        before[indices[bias]] += k.double().numpy()
        shifted = inputs[0] + k.reshape(-1, *[1] * (y.dim() - 2))
        read.append((corners, shifted.detach().double()))
        return (shifted,)

    for module in net.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0
        if isinstance(module, nn.BatchNorm2d):
            module.eps, module.momentum = epsilon, momentum
        if type(module) in CORNERS:
            module.inplace = False
            module.register_forward_pre_hook(before_activation)
        if isinstance(module, (nn.Conv2d, nn.Linear, nn.BatchNorm2d)):
            module.register_forward_hook(lambda module, *_: last.append(module))
    fill(net, seed, gain, lift)
    pictures = uniform(seed, PICTURES, batch * resolution * resolution * 3) * 2
    x = torch.from_numpy(pictures).reshape(batch, resolution, resolution, 3).permute(0, 3, 1, 2).to(precision)
    labels = torch.arange(batch) * 3 % CLASSES
    before = [ours(parameter).copy() for parameter in parameters]
    optimizer = torch.optim.SGD(parameters, lr=RATE, momentum=MOMENTUM)
    golden = {}
    for step in range(STEPS):
        optimizer.zero_grad()
        logits = net(x)
        loss = F.cross_entropy(logits, labels, label_smoothing=0.1)
        loss.backward()
        golden[f"loss {step}"] = [loss.item()]
        if step == 0:
            golden["logits"] = ours(logits.t())
            for index, parameter in enumerate(parameters):
                golden[f"gradient {index}"] = summary(ours(parameter.grad))
        optimizer.step()
    for index, parameter in enumerate(parameters):
        golden[f"change {index}"] = summary(ours(parameter) - before[index])
    statistics = [b for n, b in net.named_buffers() if n.endswith("running_mean") or n.endswith("running_var")]
    for index, buffer in enumerate(statistics):
        golden[f"statistics {index}"] = summary(ours(buffer))
    return golden, read, chosen


def summary(numbers):
    projection = numbers @ uniform(0, PROJECTION, numbers.size)
    return [np.linalg.norm(numbers), np.abs(numbers).max(), projection, *numbers[[0, numbers.size // 2, -1]]]


def clearance(exact, rounded):
    """The smallest distance from a corner as a multiple of the largest rounding of the layer, in all layers and steps."""
    return min(
        (y - corner).abs().min().item() / (y - z).abs().max().item()
        for (corners, y), (_, z) in zip(exact, rounded) for corner in corners)


def share(read, beyond):
    beyond = [(beyond(y, corners).sum().item(), y.numel()) for corners, y in read]
    return 100 * sum(count for count, _ in beyond) / sum(count for _, count in beyond)


def rounding(make, exact, rounded):
    """The largest difference of two runs relative to what is compared; changes, which lose digits, are left out."""
    net = make()
    norms = [m for m in net.modules() if isinstance(m, nn.BatchNorm2d)]
    betas = [f"gradient {i}" for i, p in enumerate(net.parameters()) if any(p is norm.bias for norm in norms)]
    worst = 0
    for name, numbers in exact.items():
        kind, _, index = name.partition(" ")
        a, b = np.array(numbers), np.array(rounded[name])
        scale = np.full(len(a), np.abs(a).max())
        if kind in ("gradient", "statistics"):
            gamma = exact[f"gradient {int(index) - 1}"] if name in betas else a
            norm, largest = np.maximum(a[:2], gamma[:2])
            scale = np.array([norm, largest, norm, largest, largest, largest])
        if kind != "change":
            worst = max(worst, (np.abs(a - b) / scale).max())
    return worst


def write(file, make, *setting):
    golden, exact, shifts = run(make, setting, torch.float64)
    single, rounded, _ = run(make, setting, torch.float32, shifts)
    below, above = share(exact, lambda y, corners: y < corners[0]), share(exact, lambda y, corners: y > corners[-1])
    lines = [
        f"# made by gradients.py with torch {torch.__version__}, torchvision {torchvision.__version__};",
        f"# {clearance(exact, rounded):.0f} roundings to the nearest corner, {below:.0f} % below, {above:.0f} % above the corners",
        f"setting: {' '.join(map(str, setting))}",
        f"rounding: {rounding(make, golden, single):.2g}"]
    lines += [f"{name}: {' '.join(f'{number:.9g}' for number in numbers)}" for name, numbers in golden.items()]
    lines += [f"{name}: {letters}" for name, letters in shifts.items()]
    (HERE / file).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    v2 = lambda: torchvision.models.mobilenet_v2(width_mult=0.25, num_classes=CLASSES)
    v3 = lambda: torchvision.models.mobilenet_v3_small(num_classes=CLASSES)
    # Seed, resolution, batch, epsilon, momentum of the statistics, gain of the gammas, lift of the betas. With numbers
    # evenly around zero these depths multiply a rounding by a thousand; lifted by a standard deviation, by ten.
    write("gradients-v1.txt", mobilenet_v1, 1, 48, 4, 0.001, 0.1, 1, 1)
    write("gradients-v2.txt", v2, 1, 48, 4, 0.00001, 0.1, 2, 2)
    write("gradients-v3.txt", v3, 1, 48, 4, 0.001, 0.01, 1.5, 1)
