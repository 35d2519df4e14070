# shellcheck shell=bash
# The lab in containers: what up.sh --docker and down.sh --docker do. Sourced after common.sh, never run.

DOCKER_FILES="$LAB_ROOT/lab-scripts/docker"
DOCKER_PROJECT="${LAB_DOCKER_PROJECT:-reliable-producer}"
DOCKER_BOUND="${LAB_DOCKER_BOUND:-240}"
# More than the stop_grace_period of any service; podman-compose 1.0 does not read that, and would wait for 1 s.
DOCKER_STOP_BOUND=40
# The ports on this machine, named as in compose.yaml.
DOCKER_PORTS=("${SERVER_PORT:-18080} API A" "${MANAGEMENT_PORT:-18090} API A's management" "${SERVER_PORT_B:-18081} API B"
  "${MANAGEMENT_PORT_B:-18091} API B's management" "$LAB_DIRECT_PORT Kafka" "$LAB_TOXIPROXY_PORT the fault proxy's API"
  "${LAB_UI_PORT:-8080} Kafka UI")
DOCKER_ORDERS_PORTS=("${ORDERS_PORT:-18082} the orders service" "${ORDERS_PORT_B:-18083} the second consumer of orders")
DOCKER_SERVICES=(kafka toxiproxy postgres kafka-ui m02-java-api m02-java-api-b)
COMPOSE=()
DOCKER_UNDO=0

# choose_compose CLUSTER ORDERS: the files; and the first of Docker's own, its older program, and podman's that works here;
# LAB_COMPOSE=podman-compose takes that one at once.
choose_compose() {
  local files=(-p "$DOCKER_PROJECT" -f "$DOCKER_FILES/compose.yaml")
  if (($1)); then
    files+=(-f "$DOCKER_FILES/compose.cluster.yaml")
    export LAB_BROKERS=kafka:29092,kafka-2:29092,kafka-3:29092
  fi
  (($2 == 0)) || files+=(-f "$DOCKER_FILES/compose.orders.yaml")
  if [[ "${LAB_COMPOSE:-}" == podman-compose ]]; then
    COMPOSE=(podman-compose "${files[@]}")
  elif docker compose version >/dev/null 2>&1 && docker info >/dev/null 2>&1; then
    COMPOSE=(docker compose "${files[@]}")
  elif docker-compose version >/dev/null 2>&1 && docker info >/dev/null 2>&1; then
    COMPOSE=(docker-compose "${files[@]}")
  elif command -v podman-compose >/dev/null && podman info >/dev/null 2>&1; then
    COMPOSE=(podman-compose "${files[@]}")
  else
    die "neither 'docker compose' nor 'docker-compose' with an engine, nor 'podman-compose' works here" \
      "install Docker with its compose plugin, or podman and podman-compose, or run the lab without: lab-scripts/up.sh"
  fi
}

# The engine that the chosen compose uses.
docker_engine() { if [[ "${COMPOSE[0]}" == podman-compose ]]; then printf podman; else printf docker; fi; }

# compose LOG ARGUMENT...: as a child that Ctrl-C does not cut in two; fd 9 is the lock, which containers must not hold.
compose() {
  local log="$LAB_LOG/$1.log"
  shift
  ((INTERRUPTED == 0)) || exit "$INTERRUPTED"
  "${COMPOSE[@]}" "$@" </dev/null >"$log" 2>&1 9>&- &
  HELPER=$!
  while kill -0 "$HELPER" 2>/dev/null; do
    busy "${COMPOSE[0]} $1 ..."
    sleep 0.2 || true
  done
  wait "$HELPER" || die "'${COMPOSE[*]} $*' failed: $(tail -n 1 "$log")" "read $log"
  HELPER=''
}

docker_is_up() { [[ -n "$("${COMPOSE[@]}" ps -q 2>/dev/null || true)" ]]; }

# podman-compose 1.0 ends with 0 although a container did not start.
require_running() {
  local name
  [[ "${COMPOSE[0]}" == podman-compose ]] || return 0
  for name in "${DOCKER_SERVICES[@]}"; do
    [[ "$(podman container inspect --format '{{.State.StartedAt.Year}}' "$name" 2>/dev/null)" =~ ^[2-9] ]] \
      || die "$name did not start: $(sed -n '/no such/d; /^Error:/p' "$LAB_LOG/docker-up.log" | head -n 1)" "read $LAB_LOG/docker-up.log"
  done
}

