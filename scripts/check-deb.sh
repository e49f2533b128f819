#!/bin/sh
# Installs a package on a fresh Debian that has neither Swift nor this checkout, moves the example shop there, and removes
# the package again. Needs root, debootstrap, dpkg-dev and a mirror of Debian.
#
#     scripts/check-deb.sh PACKAGE
set -eu

package=$(realpath "$1")
cd "$(dirname "$0")/.."

fail() {
    echo "check-deb: $*" >&2
    exit 1
}

step() { echo "check-deb: $*"; }

[ "$(id -u)" -eq 0 ] || fail "only root may make a root directory"
command -v debootstrap >/dev/null || fail "debootstrap is not installed"

work=$(mktemp -d)
root=$work/root
cleanup() {
    if mountpoint -q "$root/proc"; then umount "$root/proc"; fi
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 1' INT TERM

inside() {
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"
}

step "a fresh root"
debootstrap --variant=minbase bookworm "$root" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" >"$work/log" 2>&1 ||
    fail "debootstrap: $(tail -n 3 "$work/log")"
mount -t proc proc "$root/proc"
# Services are not to be started: a rehearsal starts its own server.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"

step "the package and what it depends on"
cp "$package" "$root/plan.deb"
inside apt-get -qq update
inside apt-get -qq install -y --no-install-recommends /plan.deb >"$work/log" 2>&1 ||
    fail "apt-get: $(tail -n 5 "$work/log")"
inside dpkg --status plan | grep -qx 'Status: install ok installed' || fail "the package is not installed"
inside dpkg --verify plan
version=$(inside plan --version | cut -d' ' -f2)
inside dpkg --status plan | grep -qx "Version: $version" || fail "the program says that it is $version"
inside sh -c '! command -v swift' || fail "Swift is installed"

step "the example, compiled and rehearsed"
inside apt-get -qq install -y --no-install-recommends postgresql sqlite3 >"$work/log" 2>&1 ||
    fail "apt-get: $(tail -n 5 "$work/log")"
mkdir "$root/example"
cp -R plans scripts schemas "$root/example/"
for line in 'sh scripts/build-shop.sh' 'plan compile plans/shop.plan.yml --gzip' \
    'plan compile plans/shop.plan.yml --check' 'plan rehearse plans/shop.plan.yml'; do
    inside sh -c "cd /example && $line" >"$work/log" 2>&1 || fail "$line: $(tail -n 5 "$work/log")"
done
tail -n 1 "$work/log"

step "removal"
inside dpkg-query -L plan | while read -r path; do
    if [ -f "$root$path" ]; then echo "$path"; fi
done >"$work/files"
[ -s "$work/files" ] || fail "the package has no files"
inside apt-get -qq purge -y plan >"$work/log" 2>&1 || fail "apt-get: $(tail -n 5 "$work/log")"
while read -r path; do
    [ ! -e "$root$path" ] || fail "$path is left"
done <"$work/files"

step "reproduction"
dpkg-deb -x "$package" "$work/unpacked"
scripts/build-deb.sh "$work/unpacked/usr/bin/plan" "$work/again" >/dev/null
cmp "$package" "$work"/again/*.deb || fail "the same program makes another package"
step "$(basename "$package") is good"
