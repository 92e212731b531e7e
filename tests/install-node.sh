#!/bin/sh
# Make sure that the tests find Node.js, and what they run on it: tests/package.json says what.
set -e
cd "$(dirname "$0")"
if ! command -v npm >/dev/null 2>&1; then
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "The tests need Node.js 18 or later, with npm. Install it." >&2
    exit 1
  fi
  as_root=$(test "$(id -u)" = 0 || echo "$SUDO")
  if test "$(id -u)" != 0 && test -z "$SUDO"; then # Nothing is installed as root unasked.
    echo "Missing: nodejs npm. Install it, or let this do so: make test SUDO=sudo" >&2
    exit 1
  fi
  echo "Installing Node.js for the tests ..."
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qq -y --no-install-recommends nodejs npm >/dev/null
fi
if ! test node_modules/.package-lock.json -nt package-lock.json; then
  echo "Installing the checkers of scripts, accessibility, HTML and spelling ..."
  npm ci --ignore-scripts --silent
  touch node_modules/.package-lock.json
fi
