#!/bin/sh
# release.sh FOLDER…: what a pipeline does with a release of a configuration: makes the
# file of symbols from the sources (folders of a Designer dump or of an EDT project, in a
# git checkout with its history), makes the release in Sentry with its commits, and puts
# the file where the infobases read it.
#
# sentry-cli takes the server from SENTRY_URL, SENTRY_AUTH_TOKEN, SENTRY_ORG and
# SENTRY_PROJECT. The rest:
#   SENTRY_RELEASE  the release; without it «name@version» of the configuration, as the
#                   extension calls it
#   SYMBOLS_FILE    where the file goes: the path that symbolsFile names; without it the
#                   file stays here, to be loaded by the form
#   SYMBOLS_SOURCE  no: the text of the modules stays out of the file
#   CODE_MAPPINGS   yes: Sentry gets code mappings (sourceContext "server", suspect commits)
#   CODE_REPOSITORY and CODE_BRANCH: the repository as Sentry calls it, the branch;
#                   without both sentry-cli asks git
set -eu

say() {
    case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
    ru*) echo "$1" ;;
    *) echo "$2" ;;
    esac
}

if [ $# -eq 0 ]; then
    say "Назовите каталоги с исходными текстами: $0 src/cf src/cfe/Доработки" "Name the folders of the sources: $0 src/cf src/cfe/Extension" >&2
    exit 2
fi

file=configuration.1csymbols
if [ "${SYMBOLS_SOURCE:-yes}" = no ]; then
    sentry1c symbols make -o "$file" "$@"
else
    sentry1c symbols make -source -o "$file" "$@"
fi
release=${SENTRY_RELEASE:-$(sentry1c symbols info -release "$file")}

sentry-cli releases new "$release"
sentry-cli releases set-commits "$release" --auto --ignore-missing

if [ "${CODE_MAPPINGS:-no}" = yes ]; then
    sentry1c symbols mappings -o mappings.json "$@"
    if [ -n "${CODE_REPOSITORY:-}" ] && [ -n "${CODE_BRANCH:-}" ]; then
        sentry-cli code-mappings upload mappings.json --repo "$CODE_REPOSITORY" --default-branch "$CODE_BRANCH"
    else
        sentry-cli code-mappings upload mappings.json
    fi
fi

if [ -n "${SYMBOLS_FILE:-}" ]; then
    # Whoever reads the old file now goes on reading it: the new one takes its name whole.
    cp "$file" "$SYMBOLS_FILE.new"
    mv -f "$SYMBOLS_FILE.new" "$SYMBOLS_FILE"
    say "$release: символы в $SYMBOLS_FILE" "$release: the symbols are in $SYMBOLS_FILE"
else
    say "$release: загрузите $file в базу: форма «Сентри», кнопка «Загрузить символы…»" \
        "$release: load $file into the infobase: form «Сентри», button «Загрузить символы…» (Load symbols…)"
fi

sentry-cli releases finalize "$release"
