"""Training steps of PyTorch for benchmarks/compare-training, which starts this and talks to it.

    python train_torch.py START NETWORK RESOLUTION BATCH THREADS FORMAT WEIGHT_DECAY

START holds labels (int32), pictures ([batch, height, width, channels]) and the first weights in
the order of the network's parameters, [kernel height, kernel width, in, out] and [in, out]; float32,
little endian. FORMAT is channels_last or default. Each line read is a command, each is answered by
one line; the end of the input ends the process.

    losses N RATE   N steps; the loss of each, before its update
    turn N RATE     one step, then N that are timed: wall and processor nanoseconds of the N, and
                    processor nanoseconds since the turn before
    memory          bytes resident before the network was made, now, and at the most

Needs torch and torchvision.
"""

import sys
import time

import numpy
import torch
import torchvision

MOMENTUM = 0.9


class MobileNetV1(torch.nn.Sequential):
    """Table 1 of Howard et al. 2017; torchvision has none."""

    def __init__(self):
        def block(inputs, outputs, kernel, stride, groups=1):
            convolution = torch.nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False)
            return [convolution, torch.nn.BatchNorm2d(outputs), torch.nn.ReLU6(inplace=True)]

        layers = block(3, 32, 3, 2)
        inputs = 32
        for outputs, stride in [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [
            (1024, 2),
            (1024, 1),
        ]:
            layers += block(inputs, inputs, 3, stride, inputs) + block(inputs, outputs, 1, 1)
            inputs = outputs
        layers += [torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(), torch.nn.Linear(inputs, 1000)]
        super().__init__(*layers)


NETWORKS = {
    "mobilenet-v1": MobileNetV1,
    "mobilenet-v2": torchvision.models.mobilenet_v2,
    "mobilenet-v3-large": torchvision.models.mobilenet_v3_large,
    "mobilenet-v3-small": torchvision.models.mobilenet_v3_small,
}


def resident():
    with open("/proc/self/status") as status:
        fields = dict(line.split(":", 1) for line in status)
    return [int(fields[name].split()[0]) * 1024 for name in ("VmRSS", "VmHWM")]


def take(numbers, shape):
    """Reads a parameter in our order and turns it into torch's."""
    count = int(numpy.prod(shape))
    flat, rest = numbers[:count], numbers[count:]
    if len(flat) != count:
        sys.exit(f"the weights end {count - len(flat)} numbers before a parameter of shape {tuple(shape)} does")
    if len(shape) == 4:
        out, inputs, height, width = shape
        flat = flat.reshape(height, width, inputs, out).transpose(3, 2, 0, 1)
    elif len(shape) == 2:
        flat = flat.reshape(shape[1], shape[0]).T
    return torch.from_numpy(flat.copy()), rest


class Training:
    def __init__(self, start, name, resolution, batch, layout, decay):
        raw = numpy.fromfile(start, dtype="<i4")
        self.labels = torch.from_numpy(raw[:batch].astype(numpy.int64))
        numbers = raw[batch:].view("<f4")
        pictures = batch * resolution * resolution * 3
        shape = (batch, resolution, resolution, 3)
        image = torch.from_numpy(numbers[:pictures].reshape(shape).transpose(0, 3, 1, 2).copy())
        numbers = numbers[pictures:]
        network = NETWORKS[name]().train()
        for module in network.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0  # both sides would draw other numbers
            if isinstance(module, torch.nn.BatchNorm2d):
                module.eps = 1e-3
        with torch.no_grad():
            for parameter in network.parameters():
                given, numbers = take(numbers, parameter.shape)
                parameter.copy_(given.reshape(parameter.shape))
        if len(numbers):
            sys.exit(f"{len(numbers)} numbers are left when all weights are read: another network")
        order = torch.channels_last if layout == "channels_last" else torch.contiguous_format
        self.network = network.to(memory_format=order)
        self.image = image.contiguous(memory_format=order)
        self.optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=MOMENTUM, weight_decay=decay)
        self.processor = time.process_time_ns()

    def step(self, rate):
        self.optimizer.param_groups[0]["lr"] = rate
        self.optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(self.network(self.image), self.labels)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def losses(self, count, rate):
        answer = [repr(self.step(rate)) for _ in range(count)]
        self.processor = time.process_time_ns()
        return answer

    def turn(self, count, rate):
        idle = time.process_time_ns() - self.processor
        self.step(rate)
        processor, begun = time.process_time_ns(), time.perf_counter_ns()
        for _ in range(count):
            self.step(rate)
        wall = time.perf_counter_ns() - begun
        self.processor = time.process_time_ns()
        return [wall, self.processor - processor, idle]


def main(start, name, resolution, batch, threads, layout, decay):
    torch.set_num_threads(int(threads))
    before = resident()[0]
    training = Training(start, name, int(resolution), int(batch), layout, float(decay))
    print(f"PyTorch {torch.__version__.split('+')[0]} {layout}", flush=True)
    for line in sys.stdin:
        command, *arguments = line.split()
        if command == "memory":
            answer = [before, *resident()]
        elif command == "losses":
            answer = training.losses(int(arguments[0]), float(arguments[1]))
        else:
            assert command == "turn", command
            answer = training.turn(int(arguments[0]), float(arguments[1]))
        print(*answer, flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 8:
        sys.exit(__doc__)
    main(*sys.argv[1:])
