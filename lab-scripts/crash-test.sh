#!/usr/bin/env bash
# Loads the service, kills it and what it stands on again and again, and holds every promise that its clients were
# given against what is in Kafka's log. Builds what is not built; has brokers, ports and data of its own, beside
# whatever runs.
#
#   lab-scripts/crash-test.sh --short                                    about two minutes
#   lab-scripts/crash-test.sh --rounds 100 --requests 100000             100 kill -9 under load
#   lab-scripts/crash-test.sh --brokers 3 --faults kill-broker           the leader, SIGKILL
#   lab-scripts/crash-test.sh --instances 2 --store postgres --keep-results lab-scripts/results
#
# Exit status: 0 every promise was kept, 1 one was broken or the test could not be carried through, 2 wrong input.
# Seed, counts and examples of what was broken are printed; lab-scripts/results/README.md explains them.
#
# Options:
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=lib/build.sh
source "$LAB_ROOT/lab-scripts/lib/build.sh"

API_MAIN=com.bhf.kafka.api.Application

# While it builds: what this run has started ends with it.
undo() {
  local status=$?
  trap - EXIT
  [[ -z "$HELPER" ]] || kill "$HELPER" 2>/dev/null || true
  exit "$status"
}

crash_test() {
  exec "$JAVA" -Xmx1500m -XX:+UseSerialGC -cp "$LAB_KIT/lab-kit.jar:$LAB_KIT/lib/*" \
    com.bhf.kafka.lab.crash.CrashTestMain "$@"
}

wants_help() {
  local argument
  for argument in "$@"; do
    case "$argument" in -h | --help) return 0 ;; esac
  done
  return 1
}

if wants_help "$@"; then
  print_help
  require_java
  [[ ! -e "$LAB_KIT/lab-kit.jar" ]] || crash_test --help
  echo "  (once it is built, --help lists them)"
  exit 0
fi

trap undo EXIT
trap INTERRUPTED=130 INT
trap INTERRUPTED=143 TERM HUP
take_turn
require_tools
build
archive_classes
# The test itself is in nobody's way, and gets signals itself.
exec 9>&-
trap - EXIT INT TERM HUP
more=()
[[ ! -t 1 ]] || more+=(--progress)
[[ ! -e "$API_ARCHIVE" ]] \
  || more+=(--jvm-arg="-XX:SharedArchiveFile=$API_ARCHIVE" --jvm-arg=-Xlog:cds=off --jvm-arg=-Xlog:cds+dynamic=off)
crash_test --class-path="$API_JAR" --main="$API_MAIN" ${more[@]+"${more[@]}"} "$@"
