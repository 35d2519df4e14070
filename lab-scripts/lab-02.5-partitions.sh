#!/usr/bin/env bash
# Lab 02.5: one key always goes to one partition, many keys spread, a partition can be chosen; and order holds within
# a partition.
#
#   lab-scripts/lab-02.5-partitions.sh
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/lab.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/lab.sh"
lab_arguments "$@"
begin_lab "Lab 02.5: keys and partitions"

# The partitions of the latest sends, each once.
PARTITIONS=()
distinct() { printf '%s\n' "${PARTITIONS[@]}" | sort -u | wc -l | tr -d ' '; }

step "The same key, from either instance: always the same partition"
for api in "$API_A" "$API_B" "$API_A"; do
  send_sync "$api" plain "$(unique SAME)" "&key=account-123"
  PARTITIONS+=("$(field partition)")
done
holds "all three are in partition ${PARTITIONS[0]}" test "$(distinct)" = 1

step "Many keys spread over the partitions"
PARTITIONS=()
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
  quiet_call -X POST "$(send_url "$API_A" plain sync "$(unique SPREAD)" "&key=account-$i")"
  printf '  key=account-%s partition=%s\n' "$i" "$(field partition)"
  PARTITIONS+=("$(field partition)")
done
holds "twelve keys are in $(distinct) partitions" test "$(distinct)" -ge 2

step "A partition can be chosen, whatever the key"
for partition in 0 1 2; do
  send_sync "$API_A" plain "$(unique "P$partition")" "&key=account-123&partition=$partition"
  holds "it is in partition $partition" test "$(field partition)" = "$partition"
done
call -X POST "$(send_url "$API_A" plain sync "$(unique P99)" "&key=account-123&partition=99")"
holds "a partition that is not there is refused: 400" test "$CODE" = 400

step "Order holds within a partition: ten steps of one account stand as they were sent"
key="$(unique account)"
sent=''
for i in 01 02 03 04 05 06 07 08 09 10; do
  quiet_call -X POST "$(send_url "$API_A" idempotent sync "$key-step-$i" "&key=$key")"
  [[ "$CODE" == 200 ]] || fail "a sync send is answered $CODE" "$REPLY"
  sent+="$key-step-$i "
done
show_records --topic "$LAB_TOPIC" --key "$key"
read_order="$(sed 's/.*event-id=//' "$LAB_TMP/records" | tr '\n' ' ')"
holds "they stand in the order in which they were sent" test "$read_order" = "$sent"
