"""A server on this machine that says exactly what a test wants, byte by byte, and as slowly as it wants."""

from __future__ import annotations

import socket
import threading
from types import TracebackType

Line = bytes | float
"""Bytes to send, or seconds to wait."""
STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"


class OddServer:
    """Answers each connection with the same script, then closes it; `requests` counts the requests that came."""

    def __init__(self, *script: Line, repeat: bool = False) -> None:
        """Play `script` once, or again and again until the other side has gone."""
        self._script, self._repeat = script, repeat
        self._over = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.requests = 0
        self.left = threading.Event()

    @property
    def url(self) -> str:
        """What OPENAI_BASE_URL would be."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/v1"

    def __enter__(self) -> OddServer:
        self._begin(self._accept)
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._over.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join(5)

    def _begin(self, work: object, *arguments: object) -> None:
        self._threads.append(threading.Thread(target=work, args=arguments, daemon=True))  # type: ignore[arg-type]
        self._threads[-1].start()

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:  # closed meanwhile
                return
            self._begin(self._answer, connection)

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            try:
                head = b""
                while b"\r\n\r\n" not in head:
                    head += connection.recv(65536) or b"\r\n\r\n"
                self.requests += b"POST" in head
                self._play(connection)
            except OSError:  # the other side has gone: what every patient client does in the end
                self.left.set()

    def _play(self, connection: socket.socket) -> None:
        while True:
            for line in self._script:
                if isinstance(line, bytes):
                    connection.sendall(line)
                elif self._gone(connection, line):
                    return
            if not self._repeat or self._over.is_set():
                return

    def _gone(self, connection: socket.socket, seconds: float) -> bool:
        """Wait; return whether the other side closed the connection meanwhile, or the test is over."""
        connection.settimeout(0.05)
        for _ in range(max(1, round(seconds / 0.05))):
            if self._over.is_set():
                return True
            try:
                if not connection.recv(65536):
                    self.left.set()
                    return True
            except TimeoutError:
                continue
        return False
