#!/bin/sh
# cache.sh: prints the folder for large tools that every checkout of a user shares:
# SENTRY1C_CACHE, or one in the user's own cache folder.
set -eu

dir=${SENTRY1C_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/sentry1c}
mkdir -p "$dir"
cd "$dir"
pwd
