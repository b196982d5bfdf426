# SPDX-License-Identifier: GPL-2.0-or-later
"""What the user sees: output of the domains, results, the summary."""

import re
import sys
import time

ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z]|[()][A-Z0-9]|[=>])"
                     r"|[\x00-\x08\x0b-\x1f]")


def clean(line):
    return ESCAPES.sub("", line)


class Report:
    QUIET, NORMAL, VERBOSE = 0, 1, 2

    def __init__(self, level=NORMAL):
        self.level = level
        self.checks = []        # (domain, name, passed)
        self.width = 4
        self.out = sys.stdout
        self.started = None     # when the boot began

    def _prefix(self, domain):
        """Seconds since the boot began, and which domain it was."""
        self.width = max(self.width, len(domain))
        now = time.monotonic()
        return "%6.1f %-*s| " % (now - (self.started or now), self.width,
                                 domain)

    def write(self, text):
        try:
            self.out.write(text + "\n")
            self.out.flush()
        except (BrokenPipeError, ValueError):
            pass

    def say(self, text):
        self.write("lab: " + text)

    def line(self, domain, text):
        if self.level == self.QUIET or \
                (domain == "xen" and self.level < self.VERBOSE):
            return
        self.write(self._prefix(domain) + text)

    def check(self, domain, name, passed):
        self.checks.append((domain, name, passed))
        self.write("%s%s %s" % (self._prefix(domain),
                                "PASS" if passed else "FAIL", name))

    def failed(self):
        return sum(1 for check in self.checks if not check[2])

    def summary(self, problems):
        """The table, what else went wrong, and the line that counts."""
        self.write("")
        width = max([len(check[1]) for check in self.checks] + [5])
        for domain, name, passed in self.checks:
            self.write("%-*s  %-*s  %s" % (
                self.width, domain, width, name,
                "passed" if passed else "FAILED"))
        for problem in problems:
            self.say("FAILED: " + problem)
        self.write("%d passed, %d failed" % (
            len(self.checks) - self.failed(),
            self.failed() + len(problems)))
