#!/bin/sh
# Make sure that the browser tests find Chromium: Debian's package, which Playwright drives, and the library that Playwright needs.
set -e
for name in "${CHROMIUM:-chromium}" chromium-browser; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
as_root=$(test "$(id -u)" = 0 || echo "$SUDO")
if test "$(id -u)" != 0 && test -z "$SUDO"; then # Nothing is installed as root unasked.
  echo "Missing: chromium fonts-liberation libatomic1. Install it, or let this do so: make test SUDO=sudo" >&2
  exit 1
fi
if command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests ..."
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qq -y --no-install-recommends chromium fonts-liberation libatomic1 >/dev/null
else
  echo "The browser tests need Chromium. Install it, or set CHROMIUM to its path." >&2
  exit 1
fi
