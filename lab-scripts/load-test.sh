#!/usr/bin/env bash
# Sends many messages in parallel, alternating between the two instances, shows the progress and sums up: how many
# were answered OK, how long it took, messages per second; for async sends also how many ended as OK.
#
#   lab-scripts/load-test.sh                                      100 messages, idempotent, sync
#   lab-scripts/load-test.sh --count 1000 --send-mode async --parallel 16
#   lab-scripts/load-test.sh --docker                             against the containers; --k8s: the cluster
#
# Options:
#   --count N         how many messages (100)
#   --mode MODE       plain or idempotent (idempotent)
#   --send-mode MODE  sync or async (sync)
#   --parallel N      how many at a time, 1 to 64 (8)
#   --topic NAME      where to (bhf-transactions)
#
# Faults of the proxy stay as they are: add a toxic first to see what it does to many messages.
# Ends with status 0 when all were answered OK and, if async, ended as OK. The environment is that of validate.sh.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/lab.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/lab.sh"

FINAL_BOUND=180
count=100 mode=idempotent send_mode=sync parallel=8

# number OPTION VALUE MAX
number() {
  if ! [[ "$2" =~ ^[1-9][0-9]{0,6}$ ]] || (($2 > $3)); then usage_error "$1 '$2' is no number from 1 to $3"; fi
}

while (($# > 0)); do
  case "$1" in
    -h | --help) print_help && exit 0 ;;
    --count) number "$1" "${2:-}" 1000000 && count="$2" && shift ;;
    --parallel) number "$1" "${2:-}" 64 && parallel="$2" && shift ;;
    --mode)
      [[ "${2:-}" == plain || "${2:-}" == idempotent ]] || usage_error "--mode '${2:-}': plain or idempotent"
      mode="$2" && shift
      ;;
    --send-mode)
      [[ "${2:-}" == sync || "${2:-}" == async ]] || usage_error "--send-mode '${2:-}': sync or async"
      send_mode="$2" && shift
      ;;
    --topic)
      [[ -n "${2:-}" ]] || usage_error "--topic needs a name"
      LAB_TOPIC="$2" && shift
      ;;
    *) target_option "$1" || usage_error "unknown option '$1'" ;;
  esac
  shift
done
((parallel <= count)) || parallel=$count

# worker N: every parallel-th message. One line per answer: code, seconds, requestId.
worker() {
  local i api body
  for ((i = $1; i <= count; i += parallel)); do
    api="$API_A"
    ((i % 2)) || api="$API_B"
    body="$(http -X POST -w ' %{http_code} %{time_total}' "$(send_url "$api" "$mode" "$send_mode" "$run-$i" \
      "&topic=$LAB_TOPIC")" 2>/dev/null)" || body=' 000 0'
    printf '%s %s\n' "${body##*\} }" "$(sed -n 's/.*"requestId":"\([^"]*\)".*/\1/p' <<<"$body")" >>"$LAB_TMP/answers"
  done
}

lines() { wc -l <"$1" | tr -d ' '; }

# now: seconds, as exact as this bash knows.
now() { printf '%s' "${EPOCHREALTIME:-$SECONDS}" | tr ',' '.'; }

send_all() {
  local n child
  : >"$LAB_TMP/answers"
  for ((n = 1; n <= parallel; n++)); do
    worker "$n" 8>&- &
    LAB_CHILDREN+=("$!")
  done
  for child in "${LAB_CHILDREN[@]}"; do
    while kill -0 "$child" 2>/dev/null; do
      wc -l <"$LAB_TMP/answers" >"$LAB_TMP/sent"
      busy "$(<"$LAB_TMP/sent") of $count answered"
      pause
    done
  done
  LAB_CHILDREN=()
}

# Asks each status until it is final; those that are not wait for the next turn.
await_finals() {
  local id began=$SECONDS
  awk '$1 == 202 { print $3 }' "$LAB_TMP/answers" >"$LAB_TMP/open"
  : >"$LAB_TMP/finals"
  while [[ -s "$LAB_TMP/open" ]]; do
    : >"$LAB_TMP/still"
    while IFS= read -r id; do
      check_interrupt
      http -o "$LAB_TMP/reply" "$API_B/api/v1/status?requestId=$id" || true
      if grep -q '"final":true' "$LAB_TMP/reply"; then
        grep -o '"state":"[A-Z]*"' "$LAB_TMP/reply" >>"$LAB_TMP/finals"
      else
        printf '%s\n' "$id" >>"$LAB_TMP/still"
      fi
    done <"$LAB_TMP/open"
    mv "$LAB_TMP/still" "$LAB_TMP/open"
    busy "$(lines "$LAB_TMP/finals") final, $(lines "$LAB_TMP/open") open ... $((SECONDS - began)) s"
    ((SECONDS - began < FINAL_BOUND)) || break
    [[ ! -s "$LAB_TMP/open" ]] || pause
  done
}

LAB_FAULTS=keep
begin_lab "$count messages, $mode, $send_mode, $parallel at a time"
run="$(unique LOAD)"
began="$(now)"
send_all
took="$(awk -v a="$began" -v b="$(now)" 'BEGIN { t = b - a; print (t < 0.001 ? 0.001 : t) }')"

good=200
[[ "$send_mode" == sync ]] || good=202
answered="$(awk -v good="$good" '$1 == good' "$LAB_TMP/answers" | wc -l | tr -d ' ')"
[[ -z "$LINE_START" ]] || printf '%s' "$LINE_START"
sort -n -k 2 "$LAB_TMP/answers" | LC_ALL=C awk -v ok="$answered" -v count="$count" -v took="$took" '
  { t[NR] = $2; codes[$1]++ }
  END {
    printf "answered   %d ok, %d failed of %d\n", ok, count - ok, count
    for (code in codes) printf "  code %s  %d\n", code, codes[code]
    printf "time       %.2f s, %.0f messages/s\n", took, count / took
    printf "latency    half within %.0f ms, 99 of 100 within %.0f ms\n", \
      t[int((NR + 1) / 2)] * 1000, t[int((NR * 99 + 99) / 100)] * 1000
  }'
((answered == count)) || fail "not all messages were answered OK" "$answered of $count"

if [[ "$send_mode" == async ]]; then
  await_finals
  final_ok="$(grep -c '"OK"' "$LAB_TMP/finals" || true)"
  [[ -z "$LINE_START" ]] || printf '%s' "$LINE_START"
  printf 'final      %s OK, %s otherwise, %s still open\n' "$final_ok" \
    "$(($(lines "$LAB_TMP/finals") - final_ok))" "$(lines "$LAB_TMP/open")"
  ((final_ok == count)) || fail "not all messages ended as OK" "$final_ok of $count"
fi
ok "all $count messages are delivered"
