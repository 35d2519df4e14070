# shellcheck shell=bash
# Async sends and what became of each: for the experiments of lab-scripts/k8s. Sourced after k8s.sh, never run.

ACCEPTED=0 REFUSED=0
PREFIX="$(unique ACCEPTED)"

# send_many API COUNT: idempotent async sends; each 202 is a promise, and is kept in $LAB_TMP/promises.
send_many() {
  local number event
  for ((number = 0; number < $2; number++)); do
    event="$PREFIX-$((ACCEPTED + REFUSED))"
    if quiet_call --max-time 10 -X POST "$(send_url "$1" idempotent async "$event")" 2>/dev/null && [[ "$CODE" == 202 ]]; then
      printf '%s %s\n' "$(field requestId)" "$event" >>"$LAB_TMP/promises"
      ACCEPTED=$((ACCEPTED + 1))
    else
      REFUSED=$((REFUSED + 1))
    fi
  done
}

# await_health API: until it answers again.
await_health() {
  local began=$SECONDS
  until http -f -o /dev/null --max-time 5 "$1/health" 2>/dev/null; do
    ((SECONDS - began < WAIT)) || die "$1 does not answer after $WAIT s" "look at: kubectl get pods -n $NAMESPACE"
    pause
  done
}

# check_promises API: every 202 ends as OK, and is one record in the topic.
check_promises() {
  local id event found began=$SECONDS
  while read -r id event; do
    until quiet_call --max-time 10 "$1/api/v1/status?requestId=$id" 2>/dev/null && [[ "$REPLY" == *'"state":"OK"'* ]]; do
      ((SECONDS - began < WAIT)) || die "the 202 of $event is not OK after $WAIT s: ${REPLY:-no answer}" "ask $1 for requestId=$id"
      pause
    done
  done <"$LAB_TMP/promises"
  ok "all $ACCEPTED statuses are OK"
  read_records --topic "$LAB_TOPIC"
  while read -r id event; do
    found="$(count_of "$event")"
    ((found == 1)) || die "the 202 of $event is $found records in the topic, not 1" "ask $1 for requestId=$id"
  done <"$LAB_TMP/promises"
  ok "no 202 was lost and none is there twice: $ACCEPTED accepted, $REFUSED refused meanwhile"
}
