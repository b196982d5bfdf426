# SPDX-License-Identifier: GPL-2.0-or-later
"""What the lab needs from the machine it runs on."""

import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import sys
import time

LAB_DIR = os.path.dirname(os.path.abspath(__file__))
REPO = os.path.dirname(os.path.dirname(LAB_DIR))
WORK = os.path.join(REPO, ".lab")
GUEST_DIR = os.path.join(LAB_DIR, "guest")
# One per machine, not per checkout: labs beyond what the machine bears only
# slow each other down until all run into their time limits.
LOCK_FILE = "/tmp/vwlan-lab.lock"

# program -> Debian package that has it
NEEDED = {
    "qemu-system-x86_64": "qemu-system-x86",
    "modprobe": "kmod",
    "depmod": "kmod",
    "zstd": "zstd",
    "lz4": "lz4",
    "dpkg-deb": "dpkg",
    "objcopy": "binutils",
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


@contextlib.contextmanager
def cache_lock():
    """Held while the cache is looked at: several labs may share it."""
    os.makedirs(cache_dir(), exist_ok=True)
    with open(os.path.join(cache_dir(), "lock"), "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def slots():
    """How many labs may run at once on this machine."""
    text = os.environ.get("LAB_SLOTS", "1")
    if not text.isdigit() or int(text) < 1:
        raise LabError("LAB_SLOTS=%s: must be a number from 1 on" % text)
    return int(text)


def slot_file(number):
    return LOCK_FILE + (".%d" % number if number > 1 else "")


class Lock:
    """A slot of this machine; its file says who holds it, and where."""

    def __init__(self):
        self.file = None

    @staticmethod
    def holder(number=1):
        try:
            with open(slot_file(number)) as file:
                return json.load(file)
        except (OSError, ValueError):
            return {}

    @staticmethod
    def _open(path):
        # Others may run the lab under another user: the file is shared.
        flags = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW
        try:
            descriptor = os.open(path, flags)
        except FileNotFoundError:
            descriptor = os.open(path, flags | os.O_CREAT)
            os.fchmod(descriptor, 0o666)
        except OSError as error:
            raise LabError("%s: %s" % (path, error.strerror))
        return os.fdopen(descriptor, "r+")

    def _try(self, path):
        file = self._open(path)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Somebody may have removed the file meanwhile; then this is
            # a lock that nobody else sees.
            if os.path.samestat(os.fstat(file.fileno()), os.stat(path)):
                self.file = file
                return True
        except OSError:
            pass
        file.close()
        return False

    def take(self, what, count):
        """One of the first COUNT slots, as soon as one is free."""
        told = False
        while not any(self._try(slot_file(number + 1))
                      for number in range(count)):
            if not told:
                self._tell(count)
                told = True
            time.sleep(0.5)
        self.describe(what=what, pid=os.getpid())

    def _tell(self, count):
        others = [self.holder(number + 1) for number in range(count)]
        say("waiting for " + " or ".join("%s (process %s%s)" % (
            other.get("what", "another lab"), other.get("pid", "?"),
            ", end it with: lab stop" if other.get("shell") else "")
            for other in others))

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
    """Facts about the lab shell that runs, or an error that says so."""
    facts = Lock.holder()
    if not facts.get("socket") or not os.path.exists(facts["socket"]):
        raise LabError("no lab shell is running: start one with "
                       "'lab shell --detach DIR'")
    return facts


def python_version_check():
    if sys.version_info < (3, 9):
        raise LabError("needs Python 3.9 or newer")
