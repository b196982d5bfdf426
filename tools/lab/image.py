# SPDX-License-Identifier: GPL-2.0-or-later
"""The domains' ramdisks, in layers.

A ramdisk is several archives in a row, each made again only when what is
in it changed:
  base        programs that every domain has
  ROLE        programs and modules of dom0, a driver domain, a guest
  extra       packages that a scenario asked for
  stage       this project's own programs
  index       of a guest's modules, with the project's own
  scenario    scripts, overlays and names of one domain
They are not compressed: unpacking costs more here than copying does.
"""

import fnmatch
import glob
import hashlib
import os
import shutil
import subprocess
import tempfile
import time

import contents
import elf
import kernel
from cpio import MERGED, Archive
from host import GUEST_DIR, LAB_DIR, LabError, cache_dir, say
from packages import Tree

SKIP_EXTRA = ("usr/share/doc", "usr/share/man", "usr/share/locale",
              "usr/share/info", "usr/share/lintian", "usr/share/doc-base",
              "boot", "var/cache", "etc/shadow")


def digest(*parts):
    return hashlib.sha256("\0".join(map(str, parts)).encode()
                          ).hexdigest()[:16]


def stamp_tree(*tops):
    """Changes whenever a file below changes: size and time will do."""
    parts = []
    for top in tops:
        for folder, folders, files in os.walk(top):
            folders.sort()
            for name in sorted(files):
                path = os.path.join(folder, name)
                status = os.lstat(path)
                parts.append("%s %d %d %o" % (path, status.st_size,
                                              status.st_mtime_ns,
                                              status.st_mode))
    return digest(*parts)


