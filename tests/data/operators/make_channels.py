#!/usr/bin/python3
"""channel_shuffle with PyTorch (Debian: python3-torch). Every run writes the same bytes."""
import numpy as np
import torch

from stored_cases import Family

SHAPES = [(1, 9, 1), (2, 6, 5, 3), (1, 12, 2, 7), (3, 8, 4), (1, 6, 2, 3, 5), (1, 7, 3, 2)]


def main():
    family, rng = Family("channels"), np.random.RandomState(17)
    family.add("channel_shuffle", {"input": np.arange(9).reshape(1, 9, 1)}, np.array([0, 3, 6, 1, 4, 7, 2, 5, 8]).reshape(1, 9, 1),
        {"groups": 3})
    for shape in SHAPES:
        for groups in (divisor for divisor in range(1, shape[1] + 1) if shape[1] % divisor == 0):
            x = rng.randint(-99, 100, shape)
            four = torch.from_numpy(x.reshape(shape[0], shape[1], -1, 1).astype(np.float64))
            y = torch.nn.functional.channel_shuffle(four, groups).numpy().reshape(shape)
            family.add("channel_shuffle", {"input": x}, y, {"groups": groups})
    family.save()


if __name__ == "__main__":
    main()
