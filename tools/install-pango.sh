#!/bin/sh
# Make sure that PDFs can be made: WeasyPrint, which make site installs, draws text with Pango of the system.
# Root installs it; anybody else only if asked to: make site SUDO=sudo. Without it 'make site' says what it leaves out; with 'needed' this fails.
set -e
if "${1:-python3}" -c "import weasyprint; from weasyprint.text.ffi import harfbuzz_subset as found; assert found" >/dev/null 2>&1; then exit 0; fi
as_root=$(test "$(id -u)" = 0 || echo "$SUDO")
if { test "$(id -u)" = 0 || test -n "$SUDO"; } && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Pango for the PDFs ..."
  if $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qq -y --no-install-recommends \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 >/dev/null; then exit 0; fi
fi
if test "$2" = needed; then
  echo "The PDFs need Pango 1.44 or later and harfbuzz-subset. Install them, then run this again: 'sudo apt-get install libpangoft2-1.0-0 libharfbuzz-subset0' (Debian, Ubuntu), 'brew install pango harfbuzz' (macOS)." >&2
  exit 1
fi
