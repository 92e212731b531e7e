#!/bin/sh
# Make sure that the browser tests find Chromium: Debian's package without windows, in which a page costs half and a new
# tab a third of the time, and the library that Playwright needs. Chromium with windows serves where that cannot be had.
set -e
found() { for name in "$@"; do if command -v "$name" >/dev/null 2>&1; then return 0; fi; done; return 1; }
if found "${CHROMIUM:-chromium-headless-shell}"; then exit 0; fi
as_root=$(test "$(id -u)" = 0 || echo "$SUDO")
if test "$(id -u)" != 0 && test -z "$SUDO"; then # Nothing is installed as root unasked.
  if found chromium chromium-browser; then exit 0; fi
  echo "Missing: chromium-headless-shell fonts-liberation libatomic1. Install it, or let this do so: make test SUDO=sudo" >&2
  exit 1
fi
if command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests ..."
  if $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root \
    apt-get install -qq -y --no-install-recommends chromium-headless-shell fonts-liberation libatomic1 >/dev/null; then exit 0; fi
fi
if found chromium chromium-browser; then exit 0; fi
echo "The browser tests need Chromium. Install it, or set CHROMIUM to its path." >&2
exit 1
