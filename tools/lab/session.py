# SPDX-License-Identifier: GPL-2.0-or-later
"""One boot of a scenario: starts it, relays between its domains, judges it.

Domains talk to this program with lines on their consoles ("@@lab ...", see
guest/lab-lib.sh); it answers by having the agent in dom0 write into their
xenstore folders. So all state of a run is here.
"""

import base64
import os
import shutil
import time

from agent import Agent
from host import LabError
from qemu import Folders, Qemu
from report import clean
from tail import Tail

# Time for a domain that vanished to come back: it may just reboot.
REBOOT_SECONDS = 30


class Actor:
    """What is known about one domain while it runs."""

    def __init__(self, domain):
        self.domain = domain
        self.name = domain.name
        self.boots = 0
        self.status = None      # exit status of its script
        self.may_go = False
        self.gone_since = None
        self.reached = {}       # barrier -> how many times
        self.published = {}

    def has_script(self):
        return self.domain.script is not None

    def pending(self):
        return self.has_script() and self.status is None and \
            not self.may_go


class Session:
    def __init__(self, scenario, images, stage, report, scripts=True,
                 shell=False):
        self.scenario = scenario
        self.report = report
        self.scripts = scripts
        self.shell = shell
        self.actors = {domain.name: Actor(domain)
                       for domain in scenario.all()}
        self.barriers = []      # (waiter, key, name, count, domains)
        self.lookups = []       # (asker, key, domain, name)
        self.problems = []
        self.on_lost = None     # shell's
        self.handlers = {}      # further "@@lab" verbs: shell's
        self.started = time.monotonic()
        self.ready = False
        self.qemu = None
        self.folders = Folders(scenario.name)
        self.logs = {"xen": Tail(self._log("xen.log")),
                     "dom0": Tail(self._log("dom0.log"))}
        for name in scenario.domains:
            self.logs[name] = Tail(self._log("consoles/guest-%s.log"
                                             % name))
        self._prepare(images, stage)
        self.agent = Agent(os.path.join(self.folders.sockets, "agent"))

    def _log(self, name):
        return os.path.join(self.folders.logs, name)

    def _prepare(self, images, stage):
        place = self.folders.images
        for name, source in (("xen", images.xen()),
                             ("vmlinux", images.vmlinux())):
            shutil.copyfile(source, os.path.join(place, name))
        for domain in self.scenario.all():
            images.domain(domain, stage,
                          os.path.join(place, domain.name + ".img"),
                          self.shell)
        for name, text in self.scenario.dom0.files.items():
            with open(self._log(name), "w") as file:
                file.write(text)

    def boot(self):
        self.started = self.report.started = time.monotonic()
        self.qemu = Qemu(self.scenario, self.folders)
        self.report.say("booting %s: %s" % (
            self.scenario.name, ", ".join(self.actors)))

    def close(self):
        if self.qemu:
            self.qemu.stop()
        # The share kept the guests' logs under xenconsoled's names.
        for name in self.scenario.domains:
            source = self._log("consoles/guest-%s.log" % name)
            if os.path.exists(source):
                os.replace(source, self._log(name + ".log"))
        shutil.rmtree(self._log("consoles"), ignore_errors=True)
        self.folders.remove()

    def seconds(self):
        return time.monotonic() - self.started

    # What comes from the domains

    def poll(self):
        """One round; True if anything happened."""
        self.qemu.check()
        busy = False
        self.agent.connect()
        for words in self.agent.lines():
            busy = True
            self._agent_said(words)
        for name, log in self.logs.items():
            for line in log.lines():
                busy = True
                self._line(name, line)
        self._watch_gone()
        return busy

    def _line(self, name, line):
        if "@@lab " in line and name != "xen":
            before, words = line.split("@@lab ", 1)
            if clean(before).strip():
                self.report.line(name, clean(before))
            self._message(self.actors[name], clean(words))
            return
        self.report.line(name, clean(line))
        if name == "xen" and ("Panic on CPU" in line or
                              "Kernel panic" in line or
                              "Hardware Dom0 crashed" in line):
            raise LabError("Xen or dom0 crashed: %s (see %s)" % (
                clean(line), self._log("xen.log")))

    def _message(self, actor, text):
        verb, _, rest = text.partition(" ")
        handler = self.handlers.get(verb) or \
            getattr(self, "_on_" + verb, None)
        if handler:
            try:
                handler(actor, rest)
            except (ValueError, IndexError):
                self.report.line(actor.name, "garbled: " + text)

    def _agent_said(self, words):
        if words[0] == "ready":
            actor = self.actors["dom0"]
            actor.boots = 1
            self.report.say("dom0 is up after %.1f s" % self.seconds())
            for domain in self.scenario.domains.values():
                if domain.start == "auto":
                    self.create(domain.name)
            if self.scripts and actor.has_script():
                self.agent.request("script")
            self._check_ready()
        elif words[0] == "alive":
            self._alive(set(words[1:]))
        elif words[0] == "console" and "console" in self.handlers:
            self.handlers["console"](words)

    def create(self, name):
        def created(status):
            if status != 0:
                self.problems.append("xl create %s failed" % name)
        self.agent.request("create", name, then=created)

    def _on_boot(self, actor, rest):
        actor.boots += 1
        actor.gone_since = None
        actor.status = None
        self.report.say("%s is up after %.1f s%s" % (
            actor.name, self.seconds(), "" if actor.boots == 1 else
            " (boot %d)" % actor.boots))
        go = actor.boots if self.scripts and actor.has_script() else 0
        self.store(actor, "go", ("+%d" if self.shell else "%d") % go)
        self._check_ready()

    def _check_ready(self):
        if not self.ready and all(
                actor.boots for actor in self.actors.values()
                if actor.domain.start == "auto"):
            self.ready = True
            self.report.say("all domains are up after %.1f s" %
                            self.seconds())

    def store(self, actor, *pairs):
        self.agent.request("store", actor.name, *pairs)

    def _on_check(self, actor, rest):
        result, _, name = rest.partition(" ")
        self.report.check(actor.name, name, result == "pass")

    def _on_done(self, actor, rest):
        actor.status = int(rest)
        self.report.say("%s.sh ended with status %d after %.1f s" % (
            actor.name, actor.status, self.seconds()))
        if actor.status != 0:
            self.problems.append("%s.sh ended with status %d" % (
                actor.name, actor.status))
        self._release()

    def _on_gone(self, actor, rest):
        for name in rest.split():
            if name not in self.actors:
                self.problems.append("%s.sh: expect_gone %s: no such "
                                     "domain" % (actor.name, name))
                continue
            self.actors[name].may_go = True
        self._release()

    def _on_publish(self, actor, rest):
        key, _, value = rest.partition(" ")
        actor.published[key] = value
        self._answer_lookups()

    def _on_lookup(self, actor, rest):
        number, domain, key = rest.split()
        self.lookups.append((actor, "lookup/" + number, domain, key))
        self._answer_lookups()

    def _answer_lookups(self):
        for lookup in list(self.lookups):
            asker, place, domain, key = lookup
            actor = self.actors.get(domain)
            if actor and key in actor.published:
                self.lookups.remove(lookup)
                self.store(asker, place, actor.published[key] or "=")

    def _on_barrier(self, actor, rest):
        words = rest.split()
        name, count, domains = words[0], int(words[1]), words[2:]
        for other in domains:
            if other not in self.actors:
                self.store(actor, "barrier/%s-%d" % (name, count),
                           "no-domain-called-" + other)
                return
        actor.reached[name] = max(count, actor.reached.get(name, 0))
        self.barriers.append((actor, name, count, domains))
        self._release()

    def _missing(self, name, count, domains):
        """Whom a barrier waits for."""
        for actor in self.actors.values():
            wanted = actor.name in domains if domains else \
                actor.has_script()
            if wanted and not actor.may_go and \
                    actor.reached.get(name, 0) < count:
                yield actor

    def _release(self):
        for barrier in list(self.barriers):
            waiter, name, count, domains = barrier
            missing = list(self._missing(name, count, domains))
            ended = [actor.name for actor in missing
                     if actor.status is not None or not actor.has_script()]
            if missing and not ended:
                continue
            self.barriers.remove(barrier)
            self.store(waiter, "barrier/%s-%d" % (name, count),
                       "ok" if not missing else "never-reached-by-" +
                       ",".join(ended))

    # Domains that vanish

    def _alive(self, names):
        for actor in self.actors.values():
            if actor.name in names or actor.domain.role == "dom0":
                actor.gone_since = None
            elif actor.boots and actor.gone_since is None:
                actor.gone_since = time.monotonic()
                if self.on_lost:
                    self.on_lost(actor)

    def _watch_gone(self):
        for actor in self.actors.values():
            if actor.gone_since is None or not actor.pending() or \
                    self.shell or \
                    time.monotonic() - actor.gone_since < REBOOT_SECONDS:
                continue
            actor.status = 255
            self.problems.append(
                "%s is gone before its script ended (see %s)" % (
                    actor.name, self._log(actor.name + ".log")))
            self._release()

    # The end

    def _never_started(self):
        """Domains that dom0's script would have started, had it not failed."""
        dom0 = self.actors["dom0"]
        return [] if dom0.status in (None, 0) or self.shell else [
            actor for actor in self.actors.values()
            if actor.domain.start == "manual" and not actor.boots and
            actor.pending()]

    def finished(self):
        for actor in self._never_started():
            actor.status = 255
            self.problems.append("%s was not started" % actor.name)
        return self.agent.socket is not None and self.ready and not any(
            actor.pending() for actor in self.actors.values())

    def unfinished(self):
        """In words, for the message of the time limit."""
        words = []
        for actor in self.actors.values():
            if not actor.pending():
                continue
            if not actor.boots:
                words.append("%s did not come up" % actor.name)
                continue
            text = "%s.sh still ran" % actor.name
            for waiter, name, count, domains in self.barriers:
                if waiter is actor:
                    text += " (at barrier %s, waiting for %s)" % (
                        name, ", ".join(
                            other.name for other in
                            self._missing(name, count, domains)))
            words.append(text)
        return "; ".join(words) or "domains did not come up"

    def run(self):
        """Until all scripts ended or time is up."""
        while not self.finished():
            if self.problems and not self.ready and \
                    any("xl create" in p for p in self.problems):
                break
            if self.seconds() > self.scenario.timeout:
                self.problems.append("time limit of %d s: %s" % (
                    self.scenario.timeout, self.unfinished()))
                break
            if not self.poll():
                time.sleep(0.03)
        self.poll()
        for name, log in self.logs.items():
            rest = clean(log.last())
            if rest.strip():
                self.report.line(name, rest)

    def judge(self):
        if not self.report.checks and not self.problems:
            self.problems.append("no check ran")
        if self.qemu:
            self.report.say("it took %.0f s, and %.0f s of processor time" %
                            (self.seconds(), self.qemu.processor_seconds()))
        self.report.summary(self.problems)
        return 1 if self.problems or self.report.failed() else 0


def encode(data):
    return base64.b64encode(data).decode()
