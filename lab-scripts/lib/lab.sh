# shellcheck shell=bash
# Shared by the labs: where the services answer, how a step is shown and a claim is checked, and that every lab leaves
# the fault proxy as it found it. Sourced, never run.

# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/common.sh"

LAB_TOPIC="${LAB_TOPIC:-bhf-transactions}"
LAB_TARGET=machine
LAB_RESTARTED=0
# reset: the lab begins and ends without faults; keep: it does not touch them, and may run beside others.
LAB_FAULTS=reset
LAB_TMP=''
# 1 once the lab may have changed the proxy.
LAB_BEGUN=0
# What the latest call answered, and after how many milliseconds.
REPLY='' CODE='' TOOK_MS=0
# Processes that a lab has in the background.
LAB_CHILDREN=()

# --- Where things are ----------------------------------------------------------------------------

# target_option ARGUMENT: takes --docker and --k8s; fails on everything else.
target_option() {
  case "$1" in
    --docker) LAB_TARGET=docker ;;
    --k8s) LAB_TARGET=k8s ;;
    *) return 1 ;;
  esac
}

# lab_arguments ARGUMENT...: of a lab that has no options of its own.
lab_arguments() {
  local argument
  for argument in "$@"; do
    case "$argument" in
      -h | --help) print_help && exit 0 ;;
      *) target_option "$argument" || usage_error "unknown option '$argument'" ;;
    esac
  done
}

# Addresses of the chosen deployment; each can be set from the environment.
choose_target() {
  local host="${LAB_HOST:-localhost}"
  case "$LAB_TARGET" in
    machine)
      API_A="${LAB_API_A:-$host:${SERVER_PORT:-18080}}"
      API_B="${LAB_API_B:-$host:${SERVER_PORT_B:-18081}}"
      PROXY="${LAB_TOXIPROXY:-$host:$LAB_TOXIPROXY_PORT}"
      TARGET_HINT="$LAB_ROOT/lab-scripts/up.sh starts it"
      ;;
    docker)
      API_A="${LAB_API_A:-$host:${SERVER_PORT:-18080}}"
      API_B="${LAB_API_B:-$host:${SERVER_PORT_B:-18081}}"
      PROXY="${LAB_TOXIPROXY:-$host:$LAB_TOXIPROXY_PORT}"
      TARGET_HINT="$LAB_ROOT/lab-scripts/up.sh --docker starts it"
      ;;
    k8s)
      API_A="${LAB_API_A:-$host:31080}" API_B="${LAB_API_B:-$host:31081}"
      PROXY="${LAB_TOXIPROXY:-$host:31474}"
      TARGET_HINT="deploy it, see k8s/README.md; LAB_HOST names a node when it is not localhost"
      ;;
  esac
  # shellcheck disable=SC2034 # for the script that sources this
  READY_B="${LAB_HOST:-localhost}:${MANAGEMENT_PORT_B:-18091}/health/readiness"
  KAFKA="${LAB_KAFKA:-localhost:$LAB_DIRECT_PORT}"
}

# --- Beginning and end ---------------------------------------------------------------------------

# begin_lab TITLE: requires that everything answers; from here on every way out puts the proxy back.
begin_lab() {
  choose_target
  [[ "$LAB_FAULTS" == keep ]] || take_lab_turn
  LAB_TMP="$(mktemp -d)"
  trap end_lab EXIT
  trap INTERRUPTED=130 INT
  trap INTERRUPTED=143 TERM HUP
  heading "$1"
  require_answer "$API_A/health" "API A"
  require_answer "$API_B/health" "API B"
  [[ "$LAB_FAULTS" != keep ]] || return 0
  require_answer "$PROXY/proxies/kafka" "the fault proxy"
  LAB_BEGUN=1
  reset_proxy
}

# One lab at a time, where there is flock. Its children close fd 8: what up.sh starts must not hold it.
take_lab_turn() {
  mkdir -p "$LAB_RUN"
  command -v flock >/dev/null || return 0
  exec 8>"$LAB_RUN/lab.lock"
  flock -n 8 || die "another lab is at work, and labs share the fault proxy" "wait for it, or stop it with Ctrl-C"
}

