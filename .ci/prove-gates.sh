#!/usr/bin/env bash
# Plants one violation per build gate into a copy of the tree and expects the build to fail for it.
# Prints a line per gate; exit status 1 when a gate let its violation through.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

fresh_copy() {
  rm -rf "$work/tree"
  mkdir "$work/tree"
  git -C "$root" archive HEAD | tar -x -C "$work/tree"
}

# expect NAME TEXT GOALS...: the build must fail, and say TEXT.
expect() {
  local name=$1 text=$2
  shift 2
  if (cd "$work/tree" && mvn -B -ntp "$@" >"$work/log" 2>&1); then
    printf '%-28s LET THE VIOLATION THROUGH\n' "$name"
    failures=$((failures + 1))
  elif grep -qE -- "$text" "$work/log"; then
    printf '%-28s stops it\n' "$name"
  else
    printf '%-28s failed for another reason, see:\n' "$name"
    grep -E 'ERROR' "$work/log" | head -5
    failures=$((failures + 1))
  fi
}

add_dependency() { # POM GROUP ARTIFACT
  sed -i "0,/<dependencies>/s||<dependencies>\n    <dependency>\n      <groupId>$2</groupId>\n      <artifactId>$3</artifactId>\n    </dependency>|" "$work/tree/$1/pom.xml"
}

core=producer-core/src/main/java/com/bhf/kafka/producer

# The control: without a violation the same goals pass, so that a failure below is the violation's.
fresh_copy
if (cd "$work/tree" && mvn -B -ntp -q verify -DskipTests >"$work/log" 2>&1); then
  printf '%-28s passes\n' "untouched tree"
else
  printf '%-28s FAILS, nothing is proven\n' "untouched tree"
  exit 1
fi

fresh_copy
add_dependency producer-core io.micronaut micronaut-core
expect "arrows: core" "producer-core depends on kafka-clients" validate -pl producer-core,lab-scripts/lab-kit

fresh_copy
add_dependency status-store com.bhf.kafka lab-kit
expect "arrows: store" "status-store depends on producer-core" validate -pl status-store -am

fresh_copy
sed -i '/<artifactId>lab-kit<\/artifactId>/{n;/<scope>test/d}' "$work/tree/api-micronaut/pom.xml"
expect "arrows: api ships no lab" "never ships the lab" validate -pl api-micronaut -am

fresh_copy
add_dependency lab-scripts/basic-producer com.bhf.kafka status-store
expect "arrows: basic producer" "embeds producer-core, and nothing else" validate -pl lab-scripts/basic-producer -am

fresh_copy
add_dependency lab-scripts/orders-service com.bhf.kafka status-store
expect "arrows: orders service" "depends on producer-core only" validate -pl lab-scripts/orders-service -am

fresh_copy
add_dependency status-store info.picocli picocli
expect "dependency:analyze-only" "Unused declared dependencies" verify -DskipTests -pl status-store -am

fresh_copy
printf 'package com.bhf.kafka.producer;\nclass Planted {int   x ;}\n' >"$work/tree/$core/Planted.java"
expect "Spotless" "spotless:apply|format violations" validate -pl producer-core

fresh_copy
printf 'package com.bhf.kafka.producer;\n\nfinal class Planted {\n    String nothing() {\n        return null;\n    }\n}\n' >"$work/tree/$core/Planted.java"
expect "NullAway" "\[NullAway\]" compile -pl producer-core -am

fresh_copy
mkdir "$work/tree/$core/planted"
printf 'package com.bhf.kafka.producer.planted;\n\nfinal class Planted {}\n' >"$work/tree/$core/planted/Planted.java"
expect "@NullMarked everywhere" "RequireExplicitNullMarking" compile -pl producer-core -am

fresh_copy
printf 'package com.bhf.kafka.producer;\n\nfinal class Planted {\n    void run() {\n        new IllegalStateException();\n    }\n}\n' >"$work/tree/$core/Planted.java"
expect "Error Prone" "\[DeadException\]" compile -pl producer-core -am

fresh_copy
printf 'package com.bhf.kafka.producer;\n\nimport java.util.List;\n\nfinal class Planted {\n    List<String> list(Object any) {\n        return (List<String>) any;\n    }\n}\n' >"$work/tree/$core/Planted.java"
expect "javac -Xlint -Werror" "unchecked" compile -pl producer-core -am

checksums() { # of all archives of a build in a fresh copy
  fresh_copy
  (cd "$work/tree" && mvn -B -ntp -q package -DskipTests >"$work/log" 2>&1)
  (cd "$work/tree" && find . -path '*/target/*.jar' -not -path '*/lib/*' | sort | xargs sha256sum)
}
checksums >"$work/first"
checksums >"$work/second"
if cmp -s "$work/first" "$work/second" && [ -s "$work/first" ]; then
  printf '%-28s %s archives, twice the same\n' "reproducible archives" "$(wc -l <"$work/first")"
else
  printf '%-28s DIFFER\n' "reproducible archives"
  diff "$work/first" "$work/second" || true
  failures=$((failures + 1))
fi

exit $((failures > 0))
