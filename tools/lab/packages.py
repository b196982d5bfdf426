# SPDX-License-Identifier: GPL-2.0-or-later
"""Debian packages: resolved by apt, unpacked without being installed."""

import hashlib
import json
import os
import re
import shutil
import subprocess

from host import LabError, cache_dir, run, say

# apt answers as if nothing were installed, so that what this machine
# happens to have makes no difference to the images.
SIMULATE = ["apt-get", "install", "-s", "-q", "--no-install-recommends",
            "-o", "Dir::State::status=/dev/null",
            "-o", "Debug::NoLocking=true"]
# Dependencies of maintainer scripts and of programs that the images leave
# out. The base picks single programs, so that nothing misses these.
BASE_SKIP = re.compile(r"(perl|lib.*perl|python3|libpython3|initramfs-tools|"
                       r"udev|usrmerge|klibc|libklibc|adduser|passwd|"
                       r"libpam-|libsemanage|debconf|media-types)")


def _simulate(names):
    result = subprocess.run(SIMULATE + list(names), text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if result.returncode != 0:
        errors = [line for line in result.stderr.splitlines()
                  if line.startswith("E:")] or [result.stderr.strip()]
        raise LabError("apt can't resolve %s: %s" % (" ".join(names),
                                                     errors[0]))
    return dict(re.findall(r"^Inst (\S+) \((\S+) ", result.stdout, re.M))


def resolve(names):
    """name -> version of everything that names need."""
    try:
        return _simulate(names)
    except LabError:
        # A fresh machine has no package lists, an old one stale lists.
        say("updating the package lists")
        run(["apt-get", "update", "-q"])
        return _simulate(names)


def _download(folder, wanted):
    os.makedirs(folder, exist_ok=True)
    missing = []
    for name, version in sorted(wanted.items()):
        stem = "%s_%s_" % (name, version.replace(":", "%3a"))
        if not any(f.startswith(stem) and f.endswith(".deb")
                   for f in os.listdir(folder)):
            missing.append("%s=%s" % (name, version))
    if missing:
        say("fetching %d packages" % len(missing))
        run(["apt-get", "download", "-q",
             "-o", "APT::Sandbox::User=root"] + missing, cwd=folder)
    found = []
    for name, version in sorted(wanted.items()):
        stem = "%s_%s_" % (name, version.replace(":", "%3a"))
        found += [os.path.join(folder, f) for f in os.listdir(folder)
                  if f.startswith(stem) and f.endswith(".deb")][:1]
    return found


def _unpack(debs, root):
    for folder in ("bin", "sbin", "lib", "lib64"):
        os.makedirs(os.path.join(root, "usr", folder))
        os.symlink("usr/" + folder, os.path.join(root, folder))
    for deb in debs:
        # Not dpkg -x: a package's own ./lib must not replace the link.
        with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb],
                              stdout=subprocess.PIPE) as reader:
            run(["tar", "-x", "--keep-directory-symlink",
                 "--no-same-owner", "-C", root], stdin=reader.stdout)
        if reader.returncode != 0:
            raise LabError("can't unpack " + os.path.basename(deb))


def essential(names):
    text = run(["apt-cache", "show", "--no-all-versions"] + sorted(names))
    found, package = set(), None
    for line in text.splitlines():
        if line.startswith("Package: "):
            package = line.split()[1]
        elif line.strip() == "Essential: yes":
            found.add(package)
    return found


class Tree:
    """An unpacked set of packages in the cache."""

    def __init__(self, names, base, refresh=False, only=None):
        self.names = sorted(set(names))
        self.base = base
        self.only = only        # pattern of the packages that count
        key = hashlib.sha256(" ".join(self.names).encode()).hexdigest()[:12]
        self.folder = os.path.join(cache_dir(), "trees",
                                   ("base-" if base else "extra-") + key)
        self.root = os.path.join(self.folder, "root")
        self._manifest = os.path.join(self.folder, "packages.json")
        if refresh or not os.path.exists(self._manifest):
            self._build()
        with open(self._manifest) as file:
            self.versions = json.load(file)
        text = json.dumps(self.versions, sort_keys=True)
        self.id = key + hashlib.sha256(text.encode()).hexdigest()[:8]

    def _build(self):
        wanted = resolve(self.names)
        if self.base:
            wanted = {name: version for name, version in wanted.items()
                      if not BASE_SKIP.match(name)}
        else:
            for name in essential(wanted):
                if name not in self.names:
                    wanted.pop(name, None)
        if self.only:
            wanted = {name: version for name, version in wanted.items()
                      if self.only.match(name)}
        try:
            with open(self._manifest) as file:
                if json.load(file) == wanted:
                    return
        except (OSError, ValueError):
            pass
        debs = _download(os.path.join(cache_dir(), "debs"), wanted)
        say("unpacking %d packages" % len(debs))
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.root)
        _unpack(debs, self.root)
        # Written last: a tree without its manifest is built again.
        with open(self._manifest, "w") as file:
            json.dump(wanted, file, indent=1, sort_keys=True)
