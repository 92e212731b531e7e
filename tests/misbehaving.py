"""A real HTTP server on this machine that answers each path in its own bad way."""

import asyncio
import gzip
import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

PAGE = b"<html><head><title>Guideline</title></head><body id='top'><h2 id='outlook'>Outlook</h2>Version 2</body></html>"


class Server:
    """Counts the requests for each path, and remembers how they were made."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.methods: dict[str, list[str]] = {}
        self.agents: set[str] = set()
        self.address = ""
        #: Pages that a test sets: path to status, type, body, and where it redirects to.
        self.pages: dict[str, dict] = {}
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()

    def run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            method, path, _ = head.split(" ", 2)
            self.seen[path] += 1
            self.methods.setdefault(path, []).append(method)
            self.agents |= {
                line[12:] for line in head.split("\r\n") if line.lower().startswith("user-agent: ")
            }
            await self._answer(method, path, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort() if writer.transport.get_write_buffer_size() > 100_000 else writer.close()

    async def _answer(self, method: str, path: str, writer: asyncio.StreamWriter) -> None:  # noqa: PLR0912, PLR0915
        def send(status: int, body: bytes = PAGE, **headers: str) -> None:
            lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}", "Connection: close"]
            lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
            writer.write("\r\n".join([*lines, "", ""]).encode() + (b"" if method == "HEAD" else body))

        if set_page := self.pages.get(path):
            headers = {"Content_Type": set_page.get("type", "text/html; charset=utf-8")}
            if "to" in set_page:
                headers["Location"] = set_page["to"]
            body = set_page.get("body", "<p>A page.</p>").encode()
            if "packed" in set_page:
                headers["Content_Encoding"], body = set_page["packed"], gzip.compress(body)
            send(set_page["status"], body, **headers)
            await writer.drain()
            return
        if path.startswith("/wayback?"):
            copy = {"available": True, "url": "https://web.archive.org/web/2020/https://gone.example/kept"}
            snapshots = {"closest": copy} if "kept" in path else {}
            body = "<html>" if "odd" in path else json.dumps({"archived_snapshots": snapshots})
            send(200, body.encode(), Content_Type="application/json")
            await writer.drain()
            return

        name = path[1:].partition("?")[0]
        if name.isdigit():
            send(int(name))
        elif name.startswith("to/"):
            _, status, target = name.split("/", 2)
            send(int(status), b"", Location=f"/{target}")
        elif name == "loop":
            send(302, b"", Location="/loop")
        elif name == "out":
            send(302, b"", Location="http://169.254.169.254/latest/meta-data/")
        elif name == "script":
            send(302, b"", Location="javascript:alert(1)")
        elif name == "file":
            send(302, b"", Location="file:///etc/passwd")
        elif name == "nohead":
            send(405 if method == "HEAD" else 200)
        elif name == "patience":
            send(429, b"", Retry_After="0") if self.seen[path] < 2 else send(200)
        elif name == "flaky":
            send(503) if self.seen[path] < 3 else send(200)
        elif name == "reset":
            writer.transport.abort()
        elif name == "silent":
            await asyncio.sleep(30)
        elif name == "slow":
            writer.write(b"HTTP/1.1 200 OK\r\n")
            for _ in range(300):
                writer.write(b"X-Slow: yes\r\n")
                await writer.drain()
                await asyncio.sleep(0.1)
        elif name == "endless":
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n" + PAGE)
            while True:
                writer.write(b"x" * 65_536)
                await writer.drain()
        elif name == "bomb":
            send(200, gzip.compress(b"0" * 5_000_000), Content_Encoding="gzip")
        elif name == "garbage":
            writer.write(b"\x00\x01\x02 not HTTP at all\r\n\r\n")
        elif name == "short":
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + PAGE)
        elif name == "soft404":
            send(200, b"<title>Page not found</title>")
        elif name == "oddcharset":
            send(200, PAGE, Content_Type="text/html; charset=rot13")
        elif name == "oddretry":
            send(503, b"", Retry_After="²")
        elif name == "oddlocation":
            send(302, b"", Location="http://[x")
        elif name == "manytitles":
            send(200, b"<title" * 142_000, Content_Type="text/html")
        elif name == "speaks":
            send(200, b"<title>404 not found\x1b @everyone [x](https://example.com/) ```</title>")
        elif name == "wrong":
            send(200, b"<title>Biliary tract cancers</title>")
        elif name in ("a%C3%B1o", "empty"):
            send(200, b"" if name == "empty" else PAGE)
        elif name == "cookies":
            send(200, PAGE, Set_Cookie="a=b; Path=/")
        else:
            send(200)
        await writer.drain()


@contextmanager
def misbehaving_server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    server._ready.wait()
    yield server
    server.stop()
    thread.join(5)
