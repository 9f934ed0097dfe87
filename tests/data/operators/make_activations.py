#!/usr/bin/python3
"""The seven activations with PyTorch (Debian: python3-torch). Every run writes the same bytes."""
import numpy as np
import torch
import torch.nn.functional as F

from stored_cases import Family

SHAPES = [(1,), (7,), (3, 5), (2, 3, 11), (1, 1, 1, 1), (2, 3, 5, 7), (1, 4, 13, 2), (1, 2, 3, 5, 2), (3, 1, 1, 17)]
SLOPES = [0.01, 0.1, 0.25, 0.0, 1.0, 1.7, -0.5]
WHOLE_SLOPES = [0, 1, 2, -3]
BOARD = np.array([-8, -3, 0, 3, 8], dtype=np.float64)  # the numbers a teacher asks for


def linear_hardsigmoid(x):
    return torch.clamp((x + 1) / 2, 0, 1)


FUNCTIONS = [("relu", {}, F.relu), ("relu6", {}, F.relu6), ("sigmoid", {}, torch.sigmoid), ("silu", {}, F.silu),
             ("hardsigmoid", {}, F.hardsigmoid), ("hardsigmoid", {"form": "relu6"}, F.hardsigmoid),
             ("hardsigmoid", {"form": "linear"}, linear_hardsigmoid), ("hardswish", {}, F.hardswish)]
EXACT = {"relu", "relu6"}


def reals(rng, shape):
    """Where the curves bend, on the bends, and far out on both sides."""
    x = rng.uniform(-4, 4, shape).astype(np.float32).ravel()
    far = rng.uniform(-80, 80, x.size).astype(np.float32)
    x = np.where(rng.rand(x.size) < 0.3, far, x)
    special = np.array([-3, 3, 0, 6, -1, 1, -3.0000002, 2.9999998, 1e-30, -1e-30, -87, 88], dtype=np.float32)
    return np.where(rng.rand(x.size) < 0.2, rng.choice(special, x.size), x).astype(np.float32).reshape(shape)


def add(family, op, attributes, function, x, kind):
    y = function(torch.from_numpy(np.asarray(x, dtype=np.float64))).numpy()
    family.add(op, {"input": x}, y, attributes, kind)


def main():
    family, rng = Family("activations"), np.random.RandomState(19)
    for op, attributes, function in FUNCTIONS:
        add(family, op, attributes, function, BOARD, "real")
        for shape in SHAPES:
            if op in EXACT:
                add(family, op, attributes, function, rng.randint(-12, 13, shape), "integer")
            for _ in range(2 if attributes else 4):
                add(family, op, attributes, function, reals(rng, shape), "real")
    for slope in WHOLE_SLOPES:
        for shape in SHAPES[::2]:
            x = rng.randint(-12, 13, shape)
            add(family, "leaky_relu", {"negative_slope": slope}, lambda t: F.leaky_relu(t, slope), x, "integer")
    add(family, "leaky_relu", {}, F.leaky_relu, BOARD, "real")
    for slope in SLOPES:
        for shape in SHAPES:
            add(family, "leaky_relu", {"negative_slope": slope}, lambda t: F.leaky_relu(t, slope), reals(rng, shape), "real")
    # Where the exact answer is whole.
    for op, attributes, function in FUNCTIONS:
        if op.startswith("hard"):
            x = rng.choice([-9, -3, 3, 4, 9], (2, 3, 5, 4))
            add(family, op, attributes, function, x, "integer")
    family.save()


if __name__ == "__main__":
    main()
