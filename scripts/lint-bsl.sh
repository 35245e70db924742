#!/bin/sh
# lint-bsl.sh: the modules of 1C's language under bsl-language-server with its usual
# rules, and under bslfmt. A finding of severity error or warning must be argued in
# scripts/lint-bsl.txt; an argument without a finding is a mistake as well.
set -eu
cd "$(dirname "$0")/.."

version=0.24.1
# Of the jar itself; what it depends on is fixed by its description.
jar_sha256=a8ab6578f32449d2e416c74a0a63956c5959a2b373e5fdc6861eec9fed27805f
dir=build/out/tools/bsl-language-server-$version
if [ ! -f "$dir/ready" ]; then
    rm -rf "$dir"
    mkdir -p "$dir"
    cat >"$dir/pom.xml" <<POM
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>sentry1c</groupId>
  <artifactId>lint</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.github.1c-syntax</groupId>
      <artifactId>bsl-language-server</artifactId>
      <version>$version</version>
    </dependency>
  </dependencies>
</project>
POM
    mvn -q -B -f "$dir/pom.xml" dependency:copy-dependencies -DoutputDirectory=lib >&2
    echo "$jar_sha256  $dir/lib/bsl-language-server-$version.jar" | sha256sum -c - >&2
    touch "$dir/ready"
fi

report=build/out/bsl-lint
rm -rf "$report"
mkdir -p "$report"
# languagetool-core comes first: several jars carry a file of the same name, and it
# dies of another's.
core=$(ls "$dir"/lib/languagetool-core-*.jar)
java -cp "$core:$dir/lib/*" com.github._1c_syntax.bsl.languageserver.BSLLSPLauncher \
    --analyze --silent --srcDir bsl --reporter json --outputDir "$report" >"$report/log" 2>&1 || {
    cat "$report/log" >&2
    exit 1
}

env=$(scripts/python-env.sh bslfmt bslfmt==0.27.0)
find bsl/extension bsl/modules -name '*.bsl' -print0 | xargs -0 "$env/bin/bslfmt" --check

exec go run ./build lint-bsl "$report/bsl-json.json" scripts/lint-bsl.txt
