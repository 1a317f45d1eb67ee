#!/bin/sh
# Writes constraints.txt: the versions in .venv, which the two make commands install.
set -eu
cd "$(dirname "$0")/.."
temporary=$(mktemp)
trap 'rm -f "$temporary"' EXIT
{
    echo "# The versions that \`make demo\` and \`make test\` install; written by \`make lock\`."
    .venv/bin/python -m pip freeze --exclude-editable --exclude symopt-lectures
} >"$temporary"
cat "$temporary" >constraints.txt
