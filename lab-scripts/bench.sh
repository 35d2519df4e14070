#!/usr/bin/env bash
# Measures the service beside the limits of this machine: its own /health, and Kafka's own performance tool. Starts a
# broker, the services and their stores on free ports in a fresh folder, measures in interleaved rounds, checks that as
# many records are in the topics as were acknowledged, and ends what it started. Builds what is not built. Needs wrk.
#
#   lab-scripts/bench.sh                            all scenarios, 5 rounds of 10 s: about 15 minutes
#   lab-scripts/bench.sh --quick                    about a minute: shows that it works
#   lab-scripts/bench.sh --only health,sync,async   a part of it
#   lab-scripts/bench.sh --compare FILE.json        says what got worse since an earlier result
#   lab-scripts/bench.sh --start --memory           long measurements, alone; with --rounds 5 the rounds too
#   lab-scripts/bench.sh --jmh [ARGUMENT...]        the JMH benchmarks instead, with JMH's own arguments
#
# Exit status: 0, 1 a figure cannot be believed or got worse or the benchmark failed, 2 wrong input.
# JSON and HTML go to .lab/bench unless --results says otherwise; lab-scripts/results/README.md explains them.
# Leave the machine alone meanwhile: what others use of it is measured, and rounds that they disturb are named.
#
# Options:
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=lib/build.sh
source "$LAB_ROOT/lab-scripts/lib/build.sh"

BENCHMARKS="$LAB_ROOT/lab-scripts/benchmarks/target"

# While it builds: what this run has started ends with it.
undo() {
  local status=$?
  trap - EXIT
  [[ -z "$HELPER" ]] || kill "$HELPER" 2>/dev/null || true
  exit "$status"
}

bench() {
  exec "$JAVA" -Xmx512m -XX:+UseSerialGC -cp "$LAB_KIT/lab-kit.jar:$LAB_KIT/lib/*" \
    com.bhf.kafka.lab.bench.BenchMain "$@"
}

# The sources that are measured, as git names them.
commit() {
  git -C "$LAB_ROOT" describe --always --dirty --abbrev=10 2>/dev/null || printf 'unknown'
}

wants_help() {
  local argument
  for argument in "$@"; do
    case "$argument" in -h | --help) return 0 ;; esac
  done
  return 1
}

jmh=0
if [[ "${1:-}" == --jmh ]]; then
  jmh=1
  shift
elif wants_help "$@"; then
  print_help
  require_java
  [[ ! -e "$LAB_KIT/lab-kit.jar" ]] || bench --help
  echo "  (once it is built, --help lists them)"
  exit 0
fi

trap undo EXIT
trap INTERRUPTED=130 INT
trap INTERRUPTED=143 TERM HUP
take_turn
require_tools
((jmh)) || command -v wrk >/dev/null || die "wrk is missing" "install it, for example: apt-get install wrk"
build
((jmh)) || archive_classes
# The benchmark itself is in nobody's way, and gets signals itself.
exec 9>&-
trap - EXIT INT TERM HUP
if ((jmh)); then
  exec "$JAVA" -cp "$BENCHMARKS/benchmarks.jar:$BENCHMARKS/lib/*" org.openjdk.jmh.Main "$@"
fi
more=()
[[ ! -e "$API_ARCHIVE" ]] || more+=(--archive="$API_ARCHIVE")
# The last --results counts.
bench --class-path="$API_JAR" --no-store-class-path="$BENCHMARKS/benchmarks.jar:$API_JAR" \
  --results="$LAB_DIR/bench" --commit="$(commit)" ${more[@]+"${more[@]}"} "$@"
