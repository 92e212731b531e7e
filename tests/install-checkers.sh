#!/bin/sh
# Make sure that the tests find nginx, Java, zimcheck, kiwix-serve and Node.js, and what they run on these: tests/package.json says what.
set -e
cd "$(dirname "$0")"
missing=""
command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless"
command -v nginx >/dev/null 2>&1 || test -x /usr/sbin/nginx || missing="$missing nginx-light"
test -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so || missing="$missing libnginx-mod-http-brotli-static"
command -v zimcheck >/dev/null 2>&1 || missing="$missing zim-tools"
command -v kiwix-serve >/dev/null 2>&1 || missing="$missing kiwix-tools"
if test -n "$missing"; then
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "The tests need nginx with its module brotli_static, Java 17 or later, zimcheck and kiwix-serve. Install them." >&2
    exit 1
  fi
  as_root=$(test "$(id -u)" = 0 || echo "$SUDO")
  if test "$(id -u)" != 0 && test -z "$SUDO"; then # Nothing is installed as root unasked.
    echo "Missing:$missing. Install it, or let this do so: make test SUDO=sudo" >&2
    exit 1
  fi
  echo "Installing$missing for the tests ..."
  $as_root apt-get update -qq
  # shellcheck disable=SC2086  (a list of packages)
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qq -y --no-install-recommends $missing >/dev/null
fi
sh ./install-node.sh
