#!/bin/sh
# Make the environment in which the guide is built: sh tools/set-up.sh python3 .venv. One that is half made is made anew.
python=$1 venv=$2
case $python in
  python3) others="python3.13 python3.12 python3.11" ;; # What Apple ships is older, and others may stand beside it.
  *) others="" ;;
esac
found=""
for one in "$python" $others; do
  if "$one" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found=$one; break; fi
done
if test -z "$found"; then
  version=$("$python" -c 'import sys; print("%d.%d was found" % sys.version_info[:2])' 2>/dev/null || echo "'$python' was not found")
  echo "This needs Python 3.11 or later; $version. Install it, or say where it is: PYTHON=/path/to/python3.12" >&2
  exit 1
fi
if "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 &&
  "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
  echo "Setting up ..."
  exit 0
fi
echo "Setting up (once) ..."
rm -rf "$venv"
if said=$("$found" -m venv "$venv" 2>&1); then exit 0; fi
rm -rf "$venv"
case $said in
  *ensurepip*) echo "This Python cannot make an environment: a part of it is missing. Install it: on Debian and Ubuntu 'apt-get install python3-venv'." ;;
  *) echo "The environment cannot be made in this folder: $(printf '%s\n' "$said" | tail -n 1)" ;;
esac >&2
exit 1
