# shellcheck shell=bash
# The decisive experiment: one send whose acknowledgement is lost after the broker has appended the record.
# Sourced after lab.sh, never run.

LOST_ACK=lab_lost_ack

# send_with_lost_ack API MODE EVENT: ends when the API has said 200. Dies when no byte went through the proxy or no ack
# was lost.
send_with_lost_ack() {
  warm_up "$@"
  if [[ -n "$(figure fault_proxy_lost_acks_total)" ]]; then
    lose_exactly_one "$@"
  else
    lose_by_black_hole "$@"
  fi
}

# Connected, topic known, producer id there: what follows is one Produce request and nothing else. The key is that of
# the send that follows, so that it is the same partition's broker.
warm_up() {
  quiet_call -X POST "$(send_url "$1" "$2" sync "$(unique WARM)" "&key=$3")" || die "no answer from $1" "$TARGET_HINT"
  [[ "$CODE" == 200 ]] || fail "$1 cannot send in mode $2, even without a fault ($CODE)" "$REPLY"
}

# The lab's own proxy reads the Kafka protocol: it drops one Produce response and closes that connection.
lose_exactly_one() {
  local lost bytes
  lost="$(figure fault_proxy_lost_acks_total)" bytes="$(figure toxiproxy_proxy_received_bytes_total)"
  add_toxic '{"name":"'"$LOST_ACK"'","type":"kafka_ack_loss","stream":"downstream","attributes":{"count":1,"action":"close"}}'
  send_sync "$1" "$2" "$3"
  delete_toxic "$LOST_ACK"
  require_bytes "$bytes" "$1"
  lost=$(($(figure fault_proxy_lost_acks_total) - lost))
  ((lost == 1)) || die "the fault proxy lost $lost acks of this send, not 1" "is somebody else sending meanwhile?"
}

# A Toxiproxy knows bytes only. Nothing comes back, while the record is seen on the direct listener: so the ack is
# lost. Then the toxic goes, which closes the connection.
lose_by_black_hole() {
  local bytes child proxies proxy
  proxies="$(proxy_names)"
  bytes="$(figure toxiproxy_proxy_received_bytes_total)"
  for proxy in $proxies; do
    add_toxic '{"name":"'"$LOST_ACK"'","type":"timeout","stream":"downstream","attributes":{"timeout":0}}' "$proxy"
  done
  show curl -sS -X POST "$(send_url "$1" "$2" sync "$3")" '&'
  http -o "$LAB_TMP/blocked" -w '%{http_code}' -X POST "$(send_url "$1" "$2" sync "$3")" >"$LAB_TMP/blocked.code" 8>&- &
  child=$!
  LAB_CHILDREN+=("$child")
  read_records --topic "$LAB_TOPIC" --event-id "$3" --wait-seconds 30
  (($(count_of "$3") > 0)) || die "the record of $3 did not reach the log in 30 s" "see the log of the API"
  kill -0 "$child" 2>/dev/null \
    || die "the proxy saw no byte of it: the send was answered although the proxy lets no answer through" \
      "the API at $1 must send through the proxy (KAFKA_BOOTSTRAP_SERVERS, and what the broker advertises)"
  for proxy in $proxies; do delete_toxic "$LOST_ACK" "$proxy"; done
  wait "$child" || die "no answer from $1" "$TARGET_HINT"
  CODE="$(<"$LAB_TMP/blocked.code")" REPLY="$(<"$LAB_TMP/blocked")"
  printf '  %s\n' "$REPLY"
  [[ "$CODE" == 200 ]] || fail "the send whose ack was lost is answered $CODE" "$REPLY"
  [[ -z "$bytes" ]] || require_bytes "$bytes" "$1"
}

# require_bytes BEFORE API
require_bytes() {
  local after
  after="$(figure toxiproxy_proxy_received_bytes_total)"
  ((${after:-0} > $1)) || die "the proxy saw no byte: the API at $2 does not go through it" \
    "KAFKA_BOOTSTRAP_SERVERS must name the proxy, and the broker advertise it"
}

# compare_modes: all four sends, then one look at the log. VERDICT is the line to print; fails when the claim does not
# hold.
compare_modes() {
  local ai ap bi bp
  ai="$(unique A-IDEMPOTENT)" ap="$(unique A-PLAIN)" bi="$(unique B-IDEMPOTENT)" bp="$(unique B-PLAIN)"
  send_with_lost_ack "$API_A" idempotent "$ai"
  send_with_lost_ack "$API_A" plain "$ap"
  send_with_lost_ack "$API_B" idempotent "$bi"
  send_with_lost_ack "$API_B" plain "$bp"
  show_records --topic "$LAB_TOPIC" --event-id "$ai" --event-id "$ap" --event-id "$bi" --event-id "$bp"
  ai="$(count_of "$ai")" ap="$(count_of "$ap")" bi="$(count_of "$bi")" bp="$(count_of "$bp")"
  # shellcheck disable=SC2034 # for the script that sources this
  VERDICT="java_idempotent=$ai java_plain=$ap api_b_idempotent=$bi api_b_plain=$bp"
  ((ai == 1 && bi == 1 && ap >= 2 && bp >= 2))
}
