"""A web server on loopback whose answers a test sets beforehand."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class WebPages:
    """Answers 404 to every path that was not set; remembers what it was asked."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._routes: dict[str, Callable[[Request], Answer]] = {}
        pages = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                pages.answer(self)

            def do_HEAD(self) -> None:
                pages.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self._server.server_port}{path}"

    def set(
        self,
        path: str,
        body: bytes | str = b"",
        *,
        status: int = 200,
        content_type: str = "text/html; charset=utf-8",
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Answer `path` with this from now on; the full address."""
        content = body.encode() if isinstance(body, str) else body
        answer = Answer(
            content, status, {"Content-Type": content_type} | dict(headers or {})
        )
        return self.set_handler(path, lambda request: answer)

    def set_handler(self, path: str, handler: Callable[[Request], Answer]) -> str:
        """Answer `path` with what `handler` makes of each request; the full address."""
        self._routes[path] = handler
        return self.url(path)

    def answer(self, exchange: BaseHTTPRequestHandler) -> None:
        request = Request(exchange.command, exchange.path, dict(exchange.headers))
        self.requests.append(request)
        handler = self._routes.get(request.path, lambda request: Answer(status=404))
        answer = handler(request)
        try:
            exchange.send_response(answer.status)
            for name, value in answer.headers.items():
                exchange.send_header(name, value)
            if "Content-Length" not in answer.headers:
                exchange.send_header("Content-Length", str(len(answer.body)))
            exchange.end_headers()
            if request.method == "GET":
                exchange.wfile.write(answer.body)
        except ConnectionError:
            # A reader that has had enough hangs up; that is what some tests are about.
            pass

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
