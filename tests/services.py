"""A real server on this machine that answers as PubMed's efetch and Crossref's works do."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


class Services:
    """What the services know, how they misbehave, and what they were asked."""

    def __init__(self) -> None:
        #: Records in MEDLINE by PMID, and works by DOI.
        self.records: dict[str, str] = {}
        self.works: dict[str, Mapping[str, Any]] = {}
        #: Answers that are given first, before the services work again: status, headers, body.
        self.first: list[tuple[int, dict[str, str], bytes]] = []
        #: Each request: its path, and its query or form.
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.address = ""

    def pubmed(self, form: Mapping[str, str]) -> bytes:
        """EFetch, ``rettype=medline``: the records that it knows, an empty line between two."""
        found = [self.records[one] for one in form.get("id", "").split(",") if one in self.records]
        return "\n".join(["", *found]).encode()

    def crossref(self, path: str, query: Mapping[str, str]) -> tuple[int, bytes]:
        """REST API: one work by its DOI, or a list by a filter."""
        _, _, doi = path.removeprefix("/works").partition("/")
        if doi:
            work = self.works.get(unquote(doi))
            if work is None:
                return 404, b"Resource not found."
            return 200, json.dumps({"status": "ok", "message-type": "work", "message": work}).encode()
        dois = [one.removeprefix("doi:") for one in query.get("filter", "").split(",")]
        items = [work for doi, work in self.works.items() if doi.casefold() in dois]
        message = {"total-results": len(items), "items": items[: int(query.get("rows", 20))]}
        return 200, json.dumps({"status": "ok", "message-type": "work-list", "message": message}).encode()


@contextmanager
def running_services() -> Iterator[Services]:
    services = Services()

    class Handler(BaseHTTPRequestHandler):
        def answer(self, form: dict[str, str]) -> None:
            path = urlsplit(self.path).path
            services.asked.append((path, form))
            status, headers, body = 200, {}, b""
            if services.first:
                status, headers, body = services.first.pop(0)
            elif path.startswith("/works"):
                status, body = services.crossref(path, form)
            else:
                body = services.pubmed(form)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(ConnectionError):  # Whoever asked may have enough.
                self.wfile.write(body)

        def do_GET(self) -> None:
            self.answer({name: texts[0] for name, texts in parse_qs(urlsplit(self.path).query).items()})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.answer({name: texts[0] for name, texts in parse_qs(body).items()})

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    services.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield services
    finally:
        server.shutdown()
        server.server_close()
