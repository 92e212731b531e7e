#!/bin/sh
# Make sure that the load run finds wrk: Debian's package.
set -e
command -v wrk >/dev/null 2>&1 && exit 0
if ! command -v apt-get >/dev/null 2>&1; then
  echo "The load run needs wrk. Install it." >&2
  exit 1
fi
as_root=$(test "$(id -u)" = 0 || echo "$SUDO")
if test "$(id -u)" != 0 && test -z "$SUDO"; then # Nothing is installed as root unasked.
  echo "Missing: wrk. Install it, or let this do so: make bench SUDO=sudo" >&2
  exit 1
fi
echo "Installing wrk for the load run ..."
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qq -y --no-install-recommends wrk >/dev/null
