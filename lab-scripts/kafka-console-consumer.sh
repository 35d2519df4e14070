#!/usr/bin/env bash
# Prints the records of a topic: Kafka's own tool, with its own options.
# --bootstrap-server is the lab's broker, localhost:9092, when none is given.
#
#   lab-scripts/kafka-console-consumer.sh --topic bhf-transactions --from-beginning --timeout-ms 10000
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/common.sh"

if [[ "${1:-}" == --help ]]; then
  print_help
fi
kafka_tool org.apache.kafka.tools.consumer.ConsoleConsumer "$@"
