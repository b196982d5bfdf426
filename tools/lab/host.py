# SPDX-License-Identifier: GPL-2.0-or-later
"""What the lab needs from the machine it runs on."""

import fcntl
import json
import os
import shutil
import subprocess
import sys

LAB_DIR = os.path.dirname(os.path.abspath(__file__))
REPO = os.path.dirname(os.path.dirname(LAB_DIR))
WORK = os.path.join(REPO, ".lab")
GUEST_DIR = os.path.join(LAB_DIR, "guest")
# One per machine, not per checkout: two labs at once only slow each other
# down until both run into their time limits.
LOCK_FILE = "/tmp/vwlan-lab.lock"

# program -> Debian package that has it
NEEDED = {
    "qemu-system-x86_64": "qemu-system-x86",
    "modprobe": "kmod",
    "depmod": "kmod",
    "zstd": "zstd",
    "lz4": "lz4",
    "dpkg-deb": "dpkg",
}


class LabError(Exception):
    """Something the user can act on: shown as one line, no traceback."""


def say(text):
    print("lab: " + text, flush=True)


def cache_dir():
    return os.path.abspath(os.environ.get("LAB_CACHE",
                                          os.path.join(WORK, "cache")))


def run(command, **options):
    """Run a program; its own words become the error when it fails."""
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stderr", subprocess.STDOUT)
    result = subprocess.run(command, text=True, errors="replace", **options)
    if result.returncode != 0:
        lines = (result.stdout or "").strip().splitlines()
        raise LabError("%s failed: %s" % (
            " ".join(command[:4]), lines[-1] if lines else
            "exit status %d" % result.returncode))
    return result.stdout or ""


def find_program(name):
    """sbin is not on the PATH of ordinary users, nor of some CI systems."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")


def ensure_programs():
    missing = sorted({package for program, package in NEEDED.items()
                      if not find_program(program)})
    if not missing:
        return
    install = "apt-get install -y --no-install-recommends " + \
        " ".join(missing)
    if os.geteuid() != 0:
        raise LabError("missing programs; run as root: " + install)
    say("installing on this machine: " + " ".join(missing))
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    try:
        run(install.split(), env=env, stdin=subprocess.DEVNULL)
    except LabError:
        run(["apt-get", "update"])
        run(install.split(), env=env, stdin=subprocess.DEVNULL)


class Lock:
    """The machine-wide lock; its file says who holds it, and where."""

    def __init__(self):
        self.file = None

    @staticmethod
    def holder():
        try:
            with open(LOCK_FILE) as file:
                return json.load(file)
        except (OSError, ValueError):
            return {}

    def _open(self):
        # Others may run the lab under another user: the file is shared.
        flags = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW
        try:
            descriptor = os.open(LOCK_FILE, flags)
        except FileNotFoundError:
            descriptor = os.open(LOCK_FILE, flags | os.O_CREAT)
            os.fchmod(descriptor, 0o666)
        except OSError as error:
            raise LabError("%s: %s" % (LOCK_FILE, error.strerror))
        self.file = os.fdopen(descriptor, "r+")

    def take(self, what):
        while True:
            self._open()
            self._wait()
            # Somebody may have removed the file meanwhile; then this is
            # a lock that nobody else sees.
            try:
                if os.path.samestat(os.fstat(self.file.fileno()),
                                    os.stat(LOCK_FILE)):
                    break
            except FileNotFoundError:
                pass
            self.file.close()
        self.describe(what=what, pid=os.getpid())

    def _wait(self):
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            other = self.holder()
            say("waiting for %s (process %s%s)" % (
                other.get("what", "another lab"), other.get("pid", "?"),
                ", end it with: lab stop" if other.get("shell") else ""))
            # Blocking: the kernel serves those who wait in turn.
            fcntl.flock(self.file, fcntl.LOCK_EX)

    def describe(self, **facts):
        self.file.seek(0)
        self.file.truncate()
        json.dump(facts, self.file)
        self.file.flush()

    def release(self):
        if self.file:
            self.file.seek(0)
            self.file.truncate()
            self.file.close()
            self.file = None


def running_lab():
    """Facts about the lab that runs now, or an error that says so."""
    facts = Lock.holder()
    if not facts.get("socket") or not os.path.exists(facts["socket"]):
        raise LabError("no lab shell is running: start one with "
                       "'lab shell --detach DIR'")
    return facts


def python_version_check():
    if sys.version_info < (3, 9):
        raise LabError("needs Python 3.9 or newer")
