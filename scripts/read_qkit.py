#!/usr/bin/env python3
# This source file is part of the QuantKit project.
# SPDX-License-Identifier: Apache-2.0
"""Reads .qkit files: a second reader, written from Formats.md alone, as a check of that document.

    read_qkit.py FILE            checks the whole file and lists side files and tensors, each with the
                                 first elements
    read_qkit.py FILE FOLDER     writes the side files into FOLDER as well

Needs Python 3.9 and one of: Python 3.14 (compression.zstd), the module zstandard, the command zstd.
Plain and slow. It makes the checks 1 to 11 and 13 to 21 of Formats.md.
"""

import json
import struct
import subprocess
import sys
from pathlib import Path

SIZES = {"F16": 2, "BF16": 2, "F32": 4, "F64": 8, "I8": 1, "I16": 2, "I32": 4, "I64": 8,
         "U8": 1, "U16": 2, "U32": 4, "U64": 8, "BOOL": 1, "F8_E4M3": 1, "F8_E5M2": 1}
FORMATS = {"F16": "e", "F32": "f", "F64": "d", "I8": "b", "I16": "h", "I32": "i", "I64": "q",
           "U8": "B", "U16": "H", "U32": "I", "U64": "Q", "BOOL": "B"}
PARTS = {"raw": ["elements"], "int8-row": ["codes", "scales"], "int4-row": ["codes", "scales"],
         "int8-row-normalized": ["codes", "scales"]}
GROUPS = {f"int{bits}-group{length}": length for bits in (8, 4) for length in (32, 64, 128)}
PARTS.update({name: ["codes", "scales"] for name in GROUPS})
EIGHT_BITS = [name for name in PARTS if name.startswith("int8")]
LIMIT = 1 << 26  # content of a frame


class Broken(Exception):
    """The file is damaged or breaks a rule of the format."""


def require(condition, problem):
    if not condition:
        raise Broken(problem)


def product(numbers):
    result = 1
    for number in numbers:
        result *= number
    return result


def xxh64(data):
    try:
        import xxhash
        return xxhash.xxh64_intdigest(data)
    except ImportError:
        pass
    p1, p2, p3, p4, p5 = (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9,
                          0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5)
    mask = (1 << 64) - 1

    def rotl(x, r):
        return (x << r | x >> (64 - r)) & mask

    def turn(acc, lane):
        return rotl((acc + lane * p2) & mask, 31) * p1 & mask

    at, h = 0, p5
    if len(data) >= 32:
        accs = [(p1 + p2) & mask, p2, 0, -p1 & mask]
        while at + 32 <= len(data):
            accs = [turn(a, b) for a, b in zip(accs, struct.unpack_from("<4Q", data, at))]
            at += 32
        h = sum(rotl(a, r) for a, r in zip(accs, (1, 7, 12, 18))) & mask
        for a in accs:
            h = ((h ^ turn(0, a)) * p1 + p4) & mask
    h = (h + len(data)) & mask
    while at + 8 <= len(data):
        h = (rotl(h ^ turn(0, struct.unpack_from("<Q", data, at)[0]), 27) * p1 + p4) & mask
        at += 8
    if at + 4 <= len(data):
        h ^= struct.unpack_from("<I", data, at)[0] * p1 & mask
        h = (rotl(h, 23) * p2 + p3) & mask
        at += 4
    for byte in data[at:]:
        h = rotl(h ^ byte * p5 & mask, 11) * p1 & mask
    h = (h ^ h >> 33) * p2 & mask
    h = (h ^ h >> 29) * p3 & mask
    return h ^ h >> 32


def decompress(frame):
    try:
        from compression import zstd
        return zstd.decompress(frame)
    except ImportError:
        pass
    try:
        import zstandard
        return zstandard.ZstdDecompressor().decompress(frame, allow_extra_data=False)
    except ImportError:
        pass
    result = subprocess.run(["zstd", "-q", "-d", "-c"], input=frame, capture_output=True)
    require(result.returncode == 0, "zstd refuses a frame")
    return result.stdout


