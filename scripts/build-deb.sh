#!/bin/sh
# Makes plan_VERSION_ARCHITECTURE.deb of a built program: the program, its page of the manual, completions, schemas.
# The same program and the same commit give the same bytes.
#
#     scripts/build-deb.sh PROGRAM [DIRECTORY]    writes into dist unless told otherwise
set -eu

cd "$(dirname "$0")/.."
program=$(realpath "$1")
directory=${2:-dist}

fail() {
    echo "build-deb: $*" >&2
    exit 1
}

for tool in dpkg-deb dpkg-shlibdeps; do
    command -v "$tool" >/dev/null || fail "dpkg-dev is not installed"
done

version=$("$program" --version | cut -d' ' -f2)
architecture=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
umask 022
mkdir -p "$root/DEBIAN" "$root/usr/share/doc/plan"
make --no-print-directory -s install binary="$program" DESTDIR="$root" PREFIX=/usr
# Debian has zsh look here, and wants pages and logs of changes compressed.
mkdir -p "$root/usr/share/zsh/vendor-completions"
mv "$root/usr/share/zsh/site-functions/_plan" "$root/usr/share/zsh/vendor-completions/"
rmdir "$root/usr/share/zsh/site-functions"
gzip -9n "$root/usr/share/man/man1/plan.1"
cat >"$root/usr/share/doc/plan/copyright" <<TEXT
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: plan

Files: *
Copyright: the authors of plan
License: Apache-2.0
 On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.
TEXT

# What the program is linked with, by packages.
mkdir "$work/debian"
printf 'Source: plan\n\nPackage: plan\nArchitecture: any\n' >"$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O --ignore-missing-info "$root/usr/bin/plan" 2>/dev/null |
    sed -n 's/^shlibs:Depends=//p')
[ -n "$depends" ] || fail "dpkg-shlibdeps finds no libraries"

cat >"$root/DEBIAN/control" <<TEXT
Package: plan
Version: $version
Architecture: $architecture
Maintainer: the authors of plan <plan@localhost>
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f1)
Depends: $depends
Recommends: postgresql-client
Suggests: postgresql, sqlite3
Section: database
Priority: optional
Description: compiler for database migrations
 Compiles a plan, a short YAML file, to an operation graph with every statement
 that a migration will run, and runs that graph: once, verified and undoable.
 Moves SQLite databases to PostgreSQL.
TEXT
(cd "$root" && find usr -type f -exec md5sum {} + | LC_ALL=C sort -k2 >DEBIAN/md5sums)

mkdir -p "$directory"
dpkg-deb --root-owner-group -Zxz --build "$root" "$directory/plan_${version}_${architecture}.deb"
