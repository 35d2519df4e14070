#!/usr/bin/env bash
# All labs, the lab guides block by block, and the control arms of validate.sh: it must fail when an API sends past the
# fault proxy, and must hold with a real Toxiproxy when TOXIPROXY names one.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  printf 'labs: %s\n' "$1" >&2
  exit 1
}

real="${TOXIPROXY:-}"
unset TOXIPROXY
work=$(mktemp -d)
LAB_DIR="$work/lab"
export LAB_DIR
trap './lab-scripts/down.sh --data >/dev/null 2>&1 || true; rm -rf "$work"' EXIT

./lab-scripts/labs.sh

echo "labs: validate.sh must see that API B sends past the proxy"
KAFKA_BOOTSTRAP_SERVERS="localhost:${LAB_DIRECT_PORT:-9092}" ./lab-scripts/up.sh --restart api-b >"$work/past"
status=0
./lab-scripts/validate.sh >"$work/validate" 2>&1 || status=$?
((status == 1)) || fail "validate.sh ends with $status although API B sends past the proxy: $(tail -n 1 "$work/validate")"
grep -qE 'saw no byte|lost 0 acks' "$work/validate" || fail "validate.sh fails for another reason: $(tail -n 2 "$work/validate")"
./lab-scripts/up.sh --restart api-b >"$work/back"

.ci/guide.sh

if [[ -n "$real" ]]; then
  echo "labs: validate.sh with a real Toxiproxy"
  ./lab-scripts/down.sh --data >/dev/null
  TOXIPROXY="$real" ./lab-scripts/up.sh >"$work/real"
  ./lab-scripts/validate.sh | tail -n 1
fi