end_lab() {
  local status=$? child
  set +e
  # Not '': what is ignored here would be ignored by the API that is started below, for its whole life.
  trap : INT TERM HUP
  trap - EXIT
  ((INTERRUPTED == 0)) || printf '\n'
  for child in ${LAB_CHILDREN[@]+"${LAB_CHILDREN[@]}"}; do kill "$child" 2>/dev/null; done
  ((!LAB_BEGUN)) || reset_proxy 2>/dev/null || note "the fault proxy does not answer, so its faults may still be there"
  if ((LAB_RESTARTED)); then
    INTERRUPTED=0
    step "API B starts again with its usual settings"
    restart_b >/dev/null || note "API B did not start: $LAB_ROOT/lab-scripts/up.sh"
  fi
  rm -rf "$LAB_TMP"
  exit "$status"
}

require_answer() {
  http -f -o /dev/null --max-time 5 "$1" 2>/dev/null || die "$2 does not answer at $1" "$TARGET_HINT"
}

# Toxiproxy's own reset: no toxics, everything enabled.
reset_proxy() { http -f -o /dev/null --max-time 10 -X POST "$PROXY/reset"; }

# Ends the lab when Ctrl-C came.
check_interrupt() { ((INTERRUPTED == 0)) || exit "$INTERRUPTED"; }

# --- Steps and claims ----------------------------------------------------------------------------

step() {
  check_interrupt
  printf '\n%s%s%s\n' "$BOLD" "$*" "$RESET"
}

# fail WHAT SEEN: ends the lab, and says what was seen.
fail() {
  ((INTERRUPTED == 0)) || exit "$INTERRUPTED"
  printf '%s%serror%s %s\n      Seen: %s\n' "$LINE_START" "$RED" "$ERR_RESET" "$1" "$2" >&2
  exit 1
}

# holds CLAIM COMMAND...: the lab fails when the command does.
holds() {
  local claim="$1"
  shift
  check_interrupt
  "$@" || fail "it does not hold that $claim" "${REPLY:-nothing}"
  ok "$claim"
}

contains() { [[ "$1" == *"$2"* ]]; }

# unique PREFIX: an eventId that no run before had.
unique() { printf '%s-%s-%s' "$1" "$(date +%s)" "$((RANDOM % 10000))"; }

# field NAME: of the latest answer, a string or a number.
field() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" <<<"$REPLY"; }

# --- HTTP ----------------------------------------------------------------------------------------

http() { curl -sS --noproxy '*' --max-time 150 "$@"; }

# Prints a command as one would type it.
show() {
  local word line='  $'
  for word in "$@"; do
    case "$word" in
      '&') line+=' &' ;;
      *'"'* | *'{'*) line+=" '$word'" ;;
      *[!A-Za-z0-9_./:=,-]*) line+=" \"$word\"" ;;
      *) line+=" $word" ;;
    esac
  done
  printf '%s\n' "$line"
}

# call CURL_ARGUMENT...: shows the command and its answer; leaves it in REPLY and CODE.
call() {
  check_interrupt
  show curl -sS "$@"
  quiet_call "$@" || die "no answer: curl $*" "$TARGET_HINT"
  printf '  %s (%s, %s ms)\n' "$REPLY" "$CODE" "$TOOK_MS"
}

quiet_call() {
  http -o "$LAB_TMP/reply" -w '%{http_code} %{time_total}' "$@" >"$LAB_TMP/code" || return 1
  REPLY="$(cat "$LAB_TMP/reply" 2>/dev/null || true)"
  CODE="$(cut -d ' ' -f 1 "$LAB_TMP/code")"
  TOOK_MS="$(LC_ALL=C awk '{ sub(",", ".", $2); printf "%d", $2 * 1000 }' "$LAB_TMP/code")"
  : >"$LAB_TMP/reply"
}

send_url() { printf '%s/api/v1/send?mode=%s&sendMode=%s&eventId=%s' "$1" "$2" "$3" "$4${5:-}"; }

# send_sync API MODE EVENT [MORE]: must be acknowledged.
send_sync() {
  call -X POST "$(send_url "$1" "$2" sync "$3" "${4:-}")"
  [[ "$CODE" == 200 ]] || fail "a sync send is answered $CODE" "$REPLY"
}

# send_async API MODE EVENT: must be accepted; leaves its id in REQUEST_ID.
send_async() {
  call -X POST "$(send_url "$1" "$2" async "$3")"
  [[ "$CODE" == 202 ]] || fail "an async send is answered $CODE" "$REPLY"
  REQUEST_ID="$(field requestId)"
}

