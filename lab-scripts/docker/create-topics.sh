#!/usr/bin/env bash
# Creates the topics of the course, in Kafka's own image, as the service create-topics of compose.yaml. A topic that is
# there stays as it is. Waits for Kafka, because not every compose does.
#
# From the environment: BOOTSTRAP_SERVER, REPLICATION_FACTOR.
set -euo pipefail

TOPICS=(
  bhf-transactions:3
  "bhf-compact-demo:3:cleanup.policy=compact,segment.ms=1000,min.cleanable.dirty.ratio=0.01,delete.retention.ms=1000"
  orders.created:6
  orders:6
  orders.DLT:3
  orders.retry:3
  "orders.DLT.replayed:1:cleanup.policy=compact"
)

# create TOPIC: a line of TOPICS; tries for two minutes.
create() {
  local name partitions configs arguments=() config attempt
  IFS=: read -r name partitions configs <<<"$1"
  for config in ${configs//,/ }; do arguments+=(--config "$config"); done
  for ((attempt = 1; attempt <= 24; attempt++)); do
    if /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$BOOTSTRAP_SERVER" --create --if-not-exists --topic "$name" \
      --partitions "$partitions" --replication-factor "$REPLICATION_FACTOR" ${arguments[@]+"${arguments[@]}"}; then
      return 0
    fi
    sleep 5
  done
  printf 'topic %s could not be created at %s\n' "$name" "$BOOTSTRAP_SERVER" >&2
  return 1
}

until (IFS=:, read -r host port _ <<<"$BOOTSTRAP_SERVER" && exec 3<>"/dev/tcp/$host/$port") 2>/dev/null; do
  ((SECONDS < 120)) || { echo "no Kafka at $BOOTSTRAP_SERVER after 120 s" >&2 && exit 1; }
  sleep 1
done
for topic in "${TOPICS[@]}"; do create "$topic"; done
