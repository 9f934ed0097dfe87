#!/usr/bin/python3
"""conv1d, conv3d and convolve with PyTorch (Debian: python3-torch). Every run writes the same bytes.

convolve is conv2d of the turned kernel."""
import warnings

import numpy as np
import torch
import torch.nn.functional as F

from stored_cases import Family

NUMPY_MODE = {"zeros": "constant", "constant": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}
CONV = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
SIZES = {1: [1, 2, 3, 5, 7, 11, 13, 29], 2: [1, 2, 3, 5, 7, 8, 11], 3: [1, 2, 3, 4, 5, 7]}
CASES, MOST_NUMBERS = 90, 700


def draw(rng, axes):
    """Shapes and attributes; impossible ones come out too and are thrown away by `possible`."""
    pick = lambda numbers: int(rng.choice(numbers))
    groups, per_group = pick([1, 1, 1, 2, 3]), pick([1, 1, 2, 3])
    g = dict(axes=axes, groups=groups, per_group=per_group, filters=groups * pick([1, 2, 3]), batch=pick([1, 1, 2, 3]),
             size=[pick(SIZES[axes]) for _ in range(axes)], kernel=[pick([1, 2, 3, 3, 4, 5]) for _ in range(axes)],
             stride=[pick([1, 1, 2, 3, 5]) for _ in range(axes)], dilation=[pick([1, 1, 1, 2, 3]) for _ in range(axes)],
             mode=str(rng.choice(list(NUMPY_MODE))), form=str(rng.choice(["one", "axes", "sides", "sides", "valid", "same", "same_lower"])),
             bias=bool(rng.randint(2)))
    if rng.randint(8) == 0:
        g["kernel"] = list(g["size"])  # as large as the input
    g["value"] = float(pick([1, -2, 3])) if g["mode"] == "constant" else 0.0
    if g["form"].startswith("same"):
        g["stride"] = [1] * axes
    g["numbers"] = [pick(range(4)) for _ in range({"one": 1, "axes": axes, "sides": 2 * axes}.get(g["form"], 0))]
    return g


def sides_of(g):
    """(begin, end) of every axis"""
    axes, numbers = g["axes"], g["numbers"]
    if g["form"] == "one":
        return [(numbers[0], numbers[0])] * axes
    if g["form"] == "axes":
        return [(number, number) for number in numbers]
    if g["form"] == "sides":
        return list(zip(numbers[:axes], numbers[axes:]))
    if g["form"] == "valid":
        return [(0, 0)] * axes
    both = [d * (k - 1) for k, d in zip(g["kernel"], g["dilation"])]
    return [(b - b // 2, b // 2) if g["form"] == "same_lower" else (b // 2, b - b // 2) for b in both]


def possible(g):
    for size, kernel, dilation, (begin, end) in zip(g["size"], g["kernel"], g["dilation"], sides_of(g)):
        if dilation * (kernel - 1) + 1 > size + begin + end:
            return False
        if g["mode"] == "reflect" and max(begin, end) >= size or g["mode"] == "circular" and max(begin, end) > size:
            return False
    return True


def pad(x, g):
    extra = {"constant_values": g["value"]} if NUMPY_MODE[g["mode"]] == "constant" else {}
    return torch.from_numpy(np.pad(x.numpy(), [(0, 0), (0, 0), *sides_of(g)], mode=NUMPY_MODE[g["mode"]], **extra))


def convolve(x, w, b, g):
    """PyTorch's own padding where it has it, NumPy's where it has not."""
    rest = dict(stride=g["stride"], dilation=g["dilation"], groups=g["groups"])
    if g["mode"] == "zeros" and g["form"] in ("one", "axes", "valid", "same"):
        padding = g["form"] if g["form"] in ("valid", "same") else [begin for begin, _ in sides_of(g)]
        return CONV[g["axes"]](x, w, b, padding=padding, **rest)
    return CONV[g["axes"]](pad(x, g), w, b, **rest)


def tensors_of(rng, g, kind):
    shapes = {"input": (g["batch"], g["groups"] * g["per_group"], *g["size"]), "weight": (g["filters"], g["per_group"], *g["kernel"])}
    if g["bias"]:
        shapes["bias"] = (g["filters"],)
    if kind == "integer":
        return {name: rng.randint(-9, 10, shape).astype(np.float64) for name, shape in shapes.items()}
    scale = 10.0 ** rng.randint(-2, 3)
    return {name: (rng.standard_normal(shape) * scale).astype(np.float32).astype(np.float64) for name, shape in shapes.items()}


def attributes_of(g):
    given = {"stride": g["stride"], "dilation": g["dilation"], "groups": g["groups"], "padding_mode": g["mode"],
             "padding": g["numbers"] or g["form"]}
    if g["mode"] == "constant":
        given["padding_value"] = g["value"]
    return given


def main():
    warnings.simplefilter("ignore")
    family, rng = Family("convolutions"), np.random.RandomState(1973)
    family.add("conv1d", {"input": [[[1, 2, 3, 4]]], "weight": [[[1, 0, -1]]]}, [[[-2, -2]]])
    family.add("convolve", {"input": [[[[1, 2, 3, 4]]]], "weight": [[[[1, 0, -1]]]]}, [[[[2, 2]]]])
    for op, axes in (("conv1d", 1), ("conv3d", 3), ("convolve", 2)):
        made = 0
        while made < CASES:
            kind = "integer" if made % 3 else "real"
            g = draw(rng, axes)
            if not possible(g):
                continue
            tensors = tensors_of(rng, g, kind)
            x, w = torch.from_numpy(tensors["input"]), torch.from_numpy(tensors["weight"])
            b = torch.from_numpy(tensors["bias"]) if g["bias"] else None
            y = convolve(x, w.flip(-2, -1) if op == "convolve" else w, b, g).numpy()
            if sum(t.size for t in tensors.values()) + y.size > MOST_NUMBERS:
                continue
            family.add(op, tensors, y, attributes_of(g), kind)
            made += 1
    family.save()


if __name__ == "__main__":
    main()
