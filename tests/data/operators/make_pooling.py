#!/usr/bin/python3
"""Max and average pooling with PyTorch (Debian: python3-torch). Every run writes the same bytes.

What PyTorch does not compute is made of what it does: padding that differs between the sides by padding the tensor first, averages whose
divisor is overridden in one axis as sums divided.
"""
import itertools
import math

import numpy as np
import torch
import torch.nn.functional as F

from stored_cases import Family

MAX = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}
AVG = {1: F.avg_pool1d, 2: F.avg_pool2d, 3: F.avg_pool3d}
MOST = 900  # numbers a case


def sizes(rng, axes):
    high = {1: 23, 2: 11, 3: 6}[axes]
    return tuple(int(rng.randint(1, high + 1)) for _ in range(axes))


def random_attributes(rng, axes):
    kernel = [int(rng.randint(1, 5 if axes < 3 else 4)) for _ in range(axes)]
    attributes = {"kernel_size": kernel}
    if rng.rand() < 0.75:
        attributes["stride"] = [int(rng.randint(1, 5)) for _ in range(axes)]
    if rng.rand() < 0.6:
        attributes["padding"] = [int(rng.randint(0, k // 2 + 1)) for k in kernel]
    if rng.rand() < 0.5:
        attributes["ceil_mode"] = bool(rng.rand() < 0.8)
    return attributes


def filled(attributes, axes):
    """All of them, one number per axis."""
    full = {"padding": 0, "dilation": 1, "ceil_mode": False, **attributes}
    full.setdefault("stride", full["kernel_size"])
    for name in ("kernel_size", "stride", "padding", "dilation"):
        value = full[name]
        full[name] = tuple(value) if isinstance(value, (list, tuple)) else (value,) * axes
    return full


def meets_a_cell(size, full):
    """PyTorch computes it, and every window has a cell of the input; with dilation a window may stand astride."""
    for i, kernel in enumerate(full["kernel_size"]):
        stride, pad, dilation = full["stride"][i], full["padding"][i], full["dilation"][i]
        span = dilation * (kernel - 1) + 1
        if len(size) == 3 and (size[i] + 2 * pad < span or size[i] < kernel):  # PyTorch refuses these in three axes
            return False
        if size[i] + 2 * pad + (stride - 1 if full["ceil_mode"] else 0) < span:
            return False
        for start in range(-pad, size[i], stride):
            if not any(0 <= start + e * dilation < size[i] for e in range(kernel)):
                return False
    return True


def data(rng, shape, kind, unit=1):
    if kind == "integer":
        return rng.randint(-9, 10, shape) * unit  # few values: ties
    return np.float32(rng.randn(*shape))


def add_max(family, rng, shape, attributes, kind):
    axes, full = len(shape) - 2, filled(attributes, len(shape) - 2)
    if not meets_a_cell(shape[2:], full):
        return False
    x = data(rng, shape, kind)
    options = {name: full[name] for name in ("kernel_size", "stride", "padding", "dilation", "ceil_mode")}
    y, winners = MAX[axes](torch.from_numpy(x.astype(np.float64)), return_indices=True, **options)
    if x.size + 2 * y.numel() > MOST:
        return False
    family.add(f"max_pool{axes}d", {"input": x}, y.numpy(), attributes, kind, winners=winners.numpy())
    return True


def mean_of(x, full, count_include_pad, override):
    axes = x.dim() - 2
    options = {name: full[name] for name in ("kernel_size", "stride", "padding", "ceil_mode")}
    if axes > 1:
        return AVG[axes](x, count_include_pad=count_include_pad, divisor_override=override, **options)
    if override is None:
        return AVG[1](x, count_include_pad=count_include_pad, **options)
    two = {name: value if name == "ceil_mode" else ((0 if name == "padding" else 1),) + value for name, value in options.items()}
    return AVG[2](x.unsqueeze(2), divisor_override=override, **two).squeeze(2)


def add_average(family, rng, shape, attributes, kind):
    axes, full = len(shape) - 2, filled(attributes, len(shape) - 2)
    if not meets_a_cell(shape[2:], full):
        return False
    override = attributes.get("divisor_override")
    cells = int(np.prod(full["kernel_size"]))
    counts = {abs(override)} if override else set(range(1, cells + 1))
    unit = math.lcm(*counts) if kind == "integer" else 1
    if unit > 2520:
        return False
    x = data(rng, shape, kind, unit)
    y = mean_of(torch.from_numpy(x.astype(np.float64)), full, attributes.get("count_include_pad", True), override).numpy()
    if x.size + y.size > MOST or (kind == "integer" and np.abs(y).max() > 30000):
        return False
    if kind == "integer":  # the quotient of whole numbers that divide, though PyTorch multiplies by a reciprocal in places
        assert np.abs(y - np.round(y)).max() < 1e-9
        y = np.round(y)
    family.add(f"avg_pool{axes}d", {"input": x}, y, attributes, kind)
    return True


def add_some(add, family, rng, axes, wanted, extra):
    """Random attributes, `extra(rng, attributes)` adding what one operator has more; half of them whole numbers."""
    for kind in ("integer", "real"):
        found = 0
        while found < wanted:
            shape = (int(rng.randint(1, 4)), int(rng.randint(1, 4))) + sizes(rng, axes)
            attributes = random_attributes(rng, axes)
            extra(rng, attributes)
            found += add(family, rng, shape, attributes, kind)


def more_for_max(rng, attributes):
    if rng.rand() < 0.4:
        attributes["dilation"] = [int(rng.randint(1, 4)) for _ in attributes["kernel_size"]]


def more_for_average(rng, attributes):
    if rng.rand() < 0.5:
        attributes["count_include_pad"] = bool(rng.rand() < 0.3)
    if rng.rand() < 0.25:
        attributes["divisor_override"] = int(rng.choice([1, 2, 3, 5, -4, 7]))


def add_edges(family, rng):
    """Size one, the kernel as large as the input, ceil mode with and without a last window, one number for all axes, four sides, words."""
    for axes, kind in itertools.product((1, 2, 3), ("integer", "real")):
        one, five = (1,) * axes, (5,) * axes
        for add in (add_max, add_average):
            add(family, rng, (1, 1) + one, {"kernel_size": 1}, kind)
            add(family, rng, (2, 1) + one, {"kernel_size": 2, "padding": 1}, kind)
            add(family, rng, (1, 2) + (2, 3, 4)[:axes], {"kernel_size": [2, 3, 4][:axes]}, kind)
            add(family, rng, (1, 1) + five, {"kernel_size": 2, "stride": 3, "ceil_mode": True}, kind)
            add(family, rng, (1, 1) + five, {"kernel_size": 2, "stride": 2, "padding": 1, "ceil_mode": True}, kind)
            add(family, rng, (1, 1) + (2,) * axes, {"kernel_size": 3, "stride": 2, "ceil_mode": True}, kind)
            add(family, rng, (1, 1) + five, {"kernel_size": 1, "stride": 4}, kind)
    for kind in ("integer", "real"):
        add_sided(family, rng, (2, 2, 5, 7), [3, 2], [1, 2], [1, 0, 2, 1], "1,0,2,1", kind)
        add_sided(family, rng, (1, 2, 4, 4), [3, 3], [1, 1], [2, 2, 2, 2], "2,2,2,2", kind)
        add_sided(family, rng, (1, 1, 6, 5), [2, 3], [1, 1], [0, 1, 1, 1], "same", kind)
        add_sided(family, rng, (1, 1, 6, 5), [2, 3], [1, 1], [1, 1, 0, 1], "same_lower", kind)
        add_sided(family, rng, (1, 1, 6, 5), [2, 3], [2, 1], [0, 0, 0, 0], "valid", kind)


def add_sided(family, rng, shape, kernel, stride, sides, padding, kind):
    top, left, bottom, right = sides
    x = data(rng, shape, kind, 36)
    pad = (left, right, top, bottom)
    padded = F.pad(torch.from_numpy(x.astype(np.float64)), pad, value=-float("inf"))
    y, winners = F.max_pool2d(padded, kernel, stride, return_indices=True)
    row, column = winners // padded.shape[3] - top, winners % padded.shape[3] - left
    attributes = {"kernel_size": kernel, "stride": stride, "padding": padding}
    family.add("max_pool2d", {"input": x}, y.numpy(), attributes, kind, winners=(row * shape[3] + column).numpy())
    zeros = F.pad(torch.from_numpy(x.astype(np.float64)), pad)
    sums = F.avg_pool2d(zeros, kernel, stride, divisor_override=1)
    inside = F.avg_pool2d(F.pad(torch.ones(shape, dtype=torch.float64), pad), kernel, stride, divisor_override=1)
    for counted in (True, False):
        y = sums / (kernel[0] * kernel[1] if counted else inside)
        family.add("avg_pool2d", {"input": x}, y.numpy(), {**attributes, "count_include_pad": counted}, kind)


def add_global(family, rng):
    for shape in ((1, 1, 1, 1), (2, 3, 1, 5), (1, 2, 7, 3), (3, 5, 4, 4), (1, 4, 13, 11), (2, 1, 5, 5)):
        for kind in ("integer", "real"):
            x = data(rng, shape, kind, shape[2] * shape[3])
            y = F.adaptive_avg_pool2d(torch.from_numpy(x.astype(np.float64)), 1).numpy()
            family.add("global_avg_pool2d", {"input": x}, np.round(y) if kind == "integer" else y, {}, kind)


def main():
    for name, add, more, seed in (("max_pooling", add_max, more_for_max, 29), ("average_pooling", add_average, more_for_average, 31)):
        family, rng = Family(name), np.random.RandomState(seed)
        for axes in (1, 2, 3):
            add_some(add, family, rng, axes, 30, more)
        family.save()
    family, rng = Family("pooling_edges"), np.random.RandomState(37)
    add_edges(family, rng)
    add_global(family, rng)
    family.save()


if __name__ == "__main__":
    main()