# await_status API TEXT SECONDS: until the status of REQUEST_ID has TEXT; shows it.
await_status() {
  local url="$1/api/v1/status?requestId=$REQUEST_ID" began=$SECONDS
  show curl -sS "$url"
  until http -o "$LAB_TMP/reply" "$url" && grep -qF -- "$2" "$LAB_TMP/reply"; do
    busy "  waiting for $2 ... $((SECONDS - began)) s"
    REPLY="$(cat "$LAB_TMP/reply")"
    ((SECONDS - began < $3)) || fail "the status has no $2 after $3 s" "$REPLY"
    pause
  done
  REPLY="$(cat "$LAB_TMP/reply")"
  printf '%s  %s\n' "$LINE_START" "$REPLY"
}

# --- The fault proxy -----------------------------------------------------------------------------

# proxy_names: one per broker.
proxy_names() { http -f --max-time 10 "$PROXY/proxies" | grep -o '"name":"kafka[^"]*"' | sed 's/.*:"\(.*\)"/\1/' | sort -u; }

# add_toxic JSON [PROXY]
add_toxic() {
  call -X POST "$PROXY/proxies/${2:-kafka}/toxics" -H 'Content-Type: application/json' -d "$1"
  [[ "$CODE" == 200 ]] || fail "the fault proxy refuses the toxic ($CODE)" "$REPLY"
}

# delete_toxic NAME [PROXY]
delete_toxic() {
  call -X DELETE "$PROXY/proxies/${2:-kafka}/toxics/$1"
  [[ "$CODE" == 204 ]] || fail "the fault proxy does not delete the toxic ($CODE)" "$REPLY"
}

# figure NAME: a counter of the proxy, summed; nothing when it does not count.
figure() {
  http -f --max-time 10 "$PROXY/metrics" 2>/dev/null \
    | awk -v name="$1" 'index($1, name "{") == 1 { sum += $2; seen = 1 } END { if (seen) printf "%d", sum }' || true
}

# --- API B with other settings (on this machine) -------------------------------------------------

restart_b() { "$LAB_ROOT/lab-scripts/up.sh" --restart api-b >"$LAB_TMP/up.log" 2>&1 8>&-; }

# API B with a delivery timeout of 5 s in place of 120 s; end_lab takes it back.
shorten_delivery_timeout() {
  check_interrupt
  [[ "$LAB_TARGET" == machine ]] || die "this lab starts API B again, which it can on this machine only"
  show KAFKA_DELIVERY_TIMEOUT_MS=5000 ./lab-scripts/up.sh --restart api-b
  LAB_RESTARTED=1
  KAFKA_DELIVERY_TIMEOUT_MS=5000 restart_b || die "API B did not start" "$(tail -n 2 "$LAB_TMP/up.log")"
  ok "API B runs with KAFKA_DELIVERY_TIMEOUT_MS=5000"
}

# --- What is in the log --------------------------------------------------------------------------

# read_records ARGUMENT...: of records.sh, into $LAB_TMP/records; past the fault proxy.
read_records() {
  check_interrupt
  if [[ "$LAB_TARGET" == k8s && -z "${LAB_KAFKA:-}" ]]; then
    records_in_pod "$@"
  else
    "$LAB_ROOT/lab-scripts/records.sh" --bootstrap-server "$KAFKA" "$@" >"$LAB_TMP/records" \
      || die "the topic cannot be read at $KAFKA" "LAB_KAFKA=HOST:PORT names Kafka's direct listener"
  fi
}

# In Kubernetes the direct listener is not reachable from outside, so Kafka's own consumer reads it there.
records_in_pod() {
  local topic=''
  while (($# > 0)); do
    [[ "$1" != --topic ]] || topic="$2"
    shift
  done
  kubectl exec -n "${LAB_NAMESPACE:-kafka}" "${LAB_KAFKA_POD:-bhf-kafka-dual-role-0}" -- bin/kafka-console-consumer.sh \
    --bootstrap-server localhost:9092 --topic "$topic" --from-beginning --timeout-ms 15000 \
    --property print.headers=true 2>"$LAB_TMP/kubectl.log" \
    | sed -n 's/.*event-id:\([^,[:space:]]*\).*/event-id=\1/p' >"$LAB_TMP/records" \
    || die "the topic cannot be read in the pod: $(tail -n 1 "$LAB_TMP/kubectl.log")" "LAB_KAFKA_POD names another pod"
}

# show_records ARGUMENT...: the same, shown.
show_records() {
  show ./lab-scripts/records.sh "$@"
  read_records "$@"
  sed 's/^/  /' "$LAB_TMP/records"
}

# count_of EVENT: how many of the records read are of that event.
count_of() { grep -c "event-id=$1\$" "$LAB_TMP/records" || true; }
