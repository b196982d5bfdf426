# SPDX-License-Identifier: GPL-2.0-or-later
"""A scenario: the folder that says which domains there are."""

import os
import re
import shlex

import inifile
from host import LabError

LAB_KEYS = {"include", "timeout", "memory", "processors", "qemu",
            "xenstored", "xen", "description"}
DOM0_KEYS = {"memory", "packages", "modules", "vcpus"}
DOMAIN_KEYS = {"type", "memory", "vcpus", "role", "radio", "packages",
               "modules", "start", "xl", "enabled", "kernel"}


# What takes the kernels long and tells nothing here: defences of the machine's
# and tests of ciphers in all of them; and, where no module of ours could
# write to what it must not, marking pages as read-only.
KERNEL = "mitigations=off cryptomgr.notests=1"
KERNEL_TRUSTED = KERNEL + " rodata=off"


class Domain:
    def __init__(self, name):
        self.name = name
        self.keys = {}          # key -> (value, path of its file)
        self.role = "guest"
        self.overlays = []
        self.commons = []
        self.script = None
        self.files = {}
        self.lab_keys = {}

    def error(self, key, text):
        value, path = self.keys[key]
        raise LabError("%s:%d: [domain %s] %s" % (path, value.line,
                                                  self.name, text))

    def text(self, key, default):
        return str(self.keys[key][0]) if key in self.keys else default

    def choice(self, key, default, choices):
        value = self.text(key, default)
        if value not in choices:
            self.error(key, "%s = %s: must be %s" % (
                key, value, " or ".join(choices)))
        return value

    def number(self, key, default, least):
        value = self.text(key, str(default))
        if not value.isdigit() or int(value) < least:
            self.error(key, "%s = %s: must be a number from %d on" % (
                key, value, least))
        return int(value)

    def read_keys(self):
        self.type = self.choice("type", "pv", ("pv", "pvh"))
        self.memory = self.number("memory", 512 if self.role == "dom0"
                                  else 256, 128)
        self.vcpus = self.number("vcpus", 1, 1)
        if self.role != "dom0":
            self.role = self.choice("role", "guest", ("driver", "guest"))
        self.start = self.choice("start", "auto", ("auto", "manual"))
        self.radio = self.text("radio", "")
        if self.radio and self.role != "driver":
            self.error("radio", "radio needs role = driver")
        self.packages = self.text("packages", "").split()
        self.modules = self.text("modules", "").split()
        self.xl = self.text("xl", "")
        self.cmdline = self.text("kernel", "")

    def environment(self):
        facts = {"LAB_DOMAIN": self.name, "LAB_ROLE": self.role,
                 "LAB_RADIO": self.radio,
                 "LAB_XENSTORED": self.lab_keys.get("xenstored",
                                                    "xenstored"),
                 "LAB_VERBOSE": self.lab_keys.get("verbose", "")}
        return "".join("%s=%s\n" % (key, shlex.quote(value))
                       for key, value in sorted(facts.items()))

    def xl_config(self):
        lines = ['name = "%s"' % self.name,
                 'type = "%s"' % self.type,
                 'kernel = "/lab/images/vmlinux"',
                 'ramdisk = "/lab/images/%s.img"' % self.name,
                 # Messages of the kernel reach the console through a
                 # program in the domain, whole lines at a time, so that
                 # they never split a line that the lab has to read.
                 'cmdline = "%s"' % " ".join(filter(None, [
                     "console=hvc0 loglevel=1",
                     KERNEL if self.role == "guest" else KERNEL_TRUSTED,
                     self.cmdline])),
                 "memory = %d" % self.memory,
                 "vcpus = %d" % self.vcpus,
                 'on_crash = "destroy"',
                 # An emulated processor doesn't promise an invariant TSC,
                 # so Xen would catch each reading of it, which costs 0.3 ms;
                 # QEMU's is the host's clock, the same for all processors.
                 'tsc_mode = "native"']
        if self.role == "driver":
            lines.append("driver_domain = 1")
        return "\n".join(lines + [self.xl]) + "\n"


