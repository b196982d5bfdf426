# SPDX-License-Identifier: GPL-2.0-or-later
"""The shared libraries that programs need, as their own loader sees it."""

import os
import re
import subprocess

LIB_FOLDERS = ("usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu",
               "usr/lib/x86_64-linux-gnu/systemd")
LOADER = "usr/lib64/ld-linux-x86-64.so.2"
# Loaded by name at run time, so no program lists it: pthread_cancel().
ALWAYS = ("usr/lib/x86_64-linux-gnu/libgcc_s.so.1",)


def is_elf(path):
    if os.path.islink(path) or not os.path.isfile(path):
        return False
    with open(path, "rb") as file:
        head = file.read(18)
    # Type 1 is a relocatable file: a kernel module.
    return head[:4] == b"\x7fELF" and head[16] != 1


def libraries(programs, roots):
    """path in the image -> file here, for all that programs link with.

    The first root's loader is used; roots are looked through in order.
    Returns that and a list of "program: library" that were not found.
    """
    found, missing = {}, []
    search = ":".join(os.path.join(root, folder)
                      for root in roots for folder in LIB_FOLDERS)
    loader = os.path.join(roots[0], LOADER)
    for program in programs:
        result = subprocess.run(
            [loader, "--library-path", search, "--list", program],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for line in result.stdout.splitlines():
            if "not found" in line:
                missing.append("%s: %s" % (os.path.basename(program),
                                           line.split()[0]))
                continue
            match = re.match(r"\s*(\S+) => (/\S+) \(", line)
            if match and "ld-linux" not in match.group(1):
                found[_image_path(match.group(2), roots)] = match.group(2)
    found["usr/lib64/ld-linux-x86-64.so.2"] = loader
    for path in ALWAYS:
        if os.path.exists(os.path.join(roots[0], path)):
            found[path] = os.path.join(roots[0], path)
    return found, missing


def _image_path(path, roots):
    """A library's place in the image, by the name programs ask for."""
    for root in sorted(roots, key=len, reverse=True):
        if path.startswith(root.rstrip("/") + "/"):
            path = os.path.relpath(path, root)
            break
    return path if path.startswith("usr/") else "usr/" + path.lstrip("/")
