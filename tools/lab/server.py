# SPDX-License-Identifier: GPL-2.0-or-later
"""Serves the verbs of a lab shell while its session runs."""

import base64
import hashlib
import json
import os
import selectors
import shlex
import socket

from qemu import CONSOLES

# Raw bytes in one message to a domain, and characters of it in one node:
# below xenstore's quotas, 1000 nodes a domain and 2 KiB a node.
MESSAGE = 256 * 1024
PIECE = 1900


class Client:
    def __init__(self, connection):
        self.socket = connection
        self.buffer = b""
        self.console = None

    def send(self, **answer):
        try:
            self.socket.sendall(json.dumps(answer).encode() + b"\n")
        except OSError:
            pass


class Server:
    def __init__(self, session):
        self.session = session
        self.path = os.path.join(session.folders.sockets, "control")
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen(8)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ)
        self.free = list(CONSOLES)
        self.number = 0
        self.outbox = {}        # domain -> [(number, kind, bytes)]
        self.running = {}       # number of a command -> client
        self.stopping = False
        session.on_lost = self._lost
        session.handlers.update(out=self._on_out, exit=self._on_exit,
                                ack=self._on_ack, console=self._on_console)

    def loop(self, tell):
        told = False
        session = self.session
        while not self.stopping:
            session.poll()
            if session.ready and not told:
                told = True
                session.report.out = open(os.path.join(
                    session.folders.logs, "session.log"), "w")
                tell()
            if not session.ready and session.problems:
                session.report.say("error: " + session.problems[0])
                return
            for key, _ in self.selector.select(0.03):
                if key.fileobj is self.listener:
                    client = Client(self.listener.accept()[0])
                    self.selector.register(client.socket,
                                           selectors.EVENT_READ, client)
                else:
                    self._read(key.data)

    def _read(self, client):
        client.socket.setblocking(True)
        try:
            data = client.socket.recv(1 << 20)
        except OSError:
            data = b""
        if not data:
            self.selector.unregister(client.socket)
            self._release_console(client)
            client.socket.close()
            return
        client.buffer += data
        while b"\n" in client.buffer:
            line, client.buffer = client.buffer.split(b"\n", 1)
            request = json.loads(line)
            if client.console:
                self._attach(client)
                continue
            verb = getattr(self, "_do_" + request.get("verb", ""), None)
            if verb:
                verb(client, request)

    def _domain(self, client, request):
        actor = self.session.actors.get(request["name"])
        if actor is None:
            client.send(error="no domain is called %s; there are: %s" % (
                request["name"], " ".join(self.session.actors)))
        elif not actor.boots:
            client.send(error="%s has not been started" % actor.name)
        elif actor.gone_since is not None:
            client.send(error="%s is gone" % actor.name)
        else:
            return actor
        return None

    # Commands and files

    def _do_exec(self, client, request):
        actor = self._domain(client, request)
        if actor:
            self._command(client, actor, request["command"])

    def _command(self, client, actor, command):
        if actor.name != "dom0":
            self._post(actor, "exec", command.encode() + b"\n", client)
            return
        place = os.path.join(self.session.folders.exec,
                             str(self.session.agent.number + 1))
        with open(place + ".sh", "w") as file:
            file.write(command + "\n")

        def ended(status):
            with open(place + ".out", "rb") as file:
                client.send(out=base64.b64encode(file.read()).decode())
            client.send(exit=status)
        self.session.agent.request("command", then=ended)

    def _do_push(self, client, request):
        actor = self._domain(client, request)
        if not actor:
            return
        data = base64.b64decode(request["data"])
        source = "/run/lab/push"
        if actor.name == "dom0":
            source = "/lab/share/exec/push"
            with open(os.path.join(self.session.folders.exec, "push"),
                      "wb") as file:
                file.write(data)
        else:
            for start in range(0, max(len(data), 1), MESSAGE):
                self._post(actor, "more" if start else "start",
                           data[start:start + MESSAGE])
        target = shlex.quote(request["target"])
        # A running program can't be written to, but replaced.
        self._command(client, actor, """
            target=%s
            [ ! -d "$target" ] || target=$target/%s
            mkdir -p "$(dirname "$target")" &&
            echo "%s  %s" | md5sum -c >/dev/null &&
            cp %s "$target.new" && chmod %o "$target.new" &&
            mv "$target.new" "$target"
            """ % (target, shlex.quote(request["file"]),
                   hashlib.md5(data).hexdigest(), source, source,
                   request["mode"]))

    def _post(self, actor, kind, data, client=None):
        """Put a message into a domain's inbox, after those before it."""
        self.number += 1
        if client:
            self.running[self.number] = (client, actor)
        queue = self.outbox.setdefault(actor.name, [])
        queue.append((self.number, kind, data))
        if len(queue) == 1:
            self._deliver(actor)

    def _deliver(self, actor):
        number, kind, data = self.outbox[actor.name][0]
        text = base64.b64encode(data).decode()
        pieces = [text[start:start + PIECE]
                  for start in range(0, len(text), PIECE)]
        name = "message%d" % number
        place = os.path.join(self.session.folders.exec, name)
        with open(place, "w") as file:
            for index, piece in enumerate(pieces):
                file.write("inbox/%d\n%s\n" % (index, piece))
            file.write("inbox/ready\n%d %s %d\n" % (number, kind,
                                                    len(pieces)))

        def posted(status):
            if status != 0:
                self._undelivered(actor)
        self.session.agent.request("post", actor.name, name, then=posted)

    def _undelivered(self, actor):
        for number, _, _ in self.outbox.pop(actor.name, []):
            if number in self.running:
                self.running.pop(number)[0].send(
                    error="can't reach %s" % actor.name)

    def _lost(self, actor):
        """It went away or booted anew: nothing it ran will answer."""
        self.outbox.pop(actor.name, None)
        for number, (client, owner) in list(self.running.items()):
            if owner is actor:
                del self.running[number]
                client.send(error="%s went away meanwhile" % actor.name)

    def _on_ack(self, actor, rest):
        queue = self.outbox.get(actor.name)
        if queue and queue[0][0] == int(rest):
            queue.pop(0)
            if queue:
                self._deliver(actor)

    def _on_out(self, actor, rest):
        number, _, text = rest.partition(" ")
        if int(number) in self.running:
            self.running[int(number)][0].send(out=text)

    def _on_exit(self, actor, rest):
        number, status = rest.split()
        if int(number) in self.running:
            self.running.pop(int(number))[0].send(exit=int(status))

    # Consoles

    def _do_console(self, client, request):
        if not self._domain(client, request):
            return
        if not self.free:
            client.send(error="all %d consoles are in use" % len(CONSOLES))
            return
        client.console = (self.free.pop(0), request)
        client.send(socket=os.path.join(self.session.folders.sockets,
                                        "console%d" % client.console[0]))

    def _attach(self, client):
        port, request = client.console
        self.session.agent.request("attach", port, request["rows"],
                                   request["columns"], request["name"])

    def _release_console(self, client):
        if client.console:
            self.session.agent.request("detach", client.console[0])
            self.free.append(client.console[0])
            client.console = None

    def _on_console(self, words):
        """The program in dom0 ended by itself."""
        for key in list(self.selector.get_map().values()):
            client = key.data
            if client and client.console and \
                    str(client.console[0]) == words[1]:
                client.send(ended=True)

    # The rest

    def _do_status(self, client, request):
        session = self.session
        lines = []
        for actor in session.actors.values():
            state = "not started" if not actor.boots else \
                "gone" if actor.gone_since is not None else "up"
            if actor.has_script() and actor.boots and session.scripts:
                state += ", script runs" if actor.status is None else \
                    ", script ended with %d" % actor.status
            lines.append("%-12s %s" % (actor.name, state))
        for domain, name, passed in session.report.checks:
            lines.append("%-12s %s %s" % (
                domain, "PASS" if passed else "FAIL", name))
        client.send(lines=lines + ["problem: " + problem for problem in
                                   session.problems])

    def _do_stop(self, client, request):
        self.stopping = True
