# Reaches the instance of a step of Chandler. Works on the client, beside ansible-playbook, and knows no engine: what is to run is
# handed to Chandler on a Unix socket, one connection for each command.
#
# A frame is one byte that says what it is, four that say how long, the most significant first, and the content:
#   to Chandler:    C the command, for /bin/sh -c   I standard input, a part of it   E its end
#   from Chandler:  O standard output, a part of it   R standard error   X the exit code in digits   F why there is none
from __future__ import annotations

import os
import socket
import struct
import threading

from ansible.errors import AnsibleConnectionFailure, AnsibleFileNotFound
from ansible.module_utils.common.text.converters import to_bytes, to_native
from ansible.plugins.connection import ConnectionBase
from ansible.utils.display import Display

DOCUMENTATION = """
name: chandler
short_description: reaches the instance of a step of Chandler
description: Hands commands to the Chandler that has started ansible-playbook.
author: Chandler
options: {}
"""

display = Display()

CHUNK = 64 * 1024


class Connection(ConnectionBase):
    transport = "chandler"
    has_pipelining = True
    has_tty = False

    def _connect(self):
        self._connected = True
        return self

    def exec_command(self, cmd, in_data=None, sudoable=True):
        super().exec_command(cmd, in_data=in_data, sudoable=sudoable)
        display.vvv("EXEC %s" % cmd, host=self._play_context.remote_addr)
        chunks = [] if in_data is None else [to_bytes(in_data, errors="surrogate_or_strict")]
        return self._run(cmd, chunks)

    def put_file(self, in_path, out_path):
        super().put_file(in_path, out_path)
        if not os.path.exists(to_bytes(in_path, errors="surrogate_or_strict")):
            raise AnsibleFileNotFound("there is no file %s" % to_native(in_path))
        # By a command and not by Chandler's own way of putting files: the place is below /dev, which that does not reach.
        with open(to_bytes(in_path, errors="surrogate_or_strict"), "rb") as file:
            code, _, err = self._run("cat >%s" % self._shell.quote(out_path), iter(lambda: file.read(CHUNK), b""))
        if code != 0:
            raise AnsibleConnectionFailure("cannot put %s: %s" % (to_native(out_path), to_native(err)))

    def fetch_file(self, in_path, out_path):
        super().fetch_file(in_path, out_path)
        with open(to_bytes(out_path, errors="surrogate_or_strict"), "wb") as file:
            code, _, err = self._run("cat <%s" % self._shell.quote(in_path), [], file.write)
        if code != 0:
            raise AnsibleConnectionFailure("cannot fetch %s: %s" % (to_native(in_path), to_native(err)))

    def close(self):
        self._connected = False

    def _run(self, cmd, chunks, write=None):
        out = []
        err = []
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            try:
                connection.connect(os.environ["CHANDLER_ANSIBLE_SOCKET"])
                send(connection, b"C", to_bytes(cmd, errors="surrogate_or_strict"))
                feeder = threading.Thread(target=feed, args=(connection, chunks), daemon=True)
                feeder.start()
                while True:
                    kind, content = receive(connection)
                    if kind == b"O":
                        (write or out.append)(content)
                    elif kind == b"R":
                        err.append(content)
                    elif kind == b"X":
                        return int(content), b"".join(out), b"".join(err)
                    else:
                        raise AnsibleConnectionFailure(to_native(content))
            except OSError as trouble:
                raise AnsibleConnectionFailure("Chandler is not there any more: %s" % trouble) from trouble


def feed(connection, chunks):
    try:
        for chunk in chunks:
            for start in range(0, len(chunk), CHUNK):
                send(connection, b"I", chunk[start : start + CHUNK])
        send(connection, b"E", b"")
    except OSError:
        pass  # The command has ended without reading it all.


def send(connection, kind, content):
    connection.sendall(kind + struct.pack(">I", len(content)) + content)


def receive(connection):
    head = exactly(connection, 5)
    return head[:1], exactly(connection, struct.unpack(">I", head[1:])[0])


def exactly(connection, count):
    parts = []
    while count:
        part = connection.recv(count)
        if not part:
            raise OSError("the connection has ended")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
