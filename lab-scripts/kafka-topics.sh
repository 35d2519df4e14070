#!/usr/bin/env bash
# Creates, lists, describes, changes and deletes topics: Kafka's own tool, with its own options.
# --bootstrap-server is the lab's broker, localhost:9092, when none is given.
#
#   lab-scripts/kafka-topics.sh --describe --topic bhf-transactions
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/common.sh"

if [[ "${1:-}" == --help ]]; then
  print_help
fi
kafka_tool org.apache.kafka.tools.TopicCommand "$@"
