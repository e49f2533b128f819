#!/usr/bin/env python3
"""Forwards connections on a Unix socket to a PostgreSQL server's, and cuts them all when it gets SIGUSR1.

usage: cut_proxy.py DIRECTORY SOCKET_OF_THE_SERVER

It listens on DIRECTORY/.s.PGSQL.5432 and prints a line when it does. What a cut finds on its way is lost, in both
directions, and the server is not told: its half stays open for a second.
"""
import os
import selectors
import signal
import socket
import sys
import threading
import time

directory, server = sys.argv[1:]
pairs = []


def cut(*_):
    doomed, pairs[:] = list(pairs), []
    for client, _ in doomed:
        try:
            client.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def close():
        time.sleep(1)
        for client, upstream in doomed:
            client.close()
            upstream.close()
    threading.Thread(target=close, daemon=True).start()


def forward(pair):
    ways = selectors.DefaultSelector()
    ways.register(pair[0], selectors.EVENT_READ, pair[1])
    ways.register(pair[1], selectors.EVENT_READ, pair[0])
    try:
        while True:
            for key, _ in ways.select():
                data = key.fileobj.recv(1 << 16)
                if pair not in pairs:
                    return
                if not data:
                    pairs.remove(pair)
                    pair[0].close()
                    pair[1].close()
                    return
                key.data.sendall(data)
    except OSError:
        pass


signal.signal(signal.SIGUSR1, cut)
listener = socket.socket(socket.AF_UNIX)
listener.bind(directory + "/.s.PGSQL.5432")
os.chmod(directory + "/.s.PGSQL.5432", 0o777)
listener.listen(64)
print("listening", flush=True)
while True:
    client, _ = listener.accept()
    upstream = socket.socket(socket.AF_UNIX)
    upstream.connect(server)
    pair = (client, upstream)
    pairs.append(pair)
    threading.Thread(target=forward, args=(pair,), daemon=True).start()
