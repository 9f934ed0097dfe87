#!/usr/bin/python3
"""interpolate and max_unpool2d with PyTorch (Debian: python3-torch). Every run writes the same bytes.

Resized in single precision, because PyTorch computes places in the precision of the tensor; at least two channels, because with one it
takes
another loop, which rounds scale factors otherwise.
"""
import itertools

import numpy as np
import torch
import torch.nn.functional as F

from stored_cases import Family

MOST = 900  # numbers a case


def data(rng, shape, kind, unit=1):
    return rng.randint(-99, 100, shape) * unit if kind == "integer" else np.float32(rng.randn(*shape))


def add_resized(family, rng, shape, attributes, kind, unit=1):
    x = data(rng, shape, kind, unit)
    options = {}
    if "size" in attributes:
        options["size"] = attributes["size"]
    if "scale_factor" in attributes:
        options["scale_factor"] = attributes["scale_factor"]
    if attributes.get("mode") == "bilinear":
        options["align_corners"] = attributes.get("align_corners", False)
    y = F.interpolate(torch.from_numpy(x.astype(np.float32)), mode=attributes.get("mode", "nearest"), **options).numpy()
    if x.size + y.size > MOST:
        return False
    line = dict(attributes)
    if isinstance(line.get("scale_factor"), (list, tuple)):
        line["scale_factor"] = ",".join(str(number) for number in line["scale_factor"])  # they are no whole numbers
    family.add("interpolate", {"input": x}, y, line, kind, precision="single")
    return True


def add_nearest(family, rng):
    for axes, kind in itertools.product((1, 2, 3), ("integer", "real")):
        high = {1: 23, 2: 9, 3: 5}[axes]
        found = 0
        while found < 18:
            shape = (int(rng.randint(1, 3)), int(rng.randint(2, 4))) + tuple(int(rng.randint(1, high)) for _ in range(axes))
            attributes = {"mode": "nearest"} if rng.rand() < 0.5 else {}
            if rng.rand() < 0.5:
                attributes["size"] = [int(rng.randint(1, high + 3)) for _ in range(axes)]
            else:
                factors = [float(rng.choice([0.5, 0.75, 1.0, 1.3, 1.5, 2.0, 2.4, 3.0])) for _ in range(axes)]
                if any(int(size * factor) < 1 for size, factor in zip(shape[2:], factors)):
                    continue
                attributes["scale_factor"] = factors if rng.rand() < 0.7 else factors[0]
                if int(min(shape[2:]) * factors[0]) < 1:
                    continue
            found += add_resized(family, rng, shape, attributes, kind)
    for kind in ("integer", "real"):
        add_resized(family, rng, (1, 2, 1, 1), {"size": [1, 1]}, kind)
        add_resized(family, rng, (1, 2, 1, 1), {"size": 7}, kind)
        add_resized(family, rng, (1, 2, 7, 5), {"size": 1}, kind)
        add_resized(family, rng, (1, 2, 41), {"scale_factor": 1.1}, kind)
        add_resized(family, rng, (1, 2, 5, 3), {"scale_factor": 2}, kind)


