#!/usr/bin/env bash
# Lab 04.2: an invalid order is refused and kept in the dead letter topic, with everything that is known about it.
#
#   lab-scripts/lab-04.2-dead-letters.sh
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/lab.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/lab.sh"
# shellcheck source-path=SCRIPTDIR source=lib/orders.sh
source "$LAB_ROOT/lab-scripts/lib/orders.sh"
lab_arguments "$@"
begin_orders_lab "Lab 04.2: invalid orders and the dead letter topic"

before="$(dlt_count)"
step "A negative amount is refused, and the answer says where the order is kept"
post_order "$(unique ORD-INVALID)" -50
holds "the answer is 400" test "$CODE" = 400
holds "it names the member" contains "$REPLY" '"parameter":"amount"'
place="$(field deadLetter)"
holds "it names the dead letter" contains "$place" "orders.DLT-"
holds "there is one dead letter more ($before before)" test "$(dlt_count)" = "$((before + 1))"

step "The dead letter says where the order came from and what was wrong"
partition="${place#orders.DLT-}"
offset="${partition#*@}"
partition="${partition%@*}"
after="$partition-$((offset - 1))"
((offset > 0)) || after="$((partition - 1))-999999999999"
if ((partition == 0 && offset == 0)); then
  call "$ORDERS_A/api/v1/dlt?limit=1"
else
  call "$ORDERS_A/api/v1/dlt?limit=1&after=$after"
fi
for name in originalTopic originalPartition originalOffset originalKey originalValue errorMessage errorClass \
  errorTimestamp retryCount stackTrace; do
  contains "$REPLY" "\"$name\":" || fail "the dead letter has no $name" "$REPLY"
done
ok "all ten fields are there"

step "It can be replayed, once: still invalid, it comes back as a new dead letter with its place in the topic"
call -X POST "$ORDERS_A/api/v1/dlt/replay?place=$partition-$offset"
holds "it is replayed" contains "$REPLY" '"replayed":1'
await_answer "$ORDERS_A/api/v1/dlt/count" "\"count\":$((before + 2))}" 20
call -X POST "$ORDERS_A/api/v1/dlt/replay?place=$partition-$offset"
holds "a second time it is not" contains "$REPLY" '"replayed":0,"alreadyReplayed":1'
