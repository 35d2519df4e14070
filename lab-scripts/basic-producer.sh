#!/usr/bin/env bash
# Lab 1.2A: the basic producer. Sends orders to orders.created one by one, and says where each one is. Builds what is
# not built; up.sh starts Kafka and creates the topic. Kafka is the lab's own, past the fault proxy, when neither
# KAFKA_BOOTSTRAP_SERVERS nor --bootstrap-servers names another.
#
#   lab-scripts/basic-producer.sh
#   lab-scripts/basic-producer.sh --messages 50
#   lab-scripts/basic-producer.sh --idempotent --twice
#
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=lib/build.sh
source "$LAB_ROOT/lab-scripts/lib/build.sh"

# On Ctrl-C while it builds; afterwards the program itself hears it.
undo() {
  local status=$?
  [[ -z "$HELPER" ]] || kill "$HELPER" 2>/dev/null || true
  exit "$status"
}

if [[ "${1:-}" == --help ]]; then
  print_help
fi
require_java
if ! is_built; then
  trap undo EXIT
  trap INTERRUPTED=130 INT
  trap INTERRUPTED=143 TERM HUP
  take_turn
  require_tools
  build >&2
  # Given back before the program runs.
  exec 9>&-
  trap - EXIT INT TERM HUP
fi
export KAFKA_BOOTSTRAP_SERVERS="${KAFKA_BOOTSTRAP_SERVERS:-localhost:$LAB_DIRECT_PORT}"
exec "$JAVA" -Xmx256m -jar "$BASIC_JAR" "$@"
