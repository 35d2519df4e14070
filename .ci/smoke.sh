#!/usr/bin/env bash
# Runs the README's first command and then every other bash block of its "Try it" section, as a user would.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  printf 'smoke: %s\n' "$1" >&2
  exit 1
}

# The bash blocks below a heading of the README, one file each.
blocks() { # HEADING TARGET_FOLDER
  awk -v heading="## $1" -v folder="$2" '
    /^## / { inside = ($0 == heading) }
    inside && /^```bash$/ { open = 1; n++; next }
    /^```$/ { open = 0 }
    inside && open { print > (folder "/" n ".sh") }' README.md
}

# The lab's own fault proxy, as a reader of the README has it.
unset TOXIPROXY
work=$(mktemp -d)
LAB_DIR="$work/lab"
export LAB_DIR
trap './lab-scripts/down.sh --data >/dev/null 2>&1 || true; rm -rf "$work"' EXIT

mkdir "$work/commands" "$work/try"
blocks "Two commands" "$work/commands"
blocks "Try it" "$work/try"
grep -qx './lab-scripts/up.sh' "$work/commands/1.sh" || fail "the README's first command is not up.sh"
grep -qx 'mvn -B verify' "$work/commands/2.sh" || fail "the README's second command is not mvn -B verify"

bash "$work/commands/1.sh"
again=$(bash "$work/commands/1.sh")
grep -q 'runs already' <<<"$again" || fail "up.sh started things twice: $again"

sync=$(bash "$work/try/1.sh")
grep -q '"status":"OK".*"partition":[0-9].*"offset":[0-9]' <<<"$sync" || fail "sync send: $sync"

status=''
for _ in $(seq 50); do
  status=$(bash "$work/try/2.sh")
  ! grep -q '"state":"OK"' <<<"$status" || break
done
grep -q '"state":"OK","final":true,"outcome":"WRITTEN"' <<<"$status" || fail "async status: $status"

bash "$work/try/3.sh" >"$work/consumed"
grep -q '"eventId":"E-1"' "$work/consumed" || fail "E-1 is not in the topic"
grep -q '"eventId":"E-2"' "$work/consumed" || fail "E-2 is not in the topic"

keyed=$(bash "$work/try/4.sh")
ids=$(grep -o '"requestId":"[^"]*"' <<<"$keyed")
[ "$(wc -l <<<"$ids")" -eq 3 ] || fail "three keyed sends: $keyed"
[ "$(sort -u <<<"$ids" | wc -l)" -eq 1 ] || fail "three requests with one key are not one: $keyed"

batch=$(bash "$work/try/5.sh")
grep -q '"id":"a","status":"OK".*"id":"b","status":"ACCEPTED"' <<<"$batch" || fail "batch: $batch"
lines=$(bash "$work/try/6.sh")
[ "$(grep -c '"status":"OK"' <<<"$lines")" -eq 3 ] || fail "stream of three lines: $lines"

# The service by itself, from a folder of its own: it writes ./data and api.jsa there.
mkdir "$work/own" "$work/folder"
blocks "Against your own Kafka" "$work/own"
ln -s "$PWD/api-micronaut" "$work/folder/api-micronaut"
for block in "$work"/own/*.sh; do
  (cd "$work/folder" && exec setsid bash "$block") >"$work/own.log" 2>&1 &
  group=$!
  answer=''
  for _ in $(seq 300); do
    answer=$(curl -fsS --max-time 2 "localhost:8080/api/v1/send?mode=plain&eventId=E-3" -X POST 2>/dev/null) && break
    sleep 0.2
  done
  kill -TERM -- "-$group"
  wait "$group" || true
  while kill -0 -- "-$group" 2>/dev/null; do sleep 0.1; done
  grep -q '"status":"OK"' <<<"$answer" || fail "$(cat "$block") gives: $answer $(tail -n 3 "$work/own.log")"
done
[ -s "$work/folder/api.jsa" ] || fail "the class-data archive was not made"

./lab-scripts/down.sh --data
! curl -fsS --max-time 2 localhost:18080/health >/dev/null 2>&1 || fail "down.sh left the API running"
echo "smoke: the README's commands do what it says"
