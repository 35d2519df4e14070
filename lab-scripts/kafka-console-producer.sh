#!/usr/bin/env bash
# Sends each line of its input as a record: Kafka's own tool, with its own options.
# --bootstrap-server is the lab's broker, localhost:9092, when none is given.
#
#   lab-scripts/kafka-console-producer.sh --topic bhf-transactions
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/common.sh"

if [[ "${1:-}" == --help ]]; then
  print_help
fi
kafka_tool org.apache.kafka.tools.ConsoleProducer "$@"
