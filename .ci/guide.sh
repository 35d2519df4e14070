#!/usr/bin/env bash
# Runs every bash block of the lab guides, in order, in one shell, as a trainee would. A text block that follows a bash
# block is its expected output; what differs from run to run (ids, times, offsets) is made the same on both sides.
# The blocks of the two languages must be the same, so they run once. Starts and stops the lab itself.
#
#   .ci/guide.sh            in a lab of its own, with the ports of the environment
#   .ci/guide.sh --compare  only compares the two guides
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  printf 'guide: %s\n' "$1" >&2
  exit 1
}

# Ports of a lab beside another one; the guides name the usual ones.
ports() {
  sed -e "s/\b18080\b/${SERVER_PORT:-18080}/g" -e "s/\b18081\b/${SERVER_PORT_B:-18081}/g" \
    -e "s/\b18082\b/${ORDERS_PORT:-18082}/g" -e "s/\b18083\b/${ORDERS_PORT_B:-18083}/g" \
    -e "s/\b18091\b/${MANAGEMENT_PORT_B:-18091}/g" -e "s/\b8474\b/${LAB_TOXIPROXY_PORT:-8474}/g" \
    -e "s/\b29092\b/${LAB_FAULTY_PORT:-29092}/g" -e "s/\b29093\b/${LAB_PROXY_PORT:-29093}/g"
}

# blocks GUIDE FOLDER: 01.bash, 01.text and so on; a block that is closed by no fence fails.
blocks() {
  mkdir -p "$2"
  awk -v folder="$2" '
    open && /^```$/ { open = 0; close(file); next }
    open { print > file; next }
    /^```bash$/ { n++; open = 1; file = sprintf("%s/%02d.bash", folder, n); printf "" > file; next }
    /^```text$/ { open = 1; file = sprintf("%s/%02d.text", folder, n); printf "" > file; next }
    /^```(sh|shell|console)$/ { print FILENAME ":" FNR ": a command block must be ```bash" > "/dev/stderr"; bad = 1 }
    /^```[a-z]+$/ { open = 1; file = "/dev/null" }
    END { if (open) { print FILENAME ": the last block does not end" > "/dev/stderr"; bad = 1 } exit bad }' "$1"
}

normalise() {
  sed -E -e 's/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/ID/g' \
    -e 's/20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/TIME/g' \
    -e 's/-[0-9]{10}/-NOW/g' \
    -e 's/"(partition|offset)":[0-9]+/"\1":N/g' \
    -e 's/partition=[0-9]+ offset=[0-9]+/partition=N offset=N/' \
    -e 's/-[0-9]+:[0-9]+ ms has passed/-N:N ms has passed/' \
    -e 's/after [0-9]+\.[0-9]+ s/after N s/' \
    -e 's/(_total\{[^}]*\}) [0-9]+/\1 N/'
}

# check NUMBER STATUS: of a block that has run; compares when an output is expected.
check() {
  local name
  name="$(printf '%s/%02d' "$work/en" "$1")"
  if (($2 != 0)); then
    cat "$name.bash" "$name.out" "$name.err"
    fail "block $1 ends with status $2"
  fi
  [[ -e "$name.text" ]] || return 0
  normalise <"$name.text" >"$name.wanted"
  normalise <"$name.out" >"$name.got"
  if ! diff "$name.wanted" "$name.got" >"$name.diff"; then
    cat "$name.bash" "$name.diff" "$name.err"
    fail "block $1 prints something else than the guide says (< guide, > real)"
  fi
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
blocks lab-scripts/README.md "$work/en"
blocks lab-scripts/README.fr.md "$work/fr"
diff -r "$work/en" "$work/fr" || fail "the blocks of the two guides differ (< English, > French)"
count=$(find "$work/en" -name '*.bash' | wc -l)
((count > 20)) || fail "only $count blocks found"
echo "guide: both languages have the same $count command blocks"
[[ "${1:-}" != --compare ]] || exit 0

data=''
# A lab that the caller named keeps its data.
[[ -n "${LAB_DIR:-}" ]] || data=--data
export LAB_DIR="${LAB_DIR:-$work/lab}"
session=''
clean_up() {
  [[ -z "$session" ]] || kill "$session" 2>/dev/null || true
  ./lab-scripts/down.sh ${data:+"$data"} >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap clean_up EXIT
for block in "$work"/en/*; do
  ports <"$block" >"$block.ported"
  mv "$block.ported" "$block"
done

# One shell for all blocks, so that variables and functions last. It waits for a word before each, and writes how it
# ended.
cat >"$work/session.sh" <<'SESSION'
for block in "$1"/*.bash; do
  read -r _ <&3 || exit 0
  # shellcheck source=/dev/null
  source "$block" >"${block%.bash}.out" 2>"${block%.bash}.err" </dev/null 3<&-
  printf '%s %s\n' "$?" "$SECONDS" >"${block%.bash}.status"
done
SESSION
mkfifo "$work/go"
bash "$work/session.sh" "$work/en" 3<"$work/go" &
session=$!
exec 4>"$work/go"

# A block may take so long, in seconds; the first one builds.
bound=900
for ((n = 1; n <= count; n++)); do
  status="$(printf '%s/%02d.status' "$work/en" "$n")"
  began=$SECONDS
  echo go >&4
  until [[ -s "$status" ]]; do
    ((SECONDS - began < bound)) || fail "block $n is not done after $bound s: $(cat "${status%.status}.bash")"
    kill -0 "$session" 2>/dev/null || [[ -s "$status" ]] || fail "the shell ended in block $n"
    sleep 0.2
  done
  read -r ended _ <"$status"
  check "$n" "$ended"
  printf 'guide: block %s of %s, %s s\n' "$n" "$count" "$((SECONDS - began))"
  bound=120
done
wait "$session"
echo "guide: every block does what the guides say, $SECONDS s"
