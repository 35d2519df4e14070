#!/usr/bin/env bash
# Lab 04.3: an order that fails for a while is tried again, with growing delays, and nobody waits for it; one that
# fails too often becomes a dead letter, and a replay brings it back.
#
#   lab-scripts/lab-04.3-retries.sh
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/lab.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/lab.sh"
# shellcheck source-path=SCRIPTDIR source=lib/orders.sh
source "$LAB_ROOT/lab-scripts/lib/orders.sh"
lab_arguments "$@"
begin_orders_lab "Lab 04.3: transient errors and retries"

# retries_in_log SOURCE
retries_in_log() {
  log_lines "Retry attempt=.* source=$1 "
  count_lines
}

order="$(unique ORD-RETRY)"
step "From now on order $order fails whenever it is tried"
simulate "enabled=true&orderId=$order"
post_order "$order" 200
source="orders-$(field partition)@$(field offset)"

step "Other orders of the same partition do not wait for it"
for i in 1 2 3; do
  accept_order "$order-other-$i" 10
  await_effect "$order-other-$i" 20
done
quiet_call "$ORDERS_A/api/v1/orders/$order"
holds "three others have taken effect, it has not" test "$CODE" = 404

if [[ "$LAB_TARGET" != k8s ]]; then
  began=$SECONDS
  until (($(retries_in_log "$source") >= 2)); do
    ((SECONDS - began < 60)) || fail "the log tells of no second retry after 60 s" "$(cat "$LAB_TMP/lines")"
    pause
  done
fi

step "The error has passed: the next attempt succeeds"
simulate "enabled=false"
await_effect "$order" 60
if [[ "$LAB_TARGET" != k8s ]]; then
  began=$SECONDS
  log_lines "event=processed attempt=.*source=$source"
  while (($(count_lines) == 0)); do
    ((SECONDS - began < 20)) || fail "the log does not tell of the attempt that succeeded" "$source"
    pause
    log_lines "event=processed attempt=.*source=$source"
  done
  log_lines "(Retry|attempt|DLT).*source=$source"
  cut -c 1-150 "$LAB_TMP/lines" | sed 's/^/  /'
  holds "the log tells of the attempts" test "$(count_lines)" -ge 3
fi

before="$(dlt_count)"
step "An order that fails five times is given up"
lost="$(unique ORD-LOST)"
simulate "enabled=true&orderId=$lost"
post_order "$lost" 300
await_answer "$ORDERS_A/api/v1/dlt/count" "\"count\":$((before + 1))}" 60
ok "it is in the dead letter topic"
simulate "enabled=false"

step "A replay brings it back"
call -X POST "$ORDERS_A/api/v1/dlt/replay?all=true"
await_effect "$lost" 30
ok "$lost has taken effect"
