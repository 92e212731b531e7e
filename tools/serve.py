"""Show the live preview: ``make serve``, ``make serve PORT=8001``, ``make serve HOST=0.0.0.0``."""

import errno
import os
import re
import shutil
import socket
import sys
from pathlib import Path

from editorial.text import on_one_line
from project import ROOT

#: Where Linux has files in memory, and how many bytes must be free there: a container has 64 MB of it.
MEMORY, LEAST_ROOM = Path("/dev/shm"), 1_000_000_000  # noqa: S108  (no name in it is foreseeable)

#: Whoever ends the preview, or closes its window, ends it as Ctrl+C does: what it wrote goes with it.
_ENDING = "import signal; [signal.signal(one, signal.default_int_handler) for one in (signal.SIGTERM, signal.SIGHUP)]"


def main(host: str, port: str) -> None:
    """Start the preview in place of this program, or end with why it cannot be started."""
    if said := reason(host, port):
        sys.exit(said)
    shown = f"[{host}]" if ":" in host else host
    # The flag is spelled out because click 8.3 lost its default.
    engine = f"{_ENDING}; from mkdocs.__main__ import cli; cli(prog_name='mkdocs')"
    command = ["-c", engine, "serve", "--livereload", "--dev-addr", f"{shown}:{port}"]
    os.chdir(ROOT)
    if "TMPDIR" not in os.environ and has_room(MEMORY):
        # What is shown is written again after each edit, thousands of files, which some disks take seconds for.
        os.environ["TMPDIR"] = str(MEMORY)
    os.execv(sys.executable, [sys.executable, *command])  # noqa: S606  (our own command)


def has_room(folder: Path) -> bool:
    """Return whether a folder is there to be written to, and has room for the site of a preview."""
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= LEAST_ROOM


def reason(host: str, port: str) -> str:
    """Return why nothing can be served at an address, or nothing."""
    unknown = (
        f"HOST is '{on_one_line(host)}', which is no address of this computer. "
        "Leave it out, or write HOST=0.0.0.0."
    )
    if not re.fullmatch(r"[0-9]{1,5}", port) or not 1 <= int(port) <= 65535:
        return f"PORT is '{on_one_line(port)}'. Write a number from 1 to 65535, such as PORT=8001."
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as tried:
            # As the server does: what just ended does not count.
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except (socket.gaierror, UnicodeError):
        return unknown
    except PermissionError:
        return f"Port {port} is for root alone. Take a number above 1023: make serve PORT=8000"
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = int(port) + 1 if int(port) < 65535 else 8000
            taken = f"Port {port} is in use, perhaps by another preview."
            return f"{taken} Take the next one: make serve PORT={other}"
        return unknown
    return ""


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
