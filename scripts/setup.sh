#!/bin/sh
# Prepares what `make demo` and `make test` need: .venv, the compiler and the libraries that
# Manim builds against, a font with Chinese glyphs. Does nothing when it is all there.
# PYTHON chooses the interpreter; without it an existing .venv is kept.
set -eu
cd "$(dirname "$0")/.."

venv=.venv
stamp=$venv/.symopt-ready
log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT TERM

say() { printf 'symopt set-up: %s\n' "$*" >&2; }
fail() { say "$@"; exit 2; }

quietly() { # run a command; show its output only if it fails
    "$@" >"$log" 2>&1 || { cat "$log" >&2; return 1; }
}

version() { "$1" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null; }

recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

choose_python() {
    for candidate in python3 python3.13 python3.12 python3.11 python; do
        if recent "$candidate"; then echo "$candidate"; return; fi
    done
    return 1
}

fingerprint() { # what the installed environment depends on
    cat pyproject.toml constraints.txt scripts/setup.sh | cksum
    pwd
    version "$venv/bin/python" || echo none
}

# --- nothing to do? -------------------------------------------------------------------------
if [ -n "${PYTHON:-}" ]; then
    recent "$PYTHON" || fail "$PYTHON is not Python 3.11 or newer; choose one: make PYTHON=python3.12 ..."
    if [ -e "$venv" ] && [ "$(version "$PYTHON")" != "$(version "$venv/bin/python")" ]; then
        say "$venv was made by another Python and is made anew"
        rm -rf "$venv"
    fi
fi
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint)" ]; then
    exit 0
fi
python=${PYTHON:-}
if [ -z "$python" ]; then
    if recent "$venv/bin/python"; then
        python=$venv/bin/python
    else
        python=$(choose_python) || fail "needs Python 3.11 or newer (Debian: apt-get install python3)"
    fi
fi

# --- what the system lacks --------------------------------------------------------------------
short=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
has_headers() {
    "$python" -c 'import os, sys, sysconfig
sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))'
}
has_chinese() { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh family)" ]; }

missing() { # Debian's names of the packages that are needed and not there
    command -v cc >/dev/null && command -v c++ >/dev/null || echo g++
    command -v pkg-config >/dev/null || echo pkg-config
    pkg-config --exists cairo 2>/dev/null || echo libcairo2-dev
    pkg-config --exists pangocairo 2>/dev/null || echo libpango1.0-dev
    has_headers || echo "python$short-dev"
    "$python" -c 'import ensurepip, venv' 2>/dev/null || echo "python$short-venv"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
may_install() {
    command -v apt-get >/dev/null && as_root true 2>/dev/null
}

needed=$(missing | tr '\n' ' ')
has_chinese && font= || font=fonts-wqy-microhei
if [ -n "$needed$font" ] && may_install; then
    say "installing with apt-get: $needed$font"
    quietly as_root apt-get -o DPkg::Lock::Timeout=120 update || say "apt-get update failed; going on"
    # shellcheck disable=SC2086 # a list of words
    quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 \
        install -y --no-install-recommends $needed $font || say "apt-get install failed"
    needed=$(missing | tr '\n' ' ')
    has_chinese && font= || font=fonts-wqy-microhei
fi
if [ -n "$needed" ]; then
    say "these are missing and need an administrator; on Debian or Ubuntu:"
    fail "    sudo apt-get install $needed$font"
fi
[ -z "$font" ] || say "no font with Chinese glyphs (pictures in Chinese will miss them): $font"

# --- the virtual environment --------------------------------------------------------------------
if ! recent "$venv/bin/python"; then
    say "making $venv with $("$python" --version)"
    rm -rf "$venv"
    quietly "$python" -m venv "$venv" || fail "cannot make $venv"
fi
case $short in
    3.11 | 3.12 | 3.13) pins="--constraint constraints.txt" ;;
    *) pins= ;; # the pinned versions may have no wheels for it: pyproject.toml's bounds decide
esac
say "installing Python packages into $venv (a minute or two)"
# shellcheck disable=SC2086 # two words or none
quietly "$venv/bin/python" -m pip install --disable-pip-version-check $pins \
    --editable '.[films,test,dev]' || fail "pip could not install the packages (above: why)"

fingerprint >"$stamp"
say "ready"
