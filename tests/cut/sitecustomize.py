"""Writes down each attempt of a program to reach the network, and refuses it.

Python imports this where the folder is in PYTHONPATH; ``CUT_LIST`` names the file. What stays on this machine, such
as the pipe between two processes, is not the network.
"""

import os
import sys
from pathlib import Path

ASKS = {
    "socket.connect",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.getnameinfo",
}


def hear(event: str, told: tuple[object, ...]) -> None:
    """Refuse what asks the network."""
    if event not in ASKS:
        return
    address = told[0] if event.startswith("socket.get") else told[1]
    if isinstance(address, str | bytes) and not event.startswith("socket.get"):
        return  # A socket of this machine, which is a file.
    with Path(os.environ["CUT_LIST"]).open("a", encoding="utf-8") as file:
        file.write(f"{event} {address!r} by {sys.orig_argv!r}\n")
    raise OSError("the network is cut")


if "CUT_LIST" in os.environ:
    sys.addaudithook(hear)
