#!/bin/sh
# Installs what the project needs on a Debian machine with a Swift toolchain. Says and does nothing where all is there.
#
#     scripts/install-dependencies.sh build    what the program is built with
#     scripts/install-dependencies.sh demo     the same, and what it is shown with
#     scripts/install-dependencies.sh deb      the same as to build, and what makes a package
#     scripts/install-dependencies.sh test     the same, and what it is tested with (default)
set -eu

cd "$(dirname "$0")/.."
purpose=${1:-test}

say() { echo "install-dependencies: $*" >&2; }

fail() {
    say "$@"
    exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# MARK: What is missing

packages=

# Notes the package $1 unless the rest of the arguments, a command, succeeds.
need() {
    package=$1
    shift
    if ! "$@" >/dev/null 2>&1; then packages="$packages $package"; fi
}

# A library with its headers, by the name of its pkg-config file.
library() { has pkg-config && pkg-config --exists "$1"; }

# The programs of a server; Debian keeps them off the search path.
server() { has initdb || ls /usr/lib/postgresql/*/bin/initdb; }

need_for_build() {
    need pkg-config has pkg-config
    need libsqlite3-dev library sqlite3
    need libpq-dev library libpq
    need libyaml-dev library yaml-0.1
    need libssl-dev library openssl
    need libxxhash-dev library libxxhash
    need zlib1g-dev library zlib
}

need_for_demo() {
    need_for_build
    need sqlite3 has sqlite3
    need postgresql server
    need postgresql-client has psql
}

need_for_deb() {
    need_for_build
    need dpkg-dev has dpkg-shlibdeps
}

need_for_test() {
    need_for_demo
    need_for_deb
    need man-db has man
    need python3 has python3
    need python3-venv python3 -c 'import ensurepip, venv'
    # Completion scripts are tested in their shells.
    need zsh has zsh
    need fish has fish
    # Pages are looked at in a browser.
    need chromium has chromium
    # Instructions are counted.
    need valgrind has valgrind
}

# MARK: Debian's packages

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@" </dev/null
    elif has sudo && sudo -n true 2>/dev/null; then
        sudo -n env DEBIAN_FRONTEND=noninteractive "$@" </dev/null
    else
        fail "neither root nor sudo without a password; run as root: apt-get install$packages"
    fi
}

apt() { as_root apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" >&2; }

install_packages() {
    has apt-get || fail "this is no Debian machine; install what these packages hold:$packages"
    say "installing$packages"
    # Lists may be absent, or older than what the mirrors hold.
    # shellcheck disable=SC2086
    if ! apt-cache show $packages >/dev/null 2>&1 || ! apt install -y --no-install-recommends $packages; then
        apt update
        apt install -y --no-install-recommends $packages
    fi
}

# MARK: Python's packages

# A package from PyPI, in .venv: what it is called there, and what of the tests fails without it.
install_from_pypi() {
    say "installing $1 into .venv"
    if ! .venv/bin/pip --version >/dev/null 2>&1; then python3 -m venv --clear .venv; fi
    for attempt in 1 2; do
        if .venv/bin/pip install --quiet --disable-pip-version-check --no-input "$1" >&2; then return; fi
        if [ "$attempt" -eq 1 ]; then sleep 3; fi
    done
    say "$1 cannot be installed from PyPI: the tests of $2 will fail. Run again when PyPI can be reached."
}

# The validator that the schemas are tested with, unless the machine has one.
install_schema_checker() {
    if .venv/bin/check-jsonschema --version >/dev/null 2>&1; then return; fi
    if check-jsonschema --version >/dev/null 2>&1; then return; fi
    install_from_pypi 'check-jsonschema>=0.33,<1' "the JSON Schemas"
}

# PostgreSQL's own grammar, which written SQL is tested with, unless the machine has it.
install_sql_parser() {
    if .venv/bin/python3 -c 'import pglast' >/dev/null 2>&1; then return; fi
    if python3 -c 'import pglast' >/dev/null 2>&1; then return; fi
    install_from_pypi 'pglast>=7,<9' "the SQL that is written"
}

case $purpose in
    build) need_for_build ;;
    demo) need_for_demo ;;
    deb) need_for_deb ;;
    test) need_for_test ;;
    *) fail "no such purpose: $purpose (build, demo, deb or test)" ;;
esac
if [ -n "$packages" ]; then install_packages; fi
has swift || fail "no Swift toolchain is on the search path; install Swift 6.3 or later"
if [ "$purpose" = test ]; then
    install_schema_checker
    install_sql_parser
fi
