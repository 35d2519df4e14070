#!/usr/bin/env bash
# Lab 04.5: what the service tells about itself, and that dead letters are counted in the topic, not in its memory.
#
#   lab-scripts/lab-04.5-monitoring.sh
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/lab.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/lab.sh"
# shellcheck source-path=SCRIPTDIR source=lib/orders.sh
source "$LAB_ROOT/lab-scripts/lib/orders.sh"
lab_arguments "$@"
begin_orders_lab "Lab 04.5: monitoring"

step "Counts of this instance, and effects of all"
call "$ORDERS_A/api/v1/stats"
for name in accepted refused processed duplicates retries invalid exhausted rebalances effects; do
  contains "$REPLY" "\"$name\":" || fail "the stats have no $name" "$REPLY"
done
ok "everything is counted"

step "Dead letters: both instances count the same, since both count what is in the topic"
post_order "$(unique ORD-INVALID)" -1
call "$ORDERS_A/api/v1/dlt/count"
count="$(field count)"
call "$ORDERS_B/api/v1/dlt/count"
holds "both count $count" test "$(field count)" = "$count"

step "Partitions, lag and rebalances"
call "$ORDERS_A/api/v1/partitions"
holds "the consumer has no trouble" contains "$REPLY" '"trouble":null'

step "Health"
call "$ORDERS_A/health"
holds "it serves" test "$CODE $REPLY" = "200 OK"
call "$ORDERS_A/health/readiness"
holds "it can work" test "$CODE" = 200
