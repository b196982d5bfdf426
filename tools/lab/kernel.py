# SPDX-License-Identifier: GPL-2.0-or-later
"""Xen, the kernel and its modules, made ready to boot."""

import glob
import gzip
import lzma
import os
import re
import struct
import subprocess

from host import LabError, find_program, run


def version(root):
    """The newest kernel that the unpacked packages have."""
    found = sorted(os.listdir(os.path.join(root, "lib/modules")))
    if not found:
        raise LabError("the packages hold no kernel")
    return found[-1]


def unpack_kernel(root, target):
    """vmlinux from vmlinuz.

    Else Xen and then xl would decompress it once more for each domain,
    in emulation, which takes seconds each time.
    """
    with open(os.path.join(root, "boot/vmlinuz-" + version(root)),
              "rb") as file:
        data = file.read()
    offset, length = struct.unpack_from("<II", data, 0x248)
    start = (data[0x1F1] + 1) * 512 + offset
    payload = data[start:start + length]
    if payload.startswith(b"\xfd7zXZ"):
        # The last four bytes are the unpacked size, not part of the stream.
        payload = lzma.LZMADecompressor().decompress(payload)
    elif payload.startswith(b"\x1f\x8b"):
        payload = gzip.decompress(payload[:-4])
    else:
        tool = "zstd" if payload.startswith(b"\x28\xb5\x2f\xfd") else "lz4"
        payload = subprocess.run([tool, "-dc"], input=payload,
                                 stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL).stdout
    if not payload.startswith(b"\x7fELF"):
        raise LabError("don't know how this kernel is compressed")
    with open(target, "wb") as file:
        file.write(payload)


def unpack_xen(root, target):
    found = sorted(glob.glob(os.path.join(root, "boot/xen-*-amd64.gz")))
    if not found:
        raise LabError("the packages hold no hypervisor")
    with gzip.open(found[-1]) as source, open(target, "wb") as file:
        file.write(source.read())


def index_modules(root):
    run([find_program("depmod"), "-b", root, version(root)])


def strip_module(source, target):
    """Without what takes a domain long to check, and nobody needs there.

    That is the signature, behind the module proper, and types for BPF.
    """
    run([find_program("objcopy"), "--strip-debug", "--remove-section",
         ".BTF", source, target])


def module_files(root, names):
    """Files of the named modules and all that they depend on."""
    modprobe = find_program("modprobe")
    files, missing = set(), []
    for name in names:
        result = subprocess.run(
            [modprobe, "-d", root, "-S", version(root), "-C", "/dev/null",
             "--show-depends", name], text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if result.returncode != 0:
            missing.append(name)
        files.update(os.path.normpath(path) for path in
                     re.findall(r"^insmod (\S+)", result.stdout, re.M))
    return sorted(files), missing
