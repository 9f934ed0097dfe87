#!/usr/bin/python3
"""Computes random conv2d configurations with PyTorch (Debian: python3-torch) and stores them for the tests.

    /usr/bin/python3 tests/data/make_conv2d_cases.py

writes, beside this script,
    conv2d_cases.jsonl    one case a line: shapes, attributes as the command line takes them, where its numbers begin
    conv2d_integer.npy    int16: input, weight, bias (if any), output of every integer case, one after the other
    conv2d_real.npy       float32: the same for the real cases; outputs are computed in double precision and rounded once
Every run writes the same bytes.
"""
import json
import pathlib
import warnings

import numpy as np
import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
INTEGER_CASES, REAL_CASES = 1500, 500
NUMPY_MODE = {"zeros": "constant", "constant": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}
TORCH_MODE = dict(NUMPY_MODE, replicate="replicate", circular="circular")


def draw_geometry(rng):
    """Shapes and attributes; impossible ones come out too and are thrown away by the caller."""
    groups = int(rng.choice([1, 1, 1, 2, 3, 4]))
    per_group, filters = int(rng.choice([1, 1, 2, 3])), groups * int(rng.choice([1, 2, 3]))
    batch = int(rng.choice([1, 1, 1, 2, 3]))
    height, width = (int(rng.choice([1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13])) for _ in range(2))
    kernel = [int(rng.choice([1, 2, 3, 3, 4, 5])) for _ in range(2)]
    stride = [int(rng.choice([1, 1, 2, 3, 5])) for _ in range(2)]
    dilation = [int(rng.choice([1, 1, 1, 2, 3])) for _ in range(2)]
    mode = str(rng.choice(list(NUMPY_MODE)))
    value = float(rng.choice([1, -2, 3])) if mode == "constant" else 0.0
    form = str(rng.choice(["one", "axes", "sides", "sides", "valid", "same", "same_lower"]))
    if form.startswith("same"):
        stride = [1, 1]
    most = int(rng.choice([1, 2, 4, 7]))
    numbers = [int(rng.randint(0, most + 1)) for _ in range({"one": 1, "axes": 2, "sides": 4}.get(form, 0))]
    return dict(batch=batch, channels=groups * per_group, height=height, width=width, filters=filters, per_group=per_group,
                kernel=kernel, stride=stride, dilation=dilation, groups=groups, mode=mode, value=value, form=form, numbers=numbers)


