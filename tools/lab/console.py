# SPDX-License-Identifier: GPL-2.0-or-later
"""Joins this terminal with a console port of dom0."""

import os
import select
import socket
import sys
import termios
import tty

LEAVE = b"\x1d"


def relay(path, control):
    """Until Ctrl-], or until either end closes."""
    port = socket.socket(socket.AF_UNIX)
    port.connect(path)
    # Only now may dom0 start the program, or its first output were lost.
    control.sendall(b"{}\n")
    keyboard = sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)
    tty.setraw(keyboard)
    try:
        while True:
            ready, _, _ = select.select([keyboard, port, control], [], [])
            if keyboard in ready:
                data = os.read(keyboard, 4096)
                if not data or LEAVE in data:
                    break
                port.sendall(data)
            if port in ready:
                data = port.recv(65536)
                if not data:
                    break
                os.write(sys.stdout.fileno(), data)
            elif control in ready:
                break
    finally:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
        print()
