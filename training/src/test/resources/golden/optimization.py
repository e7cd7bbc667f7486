"""Makes optimizers.txt, losses.txt and schedules.txt beside this file, for OptimizerGoldenTest and its neighbours.

Run as `python optimization.py` with torch and timm; the versions used stand in the
first line of each file. Everything is computed in float64 from inputs that are exact in float32, so that
the goldens are the formulas themselves and every difference is our own rounding.

A line is `name: number number ...`.
"""
import pathlib

import timm
import torch
import torch.nn.functional as F
from timm.loss import BinaryCrossEntropy
from timm.optim import RMSpropTF
from torch.optim import lr_scheduler

HERE = pathlib.Path(__file__).parent
STEPS = 20
GENERATOR = torch.Generator().manual_seed(20)


def random(*shape):
    """Normal numbers that a float32 holds exactly."""
    return torch.randn(*shape, generator=GENERATOR, dtype=torch.float32).double()


def line(name, values):
    numbers = torch.as_tensor(values, dtype=torch.float64).flatten().tolist()
    return f"{name}: {' '.join(repr(number) for number in numbers)}\n"


def write(file, lines):
    versions = f"# made by optimization.py with torch {torch.__version__}, timm {timm.__version__}\n"
    (HERE / file).write_text(versions + "".join(lines))


def optimizers():
    sizes = {"convolution": 37, "depthwise": 17, "bias": 5}
    start = {name: random(size) for name, size in sizes.items()}
    gradients = {name: [random(size) for _ in range(STEPS)] for name, size in sizes.items()}
    rates = [0.05 * 0.9**step for step in range(STEPS)]
    lines = [line("rates", rates)]
    for name in sizes:
        lines.append(line(f"start {name}", start[name]))
        lines.append(line(f"gradients {name}", torch.stack(gradients[name])))

    variants = {
        "sgd": (lambda groups: torch.optim.SGD(groups, lr=1.0), 0.05),
        "sgd momentum": (lambda groups: torch.optim.SGD(groups, lr=1.0, momentum=0.9), 0.05),
        "sgd nesterov": (lambda groups: torch.optim.SGD(groups, lr=1.0, momentum=0.9, nesterov=True), 0.05),
        "rmsprop-torch": (lambda groups: torch.optim.RMSprop(groups, lr=1.0, alpha=0.99, eps=1e-3), 0.0),
        "rmsprop-torch momentum": (
            lambda groups: torch.optim.RMSprop(groups, lr=1.0, alpha=0.9, momentum=0.9, eps=0.0316), 0.05),
        "rmsprop-tensorflow": (lambda groups: RMSpropTF(groups, lr=1.0, alpha=0.99, eps=1e-3), 0.0),
        "rmsprop-tensorflow momentum": (
            lambda groups: RMSpropTF(groups, lr=1.0, alpha=0.9, momentum=0.9, eps=1e-3), 0.05),
        "rmsprop-tensorflow slim": (
            lambda groups: RMSpropTF(groups, lr=1.0, alpha=0.9, momentum=0.9, eps=1.0), 4e-5),
        "adamw": (lambda groups: torch.optim.AdamW(groups, lr=1.0), 0.05),
        "adamw other": (lambda groups: torch.optim.AdamW(groups, lr=1.0, betas=(0.8, 0.9), eps=1e-3), 0.5),
    }
    for variant, (make, decay) in variants.items():
        weights = {name: torch.nn.Parameter(start[name].clone()) for name in sizes}
        optimizer = make([
            {"params": [weights["convolution"]], "weight_decay": decay},
            {"params": [weights["depthwise"], weights["bias"]], "weight_decay": 0.0},
        ])
        for step in range(STEPS):
            for group in optimizer.param_groups:
                group["lr"] = rates[step]
            for name in sizes:
                weights[name].grad = gradients[name][step].clone()
            optimizer.step()
            if step + 1 in (1, 2, STEPS):
                for name in sizes:
                    lines.append(line(f"{variant} after {step + 1} {name}", weights[name].detach()))

    clipped = [torch.nn.Parameter(start[name].clone()) for name in sizes]
    for limit in (2.0, 100.0):
        for parameter, name in zip(clipped, sizes):
            parameter.grad = gradients[name][0].clone()
        norm = torch.nn.utils.clip_grad_norm_(clipped, limit)
        lines.append(line(f"norm {limit}", norm))
        for parameter, name in zip(clipped, sizes):
            lines.append(line(f"norm {limit} {name}", parameter.grad))
    for parameter, name in zip(clipped, sizes):
        parameter.grad = gradients[name][0].clone()
    torch.nn.utils.clip_grad_value_(clipped, 0.5)
    for parameter, name in zip(clipped, sizes):
        lines.append(line(f"value 0.5 {name}", parameter.grad))
    write("optimizers.txt", lines)


