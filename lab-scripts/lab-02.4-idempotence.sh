#!/usr/bin/env bash
# Lab 02.4: the ack of one send is lost after Kafka has written the record, so Kafka's client sends again. In plain mode
# that makes a second record; in idempotent mode Kafka knows producer id and sequence number, and keeps one.
#
#   lab-scripts/lab-02.4-idempotence.sh             each mode, step by step, then both instances
#   lab-scripts/lab-02.4-idempotence.sh --times 50  so many times in a row, one line each
#
# Takes the options of validate.sh.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/lab.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/lab.sh"
for argument in "$@"; do
  case "$argument" in
    -h | --help) print_help && exit 0 ;;
    --times) exec "$LAB_ROOT/lab-scripts/validate.sh" "$@" ;;
  esac
done
# shellcheck source-path=SCRIPTDIR source=lib/lost-ack.sh
source "$LAB_ROOT/lab-scripts/lib/lost-ack.sh"

lab_arguments "$@"
begin_lab "Lab 02.4: plain against idempotent"

for mode in plain idempotent; do
  step "Mode $mode: the ack of this one send is lost, Kafka's client sends it again, the caller gets 200"
  event="$(unique "$mode")"
  send_with_lost_ack "$API_A" "$mode" "$event"
  show_records --topic "$LAB_TOPIC" --event-id "$event"
  if [[ "$mode" == plain ]]; then
    holds "plain: two records or more of one send ($(count_of "$event"))" test "$(count_of "$event")" -ge 2
  else
    holds "idempotent: exactly one record" test "$(count_of "$event")" = 1
  fi
done

step "The same on both instances"
compare_modes || fail "idempotent must be exactly 1, plain 2 or more" "$VERDICT"
printf 'OK: %s\n' "$VERDICT"
