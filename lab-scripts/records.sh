#!/usr/bin/env bash
# Prints the records of a topic up to its present end, one line each: partition, offset, key, event-id.
# --bootstrap-server is the lab's broker, past the fault proxy, when none is given.
#
#   lab-scripts/records.sh --topic bhf-transactions --event-id E-1
#   lab-scripts/records.sh --topic bhf-compact-demo --key customer-42
#
# Options:
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/common.sh"

if [[ "${1:-}" == --help ]]; then
  print_help
fi
kafka_tool com.bhf.kafka.lab.broker.RecordsMain "$@"
