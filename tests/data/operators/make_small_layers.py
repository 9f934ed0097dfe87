#!/usr/bin/python3
"""batch_norm, dropout, add and cat with PyTorch (Debian: python3-torch). Every run writes the same bytes.
Which cells dropout drops is worked out here a second time, with numpy, from the words of engine/ops/dropout.cpp."""
import numpy as np
import torch
import torch.nn.functional as F

from stored_cases import Family

NORM_SHAPES = [(1, 1), (3, 7), (2, 5, 11), (1, 3, 5, 7), (2, 2, 3, 13), (1, 2, 3, 5, 2), (3, 1, 1, 1), (1, 17, 1, 2)]
DROP_SHAPES = [(1,), (5, 7), (2, 3, 11), (1, 3, 5, 7), (2, 1, 2, 3, 5)]
SUMS = [((1, 3, 5, 7), (1, 3, 5, 7)), ((2, 3, 5), (3, 5)), ((2, 3, 5, 7), (1, 3, 1, 1)), ((1, 3, 1, 7), (2, 1, 5, 1)), ((7,), (5, 1)),
        ((1,), (2, 3)), ((2, 1, 3, 1, 2), (5, 1, 2, 2)), ((1,), (1,)), ((11, 13), (1, 13)), ((2, 2, 1, 3, 1, 2), (1, 2, 5, 1, 2, 1)),
        ((4, 1, 6), (4, 5, 1)), ((3, 1, 1), (2, 3, 5, 4))]
ALPHAS = [1, 2, -3, 0]
REAL_ALPHAS = [1.0, 0.5, -0.3, 1e-3]
JOINS = [((1, 3, 5, 7), 1, 2), ((2, 3, 5, 7), 0, 1), ((2, 3, 5, 7), 2, 4), ((2, 3, 5, 7), 3, 1), ((7,), 0, 5), ((1,), 0, 1), ((3, 5), 1,
    11),
         ((2, 3, 1, 5, 2), 2, 3), ((2, 1, 3, 1, 2, 5), 4, 2), ((1, 1, 1, 1), 1, 1), ((2, 13, 3), 1, 4)]


def real(rng, *shape, low=-2.0, high=2.0):
    return rng.uniform(low, high, shape).astype(np.float32)


def double(values):
    return None if values is None else torch.from_numpy(np.asarray(values, dtype=np.float64))


def add_norms(family, rng):
    for shape in NORM_SHAPES:
        for weighted in (True, False):
            for biased in (True, False):
                for eps in (None, 1e-3, 0.5, 0.0):
                    c = shape[1]
                    x, mean, var = real(rng, *shape), real(rng, c), real(rng, c, low=0.05, high=3)
                    weight, bias = real(rng, c) if weighted else None, real(rng, c) if biased else None
                    y = F.batch_norm(double(x), double(mean), double(var), double(weight), double(bias), False, 0.1,
                        1e-5 if eps is None else eps)
                    tensors = {"input": x, "running_mean": mean, "running_var": var, "weight": weight, "bias": bias}
                    family.add("batch_norm", tensors, y.numpy(), {} if eps is None else {"eps": eps}, "real")
        # Roots that are whole: variance and eps together 1, 4 or 16, the factors multiples of the root.
        for eps in (0, 1, 3):
            c = shape[1]
            root = {0: rng.choice([1, 4], c), 1: np.full(c, 2), 3: rng.choice([2, 4], c)}[eps]
            x, mean = rng.randint(-9, 10, shape), rng.randint(-5, 6, c)
            weight, bias = root * rng.randint(-3, 4, c), rng.randint(-9, 10, c)
            y = F.batch_norm(double(x), double(mean), double(root * root - eps), double(weight), double(bias), False, 0.1, eps)
            tensors = {"input": x, "running_mean": mean, "running_var": root * root - eps, "weight": weight, "bias": bias}
            family.add("batch_norm", tensors, y.numpy(), {"eps": eps})


def mixed(h):
    h = np.asarray(h, dtype=np.uint64)
    for shift, factor in ((16, 0x6A09E667), (15, 0xBB67AE85), (13, 0x3C6EF373)):
        h = ((h ^ (h >> np.uint64(shift))) * np.uint64(factor)) & np.uint64(0xFFFFFFFF)
    return h ^ (h >> np.uint64(16))


def kept(count, seed, p):
    chances = mixed((np.arange(count, dtype=np.uint64) + mixed(seed)) & np.uint64(0xFFFFFFFF)) >> np.uint64(8)
    return chances >= np.uint64(round(p * 2**24))


def add_dropouts(family, rng):
    for shape in DROP_SHAPES:
        for p in (None, 0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0):
            for seed in (None, 1, 17, 2**31 - 1):
                chance = 0.5 if p is None else p
                whole = chance in (0, 0.5, 0.75, 1)
                x = rng.randint(-99, 100, shape) if whole else real(rng, *shape)
                mask = kept(x.size, seed or 0, chance).reshape(shape)
                y = double(x) * double(mask) / (1 - chance) if chance < 1 else double(x) * 0
                attributes = {name: value for name, value in (("p", p), ("seed", seed)) if value is not None}
                family.add("dropout", {"input": x}, y.numpy(), attributes, "integer" if whole else "real")


def add_sums(family, rng):
    for first, second in SUMS:
        for a, b in ((first, second), (second, first)):
            for alpha in ALPHAS:
                x, other = rng.randint(-99, 100, a), rng.randint(-99, 100, b)
                y = torch.add(double(x), double(other), alpha=alpha)
                family.add("add", {"input": x, "other": other}, y.numpy(), {} if alpha == 1 else {"alpha": alpha})
        for alpha in REAL_ALPHAS:
            x, other = real(rng, *first), real(rng, *second)
            y = torch.add(double(x), double(other), alpha=alpha)
            family.add("add", {"input": x, "other": other}, y.numpy(), {"alpha": alpha}, "real")


def add_joins(family, rng):
    for shape, dim, size in JOINS:
        for given in (dim, dim - len(shape)):
            for kind in ("integer", "real"):
                other_shape = shape[:dim] + (size,) + shape[dim + 1:]
                x, other = (rng.randint(-99, 100, s) if kind == "integer" else real(rng, *s) for s in (shape, other_shape))
                for a, b in ((x, other), (other, x)):
                    family.add("cat", {"input": a, "other": b}, torch.cat((double(a), double(b)), given).numpy(),
                        {"dim": given} if given else {}, kind)


def main():
    family, rng = Family("small_layers"), np.random.RandomState(23)
    add_norms(family, rng)
    add_dropouts(family, rng)
    add_sums(family, rng)
    add_joins(family, rng)
    family.save()


if __name__ == "__main__":
    main()
