"""Keeps configurations that PyTorch computed, for the tests of every operator. The make_*.py beside this file use it; it is no program.

A family FAMILY (one make_FAMILY.py) is three files:
    FAMILY.jsonl          one case a line: op, shapes, attributes as the command line takes them, where its numbers begin
    FAMILY_integer.npy    int16: the tensors of every integer case in the operator's order, its output, its winners; one after the other
    FAMILY_real.npy       float32: the same for the real cases
"""
import json
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent


def text(value):
    """A value as the command line takes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ",".join(str(int(number)) for number in value)
    return str(value)


class Family:
    def __init__(self, name):
        self.name, self.lines = name, []
        self.stores = {"integer": [], "real": []}
        self.sizes = {"integer": 0, "real": 0}

    def add(self, op, tensors, output, attributes=None, kind="integer", precision="double", winners=None):
        """tensors: name of the slot → array (None: absent), in the operator's order. output, winners: arrays.
        kind "integer": every path must give these numbers exactly. kind "real": within the error bound;
        precision "double": the output was computed in double precision, "single": in single precision."""
        tensors = {name: np.asarray(values) for name, values in tensors.items() if values is not None}
        arrays = [*tensors.values(), np.asarray(output)] + ([] if winners is None else [np.asarray(winners)])
        line = {"kind": kind, "at": self.sizes[kind], "op": op, "tensors": {name: list(values.shape) for name, values in tensors.items()},
                "output": list(np.asarray(output).shape), "attributes": {name: text(value) for name, value in (attributes or {}).items()}}
        if kind == "real":
            line["precision"] = precision
        if winners is not None:
            line["winners"] = True
        for values in arrays:
            self.stores[kind].append(values.astype(np.float64).ravel())
            self.sizes[kind] += values.size
        self.lines.append(line)

    def save(self):
        for kind, dtype in (("integer", np.int16), ("real", np.float32)):
            values = np.concatenate(self.stores[kind]) if self.stores[kind] else np.zeros(1)
            assert kind == "real" or np.array_equal(values, values.astype(dtype)), "not whole numbers of 16 bits"
            np.save(HERE / f"{self.name}_{kind}.npy", values.astype(dtype))
        lines = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in self.lines)
        (HERE / f"{self.name}.jsonl").write_text(lines)
