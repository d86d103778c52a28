#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""Writes the PyTorch files beside it and, for each, its tensors row-major as safetensors.

    python3 -m venv .venv && .venv/bin/pip install numpy safetensors torch
    .venv/bin/python make_files.py

Made with torch 2.15.0, safetensors 0.8.0 and Python 3.11.
"""

from collections import OrderedDict
from pathlib import Path

import torch
from safetensors.torch import save_file

FOLDER = Path(__file__).parent
torch.manual_seed(4)


def views():
    """Shared storages, gaps, transposed, expanded, scalar and empty tensors; every type that has a storage."""
    base = torch.randn(6, 40, dtype=torch.float32)
    cube = torch.randn(4, 5, 6).to(torch.float16)
    return OrderedDict(
        whole=base,
        rows=base[2:5],
        columns=base[:, 3:9],
        every_third=base[::2, 1::3],
        transposed=base.t(),
        permuted=cube.permute(2, 0, 1),
        permuted_part=cube.permute(1, 2, 0)[1:4, ::2],
        expanded=cube[0, :, :1].expand(5, 7),
        expanded_scalar=torch.tensor(2.5, dtype=torch.bfloat16).expand(3, 2, 2),
        overlapping=base.flatten().unfold(0, 8, 2),
        diagonal=torch.randn(5, 5, dtype=torch.float64).diagonal(),
        scalar=torch.tensor(-1.5, dtype=torch.float64),
        empty=torch.empty(0, 3),
        bfloat16=torch.randn(3, 5).to(torch.bfloat16),
        float64=torch.randn(2, 3, dtype=torch.float64),
        int8=torch.arange(-6, 6, dtype=torch.int8).reshape(3, 4).t(),
        uint8=torch.arange(250, 256, dtype=torch.uint8),
        int16=torch.arange(-300, 300, 100, dtype=torch.int16),
        int32=torch.arange(-3, 3, dtype=torch.int32) * 100_000,
        int64=torch.arange(512).expand(1, -1)[:, :9],
        bool=torch.tensor([True, False, True]),
    )


def newer_types():
    """Types without a storage of their own, which newer versions write as bytes."""
    return OrderedDict(
        uint16=torch.tensor([[1, 65535, 3]], dtype=torch.uint16),
        uint32=torch.tensor([1, 2**32 - 1], dtype=torch.uint32),
        uint64=torch.tensor([1, 2**63], dtype=torch.uint64),
        float8_e4m3=torch.tensor([1.0, -2.0, 448.0]).to(torch.float8_e4m3fn),
        float8_e5m2=torch.tensor([1.0, -2.0, 0.5]).to(torch.float8_e5m2),
    )


def module():
    """A small module, for parameters, a buffer and the versions that state dicts carry."""
    layer = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4))
    layer.half()
    return layer


def write(name, value, tensors, **options):
    torch.save(value, FOLDER / f"{name}.bin", **options)
    save_file({key: tensor.detach().contiguous().clone() for key, tensor in tensors.items()},
              FOLDER / f"{name}.safetensors")


def main():
    legacy = {"_use_new_zipfile_serialization": False}
    tensors = views()
    write("views", tensors, tensors)
    write("views-legacy", tensors, tensors, **legacy)
    types = newer_types()
    write("newer-types", types, types)
    layer = module()
    parameters = dict(layer.named_parameters()) | dict(layer.named_buffers())
    write("parameters", parameters, parameters, pickle_protocol=4)
    wrapped = {f"module.{key}": value for key, value in layer.state_dict().items()}
    write("nested", {"epoch": 3, "lr": 0.1, "args": ["a", None, True, 2**70],
                     "optimizer": {"state": {0: {"exp_avg": torch.zeros(2)}}},
                     "model": {"state_dict": wrapped | {"step": 7}}}, layer.state_dict())
    write("nested-legacy", {"state_dict": layer.state_dict()}, layer.state_dict(), **legacy)
    torch.save(layer, FOLDER / "whole-module.bin")
    print(torch.__version__)


if __name__ == "__main__":
    main()
