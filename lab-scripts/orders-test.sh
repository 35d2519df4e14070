#!/usr/bin/env bash
# Tests the orders service with real processes: sends orders, of which 5 % are invalid and 10 % of the attempts fail
# for a while, while consumers join, leave and are killed with SIGKILL; measures what one stuck order does to the others
# of its partition; kills a replay of dead letters in the middle. Then counts effects and dead letters. Builds what is
# not built; has a broker, a database and ports of its own, beside whatever runs.
#
#   lab-scripts/orders-test.sh --short                      about 40 seconds
#   lab-scripts/orders-test.sh                              10,000 orders, about three minutes
#   lab-scripts/orders-test.sh --protocol consumer --keep-results lab-scripts/results
#
# Exit status: 0 every claim held, 1 one did not or the test could not be carried through, 2 wrong input.
#
# Options:
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=lib/build.sh
source "$LAB_ROOT/lab-scripts/lib/build.sh"
# shellcheck source-path=SCRIPTDIR source=lib/orders.sh
source "$LAB_ROOT/lab-scripts/lib/orders.sh"

# While it builds: what this run has started ends with it.
undo() {
  local status=$?
  trap - EXIT
  [[ -z "$HELPER" ]] || kill "$HELPER" 2>/dev/null || true
  exit "$status"
}

orders_test() {
  exec "$JAVA" -Xmx512m -XX:+UseSerialGC -cp "$LAB_KIT/lab-kit.jar:$LAB_KIT/lib/*" \
    com.bhf.kafka.lab.orders.OrdersTestMain --class-path="$ORDERS_JAR" --main=com.bhf.kafka.orders.Application "$@"
}

for argument in "$@"; do
  case "$argument" in
    -h | --help)
      print_help
      require_java
      [[ ! -e "$LAB_KIT/lab-kit.jar" ]] || orders_test --help
      echo "  (once it is built, --help lists them)"
      exit 0
      ;;
  esac
done

trap undo EXIT
trap INTERRUPTED=130 INT
trap INTERRUPTED=143 TERM HUP
take_turn
require_tools
build
# The test itself is in nobody's way, and gets signals itself.
exec 9>&-
trap - EXIT INT TERM HUP
orders_test "$@"
