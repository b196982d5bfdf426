# SPDX-License-Identifier: GPL-2.0-or-later
"""What builds modules for the lab's kernel: its headers, beside it."""

import os
import re

import contents
import kernel
from host import LabError, cache_lock
from packages import Tree

# Not the compiler, which comes from this machine, nor its libraries.
ONLY = re.compile(r"linux-(headers|kbuild)-")


def relocate(folder):
    """Debian's Makefile names a folder below /usr/src."""
    path = os.path.join(folder, "Makefile")
    with open(path) as file:
        text = file.read()
    changed = text.replace("include /usr/src/", "include ../")
    if changed != text:
        with open(path, "w") as file:
            file.write(changed)


def _unpack():
    version = kernel.version(Tree(contents.PACKAGES, base=True).root)
    name = "linux-headers-" + version
    tree = Tree([name], base=False, only=ONLY)
    folder = os.path.join(tree.root, "usr/src", name)
    if not os.path.isdir(folder):
        raise LabError("the packages hold no " + name)
    relocate(folder)
    return folder


def build_folder():
    """What a module's Makefile calls KDIR."""
    with cache_lock():
        return _unpack()