def sides_of(g):
    """top, left, bottom, right"""
    numbers = g["numbers"]
    if g["form"] == "one":
        return numbers * 4
    if g["form"] == "axes":
        return numbers * 2
    if g["form"] == "sides":
        return numbers
    if g["form"] == "valid":
        return [0, 0, 0, 0]
    total = [d * (k - 1) for k, d in zip(g["kernel"], g["dilation"])]
    small, large = [t // 2 for t in total], [t - t // 2 for t in total]
    return large + small if g["form"] == "same_lower" else small + large


def possible(g):
    top, left, bottom, right = sides_of(g)
    spans = [d * (k - 1) + 1 for k, d in zip(g["kernel"], g["dilation"])]
    if spans[0] > g["height"] + top + bottom or spans[1] > g["width"] + left + right:
        return False
    most = (max(top, bottom), max(left, right))
    if g["mode"] == "reflect" and (most[0] >= g["height"] or most[1] >= g["width"]):
        return False
    return not (g["mode"] == "circular" and (most[0] > g["height"] or most[1] > g["width"]))


def pad(x, g):
    top, left, bottom, right = sides_of(g)
    mode = TORCH_MODE[g["mode"]]
    extra = {"value": g["value"]} if mode == "constant" else {}
    padded = F.pad(x, (left, right, top, bottom), mode=mode, **extra)
    extra = {"constant_values": g["value"]} if mode == "constant" else {}
    again = np.pad(x.numpy(), ((0, 0), (0, 0), (top, bottom), (left, right)), mode=NUMPY_MODE[g["mode"]], **extra)
    assert np.array_equal(padded.numpy(), again), "PyTorch and NumPy pad differently"
    return padded


def convolve(x, w, b, g):
    """PyTorch's own padding where it has it, F.pad where it has not."""
    own = g["mode"] == "zeros" and g["form"] in ("one", "axes", "valid", "same")
    rest = dict(stride=g["stride"], dilation=g["dilation"], groups=g["groups"])
    if own:
        return F.conv2d(x, w, b, padding=g["form"] if g["form"] in ("valid", "same") else sides_of(g)[:2], **rest)
    if g["mode"] not in ("zeros", "constant") and g["form"] in ("one", "axes", "same"):
        padding = "same" if g["form"] == "same" else sides_of(g)[:2]
        rest.update(padding=padding, padding_mode=g["mode"], bias=b is not None)
        layer = torch.nn.Conv2d(g["channels"], g["filters"], g["kernel"], **rest).to(x.dtype)
        with torch.no_grad():
            layer.weight.copy_(w)
            if b is not None:
                layer.bias.copy_(b)
            return layer(x)
    return F.conv2d(pad(x, g), w, b, **rest)


def draw_tensors(rng, g, integer):
    shapes = [(g["batch"], g["channels"], g["height"], g["width"]), (g["filters"], g["per_group"], *g["kernel"])]
    if rng.randint(2):
        shapes.append((g["filters"],))
    if integer:
        return [torch.from_numpy(rng.randint(-9, 10, shape).astype(np.float64)) for shape in shapes]
    scale = 10.0 ** rng.randint(-2, 3)
    return [torch.from_numpy((rng.standard_normal(shape) * scale).astype(np.float32).astype(np.float64)) for shape in shapes]


def text(numbers):
    return ",".join(str(n) for n in numbers)


def attributes_of(g):
    given = {"stride": text(g["stride"]), "dilation": text(g["dilation"]), "groups": str(g["groups"]), "padding_mode": g["mode"],
             "padding": text(g["numbers"]) if g["numbers"] else g["form"]}
    if g["mode"] == "constant":
        given["padding_value"] = str(g["value"])
    return given


def main():
    warnings.simplefilter("ignore")
    rng = np.random.RandomState(20260211)
    lines, stores = [], {"integer": [], "real": []}
    written = {"integer": 0, "real": 0}
    while written["integer"] + written["real"] < INTEGER_CASES + REAL_CASES:
        kind = "integer" if written["integer"] < INTEGER_CASES else "real"
        g = draw_geometry(rng)
        if not possible(g):
            continue
        tensors = draw_tensors(rng, g, kind == "integer")
        y = convolve(tensors[0], tensors[1], tensors[2] if len(tensors) > 2 else None, g)
        if sum(t.numel() for t in tensors) + y.numel() > 900:
            continue
        if kind == "integer":
            single = convolve(*[t.float() for t in tensors[:2]], tensors[2].float() if len(tensors) > 2 else None, g)
            assert torch.equal(single.double(), y), "PyTorch is not exact on whole numbers"
        at = sum(a.size for a in stores[kind])
        stores[kind].extend(t.numpy().ravel() for t in [*tensors, y])
        lines.append({"kind": kind, "at": at, "input": list(tensors[0].shape), "weight": list(tensors[1].shape), "bias": len(tensors) > 2,
                      "output": list(y.shape), "attributes": attributes_of(g)})
        written[kind] += 1
    for kind, dtype in (("integer", np.int16), ("real", np.float32)):
        values = np.concatenate(stores[kind])
        assert kind == "real" or np.array_equal(values, values.astype(dtype))
        np.save(HERE / f"conv2d_{kind}.npy", values.astype(dtype))
    (HERE / "conv2d_cases.jsonl").write_text("".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines))


if __name__ == "__main__":
    main()
