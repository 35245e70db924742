# release.ps1 FOLDER…: what a pipeline does with a release of a configuration: makes the
# file of symbols from the sources (folders of a Designer dump or of an EDT project, in a
# git checkout with its history), makes the release in Sentry with its commits, and puts
# the file where the infobases read it. The variables are those of release.sh.
param([Parameter(Mandatory = $true, ValueFromRemainingArguments = $true)][string[]] $Folders)
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = [Text.Encoding]::UTF8 # sentry1c prints UTF-8, names of configurations too

function Say([string] $Russian, [string] $English) {
    if ((Get-UICulture).TwoLetterISOLanguageName -eq 'ru') { $Russian } else { $English }
}

# Windows PowerShell goes on after a program that failed.
function Check {
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

$file = 'configuration.1csymbols'
if ($env:SYMBOLS_SOURCE -eq 'no') {
    sentry1c symbols make -o $file $Folders
} else {
    sentry1c symbols make -source -o $file $Folders
}
Check
$release = $env:SENTRY_RELEASE
if (-not $release) {
    $release = sentry1c symbols info -release $file
    Check
}

sentry-cli releases new $release
Check
sentry-cli releases set-commits $release --auto --ignore-missing
Check

if ($env:CODE_MAPPINGS -eq 'yes') {
    sentry1c symbols mappings -o mappings.json $Folders
    Check
    if ($env:CODE_REPOSITORY -and $env:CODE_BRANCH) {
        sentry-cli code-mappings upload mappings.json --repo $env:CODE_REPOSITORY --default-branch $env:CODE_BRANCH
    } else {
        sentry-cli code-mappings upload mappings.json
    }
    Check
}

if ($env:SYMBOLS_FILE) {
    # Whoever reads the old file now goes on reading it: the new one takes its name whole.
    Copy-Item $file "$env:SYMBOLS_FILE.new"
    Move-Item -Force "$env:SYMBOLS_FILE.new" $env:SYMBOLS_FILE
    Say "${release}: символы в $env:SYMBOLS_FILE" "${release}: the symbols are in $env:SYMBOLS_FILE"
} else {
    Say "${release}: загрузите $file в базу: форма «Сентри», кнопка «Загрузить символы…»" `
        "${release}: load $file into the infobase: form «Сентри», button «Загрузить символы…» (Load symbols…)"
}

sentry-cli releases finalize $release
Check