class Images:
    def __init__(self, refresh=False):
        self.folder = os.path.join(cache_dir(), "layers")
        os.makedirs(self.folder, exist_ok=True)
        self.tree = Tree(contents.PACKAGES, base=True, refresh=refresh)
        self.root = self.tree.root
        self.code = digest(*[open(os.path.join(LAB_DIR, name)).read()
                             for name in ("contents.py", "image.py",
                                          "kernel.py", "cpio.py",
                                          "elf.py")])
        self._base_paths = None

    def _layer(self, kind, key, make, *arguments):
        path = os.path.join(self.folder, "%s-%s.cpio" % (kind, key))
        if not os.path.exists(path):
            say("making the %s image" % kind)
            with Archive(path) as archive:
                make(archive, *arguments)
        os.utime(path)
        return path

    def _boot_file(self, name, make):
        path = os.path.join(self.folder, "%s-%s" % (name, self.tree.id))
        if not os.path.exists(path):
            make(self.root, path + ".new")
            os.rename(path + ".new", path)
        os.utime(path)
        return path

    def xen(self):
        return self._boot_file("xen", kernel.unpack_xen)

    def vmlinux(self):
        return self._boot_file("vmlinux", kernel.unpack_kernel)

    def _find(self, patterns):
        found = []
        for pattern in patterns:
            matches = [path for path in
                       glob.glob(os.path.join(self.root, pattern))
                       if not os.path.isdir(path)]
            if not matches:
                raise LabError("the packages hold no " + pattern)
            found += sorted(matches)
        return found

    def _add_programs(self, archive, files, roots=None, skip=()):
        roots = roots or [self.root]
        for path in files:
            archive.add(path, os.path.relpath(path, roots[0]))
        self._add_libraries(archive, files, roots, skip)

    def _add_libraries(self, archive, files, roots, skip=()):
        found, missing = elf.libraries(
            [path for path in map(os.path.realpath, files)
             if elf.is_elf(path)], roots)
        for line in missing:
            say("warning: library not found for " + line)
        for path, source in sorted(found.items()):
            if path not in skip and not archive.has(path):
                archive.add(os.path.realpath(source), path)

    def _copy_modules(self, names, scratch):
        """Returns their folder, with all that goes into the index."""
        files, missing = kernel.module_files(self.root, names)
        if missing:
            say("warning: this kernel has no module " + " ".join(missing))
        for path in files:
            target = os.path.join(scratch, os.path.relpath(path, self.root))
            target = target.replace("/usr/lib/", "/lib/", 1)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            kernel.strip_module(path, target)
        version = kernel.version(self.root)
        top = os.path.join(scratch, "lib/modules", version)
        os.makedirs(top, exist_ok=True)
        for name in ("modules.order", "modules.builtin",
                     "modules.builtin.modinfo"):
            shutil.copy(os.path.join(self.root, "lib/modules", version,
                                     name), top)
        return top

    def _add_modules(self, archive, names):
        # The index must list what this image has, not what Debian has.
        with tempfile.TemporaryDirectory() as scratch:
            self._copy_modules(names, scratch)
            kernel.index_modules(scratch)
            archive.add_tree(scratch)

    def _make_index(self, archive, names, updates):
        with tempfile.TemporaryDirectory() as scratch:
            top = self._copy_modules(names, scratch)
            shutil.copytree(updates, os.path.join(top, "updates"))
            kernel.index_modules(scratch)
            for path in glob.glob(os.path.join(top, "modules.*")):
                archive.add(path, os.path.relpath(path, scratch))

    def _make_base(self, archive):
        for name in MERGED:
            archive.directory("usr/" + name)
            archive.link(name, "usr/" + name)
        for name in ("root", "proc", "sys", "run", "tmp", "var/tmp",
                     "var/lib", "var/log", "mnt", "lab"):
            archive.directory(name, 0o1777 if "tmp" in name else 0o755)
        archive.link("var/run", "/run")
        archive.link("var/lock", "/run/lock")
        for path, text in contents.FILES.items():
            archive.file_data(path, text,
                              0o640 if path == "etc/shadow" else 0o644)
        self._add_programs(archive, self._find(contents.PROGRAMS["base"]))
        archive.link("usr/bin/sh", "bash")
        for name in ("regulatory.db", "regulatory.db.p7s"):
            # Debian chooses between two signers with a link of dpkg's.
            if not os.path.exists(os.path.join(self.root, "lib/firmware",
                                               name)):
                archive.link("usr/lib/firmware/" + name,
                             name.replace(".db", ".db-debian")
                             if name.endswith("db") else
                             "regulatory.db.p7s-debian")
        # Real programs win over busybox's, in any layer.
        applets = subprocess.run(
            [os.path.join(self.root, "usr/bin/busybox"), "--list"],
            stdout=subprocess.PIPE, text=True).stdout.split()
        for name in applets:
            if not archive.has("usr/bin/" + name) and \
                    not archive.has("usr/sbin/" + name):
                archive.link("usr/bin/" + name, "busybox")
        archive.link("init", "/usr/bin/busybox")

    def _make_role(self, archive, role):
        self._add_programs(archive, self._find(contents.PROGRAMS[role]),
                           skip=self.base_paths())
        xen = sorted(glob.glob(os.path.join(self.root, "usr/lib/xen-4.*"))
                     or glob.glob(os.path.join(self.root, "usr/lib/xen-*.*"))
                     )[-1]
        programs = [os.path.join(xen, "bin", name)
                    for name in contents.XEN_PROGRAMS[role]]
        self._add_programs(archive, programs, skip=self.base_paths())
        for path in programs:
            # Debian's own link goes through a script that looks the
            # version up: there is only one version here.
            archive.link("usr/sbin/" + os.path.basename(path),
                         "/" + os.path.relpath(path, self.root))
        if role != "guest":
            archive.add_tree(os.path.join(self.root, "etc/xen"), "etc/xen")
        names = contents.LOAD[role] + contents.MODULES[role]
        self._add_modules(archive, names)

    def base_paths(self):
        if self._base_paths is None:
            found, _ = elf.libraries(
                [path for path in map(os.path.realpath,
                                      self._find(contents.PROGRAMS["base"]))
                 if elf.is_elf(path)], [self.root])
            self._base_paths = set(found)
        return self._base_paths

    def base(self):
        return self._layer("base", digest(self.tree.id, self.code),
                           self._make_base)

    def role(self, role):
        return self._layer(role, digest(self.tree.id, self.code, role),
                           self._make_role, role)

    def extra(self, names):
        tree = Tree(names, base=False)
        return self._layer("extra", digest(tree.id, self.code),
                           self._make_extra, tree)

    @staticmethod
    def _make_extra(archive, tree):
        skip = SKIP_EXTRA
        archive.add_tree(tree.root, skip=skip)

    def modules(self, names):
        """Modules beyond the role's own; the index must name them all."""
        return self._layer("modules", digest(self.tree.id, self.code,
                                             *names),
                           self._add_modules, names)

    def index(self, names, stage):
        """Of these modules and the stage's own, if that has any."""
        updates = os.path.join(stage, "usr/lib/modules",
                               kernel.version(self.root), "updates")
        if not os.path.isdir(updates):
            return None
        return self._layer("index", digest(
            self.tree.id, self.code, stamp_tree(updates), *names),
            self._make_index, names, updates)

    def stage(self, stage):
        if not os.path.isdir(stage):
            return None
        key = digest(self.tree.id, self.code, stamp_tree(stage))
        # Another checkout may share the cache, and be about to use its own.
        self._prune("stage-*.cpio", 3600)
        return self._layer("stage", key, self._make_stage, stage)

    def _make_stage(self, archive, stage):
        programs = []
        for folder, folders, files in os.walk(stage):
            folders.sort()
            for name in sorted(files):
                path = os.path.join(folder, name)
                place = os.path.relpath(path, stage)
                if fnmatch.fnmatch(place, "usr/share/man/*"):
                    continue
                archive.add(path, place)
                if elf.is_elf(path):
                    programs.append(path)
        # A library that Debian's packages have comes from there; build
        # dependencies that the images lack come from this machine.
        self._add_libraries(archive, programs, [self.root, stage, "/"],
                            self.base_paths())

    def scenario(self, path, domain, console_shell):
        with Archive(path) as archive:
            for name in sorted(os.listdir(GUEST_DIR)):
                archive.add(os.path.join(GUEST_DIR, name), "lab/" + name)
            archive.file_data("etc/udhcpc/default.script",
                              open(os.path.join(GUEST_DIR, "udhcpc"))
                              .read(), 0o755)
            archive.file_data("etc/hostname", domain.name + "\n")
            archive.file_data("etc/inittab", inittab(domain,
                                                     console_shell))
            archive.file_data("lab/domain.env", domain.environment())
            for name, text in domain.files.items():
                archive.file_data("lab/" + name, text)
            for number, source in enumerate(domain.commons):
                archive.add(source, "lab/common/%02d.sh" % number)
            if domain.script:
                archive.add(os.path.realpath(domain.script), "lab/script.sh")
            for overlay in domain.overlays:
                archive.add_tree(overlay)

    @staticmethod
    def join(parts, target):
        with open(target, "wb") as out:
            for part in parts:
                with open(part, "rb") as file:
                    shutil.copyfileobj(file, out, 1 << 20)

    def domain(self, domain, stage, target, console_shell):
        parts = [self.base(), self.role(domain.role)]
        if domain.packages:
            parts.append(self.extra(domain.packages))
        modules = contents.LOAD[domain.role] + \
            contents.MODULES[domain.role] + domain.modules
        if domain.modules:
            parts.append(self.modules(modules))
        parts.append(self.stage(stage))
        if domain.role == "guest":
            parts.append(self.index(modules, stage))
        own = target + ".own"
        self.scenario(own, domain, console_shell)
        parts.append(own)
        self.join([part for part in parts if part], target)
        os.unlink(own)

    def _prune(self, pattern, seconds):
        """Drop what no run has used for so long."""
        for path in glob.glob(os.path.join(self.folder, pattern)):
            try:
                if time.time() - os.stat(path).st_mtime > seconds:
                    os.unlink(path)
            except FileNotFoundError:
                pass

    def build_all(self, stage):
        self.xen()
        self.vmlinux()
        self._prune("*", 7 * 86400)
        if not os.path.exists(os.path.join(
                self.root, "lib/modules", kernel.version(self.root),
                ".indexed")):
            kernel.index_modules(self.root)
            open(os.path.join(self.root, "lib/modules",
                              kernel.version(self.root), ".indexed"),
                 "w").close()
        layers = [self.base()] + [self.role(role) for role in
                                  ("dom0", "driver", "guest")]
        layers.append(self.stage(stage))
        return [layer for layer in layers if layer]


def inittab(domain, console_shell):
    lines = ["::sysinit:/lab/rc", "::once:/lab/start",
             "::ctrlaltdel:/sbin/reboot"]
    if console_shell and domain.role != "dom0":
        lines.append("hvc0::respawn:-/bin/bash")
    return "\n".join(lines) + "\n"
