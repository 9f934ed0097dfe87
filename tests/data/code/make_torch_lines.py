#!/usr/bin/env python3
"""Lines of PyTorch as people write them, and what PyTorch makes of them: torch_lines.jsonl.

Every line holds a layer's code, the shape it reads, and either the shape that comes out with a checksum of its values, or "refused".
Cell i of a tensor is ((7 i + 3) mod 11) - 5, for the input, the weights and the bias alike; the checksum adds cell i times (i mod 13) + 1.
Needs torch; run it in this folder. The tests need only its result.
"""
import json
import random

import torch
import torch.nn as nn
import torch.nn.functional as F

random.seed(20)


def fill(shape):
    count = 1
    for size in shape:
        count *= size
    return (((torch.arange(count, dtype=torch.float64) * 7 + 3) % 11) - 5).reshape(shape)


def either(axes, low, high):
    """One number, or one per axis."""
    if random.random() < 0.5:
        return random.randint(low, high)
    return tuple(random.randint(low, high) for _ in range(axes)) if axes > 1 else random.randint(low, high)


def text_of(value):
    return repr(value)


def window(axes, pads=2, dilates=True):
    """Arguments by name, each left out now and then."""
    arguments = {}
    if random.random() < 0.6:
        arguments["stride"] = either(axes, 1, 3)
    if random.random() < 0.6:
        arguments["padding"] = either(axes, 0, pads)
    if dilates and random.random() < 0.4:
        arguments["dilation"] = either(axes, 1, 2)
    return arguments


def called(name, positional, named):
    parts = [text_of(value) for value in positional] + [f"{key}={text_of(value)}" for key, value in named.items()]
    return f"{name}({', '.join(parts)})"


def convolution(transposed):
    axes = random.choice([1, 2, 2, 3])
    groups = random.choice([1, 1, 1, 2, 3])
    channels_in = groups * random.randint(1, 2) + (random.random() < 0.05)
    channels_out = groups * random.randint(1, 3) + (random.random() < 0.05)
    named = window(axes)
    if groups > 1:
        named["groups"] = groups
    if random.random() < 0.4:
        named["bias"] = random.random() < 0.5
    if transposed:
        if random.random() < 0.4:
            named["output_padding"] = either(axes, 0, 2)
        return called(f"nn.ConvTranspose{axes}d", [channels_in, channels_out, either(axes, 1, 4)], named), channels_in, axes
    if random.random() < 0.15:
        named["padding"] = random.choice(["same", "valid"])
    if random.random() < 0.3:
        named["padding_mode"] = random.choice(["zeros", "reflect", "replicate", "circular"])
    return called(f"nn.Conv{axes}d", [channels_in, channels_out, either(axes, 1, 4)], named), channels_in, axes


def pooling():
    axes = random.choice([1, 2, 2, 3])
    if random.random() < 0.5:
        named = window(axes, pads=2)
        name = f"nn.MaxPool{axes}d"
    else:
        named = window(axes, pads=2, dilates=False)
        name = f"nn.AvgPool{axes}d"
        if random.random() < 0.4:
            named["count_include_pad"] = random.random() < 0.5
        if axes > 1 and random.random() < 0.3:
            named["divisor_override"] = random.randint(1, 7)
    if random.random() < 0.4:
        named["ceil_mode"] = True
    return called(name, [either(axes, 1, 4)], named), 2, axes


def others():
    return random.choice([
        (lambda: (called("nn.LeakyReLU", [], {"negative_slope": 0.25}), 2, 2)),
        (lambda: (random.choice(["nn.ReLU()", "nn.ReLU6(inplace=True)", "nn.AdaptiveAvgPool2d(1)", "nn.AdaptiveAvgPool2d((1, 1))"]), 3, 2)),
        (lambda: (called("nn.ChannelShuffle", [random.randint(1, 3)], {}), 6, 2)),
        (lambda: (called("nn.Unfold", [either(2, 1, 3)], window(2)), 2, 2)),
        (lambda: (called("nn.Upsample", [], {"scale_factor": random.randint(1, 3), "mode": "nearest"}), 2, 2)),
        (lambda: (called("F.interpolate", ["x"], {"size": random.randint(2, 9)}).replace("'x'", "x"), 2, 2)),
        (lambda: (called("F.max_pool2d", ["x", either(2, 1, 3)], window(2, 1)).replace("'x'", "x"), 2, 2)),
    ])()


def outcome(line, channels, axes):
    space = [random.randint(4, 8) for _ in range(axes)]
    entry = {"code": line, "input": [1, channels] + space}
    x = fill(entry["input"])
    try:
        if line.startswith("nn."):
            layer = eval(line).double()
            for parameter in layer.parameters():
                parameter.data = fill(list(parameter.shape))
            y = layer(x)
        else:
            y = eval(line)
    except Exception:  # whatever PyTorch says, it does not take the line
        entry["refused"] = True
        return entry
    entry["output"] = list(y.shape)
    weights = (torch.arange(y.numel(), dtype=torch.float64) % 13) + 1
    entry["checksum"] = float((y.detach().reshape(-1) * weights).sum())
    return entry


with open("torch_lines.jsonl", "w") as stream:
    for i in range(600):
        kind = random.random()
        made = convolution(False) if kind < 0.4 else convolution(True) if kind < 0.65 else pooling() if kind < 0.85 else others()
        stream.write(json.dumps(outcome(*made)) + "\n")