def losses():
    rows, classes = 4, 7
    logits = random(rows, classes) * 4
    teacher = random(rows, classes) * 4
    labels = torch.tensor([0, 3, 3, 6])
    hard = F.one_hot(labels, classes).double()
    mixed = (0.25 * hard + 0.75 * hard.flip(0)).double()  # as mixup leaves them
    weights = torch.tensor([0.5, 1.0, 2.0, 0.25, 1.0, 1.0, 4.0], dtype=torch.float64)
    lines = [line("logits", logits), line("teacher", teacher), line("hard", hard), line("mixed", mixed),
             line("weights", weights)]

    def distil(temperature, weight, z, loss):
        soft = F.kl_div(F.log_softmax(z / temperature, 1), F.softmax(teacher / temperature, 1), reduction="batchmean")
        return (1 - weight) * loss + weight * temperature**2 * soft

    variants = {
        "cross-entropy hard": lambda z: F.cross_entropy(z, labels),
        "cross-entropy hard smoothed": lambda z: F.cross_entropy(z, labels, label_smoothing=0.1),
        "cross-entropy mixed smoothed": lambda z: F.cross_entropy(z, mixed, label_smoothing=0.1),
        "cross-entropy hard weighted": lambda z: F.cross_entropy(z, labels, weight=weights),
        "cross-entropy hard weighted smoothed": lambda z: F.cross_entropy(
            z, labels, weight=weights, label_smoothing=0.1),
        "binary mixed": lambda z: F.binary_cross_entropy_with_logits(z, mixed),
        "binary hard smoothed": lambda z: BinaryCrossEntropy(smoothing=0.1)(z, labels),
        "binary hard weighted": lambda z: F.binary_cross_entropy_with_logits(z, hard, weight=weights),
        "distillation": lambda z: distil(4.0, 0.7, z, F.cross_entropy(z, labels, label_smoothing=0.1)),
        "distillation binary": lambda z: distil(1.0, 0.5, z, F.binary_cross_entropy_with_logits(z, mixed)),
    }
    for variant, loss in variants.items():
        z = logits.clone().requires_grad_()
        value = loss(z)
        value.backward()
        lines.append(line(f"{variant} loss", value.detach()))
        lines.append(line(f"{variant} gradient", z.grad))
    write("losses.txt", lines)


def schedules():
    epochs, steps = 6, 4  # steps per epoch

    def rates(make, total=epochs * steps):
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
        scheduler = make(optimizer)
        found = []
        for _ in range(total):
            found.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            scheduler.step()
        return found

    def warm(optimizer):
        return lr_scheduler.SequentialLR(optimizer, [
            lr_scheduler.LinearLR(optimizer, start_factor=0.01, total_iters=2 * steps),
            lr_scheduler.CosineAnnealingLR(optimizer, T_max=(epochs - 2) * steps, eta_min=0.001),
        ], milestones=[2 * steps])

    write("schedules.txt", [
        line("cosine", rates(lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=epochs * steps, eta_min=0.01))),
        line("staircase", rates(lambda o: lr_scheduler.StepLR(o, step_size=10, gamma=0.94))),  # every 2.5 epochs
        line("smooth", rates(lambda o: lr_scheduler.ExponentialLR(o, gamma=0.94 ** (1 / 10)))),
        line("warm-up", rates(warm)),
        line("one-cycle", rates(lambda o: lr_scheduler.OneCycleLR(o, max_lr=1.0, total_steps=11, cycle_momentum=False),
                                total=10)),
    ])


optimizers()
losses()
schedules()