class Scenario:
    def __init__(self, folder, verbose=False):
        self.folder = os.path.abspath(folder)
        if not os.path.isdir(self.folder):
            raise LabError("%s: no such folder" % folder)
        self.name = os.path.basename(self.folder)
        self.lab = {}
        self.domains = {}
        self.layers = []
        self._domain("dom0").role = "dom0"
        self._read(self.folder, ())
        self.dom0 = self.domains.pop("dom0")
        self._finish(verbose)

    def _domain(self, name):
        return self.domains.setdefault(name, Domain(name))

    def _read(self, folder, above):
        path = os.path.join(folder, "lab.conf")
        if folder in above:
            raise LabError("%s includes itself" % path)
        sections = inifile.read(path)
        for name, line, keys in sections:
            if name == "lab" and "include" in keys:
                for other in str(keys["include"]).split():
                    self._read(os.path.normpath(
                        os.path.join(folder, other)), above + (folder,))
        # After what it includes: what this folder says wins.
        self.layers.append(folder)
        for name, line, keys in sections:
            self._section(path, name, line, keys)

    def _section(self, path, name, line, keys):
        match = re.match(r"domain ([A-Za-z0-9][A-Za-z0-9_-]*)$", name)
        if name == "lab":
            known = LAB_KEYS
        elif name == "dom0":
            known = DOM0_KEYS
        elif match and match.group(1) not in ("dom0", "all", "common",
                                              "xen", "lab"):
            known = DOMAIN_KEYS
        else:
            raise LabError("%s:%d: unknown section [%s]" % (path, line,
                                                            name))
        for key, value in keys.items():
            if key not in known:
                raise LabError("%s:%d: [%s] has no key %s; known: %s" % (
                    path, value.line, name, key, " ".join(sorted(known))))
            if name == "lab":
                self.lab[key] = (value, path)
        if name != "lab":
            domain = self._domain("dom0" if name == "dom0" else
                                  match.group(1))
            domain.keys.update({key: (value, path)
                                for key, value in keys.items()})

    def _number(self, key, default):
        if key not in self.lab:
            return default
        value, path = self.lab[key]
        if not value.isdigit() or int(value) < 1:
            raise LabError("%s:%d: [lab] %s = %s: must be a number" % (
                path, value.line, key, value))
        return int(value)

    def _text(self, key, default=""):
        return str(self.lab[key][0]) if key in self.lab else default

    def _finish(self, verbose):
        self.timeout = self._number("timeout", 300)
        self.processors = self._number("processors", 2)
        self.qemu = shlex.split(self._text("qemu"))
        self.xen_options = self._text("xen")
        self.xenstored = self._text("xenstored", "xenstored")
        if self.xenstored not in ("xenstored", "oxenstored"):
            value, path = self.lab["xenstored"]
            raise LabError("%s:%d: [lab] xenstored must be xenstored or "
                           "oxenstored" % (path, value.line))
        self.domains = {
            name: domain for name, domain in self.domains.items()
            if domain.choice("enabled", "yes", ("yes", "no")) == "yes"}
        for domain in self.all():
            domain.lab_keys = {"xenstored": self.xenstored,
                               "verbose": "1" if verbose else ""}
            domain.read_keys()
            self._find_files(domain)
        self._check_scripts()
        for domain in self.domains.values():
            self.dom0.files[domain.name + ".cfg"] = domain.xl_config()
        total = self.dom0.memory + sum(domain.memory for domain
                                       in self.domains.values())
        # Xen itself, and tables for the domains' pages.
        self.memory = self._number("memory", total + 384)

    def all(self):
        return [self.dom0] + list(self.domains.values())

    def _find_files(self, domain):
        for folder in self.layers:
            script = os.path.join(folder, domain.name + ".sh")
            if os.path.isfile(script):
                domain.script = script
            common = os.path.join(folder, "common.sh")
            if os.path.isfile(common):
                domain.commons.append(common)
            for name in ("overlay/all", domain.name,
                         "overlay/" + domain.name):
                overlay = os.path.join(folder, name)
                if os.path.isdir(overlay):
                    domain.overlays.append(overlay)

    def _check_scripts(self):
        names = {domain.name for domain in self.all()} | {"common"}
        for name in os.listdir(self.folder):
            if name.endswith(".sh") and name[:-3] not in names:
                raise LabError("%s: no domain is called %s" % (
                    os.path.join(self.folder, name), name[:-3]))
