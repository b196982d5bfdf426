# SPDX-License-Identifier: GPL-2.0-or-later
"""Follows log files as they grow."""


class Tail:
    def __init__(self, path):
        self.path = path
        self.file = None
        self.rest = b""

    def lines(self):
        """The whole lines that came since the last call."""
        if self.file is None:
            try:
                self.file = open(self.path, "rb")
            except OSError:
                return
        data = self.file.read()
        if not data:
            return
        lines = (self.rest + data).split(b"\n")
        self.rest = lines.pop()
        for line in lines:
            yield line.rstrip(b"\r").decode(errors="replace")

    def last(self):
        rest, self.rest = self.rest, b""
        return rest.decode(errors="replace")
