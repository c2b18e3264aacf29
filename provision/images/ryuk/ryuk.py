"""Removes what a test run leaves behind, by the protocol of Testcontainers' Ryuk.

A client connects to TCP 8080 and sends lines of filters, `label=a%3Db&label=c`; each is answered
with `ACK`. When the last client has been gone for RYUK_RECONNECTION_TIMEOUT, all that matches one
of the lines is removed: containers, networks, volumes, images.
"""

import os
import socketserver
import threading
import time
import urllib.parse

import docker

# What a dying process had still asked the engine for may appear after the first sweep.
QUIET_SWEEPS = 3
SWEEPS_AT_MOST = 60


def seconds(name, default):
    """Reads a duration such as 10s or 1m from the environment."""
    text = os.environ.get(name, default)
    units = {"s": 1, "m": 60, "h": 3600}
    return float(text[:-1]) * units[text[-1]] if text[-1:] in units else float(text)


class Clients:
    """Who is connected, and which filters were sent."""

    def __init__(self):
        self.changed = threading.Condition()
        self.count = 0
        self.seen = False
        self.filters = []

    def enter(self):
        with self.changed:
            self.count += 1
            self.seen = True
            self.changed.notify_all()

    def leave(self):
        with self.changed:
            self.count -= 1
            self.changed.notify_all()

    def add(self, line):
        labels = [value for key, value in urllib.parse.parse_qsl(line) if key == "label"]
        with self.changed:
            if labels and labels not in self.filters:
                self.filters.append(labels)

    def wait_until_gone(self, first, again):
        """Returns once nobody came within `first` seconds, or all have been gone for `again` seconds."""
        with self.changed:
            if not self.changed.wait_for(lambda: self.seen, first):
                return
            while True:
                self.changed.wait_for(lambda: self.count == 0)
                if not self.changed.wait_for(lambda: self.count > 0, again):
                    return


class Session(socketserver.StreamRequestHandler):
    """One client: filters in, ACK out, until it goes."""

    def handle(self):
        clients = self.server.clients
        clients.enter()
        try:
            for line in self.rfile:
                clients.add(line.decode().strip())
                self.wfile.write(b"ACK\n")
        except ConnectionError:
            pass
        finally:
            clients.leave()


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def attempt(remove):
    """Runs one removal; what is gone already, or still in use, is the next sweep's business."""
    try:
        remove()
        return 1
    except docker.errors.APIError as error:
        if error.status_code != 404:
            print("will try again:", error.explanation, flush=True)
        return 0


def sweep(engine, labels):
    """Removes all that carries the labels; returns how much it found."""
    api, chosen, found = engine.api, {"label": labels}, 0
    for container in api.containers(all=True, filters=chosen):
        found += 1
        attempt(lambda: api.remove_container(container["Id"], force=True, v=True))
    for network in api.networks(filters=chosen):
        found += 1
        attempt(lambda: api.remove_network(network["Id"]))
    for volume in api.volumes(filters=chosen)["Volumes"] or []:
        found += 1
        attempt(lambda: api.remove_volume(volume["Name"], force=True))
    for image in api.images(all=False, filters=chosen):
        found += 1
        attempt(lambda: api.remove_image(image["Id"], force=True))
    return found


def reap(filters):
    engine = docker.from_env()
    quiet = total = 0
    for _ in range(SWEEPS_AT_MOST):
        found = sum(sweep(engine, labels) for labels in filters)
        total += found
        quiet = 0 if found else quiet + 1
        if quiet >= QUIET_SWEEPS:
            break
        time.sleep(1)
    print(f"Removed {total} resources", flush=True)


def main():
    clients = Clients()
    server = Server(("", int(os.environ.get("RYUK_PORT", "8080"))), Session)
    server.clients = clients
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("Started!", flush=True)
    clients.wait_until_gone(
        seconds("RYUK_CONNECTION_TIMEOUT", "60s"), seconds("RYUK_RECONNECTION_TIMEOUT", "10s")
    )
    server.shutdown()
    reap(clients.filters)


main()
