# SPDX-License-Identifier: GPL-2.0-or-later
"""lab shell and the verbs that talk to it: console, exec, push, stop."""

import base64
import ctypes
import json
import os
import shlex
import signal
import socket
import sys

import console as terminal
import host
from host import LabError, say
from report import Report
from scenario import Scenario
from server import Server
from session import Session


# The side that boots and stays

def _serve(arguments, images_for, tell):
    scenario = Scenario(arguments.folder)
    lock = host.Lock()
    # The first, where those look who want to talk to it.
    lock.take("lab shell " + scenario.name, 1)
    session = server = None
    try:
        with host.cache_lock():
            session = Session(scenario, images_for(arguments),
                              arguments.stage, Report(),
                              scripts=not arguments.no_scripts, shell=True)
        session.boot()
        server = Server(session)
        lock.describe(what="lab shell " + scenario.name, pid=os.getpid(),
                      shell=True, socket=server.path,
                      logs=session.folders.logs)
        server.loop(tell)
    finally:
        if session:
            session.close()
        lock.release()


def _child(arguments, images_for, pipe):
    def tell():
        """The domains are up: from now on the log takes the output."""
        os.write(pipe, b"+")
        os.close(pipe)
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nothing, number)
    try:
        _serve(arguments, images_for, tell)
    except LabError as error:
        print("lab: error: %s" % error, file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        pass


def start(arguments, images_for):
    ours, theirs = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(ours)
        if arguments.detach:
            os.setsid()
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        else:
            ctypes.CDLL(None).prctl(1, signal.SIGTERM)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            _child(arguments, images_for, theirs)
        finally:
            os._exit(0)
    os.close(theirs)
    try:
        up = os.read(ours, 1)
    except KeyboardInterrupt:
        os.kill(child, signal.SIGTERM)
        os.waitpid(child, 0)
        raise
    if not up:
        os.waitpid(child, 0)
        return 2
    if arguments.detach:
        say("running; lab exec, console, push, status talk to it, "
            "lab stop ends it")
        return 0
    try:
        return console("dom0")
    finally:
        os.kill(child, signal.SIGTERM)
        os.waitpid(child, 0)


# The side that asks

class Client:
    def __init__(self):
        self.facts = host.running_lab()
        self.socket = socket.socket(socket.AF_UNIX)
        try:
            self.socket.connect(self.facts["socket"])
        except OSError as error:
            raise LabError("the lab shell does not answer: %s" % error)
        self.file = self.socket.makefile("r")

    def send(self, **request):
        self.socket.sendall(json.dumps(request).encode() + b"\n")

    def answers(self):
        for line in self.file:
            answer = json.loads(line)
            if "error" in answer:
                raise LabError(answer["error"])
            yield answer
        raise LabError("the lab shell ended")

    def result(self):
        """Output as it comes; returns the exit status."""
        for answer in self.answers():
            if "out" in answer:
                sys.stdout.buffer.write(base64.b64decode(answer["out"]))
                sys.stdout.buffer.flush()
            if "exit" in answer:
                return answer["exit"]


def execute(name, command):
    if not command:
        raise LabError("exec: no command given")
    # One word is a line for the shell, several are a program's arguments.
    line = command[0] if len(command) == 1 else shlex.join(command)
    client = Client()
    client.send(verb="exec", name=name, command=line)
    return client.result()


def push(name, path, target):
    try:
        with open(path, "rb") as file:
            data = file.read()
        mode = os.stat(path).st_mode & 0o777
    except OSError as error:
        raise LabError("%s: %s" % (path, error.strerror))
    client = Client()
    client.send(verb="push", name=name, target=target, mode=mode,
                file=os.path.basename(path),
                data=base64.b64encode(data).decode())
    return client.result()


def console(name):
    if not sys.stdin.isatty():
        raise LabError("a console needs a terminal; use lab exec")
    client = Client()
    size = os.get_terminal_size()
    client.send(verb="console", name=name, rows=size.lines,
                columns=size.columns)
    answers = client.answers()
    path = next(answers)["socket"]
    say("console of %s; Ctrl-] leaves it" % name)
    terminal.relay(path, client.socket)
    return 0


def status():
    client = Client()
    client.send(verb="status")
    answer = next(client.answers())
    print("%s, logs in %s" % (client.facts["what"], client.facts["logs"]))
    for line in answer["lines"]:
        print(line)
    return 0


def stop():
    client = Client()
    client.send(verb="stop")
    for _ in client.file:
        pass
    say("stopped")
    return 0
