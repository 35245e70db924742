#!/bin/sh
# debian-unpack.sh [--all] SUITE FOLDER PACKAGE[:ARCHITECTURE]…: unpacks Debian packages
# into a folder, with --all what they depend on too. Nothing is installed, no script of a
# package runs, and the machine's own packages stay as they are. apt checks what it gets
# against the signed index of the suite; the mirror is the machine's own.
set -eu

all=
if [ "$1" = --all ]; then
    all=1
    shift
fi
suite=$1
folder=$2
shift 2
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

apt=$(mktemp -d)
trap 'rm -rf "$apt"' EXIT
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/packages/partial"
: >"$apt/status"

# The first mirror that the machine gets Debian itself from, in either notation.
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
    sed -n -e 's/^URIs:[[:space:]]*//p' -e 's/^deb[[:space:]]\(\[[^]]*\][[:space:]]*\)\{0,1\}\([^[:space:]]*\).*/\2/p' |
    grep -E '/debian/?$' | head -n 1)
[ -n "$mirror" ] || {
    echo "debian-unpack.sh: no mirror of Debian among apt's sources of this machine" >&2
    exit 1
}
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$apt/sources.list"
cat >"$apt/apt.conf" <<CONF
Dir::State "$apt";
Dir::State::Lists "$apt/lists";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
Dir::Etc::SourceList "$apt/sources.list";
Dir::Etc::SourceParts "/dev/null";
APT::Architecture "amd64";
APT::Architectures { "amd64"; "i386"; "arm64"; };
APT::Sandbox::User "root";
Acquire::Languages "none";
CONF

(
    cd "$apt/packages"
    export APT_CONFIG="$apt/apt.conf"
    apt-get -q=2 -o Acquire::Check-Valid-Until=false update >&2
    if [ -n "$all" ]; then
        # Nothing counts as installed, so that every machine gets the same.
        apt-get -q=2 -o Dir::Cache::archives="$apt/packages" --no-install-recommends --download-only -y install "$@" >&2
    else
        apt-get -q=2 download "$@" >&2
    fi
)
for package in "$apt"/packages/*.deb; do
    dpkg -x "$package" "$folder"
done
