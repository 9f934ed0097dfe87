#!/usr/bin/python3
"""conv2d_input_grad and conv2d_weight_grad with PyTorch's autograd (Debian: python3-torch). Every run writes the same bytes."""
import numpy as np
import torch
import torch.nn.functional as F

from make_convolutions import attributes_of, draw, possible, sides_of
from stored_cases import Family

TORCH_MODE = {"zeros": "constant", "constant": "constant", "reflect": "reflect", "replicate": "replicate", "circular": "circular"}
CASES, MOST_NUMBERS = 130, 650


def forward(x, w, g):
    (top, bottom), (left, right) = sides_of(g)
    extra = {"value": g["value"]} if TORCH_MODE[g["mode"]] == "constant" else {}
    padded = F.pad(x, (left, right, top, bottom), mode=TORCH_MODE[g["mode"]], **extra)
    return F.conv2d(padded, w, stride=g["stride"], dilation=g["dilation"], groups=g["groups"])


def numbers(rng, shape, kind):
    if kind == "integer":
        return torch.from_numpy(rng.randint(-9, 10, shape).astype(np.float64))
    return torch.from_numpy((rng.standard_normal(shape) * 10.0 ** rng.randint(-2, 3)).astype(np.float32).astype(np.float64))


def main():
    family, rng = Family("gradients"), np.random.RandomState(1986)
    for op in ("conv2d_input_grad", "conv2d_weight_grad"):
        made = 0
        while made < CASES:
            kind = "integer" if made % 3 else "real"
            g = draw(rng, 2)
            if not possible(g):
                continue
            x = numbers(rng, (g["batch"], g["groups"] * g["per_group"], *g["size"]), kind).requires_grad_()
            w = numbers(rng, (g["filters"], g["per_group"], *g["kernel"]), kind).requires_grad_()
            y = forward(x, w, g)
            grad = numbers(rng, tuple(y.shape), kind)
            if x.numel() + w.numel() + y.numel() > MOST_NUMBERS:
                continue
            dx, dw = torch.autograd.grad(y, (x, w), grad)
            given = attributes_of(g)
            if op == "conv2d_input_grad":
                given["input_size"] = list(x.shape)
                family.add(op, {"input": grad, "weight": w.detach()}, dx, given, kind)
            else:
                given["weight_size"] = list(w.shape)
                family.add(op, {"input": x.detach(), "grad": grad}, dw, given, kind)
            made += 1
    family.save()


if __name__ == "__main__":
    main()
