"""A page that counts its visits in MariaDB, and says so when it can't."""

import os
import signal

# From the first moment on: as a container's first process it would ignore what it does not handle.
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))

import base64
import concurrent.futures
import hashlib
import pathlib
import re
import socket
import threading
import time

import flask
import pymysql
import waitress

PORT = 8080
GREETING = "Bonjour !"
# What runs, named by its content: a changed line is another version, and nobody has to remember it.
VERSION = hashlib.sha256(pathlib.Path(__file__).read_bytes()).hexdigest()[:12]

# The page answers within 2 s and /db within 3 s, whatever the database or the name service does.
CONNECT_TIMEOUT_S = 1
ANSWER_DEADLINE_S = 1.5
# A database that hangs holds this many requests, and no more: the others are told at once.
DATABASE_SLOTS = 16
SLOT_LIMIT_S = 0.5
# Docker kills 10 s after SIGTERM; open requests get half of that.
DRAIN_LIMIT_S = 5
# A client that sends nothing, or byte by byte, keeps its connection this long.
CLIENT_LIMIT_S = 15

PAGE = """<!doctype html>
<html lang="fr">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ greeting }}</title>
<style>
  body { font: 1.1rem/1.6 system-ui, sans-serif; background: #eef4f6; color: #17313b; margin: 0;
         min-height: 100vh; display: grid; place-items: center; }
  main { background: #fff; padding: 2.5rem 3rem; border-radius: 1rem; box-shadow: 0 8px 30px #17313b1f; }
  h1 { margin: 0 0 1rem; font-size: 2.2rem; }
  dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1.5rem; margin: 0; }
  dt { color: #5b7681; } dd { margin: 0; font-variant-numeric: tabular-nums; }
</style>
<main>
  <h1>{{ greeting }}</h1>
  <dl>
    <dt>Version</dt><dd id="version">{{ version }}</dd>
    <dt>Host</dt><dd id="host">{{ host }}</dd>
    <dt>Visits</dt><dd id="visits">{{ visits }}</dd>
  </dl>
</main>
</html>
"""

app = flask.Flask(__name__)
# Compiled once: that takes longer than all the rest of a request.
page_template = app.jinja_env.from_string(PAGE)
database_threads = concurrent.futures.ThreadPoolExecutor(DATABASE_SLOTS, "database")
database_slots = threading.BoundedSemaphore(DATABASE_SLOTS)
waiting_places = threading.BoundedSemaphore(DATABASE_SLOTS)
database_hangs = threading.Event()
kept = threading.local()


def connect():
    return pymysql.connect(
        host=os.environ["DB_HOST"],
        user=os.environ["DB_USER"],
        password=os.environ["DB_PASS"],
        database=os.environ["DB_NAME"],
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=CONNECT_TIMEOUT_S,
        write_timeout=CONNECT_TIMEOUT_S,
        autocommit=True,
        # A question that nobody waits for any more keeps no connection of the server's.
        init_command="SET SESSION innodb_lock_wait_timeout = 1, lock_wait_timeout = 1",
    )


def on_connection(question):
    """Asks on this thread's own connection; one that was closed meanwhile is replaced before.

    A new one for each request would cost more than the question, and ask the engine's name service,
    which answers late while the engine starts or stops other containers. A question is asked once: its
    answer may be lost after it was carried out, and a visit would count twice.
    """
    try:
        kept.connection.ping(reconnect=False)
    except (AttributeError, pymysql.MySQLError, OSError):
        kept.connection = connect()
    try:
        return question(kept.connection)
    except (pymysql.OperationalError, pymysql.InterfaceError, OSError):
        del kept.connection
        raise


def count_visit(connection):
    """Adds one visit and returns how many there are now."""
    with connection.cursor() as cursor:
        try:
            return add_visit(cursor)
        except pymysql.ProgrammingError:  # the first visit of all: there is no table yet
            cursor.execute("CREATE TABLE IF NOT EXISTS visits (id INT PRIMARY KEY, number BIGINT NOT NULL)")
            return add_visit(cursor)


def add_visit(cursor):
    cursor.execute(
        "INSERT INTO visits VALUES (1, LAST_INSERT_ID(1)) "
        "ON DUPLICATE KEY UPDATE number = LAST_INSERT_ID(number + 1)"
    )
    cursor.execute("SELECT LAST_INSERT_ID()")
    return cursor.fetchone()[0]


