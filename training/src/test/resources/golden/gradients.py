"""Makes gradients-v3.txt beside this file, for NetworkGradientGoldenTest.

Run as `python gradients.py` with torch and torchvision; the versions used stand in the first line of each file.
Weights, pictures and projections are a hash of seed, tensor and index, the same on both sides and exact in float32;
everything is computed in float64, so that every difference is our own rounding.

A rounding that carries a number over the corner of an activation changes gradients by far more than itself. Of some
seeds that one is taken whose numbers keep the greatest distance from all corners in all steps; it stands in the file.

A line is `name: number ...`. A tensor's numbers, in our order (filters `[height, width, in, out]`, matrices
`[in, out]`), are: Euclidean norm, largest size, inner product with a tensor of hashes, first, middle and last number.
"""
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
import torchvision
from torch import nn

HERE = pathlib.Path(__file__).parent
CLASSES = 10
STEPS = 3
PICTURES, PROJECTION = 1_000_001, 1_000_002


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
    return tensor.contiguous().numpy().ravel()


def set_ours(tensor, numbers):
    """The inverse of ours, through float32."""
    numbers = torch.from_numpy(numbers.astype(np.float32).astype(np.float64))
    if tensor.dim() == 4:
        out, into, height, width = tensor.shape
        numbers = numbers.reshape(height, width, into, out).permute(3, 2, 0, 1)
    elif tensor.dim() == 2:
        numbers = numbers.reshape(tensor.shape[1], tensor.shape[0]).t()
    tensor.data.copy_(numbers)


def fill(net, seed):
    norms = {m.weight for m in net.modules() if isinstance(m, nn.BatchNorm2d)}
    for index, parameter in enumerate(net.parameters()):
        u = uniform(seed, index, parameter.numel())
        if parameter in norms:
            set_ours(parameter, 1 + 0.5 * u)
        elif parameter.dim() == 1:
            set_ours(parameter, 0.25 * u)
        else:
            fan_in = parameter.numel() // parameter.shape[0]
            set_ours(parameter, np.sqrt(6 / fan_in) * u)


def summary(name, numbers):
    numbers = numbers.astype(np.float64)
    projection = numbers @ uniform(0, PROJECTION, numbers.size)
    samples = numbers[[0, numbers.size // 2, -1]]
    values = [np.linalg.norm(numbers), np.abs(numbers).max(), projection, *samples]
    return f"{name}: {' '.join(f'{value:.9g}' for value in values)}\n"


CORNERS = {nn.ReLU: [0], nn.ReLU6: [0, 6], nn.Hardswish: [-3, 3], nn.Hardsigmoid: [-3, 3]}


def run(make, seed, resolution, batch, epsilon, momentum):
    net = make().double().train()
    distance = [float("inf")]

    def watch(module, inputs):
        # A convolution's numbers are rounded in proportion to their size, and so is what is left of them.
        y = inputs[0].detach()
        for corner in CORNERS[type(module)]:
            distance[0] = min(distance[0], (y - corner).abs().min().item())

    for module in net.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0
        if isinstance(module, nn.BatchNorm2d):
            module.eps, module.momentum = epsilon, momentum
        if type(module) in CORNERS:
            module.register_forward_pre_hook(watch)
    fill(net, seed)
    pictures = uniform(seed, PICTURES, batch * resolution * resolution * 3) * 2
    x = torch.from_numpy(pictures).reshape(batch, resolution, resolution, 3).permute(0, 3, 1, 2)
    labels = torch.arange(batch) * 3 % CLASSES
    optimizer = torch.optim.SGD(net.parameters(), lr=0.0005, momentum=0.9)
    lines = []
    for step in range(STEPS):
        optimizer.zero_grad()
        logits = net(x)
        loss = F.cross_entropy(logits, labels, label_smoothing=0.1)
        loss.backward()
        lines.append(f"loss {step}: {loss.item():.9g}\n")
        if step == 0:
            lines.append(f"logits: {' '.join(f'{v:.9g}' for v in logits.detach().numpy().ravel())}\n")
            for index, parameter in enumerate(net.parameters()):
                lines.append(summary(f"gradient {index}", ours(parameter.grad)))
        optimizer.step()
    for index, parameter in enumerate(net.parameters()):
        lines.append(summary(f"weights {index}", ours(parameter)))
    statistics = [b for n, b in net.named_buffers() if n.endswith("running_mean") or n.endswith("running_var")]
    for index, buffer in enumerate(statistics):
        lines.append(summary(f"statistics {index}", ours(buffer)))
    return distance[0], lines


def write(file, make, seeds, resolution, batch, epsilon, momentum):
    tried = [(*run(make, seed, resolution, batch, epsilon, momentum), seed) for seed in range(1, seeds + 1)]
    distance, lines, seed = max(tried, key=lambda one: one[0])
    (HERE / file).write_text(
        f"# made by gradients.py with torch {torch.__version__}, torchvision {torchvision.__version__};"
        f" no number nearer to a corner than {distance:.2g}\n"
        f"setting: {seed} {resolution} {batch} {epsilon} {momentum}\n" + "".join(lines))
    print(file, seed, distance, flush=True)


if __name__ == "__main__":
    torch.set_num_threads(1)
    v3 = lambda: torchvision.models.mobilenet_v3_small(num_classes=CLASSES)
    write("gradients-v3.txt", v3, 3, 64, 6, 0.001, 0.01)
