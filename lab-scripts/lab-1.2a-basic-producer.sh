#!/usr/bin/env bash
# Lab 1.2A: a producer of your own: delivery, distribution, headers, a broker that is down, what idempotence does and
# does not, batches, the circuit breaker.
#
#   lab-scripts/lab-1.2a-basic-producer.sh
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/lab.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/lab.sh"
lab_arguments "$@"
[[ "$LAB_TARGET" != k8s ]] \
  || die "this lab runs its producer here, and Kafka in the cluster is not reached from here" "without --k8s"
begin_lab "Lab 1.2A: the basic producer"

TOPIC=orders.created
# What the latest run printed on both its outputs, and its exit status.
RUN="$LAB_TMP/run"
STATUS=0

# produce KAFKA ARGUMENT...: runs the program, shows it, and goes on whatever it ends with.
produce() {
  local kafka="$1"
  shift
  check_interrupt
  show ./lab-scripts/basic-producer.sh --bootstrap-servers "$kafka" "$@"
  STATUS=0
  "$LAB_ROOT/lab-scripts/basic-producer.sh" --bootstrap-servers "$kafka" "$@" >"$RUN" 2>&1 8>&- || STATUS=$?
  sed 's/^/  /' "$RUN"
  REPLY="$(tail -n 3 "$RUN")"
}

says() { grep -qE -- "$1" "$RUN"; }
times_said() { grep -cE -- "$1" "$RUN" || true; }
places() { sed -n 's/^delivered [0-9]*: partition=\([0-9]*\) offset=\([0-9]*\).*/\1 \2/p' "$RUN"; }
partitions() { places | cut -d ' ' -f 1 | sort -u | wc -l | tr -d ' '; }

# record_at PARTITION OFFSET: as Kafka's own consumer shows it.
record_at() {
  show ./lab-scripts/kafka-console-consumer.sh --topic "$TOPIC" --partition "$1" --offset "$2" --max-messages 1 \
    --formatter-property print.headers=true
  "$LAB_ROOT/lab-scripts/kafka-console-consumer.sh" --bootstrap-server "$KAFKA" --topic "$TOPIC" --partition "$1" \
    --offset "$2" --max-messages 1 --timeout-ms 20000 --formatter-property print.headers=true >"$LAB_TMP/record" 2>"$LAB_TMP/err" \
    || die "the record cannot be read: $(tail -n 1 "$LAB_TMP/err")" "LAB_KAFKA=HOST:PORT names Kafka's direct listener"
  sed 's/^/  /' "$LAB_TMP/record"
  REPLY="$(cat "$LAB_TMP/record")"
}

# set_enabled true|false: whether Kafka can be reached through the proxy.
set_enabled() {
  call -X POST "$PROXY/proxies/kafka" -H 'Content-Type: application/json' -d '{"enabled":'"$1"'}'
  holds "the proxy is enabled: $1" contains "$REPLY" '"enabled":'"$1"
}

step "Ten messages: partition, offset and timestamp of each"
produce "$KAFKA"
holds "it ends with status 0" test "$STATUS" = 0
holds "ten are delivered" test "$(places | wc -l)" -eq 10
holds "nothing is left at the close" says 'flushed and closed: 0 without'

step "The last one stands at its place, with its headers; one header more is an option away"
produce "$KAFKA" --messages 1 --header environment=dev
read -r partition offset < <(places)
record_at "$partition" "$offset"
holds "it has correlation-id, source and environment" \
  grep -qE 'correlation-id:[0-9a-f-]{36},source:basic-producer,environment:dev' "$LAB_TMP/record"
holds "its value is the order" contains "$REPLY" '"orderId":"ORD-0001"'

step "50 small messages without a key: not round robin. They fill a batch's worth of one partition first"
produce "$KAFKA" --messages 50
holds "50 are delivered" test "$(places | wc -l)" -eq 50
holds "they are in $(partitions) of 6 partitions" test "$(partitions)" -lt 6
export KAFKA_PRODUCER_PARTITIONER_CLASS=org.apache.kafka.clients.producer.RoundRobinPartitioner
step "With KAFKA_PRODUCER_PARTITIONER_CLASS=$KAFKA_PRODUCER_PARTITIONER_CLASS they are dealt out"
produce "$KAFKA" --messages 50
unset KAFKA_PRODUCER_PARTITIONER_CLASS
holds "they are in $(partitions) partitions" test "$(partitions)" = 6

step "One key: one partition"
produce "$KAFKA" --key customer-123
holds "all ten are in one partition" test "$(places | wc -l) $(partitions)" = "10 1"

step "Kafka down: the first error ends it, in bounded time"
set_enabled false
began=$SECONDS
produce "localhost:$LAB_PROXY_PORT"
holds "it ends with status 1" test "$STATUS" = 1
holds "it says that the message is certainly not written" says '^error 1: certainly not written'
holds "no record was sent again: no broker was reached" says 'records sent again: 0 '
holds "it took $((SECONDS - began)) s" test "$((SECONDS - began))" -lt 20

step "Kafka down, with a circuit breaker: five failures, then refusals at once"
export KAFKA_MAX_BLOCK_MS=500
produce "localhost:$LAB_PROXY_PORT" --circuit-breaker
holds "it ends with status 1" test "$STATUS" = 1
holds "five sends were tried" test "$(times_said ': certainly not written, after')" = 5
holds "five were refused at once" test "$(times_said ': refused at once')" = 5
unset KAFKA_MAX_BLOCK_MS
set_enabled true

step "Idempotent mode is no deduplication: two send() are two records. An idempotency key is"
key="$(unique customer)"
produce "$KAFKA" --idempotent --twice --key "$key"
holds "it ends with status 0" test "$STATUS" = 0
show_records --topic "$TOPIC" --key "$key"
holds "four sends made three records: two without, one with an idempotency key" test "$(wc -l <"$LAB_TMP/records")" -eq 3

step "Batches: 300 messages, awaited one by one and not, with default and optimized settings"
produce "$KAFKA" --optimized --messages 300
holds "it ends with status 0" test "$STATUS" = 0
took="$(sed -n 's/^awaited one by one, optimized *\([0-9]*\) .*/\1/p' "$RUN")"
holds "awaited one by one, each of 300 waits 5 ms for company that does not come ($took ms)" test "${took:-0}" -ge 1500
holds "the comparison says which is faster" says '^not awaited: .* than default|as fast as default'
