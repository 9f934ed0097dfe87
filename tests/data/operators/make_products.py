#!/usr/bin/python3
"""linear, unfold and fold with PyTorch (Debian: python3-torch). Every run writes the same bytes."""
import numpy as np
import torch
import torch.nn.functional as F

from stored_cases import Family

MOST = 900  # numbers a case


def data(rng, shape, kind):
    return rng.randint(-9, 10, shape) if kind == "integer" else np.float32(rng.randn(*shape))


def double(x):
    return torch.from_numpy(x.astype(np.float64))


def add_linear(family, rng, rows, inputs, outputs, bias, kind):
    tensors = {"input": data(rng, rows + (inputs,), kind), "weight": data(rng, (outputs, inputs), kind),
               "bias": data(rng, (outputs,), kind) if bias else None}
    y = F.linear(double(tensors["input"]), double(tensors["weight"]), double(tensors["bias"]) if bias else None).numpy()
    if sum(x.size for x in tensors.values() if x is not None) + y.size > MOST:
        return False
    family.add("linear", tensors, y, {}, kind)
    return True


def random_blocks(rng):
    attributes = {"kernel_size": [int(rng.randint(1, 4)) for _ in range(2)]}
    for name, low, high in (("stride", 1, 5), ("dilation", 1, 4), ("padding", 0, 3)):
        if rng.rand() < 0.55:
            attributes[name] = [int(rng.randint(low, high)) for _ in range(2)]
    return attributes


def add_unfold(family, rng, shape, attributes, kind):
    x = data(rng, shape, kind)
    try:
        y = F.unfold(double(x), **attributes).numpy()
    except RuntimeError:  # the window is too large
        return False
    if x.size + y.size > MOST:
        return False
    family.add("unfold", {"input": x}, y, attributes, kind)
    return True


def add_fold(family, rng, shape, attributes, kind):
    try:
        columns = F.unfold(torch.zeros(shape, dtype=torch.float64), **attributes).shape
    except RuntimeError:
        return False
    x = data(rng, tuple(columns), kind)
    y = F.fold(double(x), output_size=list(shape[2:]), **attributes).numpy()
    if x.size + y.size > MOST:
        return False
    family.add("fold", {"input": x}, y, {"output_size": list(shape[2:]), **attributes}, kind)
    return True


def add_sided(family, rng, kind):
    """Four sides: what PyTorch does after F.pad, and before cutting the padding off."""
    top, left, bottom, right = 1, 0, 2, 3
    x = data(rng, (1, 2, 4, 5), kind)
    attributes = {"kernel_size": [3, 2], "stride": [1, 2], "padding": [top, left, bottom, right]}
    y = F.unfold(F.pad(double(x), (left, right, top, bottom)), [3, 2], stride=[1, 2])
    family.add("unfold", {"input": x}, y.numpy(), attributes, kind)
    columns = data(rng, tuple(y.shape), kind)
    z = F.fold(double(columns), [4 + top + bottom, 5 + left + right], [3, 2], stride=[1, 2])[:, :, top:top + 4, left:left + 5]
    family.add("fold", {"input": columns}, z.numpy(), {"output_size": [4, 5], **attributes}, kind)


def main():
    family, rng = Family("linear"), np.random.RandomState(47)
    for kind in ("integer", "real"):
        found = 0
        while found < 36:
            rows = tuple(int(rng.randint(1, 5)) for _ in range(rng.randint(0, 5)))
            found += add_linear(family, rng, rows, int(rng.randint(1, 30)), int(rng.randint(1, 14)), bool(rng.rand() < 0.5), kind)
        for rows, inputs, outputs in (((), 1, 1), ((1,), 1, 7), ((3,), 97, 2), ((2, 1, 3), 5, 1), ((1, 1, 1, 1, 2), 3, 2)):
            add_linear(family, rng, rows, inputs, outputs, True, kind)
    family.save()
    family, rng = Family("blocks"), np.random.RandomState(53)
    for kind in ("integer", "real"):
        for add in (add_unfold, add_fold):
            found = 0
            while found < 36:
                shape = (int(rng.randint(1, 3)), int(rng.randint(1, 4)), int(rng.randint(1, 9)), int(rng.randint(1, 9)))
                found += add(family, rng, shape, random_blocks(rng), kind)
            add(family, rng, (1, 1, 1, 1), {"kernel_size": 1}, kind)
            add(family, rng, (1, 2, 3, 5), {"kernel_size": [3, 5]}, kind)
            add(family, rng, (2, 1, 7, 6), {"kernel_size": 2, "stride": 3}, kind)
            add(family, rng, (1, 1, 1, 1), {"kernel_size": 3, "padding": 1}, kind)
            add(family, rng, (1, 2, 5, 4), {"kernel_size": 2, "padding": 2, "stride": 1}, kind)
        add_sided(family, rng, kind)
    family.save()


if __name__ == "__main__":
    main()
