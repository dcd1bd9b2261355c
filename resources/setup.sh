#!/bin/sh
# Everything "make" needs before it can work: Python, system libraries, disk space and the virtual environment.
# usage: sh resources/setup.sh [run|test]      Exit code 2: something is missing that only you can install.
set -eu
cd "$(dirname "$0")/.."
want="${1:-run}"
venv=.venv
extras="train,demo,dev,plc,genicam,plant"
needed_gb=12

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 2; }

# Prints the first interpreter that will do; PYTHON names the one to take.
find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

has_library() {
    PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -qF "$1 "
}

# "library=Debian package" for each shared library that Qt opens.
qt_libraries() {
    [ "$(uname -s)" = Linux ] || return 0
    echo "libEGL.so.1=libegl1 libGL.so.1=libgl1 libdbus-1.so.3=libdbus-1-3 libfontconfig.so.1=libfontconfig1"
    echo "libglib-2.0.so.0=libglib2.0-0 libxkbcommon.so.0=libxkbcommon0"
    if [ "$want" = test ] || [ -n "${DISPLAY:-}" ]; then
        echo "libxcb-cursor.so.0=libxcb-cursor0 libxcb-icccm.so.4=libxcb-icccm4 libxcb-keysyms.so.1=libxcb-keysyms1"
        echo "libxkbcommon-x11.so.0=libxkbcommon-x11-0 libxcb-shape.so.0=libxcb-shape0"
    fi
}

# Names of the Debian packages that are missing on this machine.
missing_packages() {
    for pair in $(qt_libraries); do
        has_library "${pair%%=*}" || printf ' %s' "${pair#*=}"
    done
    if [ "$want" = test ] && [ "$(uname -s)" = Linux ]; then
        command -v Xvfb >/dev/null 2>&1 || printf ' xvfb'
        command -v xauth >/dev/null 2>&1 || printf ' xauth'
    fi
    if python=$(find_python); then
        "$python" -c 'import venv, ensurepip' 2>/dev/null || printf ' python3-venv'
    else
        command -v python3 >/dev/null 2>&1 || printf ' python3 python3-venv'
    fi
}

install_packages() {
    packages="$*"
    if ! command -v apt-get >/dev/null 2>&1; then
        stop "missing on this system (Debian names): $packages; install them with your package manager, then make $want"
    fi
    if [ "$(id -u)" -ne 0 ]; then
        stop "sudo apt-get install $packages"
    fi
    say "installing system packages: $packages"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2
    # shellcheck disable=SC2086 # a list of names
    apt-get install -y -qq --no-install-recommends $packages >&2
}

stamp_now() {
    { pwd; echo "$extras"; cat pyproject.toml resources/constraints.txt; } | sha256sum | cut -d' ' -f1
}

check_disk() {
    free_gb=$(df -Pk . | awk 'NR == 2 { print int($4 / 1048576) }')
    if [ "$free_gb" -lt "$needed_gb" ]; then
        stop "$free_gb GB free in $(pwd), $needed_gb GB are needed for the environment; free some space, then make $want"
    fi
}

# A folder that was moved, or whose Python is gone, is made again.
usable_venv() {
    [ -x "$venv/bin/python" ] &&
        [ "$("$venv/bin/python" -c 'import sys; print(sys.prefix)' 2>/dev/null)" = "$(pwd)/$venv" ] &&
        "$venv/bin/python" -m pip --version >/dev/null 2>&1
}

make_venv() {
    python=$(find_python) || stop "Python 3.11 to 3.13 is needed; install it, or name it: make $want PYTHON=/path/to/python3.12"
    if ! usable_venv; then
        check_disk
        say "making $venv with $("$python" --version)"
        rm -rf "$venv"
        "$python" -m venv "$venv"
    fi
    say "installing the packages (about 7 GB, a few minutes the first time)"
    [ -t 2 ] && quiet='' || quiet=--quiet
    # shellcheck disable=SC2086 # an option or nothing
    "$venv/bin/python" -m pip install $quiet --editable ".[$extras]" --constraint resources/constraints.txt >&2
}

packages=$(missing_packages)
# shellcheck disable=SC2086 # a list of names
[ -z "$packages" ] || install_packages $packages
stamp=$(stamp_now)
if ! usable_venv || [ "$(cat "$venv/stamp" 2>/dev/null || true)" != "$stamp" ]; then
    make_venv
    printf '%s\n' "$stamp" >"$venv/stamp"
fi
