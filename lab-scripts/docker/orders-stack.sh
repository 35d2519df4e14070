# shellcheck shell=bash
# What test-stack.sh --orders shows of the orders service in its containers. Sourced after lab.sh, never run.

ORDERS_IMAGE=localhost/m04-java-api:0.1.0
ORDERS_CONTAINERS=(m04-java-api m04-java-api-b)
ORDERS_STOP_BOUND=25

check_orders_confinement() {
  local name id
  for name in "${ORDERS_CONTAINERS[@]}"; do
    id="$(podman exec "$name" id -u)"
    holds "$name runs as user $id, not as root" test "$id" -eq 10001
    refused "its root file system is read-only" podman exec --user 0 "$name" touch /app/x
    holds "its health check passes" podman healthcheck run "$name"
    refused "its health check fails where nobody answers" podman exec -e SERVER_PORT=9 "$name" /app/main/healthcheck
    holds "the JVM is the first process" test "$(podman exec "$name" cat /proc/1/comm)" = java
  done
  # Under any user id with group 0, without any setting: its H2 is then on the volume at /data.
  podman volume create lab-any-user >/dev/null
  holds "it starts under any user id" podman run --rm --read-only --tmpfs /tmp --user 123456:0 --cap-drop=ALL --no-healthcheck \
    -v lab-any-user:/data --network none "$ORDERS_IMAGE" --check >"$LAB_TMP/any-user" 2>"$LAB_TMP/any-user.err"
  podman volume rm lab-any-user >/dev/null
}

run_orders_labs() {
  local lab began
  for lab in "$LAB_ROOT"/lab-scripts/lab-04.*.sh; do
    began=$SECONDS
    "$lab" --docker >"$LAB_LOG/$(basename "$lab" .sh).out" 2>&1 || { tail -n 20 "$LAB_LOG/$(basename "$lab" .sh).out" >&2 \
      && die "$(basename "$lab") --docker failed" "read $LAB_LOG/$(basename "$lab" .sh).out"; }
    ok "$(basename "$lab" .sh) --docker holds ($((SECONDS - began)) s)"
  done
}

# Both at once, as a stack is ended: neither may wait for the other.
check_orders_stop() {
  local began took name code
  began="$(date +%s%N)"
  podman stop -t 60 "${ORDERS_CONTAINERS[@]}" >/dev/null 2>"$LAB_TMP/stop.err"
  took="$((($(date +%s%N) - began) / 1000000))"
  holds "SIGTERM ended both in $took ms, the bound is $ORDERS_STOP_BOUND s" test "$took" -lt "$((ORDERS_STOP_BOUND * 1000))"
  for name in "${ORDERS_CONTAINERS[@]}"; do
    code="$(podman inspect --format '{{.State.ExitCode}}' "$name")"
    holds "the exit code of $name is $code: SIGTERM's, or 0" test "$code" -eq 143 -o "$code" -eq 0
  done
}
