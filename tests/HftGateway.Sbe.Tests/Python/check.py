"""Compares generated modules with the interpreter: for each seed a module, messages (hex) and the interpreter's JSON, in one folder."""
import importlib.util
import json
import math
import pathlib
import sys
from decimal import Decimal

import numpy as np


def same(ours, theirs):
    if isinstance(ours, bytes):
        return isinstance(theirs, dict) and bytes.fromhex(theirs.get("$hex", "x")) == ours
    if isinstance(ours, dict):
        return isinstance(theirs, dict) and list(ours) == list(theirs) and all(same(ours[k], theirs[k]) for k in ours)
    if isinstance(ours, list):
        return isinstance(theirs, list) and len(ours) == len(theirs) and all(map(same, ours, theirs))
    if isinstance(ours, Decimal):
        return Decimal(theirs) == ours
    if isinstance(ours, float):
        number = float(theirs)
        return number == ours or float(np.float32(number)) == ours or (math.isnan(number) and math.isnan(ours))
    return type(ours) is type(theirs) and ours == theirs


def check_view(module, block, values, view, where):
    for field in block.fields:
        names = view.block.dtype.names or ()
        if field.name in names and isinstance(values[field.name], (int, float)) and not isinstance(values[field.name], bool):
            assert view.block[field.name] == values[field.name], (where, field.name)
    for group in block.groups:
        entries = values[group.name]
        entries = entries["$entries"] if isinstance(entries, dict) else entries
        array = view.groups[group.name]
        assert len(array) == len(entries), (where, group.name)
        for i, entry in enumerate(entries):
            if isinstance(array, np.ndarray):
                for name in array.dtype.names or ():
                    if isinstance(entry[name], (int, float)):
                        assert array[name][i] == entry[name], (where, group.name, name)
            else:
                check_view(module, group, entry, array[i], where + "." + group.name)
    for data in block.data:
        raw = bytes(view.data[data.name])
        value = values[data.name]
        assert raw == (value if isinstance(value, bytes) else value.encode(data.encoding)), (where, data.name)


def main(folder):
    messages = 0
    for path in sorted(pathlib.Path(folder).glob("*.py")):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for line in path.with_suffix(".txt").read_text("utf-8").splitlines():
            text, _, expected = line.partition(" ")
            raw = bytes.fromhex(text)
            ours, length = module.decode_with_length(raw)
            theirs = json.loads(expected, parse_float=Decimal)
            assert length == len(raw), (path.stem, length, len(raw))
            assert same(ours, theirs), (path.stem, ours, theirs)
            for values in (ours, theirs):
                again = module.encode(values)
                at = next((i for i, (a, b) in enumerate(zip(again, raw)) if a != b), min(len(again), len(raw)))
                assert again == raw, (path.stem, at, again[at:at + 8].hex(), raw[at:at + 8].hex(), values)
            check_view(module, module.MESSAGES[ours["$message"]], ours, module.view(raw), path.stem)
            for cut in range(0, len(raw), max(1, len(raw) // 40)):
                try:
                    module.decode(raw[:cut])
                    raise AssertionError((path.stem, "cut", cut))
                except module.SbeError:
                    pass
            messages += 1
    print(f"{messages} messages")


main(sys.argv[1])
