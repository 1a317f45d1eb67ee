#!/bin/sh
# Writes constraints.txt: the newest versions that pyproject.toml admits and that Debian's own
# Python (the oldest that symopt supports) can install. The two make commands install them.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-/usr/bin/python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --editable '.[films,test,dev]'
{
    echo "# The versions that \`make demo\` and \`make test\` install; written by \`make lock\`."
    "$work/venv/bin/python" -m pip freeze --exclude-editable --exclude symopt-lectures
} >"$work/constraints.txt"
cp "$work/constraints.txt" constraints.txt
