# SPDX-License-Identifier: GPL-2.0-or-later
"""QEMU with Xen in it: the command line, start and end."""

import ctypes
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time

from host import WORK, LabError, find_program
from scenario import KERNEL_TRUSTED

# What the model leaves out is what kills a domain in emulation: SMAP kills
# a PV dom0, RDTSCP and XSAVE kill PVH guests under nested SVM, and with
# XSAVE programs in PV guests now and then crash or compute wrongly.
# Without ERMS and FSRM, kernels copy with wide moves, twice as fast here.
MODEL = "max,-smap,-smep,-avx512f,-erms,-fsrm,-rdtscp,-pku,-xsave,-avx," \
    "-avx2,-fma,-f16c,-xsaveopt,-xsavec,-xsaves"
CONSOLES = (2, 3, 4, 5)     # hvc numbers in dom0 for interactive use


def _die_with_parent():
    # However this program ends, no emulator stays behind.
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class Folders:
    """Where one run keeps what."""

    def __init__(self, name):
        self.logs = os.path.join(WORK, "logs", name)
        shutil.rmtree(self.logs, ignore_errors=True)
        os.makedirs(os.path.join(self.logs, "consoles"))
        os.makedirs(os.path.join(WORK, "run"), exist_ok=True)
        self._remove_stale()
        self.run = tempfile.mkdtemp(prefix=name[:20] + "-",
                                    dir=os.path.join(WORK, "run"))
        # Held until this program ends, however it ends.
        self.lock = os.open(self.run, os.O_RDONLY)
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        self.images = os.path.join(self.run, "images")
        os.makedirs(self.images)
        # The share is the log folder, so that logs stay by themselves.
        self.share = self.logs
        self.exec = os.path.join(self.share, "exec")
        os.makedirs(self.exec)
        # Paths of sockets must be short.
        self.sockets = tempfile.mkdtemp(prefix="vwlan-lab-", dir="/tmp")

    @staticmethod
    def _remove_stale():
        """What labs left that were killed."""
        for name in os.listdir(os.path.join(WORK, "run")):
            folder = os.path.join(WORK, "run", name)
            lock = os.open(folder, os.O_RDONLY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            except OSError:
                pass
            os.close(lock)

    def remove(self):
        for folder in (self.run, self.sockets, self.exec):
            shutil.rmtree(folder, ignore_errors=True)


def command(scenario, folders):
    images, sockets = folders.images, folders.sockets
    xen = " ".join(filter(None, [
        "dom0_mem=%dM,max:%dM" % ((scenario.dom0.memory,) * 2),
        "dom0_max_vcpus=%d" % scenario.dom0.vcpus,
        "console=com1 com1=115200,8n1 sched=credit spec-ctrl=no noreboot",
        "loglvl=warning guest_loglvl=warning",
        scenario.xen_options]))
    line = [find_program("qemu-system-x86_64"),
            "-nodefaults", "-no-user-config", "-display", "none",
            "-machine", "q35", "-accel", "tcg,thread=multi",
            "-cpu", MODEL,
            "-smp", str(scenario.processors),
            "-m", str(scenario.memory),
            "-kernel", os.path.join(images, "xen"),
            "-append", xen,
            "-initrd", "%s/vmlinux console=hvc0 quiet %s,%s/dom0.img"
            % (images, KERNEL_TRUSTED, images),
            "-chardev", "file,id=xen,path=%s/xen.log" % folders.logs,
            "-serial", "chardev:xen",
            "-virtfs", "local,path=%s,mount_tag=share,security_model=none"
            % folders.share,
            "-virtfs", "local,path=%s,mount_tag=images,"
            "security_model=none,readonly=on" % images,
            "-device", "virtio-serial-pci,max_ports=16",
            "-chardev", "file,id=dom0,path=%s/dom0.log" % folders.logs,
            "-device", "virtconsole,chardev=dom0,name=lab.dom0"]
    for number in CONSOLES:
        line += ["-chardev", "socket,id=c%d,path=%s/console%d,server=on,"
                 "wait=off" % (number, sockets, number),
                 "-device", "virtconsole,chardev=c%d" % number]
    line += ["-chardev", "socket,id=agent,path=%s/agent,server=on,"
             "wait=off" % sockets,
             "-device", "virtserialport,chardev=agent,name=lab.agent"]
    return line + scenario.qemu


class Qemu:
    def __init__(self, scenario, folders):
        self.log = os.path.join(folders.logs, "qemu.log")
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                command(scenario, folders), stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, cwd=folders.run,
                preexec_fn=_die_with_parent)

    def check(self):
        status = self.process.poll()
        if status is not None:
            with open(self.log) as log:
                lines = log.read().strip().splitlines()
            raise LabError("QEMU ended: " + (lines[-1] if lines else
                                             "status %d" % status))

    def processor_seconds(self):
        """What the machine has spent on it so far; 0 once it ended."""
        try:
            with open("/proc/%d/stat" % self.process.pid) as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except OSError:
            return 0
        # utime and stime, see proc(5); the first field here is the third.
        return (int(fields[11]) + int(fields[12])) / \
            os.sysconf("SC_CLK_TCK")

    def stop(self):
        if self.process.poll() is not None:
            return
        self.process.terminate()
        end = time.monotonic() + 5
        while self.process.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