def declared_content_size(frame):
    """RFC 8878, 3.1.1.1."""
    require(frame[:4] == b"\x28\xb5\x2f\xfd", "not a Zstandard frame")
    descriptor = frame[4]
    require(descriptor & 4, "no content checksum")
    require(descriptor & 3 == 0, "a dictionary is needed")
    single = descriptor >> 5 & 1
    size = (1 if single else 0, 2, 4, 8)[descriptor >> 6]
    require(size, "no content size")
    at = 5 if single else 6
    return int.from_bytes(frame[at:at + size], "little") + (256 if size == 2 else 0)


def no_duplicates(pairs):
    require(len(dict(pairs)) == len(pairs), "a key occurs twice")
    return dict(pairs)


class Container:
    def __init__(self, path):
        self.file = open(path, "rb")
        self.size = Path(path).stat().st_size
        # 1 to 3
        header = self.file.read(32)
        require(len(header) == 32 and header[8:16] == b"QuantKit", "not a .qkit file")
        self.check_sealed(header, "header")
        version, reserved = struct.unpack_from("<2I", header, 16)
        require(version == 1 and reserved == 0, f"format version {version}, reserved {reserved}")
        # 4 to 7
        require(self.size >= 104, "too short")
        footer = self.read(self.size - 72, 72)
        self.check_sealed(footer, "footer")
        (offset, stored, content, checksum, size, version, reserved,
         magic) = struct.unpack_from("<5Q2I8s", footer, 8)
        require(magic == b"QuantKit" and version == 1 and reserved == 0, "footer")
        require(size == self.size, "file size")
        require(offset >= 32 and offset + stored == self.size - 72, "place of the index")
        # 8 to 11
        text = self.frame([offset, stored, content, f"{checksum:016x}"], "index").decode("utf-8")
        self.index = json.loads(text, object_pairs_hook=no_duplicates)
        require(self.index["format"] == "qkit" and self.index["version"] == 1, "version of the index")
        require(not self.index.get("requires"), f"unknown features {self.index.get('requires')}")
        self.check_index(offset)

    def check_sealed(self, frame, place):
        magic, size = struct.unpack_from("<2I", frame)
        require(magic == 0x184D2A51 and size == len(frame) - 8, f"frame of the {place}")
        require(xxh64(frame[:-8]) == struct.unpack("<Q", frame[-8:])[0], f"checksum of the {place}")

    def check_index(self, end):
        position = 32
        for entry in [*self.index["side_files"],
                      *(part for tensor in self.index["tensors"] for part in tensor["parts"])]:
            for frame in entry["frames"]:
                require(frame[0] == position, f"a frame at {frame[0]}, expected at {position}")
                position += frame[1]
            if "size" in entry:
                require(sum(frame[2] for frame in entry["frames"]) == entry["size"], entry["name"])
        require(position == end, "frames do not end where the index begins")
        for entries in (self.index["side_files"], self.index["tensors"]):
            require(len({entry["name"] for entry in entries}) == len(entries), "a name occurs twice")
        for tensor in self.index["tensors"]:
            self.check_tensor(tensor)

    def check_tensor(self, tensor):
        name, scheme = tensor["name"], tensor["scheme"]["name"]
        require(tensor["type"] in SIZES, f"{name}: type {tensor['type']}")
        for part in tensor["parts"]:
            sizes = [frame[2] for frame in part["frames"]]
            block = part["block_size"]
            require(all(size == block for size in sizes[:-1]), f"{name}: blocks")
            require(all(1 <= size <= block for size in sizes[-1:]), f"{name}: last block")
            if part["type"] in SIZES:
                expected = product(part["shape"]) * SIZES[part["type"]]
                require(sum(sizes) == expected, f"{name}: size of {part['name']}")
        if scheme not in PARTS:
            return
        found = [(part["name"], part["type"], part["shape"]) for part in tensor["parts"]]
        shape = tensor["shape"]
        if scheme == "raw":
            expected = [("elements", tensor["type"], shape)]
        else:
            require(len(shape) == 2 and tensor["type"] in ("F16", "BF16", "F32"), f"{name}: {scheme}")
            rows, columns = shape
            codes = (("codes", "I8", [rows, columns]) if scheme in EIGHT_BITS
                     else ("codes", "I32", [rows, (columns + 7) // 8]))
            length = GROUPS.get(scheme)
            scales = (("scales", "F16", [rows, (columns + length - 1) // length]) if length
                      else ("scales", "F32", [rows]))
            expected = [codes, scales]
        require(found == expected, f"{name}: parts of {scheme}")
        for part in tensor["parts"]:
            unit = SIZES[part["type"]]
            if part["name"] == "codes":
                unit *= max(part["shape"][1], 1)
            require(part["block_size"] % unit == 0, f"{name}: block size")
        if "statistics" in tensor and scheme != "raw":
            counts = tensor["statistics"]["code_counts"]
            require(len(counts) == (256 if scheme in EIGHT_BITS else 16), f"{name}: code counts")
            require(sum(counts) == product(shape) and min(counts) >= 0, f"{name}: code counts")

    def read(self, offset, size):
        self.file.seek(offset)
        data = self.file.read(size)
        require(len(data) == size, f"the file ends before offset {offset + size}")
        return data

    def frame(self, record, place):
        # 19 and 20
        offset, stored, content, checksum = record[:4]
        require(1 <= content <= LIMIT and 1 <= stored <= content + content // 128 + 128,
                f"{place}: size of the frame at {offset}")
        data = self.read(offset, stored)
        require(f"{xxh64(data):016x}" == checksum, f"{place}: damaged at offset {offset}")
        require(declared_content_size(data) == content, f"{place}: declared size at {offset}")
        data = decompress(data)
        require(len(data) == content, f"{place}: content at {offset}")
        return data

    def contents(self, entry, place):
        return b"".join(self.frame(record, place) for record in entry["frames"])

    def elements(self, tensor):
        """The elements in row-major order; F32 for quantized tensors."""
        name, scheme = tensor["name"], tensor["scheme"]["name"]
        parts = {part["name"]: self.contents(part, name) for part in tensor["parts"]}
        require(scheme in PARTS, f"{name}: unknown scheme '{scheme}'")
        if scheme == "raw":
            data, kind = parts["elements"], tensor["type"]
            if kind == "BF16":
                data = b"".join(b"\0\0" + data[at:at + 2] for at in range(0, len(data), 2))
                kind = "F32"
            if kind not in FORMATS:
                return list(data)
            return [value for value, in struct.iter_unpack("<" + FORMATS[kind], data)]
        rows, columns = tensor["shape"]
        length = GROUPS.get(scheme, max(columns, 1))
        kind = "<e" if scheme in GROUPS else "<f"
        scales = [value for value, in struct.iter_unpack(kind, parts["scales"])]
        require(all(0 <= scale < float("inf") for scale in scales), f"{name}: scales")
        codes, row_size = parts["codes"], len(parts["codes"]) // max(rows, 1)
        result = []
        for row in range(rows):
            line = codes[row * row_size:(row + 1) * row_size]
            if scheme in EIGHT_BITS:
                values = [value for value, in struct.iter_unpack("<b", line)]
            else:
                nibbles = [nibble for byte in line for nibble in (byte & 15, byte >> 4)]
                values = [n - 16 if n > 7 else n for n in nibbles[:columns]]
            first = row * max(1, (columns + length - 1) // length)
            result += [value * scales[first + column // length] for column, value in enumerate(values)]
        return result


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    container = Container(sys.argv[1])
    for file in container.index["side_files"]:
        contents = container.contents(file, file["name"])
        print(f"{file['name']}: {len(contents)} bytes")
        if len(sys.argv) == 3:
            name = file["name"]
            require("/" not in name and "\\" not in name and name not in ("", ".", ".."), name)
            (Path(sys.argv[2]) / name).write_bytes(contents)
    for tensor in container.index["tensors"]:
        values = container.elements(tensor)
        shown = " ".join(str(value) for value in values[:8]) + (" ..." if len(values) > 8 else "")
        print(f"{tensor['name']} {tensor['type']} {tensor['shape']} {tensor['scheme']['name']}: {shown}")


if __name__ == "__main__":
    try:
        main()
    except (Broken, OSError, ValueError, KeyError, TypeError) as error:
        sys.exit(f"read_qkit.py: {type(error).__name__}: {error}")
