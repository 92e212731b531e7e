#!/bin/sh
# Make sure that PDFs can be made: WeasyPrint, which make site installs, draws text with Pango of the system.
set -e
if "${1:-python3}" -c "import weasyprint; from weasyprint.text.ffi import harfbuzz_subset as found; assert found" >/dev/null 2>&1; then exit 0; fi
as_root=$(test "$(id -u)" = 0 || echo sudo)
if command -v apt-get >/dev/null 2>&1; then
  echo "Installing Pango for the PDFs ..."
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qq -y --no-install-recommends \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 >/dev/null
else
  echo "The PDFs need Pango 1.44 or later. Install it (on macOS: 'brew install pango harfbuzz'), then run this again." >&2
  exit 1
fi