docker_undo() {
  local status=$?
  set +e
  trap '' INT TERM HUP PIPE
  trap - EXIT
  INTERRUPTED=0
  if ((status != 0 && DOCKER_UNDO)); then
    note "stopping what was started"
    compose down-after-failure down -t "$DOCKER_STOP_BOUND"
  fi
  exit "$status"
}

# await_url URL WHAT
await_url() {
  local began=$SECONDS
  until curl -fsS --noproxy '*' -o /dev/null --max-time 2 "$1" 2>/dev/null; do
    busy "waiting for $2 at $1 ... $((SECONDS - began)) s"
    ((SECONDS - began < DOCKER_BOUND)) \
      || die "$2 does not answer at $1 after $DOCKER_BOUND s" "${COMPOSE[*]} ps; ${COMPOSE[*]} logs"
    pause
  done
  ok "$2 answers at $1 ($((SECONDS - began)) s)"
}

# Without them the first send is a 404. Compose waits for this too, but podman-compose 1.0 only for its start.
await_topics() {
  local began=$SECONDS engine state='' said="$LAB_LOG/create-topics.state"
  engine="$(docker_engine)"
  until [[ "$state" == 'exited 0' ]]; do
    busy "waiting for the topics ... $((SECONDS - began)) s"
    ((SECONDS - began < DOCKER_BOUND)) \
      || die "create-topics has not created the topics after $DOCKER_BOUND s ($state)" "$engine logs create-topics"
    # Into a file: bash 5.2 garbles a trap that comes while it takes a command's output.
    "$engine" container inspect --format '{{.State.Status}} {{.State.ExitCode}}' create-topics >"$said" 2>&1 || true
    read -r state <"$said" || state=''
    [[ "$state" == 'exited 0' ]] || pause
  done
  ok "the topics are there ($((SECONDS - began)) s)"
}

# docker_up CLUSTER ORDERS: 1 for three brokers, 1 for the orders service too. LAB_DOCKER_BUILD=no takes the images as
# they are there.
docker_up() {
  local port images=(m02-java-api)
  if (($2)); then
    images+=(m04-java-api)
    DOCKER_PORTS+=("${DOCKER_ORDERS_PORTS[@]}")
    DOCKER_SERVICES+=(m04-java-api m04-java-api-b)
  fi
  trap docker_undo EXIT
  trap INTERRUPTED=130 INT
  trap INTERRUPTED=143 TERM HUP
  choose_compose "$1" "$2"
  if ! docker_is_up; then
    for port in "${DOCKER_PORTS[@]}"; do
      ! port_is_taken "${port%% *}" \
        || die "port ${port%% *} (${port#* }) is taken$(port_owner "${port%% *}")" "stop that process, or lab-scripts/down.sh"
    done
    DOCKER_UNDO=1
  fi
  if [[ "${LAB_DOCKER_BUILD:-yes}" != no ]]; then
    printf 'building, some minutes the first time; its log is %s\n' "$LAB_LOG/docker-build.log"
    compose docker-build build "${images[@]}"
  fi
  compose docker-up up -d
  require_running
  await_topics
  await_url "http://localhost:${SERVER_PORT:-18080}/health" "API A"
  await_url "http://localhost:${SERVER_PORT_B:-18081}/health" "API B"
  await_url "http://localhost:${MANAGEMENT_PORT:-18090}/health/readiness" "API A's readiness"
  await_url "http://localhost:${MANAGEMENT_PORT_B:-18091}/health/readiness" "API B's readiness"
  await_url "http://localhost:${LAB_UI_PORT:-8080}/" "Kafka UI"
  if (($2)); then
    for port in "${DOCKER_ORDERS_PORTS[@]}"; do
      await_url "http://localhost:${port%% *}/health/readiness" "${port#* }"
    done
  fi
  DOCKER_UNDO=0
  printf '\nTry lab-scripts/validate.sh --docker; lab-scripts/down.sh --docker stops it.\n'
}

# docker_down DELETE_DATA: what any of the compose files may have started.
docker_down() {
  local volumes=()
  trap INTERRUPTED=130 INT
  trap INTERRUPTED=143 TERM HUP
  (($1 == 0)) || volumes=(-v)
  choose_compose 1 1
  compose docker-down down -t "$DOCKER_STOP_BOUND" ${volumes[@]+"${volumes[@]}"}
  # podman-compose 1.0 leaves its network.
  [[ "${COMPOSE[0]}" != podman-compose ]] || podman network rm "${DOCKER_PROJECT}_default" >/dev/null 2>&1 || true
  ok "the containers are gone$( (($1 == 0)) || printf ', their data too')"
}
