# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads lab.conf: INI, as configparser does, but errors name the line."""

import re

from host import LabError


class Value(str):
    line = 0


def read(path):
    """[(section, line, {key: Value})], in the order of the file."""
    try:
        with open(path) as file:
            lines = file.read().splitlines()
    except OSError as error:
        raise LabError("%s: %s" % (path, error.strerror))
    sections, keys, key = [], None, None
    for number, line in enumerate(lines, 1):
        if not line.strip() or re.match(r"\s*[#;]", line):
            continue
        header = re.match(r"\[([^]]+)\]\s*$", line)
        if header:
            keys, key = {}, None
            name = " ".join(header.group(1).split())
            sections.append((name, number, keys))
            continue
        if line[0].isspace() and key:
            value = Value((keys[key] + "\n" + line.strip()).strip("\n"))
            value.line, keys[key] = keys[key].line, value
            continue
        match = re.match(r"([\w-]+)\s*=\s*(.*)$", line)
        if keys is None or not match:
            raise LabError("%s:%d: expected %s, not: %s" % (
                path, number, "a [section]" if keys is None else
                "key = value", line.strip()))
        key = match.group(1)
        if key in keys:
            raise LabError("%s:%d: %s is there twice" % (path, number, key))
        keys[key] = Value(match.group(2).strip())
        keys[key].line = number
    return sections
