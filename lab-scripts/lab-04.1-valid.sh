#!/usr/bin/env bash
# Lab 04.1: valid orders are acknowledged with their place, and take effect once, however often they are sent.
#
#   lab-scripts/lab-04.1-valid.sh
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/lab.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/lab.sh"
# shellcheck source-path=SCRIPTDIR source=lib/orders.sh
source "$LAB_ROOT/lab-scripts/lib/orders.sh"
lab_arguments "$@"
begin_orders_lab "Lab 04.1: valid orders"

run="$(unique ORD)"
step "Five valid orders: each is answered with its place"
for i in 1 2 3 4 5; do
  post_order "$run-$i" "$((i * 100))"
  holds "order $i is acknowledged" test "$CODE" = 200
done

step "Each takes effect"
for i in 1 2 3 4 5; do await_effect "$run-$i" 20; done
call "$ORDERS_A/api/v1/orders/$run-5"
holds "the fifth has its amount" contains "$REPLY" '"amount":500'

step "The same order again is a second record, and no second effect"
quiet_call "$ORDERS_A/api/v1/stats"
before="$(sed -n 's/.*"effects":{"orders":\([0-9]*\).*/\1/p' <<<"$REPLY")"
post_order "$run-5" 500
holds "it is acknowledged too" test "$CODE" = 200
accept_order "$run-6" 1
await_effect "$run-6" 20
await_answer "$ORDERS_A/api/v1/stats" "\"effects\":{\"orders\":$((before + 1))," 20
ok "only the new order has been added to the effects ($before, then $((before + 1)))"
