#!/usr/bin/python3
"""conv_transpose1d, conv_transpose2d and conv_transpose3d with PyTorch (Debian: python3-torch). Every run writes the same bytes.

PyTorch takes the same padding at begin and end; uneven padding is cut off from its result without padding."""
import numpy as np
import torch
import torch.nn.functional as F

from stored_cases import Family

TRANSPOSED = {1: F.conv_transpose1d, 2: F.conv_transpose2d, 3: F.conv_transpose3d}
SIZES = {1: [1, 2, 3, 5, 7, 11], 2: [1, 2, 3, 4, 5, 7], 3: [1, 2, 3, 5]}
CASES, MOST_NUMBERS = {1: 70, 2: 110, 3: 70}, 700


def draw(rng, axes):
    pick = lambda numbers: int(rng.choice(numbers))
    groups = pick([1, 1, 1, 2, 3])
    g = dict(axes=axes, groups=groups, channels=groups * pick([1, 1, 2, 3]), filters=pick([1, 2, 3]), batch=pick([1, 1, 2, 3]),
             size=[pick(SIZES[axes]) for _ in range(axes)], kernel=[pick([1, 2, 3, 3, 4, 5]) for _ in range(axes)],
             stride=[pick([1, 1, 2, 2, 3, 5]) for _ in range(axes)], dilation=[pick([1, 1, 1, 2, 3]) for _ in range(axes)],
             form=str(rng.choice(["one", "axes", "sides"])), bias=bool(rng.randint(2)))
    g["output_padding"] = [pick(range(max(s, d))) for s, d in zip(g["stride"], g["dilation"])]
    g["numbers"] = [pick([0, 0, 1, 2, 3]) for _ in range({"one": 1, "axes": axes, "sides": 2 * axes}[g["form"]])]
    return g


def sides_of(g):
    """(begin, end) of every axis"""
    axes, numbers = g["axes"], g["numbers"]
    if g["form"] == "sides":
        return list(zip(numbers[:axes], numbers[axes:]))
    return [(number, number) for number in (numbers * axes if g["form"] == "one" else numbers)]


def possible(g):
    rows = zip(g["size"], g["kernel"], g["stride"], g["dilation"], g["output_padding"], sides_of(g))
    return all(s * (i - 1) + d * (k - 1) + 1 - b - e + a >= 1 for i, k, s, d, a, (b, e) in rows)


def transpose(x, w, b, g):
    rest = dict(stride=g["stride"], output_padding=g["output_padding"], dilation=g["dilation"], groups=g["groups"])
    if g["form"] != "sides":
        return TRANSPOSED[g["axes"]](x, w, b, padding=[begin for begin, _ in sides_of(g)], **rest)
    y = TRANSPOSED[g["axes"]](x, w, b, **rest)
    return y[(..., *[slice(begin, size - end) for size, (begin, end) in zip(y.shape[2:], sides_of(g))])]


def tensors_of(rng, g, kind):
    shapes = {"input": (g["batch"], g["channels"], *g["size"]), "weight": (g["channels"], g["filters"], *g["kernel"])}
    if g["bias"]:
        shapes["bias"] = (g["filters"] * g["groups"],)
    if kind == "integer":
        return {name: rng.randint(-9, 10, shape).astype(np.float64) for name, shape in shapes.items()}
    scale = 10.0 ** rng.randint(-2, 3)
    return {name: (rng.standard_normal(shape) * scale).astype(np.float32).astype(np.float64) for name, shape in shapes.items()}


def main():
    family, rng = Family("transposed"), np.random.RandomState(2016)
    family.add("conv_transpose2d", {"input": [[[[1, 2], [3, 4]]]], "weight": [[[[1, 10], [100, 1000]]]]},
               [[[[1, 12, 20], [103, 1234, 2040], [300, 3400, 4000]]]])
    for axes in (1, 2, 3):
        made = 0
        while made < CASES[axes]:
            kind = "integer" if made % 3 else "real"
            g = draw(rng, axes)
            if not possible(g):
                continue
            tensors = tensors_of(rng, g, kind)
            x, w = torch.from_numpy(tensors["input"]), torch.from_numpy(tensors["weight"])
            y = transpose(x, w, torch.from_numpy(tensors["bias"]) if g["bias"] else None, g).numpy()
            if sum(t.size for t in tensors.values()) + y.size > MOST_NUMBERS:
                continue
            given = {"stride": g["stride"], "padding": g["numbers"], "output_padding": g["output_padding"], "dilation": g["dilation"],
                     "groups": g["groups"]}
            family.add(f"conv_transpose{axes}d", tensors, y, given, kind)
            made += 1
    family.save()


if __name__ == "__main__":
    main()
