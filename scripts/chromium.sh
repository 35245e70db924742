#!/bin/sh
# chromium.sh: a browser without a window: the machine's own Chromium, or Debian 12's,
# unpacked into a folder with all that it needs but the C library. Prints the path of a
# program that takes Chromium's options.
set -eu
cd "$(dirname "$0")/.."

for name in chromium chromium-browser google-chrome; do
    if command -v "$name"; then
        exit 0
    fi
done

dir=$(scripts/cache.sh)/chromium-bookworm-1
if [ ! -x "$dir/chromium" ]; then
    work=$(mktemp -d "$dir.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    scripts/debian-unpack.sh --all bookworm "$work/root" chromium:amd64 fonts-dejavu-core:all

    # The C library must be of one piece with the machine's loader; the rest is weight.
    for base in "$work/root/lib/x86_64-linux-gnu" "$work/root/usr/lib/x86_64-linux-gnu"; do
        for name in libc libm libdl libpthread librt libresolv libutil libmvec libanl libnsl ld-linux-x86-64 libnss_files libnss_dns libnss_compat; do
            rm -f "$base/$name".so* "$base/$name"-*.so
        done
        rm -rf "$base/gconv" "$base/perl" "$base/dri"
    done
    for name in doc icons locale man perl; do
        rm -rf "$work/root/usr/share/$name"
    done

    cat >"$work/fonts.conf" <<FONTS
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$dir/root/usr/share/fonts</dir><cachedir>$dir/fonts</cachedir></fontconfig>
FONTS
    cat >"$work/chromium" <<RUN
#!/bin/sh
lib=$dir/root/usr/lib/x86_64-linux-gnu
export LD_LIBRARY_PATH=\$lib:\$lib/pulseaudio:$dir/root/lib/x86_64-linux-gnu FONTCONFIG_FILE=$dir/fonts.conf
unset DISPLAY
exec $dir/root/usr/lib/chromium/chromium "\$@"
RUN
    chmod +x "$work/chromium"
    mv -T "$work" "$dir" 2>/dev/null || [ -x "$dir/chromium" ]
    trap - EXIT
fi
echo "$dir/chromium"
