# SPDX-License-Identifier: GPL-2.0-or-later
"""The line to the agent in dom0 (guest/agent-dom0)."""

import os
import socket


class Agent:
    def __init__(self, path):
        self.path = path
        self.socket = None
        self.buffer = b""
        self.number = 0
        self.waiting = {}       # number -> called with the exit status

    def connect(self):
        if self.socket or not os.path.exists(self.path):
            return
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(self.path)

    def request(self, verb, *arguments, then=None):
        """Ask for something; returns the number of the request."""
        self.number += 1
        self.waiting[self.number] = then
        line = " ".join([str(self.number), verb] +
                        [str(argument) for argument in arguments])
        self.socket.setblocking(True)
        self.socket.sendall(line.encode() + b"\n")
        return self.number

    def lines(self):
        """What came in; answers to requests are dealt with here."""
        if not self.socket:
            return
        self.socket.setblocking(False)
        try:
            while True:
                data = self.socket.recv(65536)
                if not data:
                    break
                self.buffer += data
        except (BlockingIOError, ConnectionError):
            pass
        while b"\n" in self.buffer:
            line, self.buffer = self.buffer.split(b"\n", 1)
            words = line.decode(errors="replace").split()
            if not words:
                continue
            if words[0].isdigit():
                then = self.waiting.pop(int(words[0]), None)
                if then:
                    then(int(words[1]))
            else:
                yield words
