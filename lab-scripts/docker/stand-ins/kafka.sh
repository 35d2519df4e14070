#!/bin/bash
# What /etc/kafka/docker/run and Kafka's tools do in the public image, as far as the compose files need it: settings from
# KAFKA_* variables, a formatted log folder, a broker. The jars are those of Maven, so it is Kafka itself.
set -euo pipefail

# shellcheck disable=SC2086 # several options in one variable, as in the public image
java() { exec java ${KAFKA_HEAP_OPTS:-} -Dlogback.configurationFile=lab-logback.xml -cp '/opt/kafka/libs/*' "$@"; }

case "$(basename "$0")" in
  kafka-topics.sh) java org.apache.kafka.tools.TopicCommand "$@" ;;
  kafka-console-consumer.sh) java org.apache.kafka.tools.consumer.ConsoleConsumer "$@" ;;
  kafka-console-producer.sh) java org.apache.kafka.tools.ConsoleProducer "$@" ;;
esac

properties=/tmp/server.properties
env | sed -n -e '/^KAFKA_HEAP_OPTS=/d' -e 's/^KAFKA_//p' | while IFS='=' read -r name value; do
  name="${name,,}"
  printf '%s=%s\n' "${name//_/.}" "$value"
done >"$properties"
(java kafka.tools.StorageTool format --ignore-formatted --cluster-id "$CLUSTER_ID" --config "$properties")
java kafka.Kafka "$properties"
