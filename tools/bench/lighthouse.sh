#!/bin/sh
# Lighthouse, with its profile of a poor phone, on Home, the longest page of a subgroup and When to call in each language.
# Prints the four scores, what is sent for a first view, and what for a second page.
set -e
cd "$(dirname "$0")"
test -d node_modules/lighthouse || npm ci --ignore-scripts --silent
exec ../../.venv/bin/python lighthouse.py ../../site