def describe_database(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT VERSION(), DATABASE(), CURRENT_USER()")
        version, database, user = cursor.fetchone()
        return {"version": version, "database": database, "user": user}


def take_slot():
    """Waits for a slot, but not behind more requests than there are slots, and not while the database hangs."""
    if database_slots.acquire(blocking=False):
        return
    if database_hangs.is_set() or not waiting_places.acquire(blocking=False):
        raise concurrent.futures.TimeoutError
    try:
        if not database_slots.acquire(timeout=SLOT_LIMIT_S):
            raise concurrent.futures.TimeoutError
    finally:
        waiting_places.release()


def ask(question):
    """Answers within the deadline; a name look-up alone can take longer than any socket timeout.

    Each request that waits holds a thread of the web server, so that only so many may wait.
    """
    take_slot()
    try:
        answer = database_threads.submit(on_connection, question)
    except BaseException:
        database_slots.release()
        raise
    answer.add_done_callback(lambda _: database_slots.release())
    asked = time.monotonic()
    try:
        return answer.result(timeout=ANSWER_DEADLINE_S)
    finally:
        (database_hangs.set if time.monotonic() - asked > SLOT_LIMIT_S else database_hangs.clear)()


def reason(error):
    """Names the class of the failure and MariaDB's error number; never what the server or driver wrote."""
    if isinstance(error, concurrent.futures.TimeoutError):
        return "the database did not answer in time"
    number = error.args[0] if error.args and isinstance(error.args[0], int) else None
    meaning = {
        1044: "the user has no rights on the database",
        1045: "the database refused the user or the password",
        1049: "the database does not exist",
        2003: "the database can't be reached",
        2013: "the connection to the database was lost",
    }.get(number, type(error).__name__)
    return f"{meaning} ({number})" if number else meaning


DATABASE_ERRORS = (pymysql.MySQLError, concurrent.futures.TimeoutError, OSError, KeyError)


@app.get("/")
def page():
    try:
        visits = ask(count_visit)
    except DATABASE_ERRORS as error:
        app.logger.warning("visits unavailable: %s", reason(error))
        visits = "unavailable"
    return page_template.render(
        greeting=GREETING, version=VERSION, host=socket.gethostname(), visits=visits
    )


@app.get("/health")
def health():
    return {"status": "alive", "version": VERSION}


@app.get("/db")
def database():
    try:
        return ask(describe_database)
    except DATABASE_ERRORS as error:
        return {"error": reason(error)}, 503


# The page needs its own style and nothing else, from nowhere.
STYLE = base64.b64encode(hashlib.sha256(re.search("<style>(.*)</style>", PAGE, re.S)[1].encode()).digest()).decode()
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{STYLE}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@app.after_request
def protect(response):
    response.headers.update(HEADERS)
    return response


def close_slow_clients(server):
    """The web server itself closes a client that sends nothing; this one closes those that never end a request."""
    begun = {}
    while True:
        time.sleep(1)
        now = time.monotonic()
        channels = [(channel, channel.request) for channel in list(server.active_channels.values())]
        begun = {request: begun.get(request, now) for _, request in channels if request}
        for channel, request in channels:
            if begun.get(request, now) < now - CLIENT_LIMIT_S:
                channel.will_close = True


def stop_when_drained(server):
    """Ends the process when no request is open, at the latest after the drain limit."""
    deadline = time.monotonic() + DRAIN_LIMIT_S
    while time.monotonic() < deadline and any(
        channel.request or channel.requests or channel.total_outbufs_len
        for channel in list(server.active_channels.values())
    ):
        time.sleep(0.02)
    os._exit(0)


def end(server):
    server.trigger.pull_trigger(lambda: stop_accepting(server))


def stop_accepting(server):
    server.del_channel()
    server.socket.close()
    threading.Thread(target=stop_when_drained, args=[server], daemon=True).start()


def accept_all(server):
    """Makes one turn of the loop take all clients that wait: a turn costs the more, the more are connected."""
    accept_one = server.handle_accept

    def accept():
        known = -1
        while known != len(server.active_channels) and server.readable():
            known = len(server.active_channels)
            accept_one()

    server.handle_accept = accept


def listening_socket():
    """One for IPv4 and IPv6; for IPv4 alone where the kernel has no IPv6."""
    if socket.has_dualstack_ipv6():
        return socket.create_server(("", PORT), family=socket.AF_INET6, dualstack_ipv6=True)
    return socket.create_server(("", PORT))


def main():
    server = waitress.create_server(
        app,
        sockets=[listening_socket()],
        ident=None,
        # More than wait for a database that begins to hang.
        threads=48,
        # Connections that are idle cost a few kilobytes each; select() would know 1,024 of them.
        connection_limit=1200,
        # All of them may come at the same moment; one that finds no room asks again after a second.
        backlog=2048,
        asyncore_use_poll=True,
        channel_timeout=CLIENT_LIMIT_S,
        cleanup_interval=1,
        # No page takes a body, and nothing of a request is written to disk.
        max_request_header_size=16 * 1024,
        max_request_body_size=64 * 1024,
        inbuf_overflow=128 * 1024,
        # What one read can ask for is answered in memory, and stays small.
        recv_bytes=512,
        outbuf_overflow=1024 * 1024,
    )
    accept_all(server)
    threading.Thread(target=close_slow_clients, args=[server], daemon=True).start()
    # The loop goes on while open requests finish: it is what writes their answers. It has the trigger's lock
    # at times, and a handler runs in the middle of it.
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=end, args=[server], daemon=True).start())
    print(f"version {VERSION} listens on port {PORT}", flush=True)
    server.run()


if __name__ == "__main__":
    main()