def add_bilinear(family, rng):
    found = 0
    while found < 48:
        shape = (int(rng.randint(1, 3)), int(rng.randint(2, 4)), int(rng.randint(1, 10)), int(rng.randint(1, 10)))
        attributes = {"mode": "bilinear"}
        if rng.rand() < 0.6:
            attributes["size"] = [int(rng.randint(1, 13)) for _ in range(2)]
        else:
            factors = [float(rng.choice([0.5, 0.7, 1.0, 1.3, 1.5, 2.0, 2.6])) for _ in range(2)]
            if any(int(size * factor) < 1 for size, factor in zip(shape[2:], factors)):
                continue
            attributes["scale_factor"] = factors
        if rng.rand() < 0.7:
            attributes["align_corners"] = bool(rng.rand() < 0.7)
        found += add_resized(family, rng, shape, attributes, "real")
    add_resized(family, rng, (1, 2, 1, 1), {"mode": "bilinear", "size": [3, 5]}, "real")
    exact = [((1, 2, 5, 3), {"size": [10, 6]}), ((2, 2, 3, 4), {"scale_factor": 2}), ((1, 3, 2, 3), {"scale_factor": [4.0, 2.0]}),
             ((1, 2, 3, 5), {"size": [5, 9], "align_corners": True}), ((1, 2, 2, 3), {"size": [9, 9], "align_corners": True}),
             ((1, 2, 8, 6), {"size": [4, 3]}), ((1, 2, 9, 5), {"size": [5, 3], "align_corners": True}), ((1, 2, 1, 1), {"size": [2, 4]}),
             ((2, 3, 4, 7), {"size": [4, 7]}), ((1, 2, 5, 5), {"size": [1, 1], "align_corners": True}), ((1, 2, 8, 8),
                 {"scale_factor": 0.5}),
             ((1, 2, 5, 4), {"size": [1, 8]}), ((1, 2, 3, 2), {"scale_factor": [1.0, 2.0], "align_corners": False})]
    for (shape, attributes), kind in itertools.product(exact, ("integer", "real")):
        add_resized(family, rng, shape, {"mode": "bilinear", **attributes}, kind, 64)


def add_unpooled(family, rng, kind):
    """Winners of a pooling, put back."""
    kernel = [int(rng.randint(1, 4)) for _ in range(2)]
    attributes = {"kernel_size": kernel}
    if rng.rand() < 0.6:
        attributes["stride"] = [int(rng.randint(1, 5)) for _ in range(2)]
    if rng.rand() < 0.4:
        attributes["padding"] = [int(rng.randint(0, k // 2 + 1)) for k in kernel]
    shape = (int(rng.randint(1, 4)), int(rng.randint(1, 4)), int(rng.randint(3, 11)), int(rng.randint(3, 11)))
    options = {"kernel_size": kernel, "stride": attributes.get("stride", kernel), "padding": attributes.get("padding", 0)}
    pooled, winners = F.max_pool2d(torch.from_numpy(data(rng, shape, kind).astype(np.float64)), return_indices=True, **options)
    with_size = rng.rand() < 0.6
    default = [(i - 1) * s - 2 * p + k for i, s, p, k in zip(pooled.shape[2:], np.broadcast_to(options["stride"], 2),
                                                             np.broadcast_to(options["padding"], 2), kernel)]
    size = list(shape[2:]) if with_size else [int(number) for number in default]
    if min(size) < 1 or int(winners.max()) >= size[0] * size[1]:
        return False
    y = F.max_unpool2d(pooled, winners, output_size=size if with_size else None, **options)
    if 2 * pooled.numel() + y.numel() > MOST:
        return False
    if with_size:
        attributes["output_size"] = size
        if rng.rand() < 0.3:
            attributes = {"output_size": size}
    family.add("max_unpool2d", {"input": pooled.numpy(), "indices": winners.numpy()}, y.numpy(), attributes, kind)
    return True


def add_scattered(family, rng, kind):
    """Any indices: some cells are named twice, some by none."""
    shape = (int(rng.randint(1, 4)), int(rng.randint(1, 4)), int(rng.randint(1, 6)), int(rng.randint(1, 6)))
    size = [int(rng.randint(1, 9)), int(rng.randint(1, 9))]
    x, indices = data(rng, shape, kind), rng.randint(0, size[0] * size[1], shape)
    y = torch._C._nn.max_unpool2d(torch.from_numpy(x.astype(np.float64)), torch.from_numpy(indices), size)
    family.add("max_unpool2d", {"input": x, "indices": indices}, y.numpy(), {"output_size": size}, kind)


def main():
    family, rng = Family("interpolate"), np.random.RandomState(41)
    add_nearest(family, rng)
    add_bilinear(family, rng)
    family.save()
    family, rng = Family("unpooling"), np.random.RandomState(43)
    for kind in ("integer", "real"):
        found = 0
        while found < 40:
            found += add_unpooled(family, rng, kind)
        for _ in range(20):
            add_scattered(family, rng, kind)
    family.save()


if __name__ == "__main__":
    main()
