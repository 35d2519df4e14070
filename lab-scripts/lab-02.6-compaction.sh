#!/usr/bin/env bash
# Lab 02.6: in a compacted topic Kafka keeps the last value of each key, and clears the ones before it away some time
# later. This lab goes on producing until the cleaner has run; at most two minutes.
#
#   lab-scripts/lab-02.6-compaction.sh
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/lab.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/lab.sh"
lab_arguments "$@"
begin_lab "Lab 02.6: compaction"

COMPACTED=bhf-compact-demo
BOUND=120
run="$(unique V)"
keys=(customer-42 customer-43 customer-44)

# All of them go to one partition, so that one segment holds them.
put() { quiet_call -X POST "$(send_url "$API_B" plain sync "$2" "&topic=$COMPACTED&key=$1&partition=0")" && [[ "$CODE" == 200 ]]; }

read_keys() {
  local arguments=(--topic "$COMPACTED") key
  for key in "${keys[@]}"; do arguments+=(--key "$key"); done
  "$1" "${arguments[@]}"
}

# Whether each key has one record, its last.
is_compacted() {
  local key
  for key in "${keys[@]}"; do
    [[ "$(sed -n "s/.* key=$key event-id=//p" "$LAB_TMP/records")" == "$run-$key-3" ]] || return 1
  done
}

step "Three values for each of three keys"
for value in 1 2 3; do
  for key in "${keys[@]}"; do
    show curl -sS -X POST "$(send_url "$API_B" plain sync "$run-$key-$value" "&topic=$COMPACTED&key=$key&partition=0")"
    put "$key" "$run-$key-$value" || fail "the send is answered $CODE" "$REPLY"
  done
done
read_keys show_records

step "Only closed segments are cleaned. A segment closes when it is older than segment.ms (1 s) and a record comes"
began=$SECONDS
ticks=0
until is_compacted; do
  ((SECONDS - began < BOUND)) || die "the cleaner has not run after $BOUND s" "$LAB_ROOT/.lab/log/broker.log may say why"
  ticks=$((ticks + 1))
  put tick "$run-tick-$ticks" || fail "the send is answered $CODE" "$REPLY"
  busy "  $ticks more records, the cleaner has not run yet ... $((SECONDS - began)) s"
  for _ in 1 2 3 4 5 6; do pause; done
  read_keys read_records
done
[[ -z "$LINE_START" ]] || printf '%s' "$LINE_START"
printf '  %s more records, %s s\n' "$ticks" "$((SECONDS - began))"

step "What is left: the last value of each key, at its old offset"
read_keys show_records
holds "each key has one record, and it is the last" is_compacted
