# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes cpio archives (newc), the form of an initial ramdisk.

Written here rather than with cpio(1) so that owners are root, times are
fixed and no tree has to be laid out on disk first, whoever runs this.
"""

import os
import stat

MERGED = ("bin", "sbin", "lib", "lib64")


def merged_path(path):
    """/bin, /lib … are links into /usr in the image, as on any Debian."""
    path = os.path.normpath(path).lstrip("/")
    if path.split("/", 1)[0] in MERGED:
        path = "usr/" + path
    return path


class Archive:
    """Later archives, and later entries, win over earlier ones."""

    def __init__(self, path):
        self.path = path
        self.file = open(path + ".new", "wb")
        self.inode = 0
        self.seen = set()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is None:
            self._entry("TRAILER!!!", 0, b"")
            # Archives are joined: each must end on the alignment that
            # the kernel looks for the next one at.
            self.file.write(b"\0" * (-self.file.tell() % 512))
            self.file.close()
            os.rename(self.path + ".new", self.path)
        else:
            self.file.close()
            os.unlink(self.path + ".new")

    def _entry(self, name, mode, data, device=(0, 0)):
        self.inode += 1
        name = name.encode()
        fields = (self.inode, mode, 0, 0, 1, 0, len(data), 0, 0,
                  device[0], device[1], len(name) + 1, 0)
        header = b"070701" + b"".join(b"%08X" % field for field in fields)
        self.file.write(header + name + b"\0")
        self.file.write(b"\0" * (-(len(header) + len(name) + 1) % 4))
        self.file.write(data)
        self.file.write(b"\0" * (-len(data) % 4))

    def _parents(self, name):
        parent = os.path.dirname(name)
        if parent and parent not in self.seen:
            self._parents(parent)
            self.seen.add(parent)
            mode = 0o1777 if parent in ("tmp", "var/tmp") else 0o755
            self._entry(parent, stat.S_IFDIR | mode, b"")

    def has(self, path):
        return merged_path(path) in self.seen

    def directory(self, path, mode=0o755):
        name = merged_path(path)
        if name in self.seen:
            return
        self._parents(name)
        self.seen.add(name)
        self._entry(name, stat.S_IFDIR | mode, b"")

    def file_data(self, path, data, mode=0o644):
        name = merged_path(path)
        self._parents(name)
        self.seen.add(name)
        if isinstance(data, str):
            data = data.encode()
        self._entry(name, stat.S_IFREG | mode, data)

    def link(self, path, target):
        # The links of the merged layout keep their own names.
        name = os.path.normpath(path).lstrip("/")
        if name not in MERGED:
            name = merged_path(path)
        self._parents(name)
        self.seen.add(name)
        self._entry(name, stat.S_IFLNK | 0o777, target.encode())

    def add(self, source, path):
        """One file, link or directory as it is on this machine."""
        status = os.lstat(source)
        if stat.S_ISLNK(status.st_mode):
            self.link(path, os.readlink(source))
        elif stat.S_ISDIR(status.st_mode):
            self.directory(path, stat.S_IMODE(status.st_mode))
        elif stat.S_ISREG(status.st_mode):
            with open(source, "rb") as file:
                self.file_data(path, file.read(),
                               stat.S_IMODE(status.st_mode))

    def add_tree(self, top, under="", skip=()):
        for folder, folders, files in os.walk(top):
            folders.sort()
            place = os.path.normpath(os.path.join(
                under, os.path.relpath(folder, top)))
            if any(place == s or place.startswith(s + "/") for s in skip):
                folders[:] = []
                continue
            for name in sorted(files) + [
                    name for name in folders
                    if os.path.islink(os.path.join(folder, name))]:
                path = os.path.join(place, name)
                if path in MERGED:
                    continue
                self.add(os.path.join(folder, name), path)
            if not files and not folders and place != ".":
                self.directory(place)
