#!/usr/bin/python3
"""deform_conv2d, written with NumPy straight from the papers' formulas; zero and whole offsets are checked against PyTorch's conv2d.

Dai et al. 2017: y(p0) = sum over pn of w(pn) x(p0 + pn + dpn), x(p) = sum over q of G(q, p) x(q), G(q, p) = g(qy, py) g(qx, px),
g(a, b) = max(0, 1 - |a - b|). Zhu et al. 2019 multiplies by the mask of pn. Layout of offset and mask is torchvision's.
Offsets that are multiples of 1/16 make G exact in single precision; others are marked as single precision. Every run writes the same
bytes."""
import numpy as np
import torch
import torch.nn.functional as F

from stored_cases import Family

CASES, MOST_NUMBERS = 110, 800


def position(place, offset):
    """A position is a number of single precision, as in torchvision on float tensors."""
    return float(np.float32(place) + np.float32(offset))


def deform(x, w, offset, mask, bias, g):
    batch, channels, height, width = x.shape
    filters, per_group, kh, kw = w.shape
    groups, offset_groups = channels // per_group, offset.shape[1] // (2 * kh * kw)
    rows, columns = np.arange(height), np.arange(width)
    y = np.zeros((batch, filters, *offset.shape[2:]))
    for n, o, oy, ox in np.ndindex(*y.shape):
        for c, ky, kx in np.ndindex(per_group, kh, kw):
            channel = o // (filters // groups) * per_group + c
            element = channel // (channels // offset_groups) * kh * kw + ky * kw + kx
            py = position(oy * g["stride"][0] - g["begin"][0] + ky * g["dilation"][0], offset[n, 2 * element, oy, ox])
            px = position(ox * g["stride"][1] - g["begin"][1] + kx * g["dilation"][1], offset[n, 2 * element + 1, oy, ox])
            share = np.maximum(0, 1 - abs(rows - py))[:, None] * np.maximum(0, 1 - abs(columns - px))[None, :]
            value = (share * x[n, channel]).sum() * w[o, c, ky, kx]
            y[n, o, oy, ox] += value * (1 if mask is None else mask[n, element, oy, ox])
    return y if bias is None else y + bias[:, None, None]


def draw(rng):
    pick = lambda numbers: int(rng.choice(numbers))
    groups, offset_groups = pick([1, 1, 2, 3]), pick([1, 1, 2])
    channels = groups * offset_groups * pick([1, 1, 2])
    g = dict(channels=channels, per_group=channels // groups, filters=groups * pick([1, 2]), batch=pick([1, 1, 2]),
        offset_groups=offset_groups,
             size=[pick([1, 2, 3, 5, 7]) for _ in range(2)], kernel=[pick([1, 2, 3]) for _ in range(2)],
             stride=[pick([1, 1, 2, 3]) for _ in range(2)], dilation=[pick([1, 1, 2]) for _ in range(2)],
             form=str(rng.choice(["one", "axes", "sides"])), mask=bool(rng.randint(3)), bias=bool(rng.randint(2)))
    numbers = [pick([0, 1, 2]) for _ in range({"one": 1, "axes": 2, "sides": 4}[g["form"]])]
    sides = {"one": numbers * 4, "axes": numbers * 2, "sides": numbers}[g["form"]]
    g.update(numbers=numbers, begin=sides[:2], end=sides[2:])
    g["output"] = [(i + b + e - d * (k - 1) - 1) // s + 1 for i, b, e, d, k, s in
                   zip(g["size"], g["begin"], g["end"], g["dilation"], g["kernel"], g["stride"])]
    return g


def offsets(rng, shape, what):
    if what == "zero":
        return np.zeros(shape)
    whole = rng.randint(-3, 4, shape).astype(np.float64)
    if what == "whole":
        return whole
    if what == "sixteenths":
        return whole + rng.randint(0, 16, shape) / 16
    far = np.where(rng.randint(12, size=shape) == 0, 1000.0, 1.0)
    return (rng.standard_normal(shape) * 2 * far).astype(np.float32).astype(np.float64)


def check_zero(y, x, w, bias, mask, g):
    """Zero offsets without a mask: PyTorch's conv2d."""
    (top, left), (bottom, right) = g["begin"], g["end"]
    padded = F.pad(torch.from_numpy(x), (left, right, top, bottom))
    plain = F.conv2d(padded, torch.from_numpy(w), None if bias is None else torch.from_numpy(bias), g["stride"], 0, g["dilation"],
                     x.shape[1] // w.shape[1])
    assert mask is not None or np.allclose(plain.numpy(), y, rtol=0, atol=1e-9), "zero offsets are not the plain convolution"


def check_shift():
    """The same whole offset everywhere: conv2d of the shifted input."""
    rng = np.random.RandomState(3)
    x, w = rng.randint(-9, 10, (1, 2, 6, 5)).astype(np.float64), rng.randint(-9, 10, (3, 2, 3, 2)).astype(np.float64)
    g = dict(stride=[1, 1], dilation=[1, 1], begin=[0, 0])
    offset = np.zeros((1, 12, 4, 4))
    offset[:, 0::2], offset[:, 1::2] = 1, -2
    shifted = np.zeros_like(x)
    shifted[:, :, :5, 2:] = x[:, :, 1:, :3]
    plain = F.conv2d(torch.from_numpy(shifted), torch.from_numpy(w)).numpy()
    assert np.array_equal(deform(x, w, offset, None, None, g), plain), "a whole offset is not a shift"


def main():
    check_shift()
    family, rng = Family("deformable"), np.random.RandomState(2017)
    made = 0
    while made < CASES:
        g = draw(rng)
        if min(g["output"]) < 1:
            continue
        what = ["zero", "whole", "whole", "sixteenths", "any"][made % 5]
        kind = "integer" if what in ("zero", "whole") else "real"
        window = g["kernel"][0] * g["kernel"][1]
        shapes = [(g["batch"], g["channels"], *g["size"]), (g["filters"], g["per_group"], *g["kernel"]),
                  (g["batch"], g["offset_groups"] * window, *g["output"])]
        if kind == "integer":
            x, w = (rng.randint(-9, 10, shape).astype(np.float64) for shape in shapes[:2])
            mask = rng.randint(-2, 4, shapes[2]).astype(np.float64)
        else:
            x, w, mask = (rng.standard_normal(shape).astype(np.float32).astype(np.float64) for shape in shapes)
        mask = mask if g["mask"] else None
        bias = rng.randint(-9, 10, g["filters"]).astype(np.float64) if g["bias"] else None
        offset = offsets(rng, (g["batch"], 2 * g["offset_groups"] * window, *g["output"]), what)
        tensors = {"input": x, "weight": w, "offset": offset, "mask": mask, "bias": bias}
        output_size = g["batch"] * g["filters"] * g["output"][0] * g["output"][1]
        if sum(t.size for t in tensors.values() if t is not None) + output_size > MOST_NUMBERS:
            continue
        y = deform(x, w, offset, mask, bias, g)
        if what == "zero":
            check_zero(y, x, w, bias, mask, g)
        given = {"stride": g["stride"], "padding": g["numbers"], "dilation": g["dilation"]}
        family.add("deform_conv2d", tensors, y, given, kind, "single" if what == "any" else "double")
        made += 1
    family.save()


if __name__ == "__main__":
    main()
