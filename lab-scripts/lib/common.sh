# shellcheck shell=bash
# Shared by the scripts of the lab: where things are, how to speak, and how to start and stop one process.
# Sourced, never run.

LAB_ROOT="$(cd -P "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)"
LAB_DIR="${LAB_DIR:-$LAB_ROOT/.lab}"
LAB_RUN="$LAB_DIR/run"
LAB_LOG="$LAB_DIR/log"
LAB_DATA="$LAB_DIR/data"
LAB_KIT="$LAB_ROOT/lab-scripts/lab-kit/target"

# Ports, each to be changed from the environment.
LAB_DIRECT_PORT="${LAB_DIRECT_PORT:-9092}"
LAB_FAULTY_PORT="${LAB_FAULTY_PORT:-29092}"
LAB_PROXY_PORT="${LAB_PROXY_PORT:-29093}"
LAB_TOXIPROXY_PORT="${LAB_TOXIPROXY_PORT:-8474}"
LAB_CONTROLLER_PORT="${LAB_CONTROLLER_PORT:-9093}"
LAB_STORE_PORT="${LAB_STORE_PORT:-15432}"

if [[ -t 1 && -z "${NO_COLOR:-}" ]]; then
  BOLD=$'\e[1m' GREEN=$'\e[32m' YELLOW=$'\e[33m' RESET=$'\e[0m' LINE_START=$'\r\e[K'
else
  BOLD='' GREEN='' YELLOW='' RESET='' LINE_START=''
fi
if [[ -t 2 && -z "${NO_COLOR:-}" ]]; then
  RED=$'\e[31m' ERR_RESET=$'\e[0m'
else
  RED='' ERR_RESET=''
fi

# 0, or the status with which to end: set by a signal, looked at where it is safe to end.
INTERRUPTED=0

ok() { printf '%s%sok%s    %s\n' "$LINE_START" "$GREEN" "$RESET" "$*"; }
note() { printf '%s%snote%s  %s\n' "$LINE_START" "$YELLOW" "$RESET" "$*"; }
heading() { printf '\n%s%s%s\n' "$BOLD" "$*" "$RESET"; }
# On a terminal, a line that the next one overwrites; in a file, nothing.
busy() { [[ -z "$LINE_START" ]] || printf '%s%s' "$LINE_START" "$*"; }

# Waits a moment between two looks at something; a script that was interrupted ends here.
pause() {
  sleep 0.2 || true
  ((INTERRUPTED == 0)) || exit "$INTERRUPTED"
}

# die WHAT [NEXT STEP]: one line that says what is wrong, one that says what to do.
die() {
  ((INTERRUPTED == 0)) || exit "$INTERRUPTED"
  [[ -z "$LINE_START" ]] || printf '%s' "$LINE_START"
  printf '%serror%s %s\n' "$RED" "$ERR_RESET" "$1" >&2
  [[ $# -lt 2 ]] || printf '      Next: %s\n' "$2" >&2
  exit 1
}

usage_error() {
  printf '%s: %s (see --help)\n' "$(basename "$0")" "$1" >&2
  exit 2
}

# Prints the comment block below the first line of the calling script.
print_help() {
  sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$(readlink -f "$0")"
}

# Only one up.sh or down.sh at a time. Needs flock; without it (macOS) nobody is kept out.
take_turn() {
  mkdir -p "$LAB_RUN" "$LAB_LOG" "$LAB_DATA"
  command -v flock >/dev/null || return 0
  exec 9>"$LAB_RUN/turn.lock"
  flock -n 9 || die "another up.sh or down.sh is at work on $LAB_DIR" "wait for it, or stop it with Ctrl-C"
}

# --- Processes -----------------------------------------------------------------------------------

pid_file() { printf '%s' "$LAB_RUN/$1.pid"; }

# The mark by which a process is known to be this lab's: it stands in the command line.
mark() { printf '%s' "-Dlab.part=$1@$LAB_DIR"; }

# The command line of a process; nothing when it is gone, or a zombie.
args_of() { ps -ww -o stat= -o args= -p "$1" 2>/dev/null | sed -e '/^Z/d' -e 's/^[^ ]* *//' || true; }

# Prints the pid of a part that runs; fails when it does not, or when the pid is somebody else's by now.
running_pid() {
  local pid
  pid="$(cat "$(pid_file "$1")" 2>/dev/null)" || return 1
  [[ "$pid" =~ ^[0-9]+$ && "$(args_of "$pid") " == *" $(mark "$1") "* ]] || return 1
  printf '%s' "$pid"
}

# Says so and forgets when the pid file does not name the part any more.
drop_stale_pid() {
  local file pid
  file="$(pid_file "$1")"
  [[ -e "$file" ]] || return 0
  pid="$(cat "$file")"
  if [[ "$pid" =~ ^[0-9]+$ && -n "$(args_of "$pid")" ]]; then
    note "$1: pid $pid in $file is another process now; leaving it alone"
  else
    note "$1: pid $pid is gone, it did not end by down.sh; its log is $LAB_LOG/$1.log"
  fi
  rm -f "$file"
}

# start_part PART JAVA_ARGUMENT...: starts a JVM.
start_part() {
  local part="$1"
  shift
  start_process "$part" "$JAVA" "$(mark "$part")" "$@"
}

# start_process PART COMMAND...: starts what survives this script and its terminal; the mark is in its arguments.
start_process() {
  local part="$1" detach=(nohup)
  shift
  ! command -v setsid >/dev/null || detach=(setsid nohup)
  "${detach[@]}" "$@" </dev/null >>"$LAB_LOG/$part.log" 2>&1 9>&- &
  printf '%s\n' "$!" >"$(pid_file "$part")"
  # For a moment the new process still is this shell, without the mark.
  until running_pid "$part" >/dev/null || ! kill -0 "$!" 2>/dev/null; do sleep 0.05; done
}

# stop_part PART SECONDS: SIGTERM, after SECONDS SIGKILL. Returns when the process is gone.
stop_part() {
  local part="$1" bound="$2" pid began=$SECONDS how=''
  if ! pid="$(running_pid "$part")"; then
    drop_stale_pid "$part"
    ok "$part does not run"
    return 0
  fi
  kill -TERM "$pid" 2>/dev/null || true
  while running_pid "$part" >/dev/null; do
    busy "stopping $part (pid $pid) ... $((SECONDS - began)) s"
    if ((SECONDS - began >= bound)); then
      kill -KILL "$pid" 2>/dev/null || true
      how=", by SIGKILL after $bound s"
    fi
    pause
  done
  rm -f "$(pid_file "$part")"
  ok "$part stopped (pid $pid$how)"
}

# --- Ports ---------------------------------------------------------------------------------------

port_is_taken() { (exec 3<>"/dev/tcp/localhost/$1") 2>/dev/null; }

# " by pid 12 (its command)", or nothing when the system does not tell.
port_owner() {
  local pid=''
  if command -v lsof >/dev/null; then
    pid="$(lsof -nP -t -iTCP:"$1" -sTCP:LISTEN 2>/dev/null | head -n 1 || true)"
  elif command -v ss >/dev/null; then
    pid="$(ss -Hltnp "sport = :$1" 2>/dev/null | sed -n 's/.*pid=\([0-9]*\).*/\1/p' | head -n 1 || true)"
  fi
  [[ -z "$pid" ]] || printf ' by pid %s (%s)' "$pid" "$(args_of "$pid" | cut -c1-60)"
}

# require_free_port PORT WHAT VARIABLE
require_free_port() {
  ! port_is_taken "$1" || die "port $1 ($2) is taken$(port_owner "$1")" \
    "stop that process, or choose another port: $3=$(($1 + 1000)) $0"
}

# --- Tools ---------------------------------------------------------------------------------------

require_java() {
  local version
  JAVA="${JAVA_HOME:+$JAVA_HOME/bin/}java"
  command -v "$JAVA" >/dev/null || die "no java at '$JAVA'" "install JDK 17 or newer, or set JAVA_HOME to one"
  version="$("$JAVA" -version 2>&1 | sed -n 's/.*version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' | head -n 1)"
  [[ "$version" =~ ^[0-9]+$ ]] || die "'$JAVA -version' does not say its version" "install JDK 17 or newer"
  ((version >= 17)) || die "'$JAVA' is Java $version, 17 or newer is needed" "set JAVA_HOME to a JDK 17"
}

# kafka_tool CLASS ARGUMENT...: becomes Kafka's own tool, on the lab's broker when no other is named.
kafka_tool() {
  local class="$1" argument server=(--bootstrap-server "localhost:$LAB_DIRECT_PORT")
  shift
  require_java
  [[ -e "$LAB_KIT/lab-kit.jar" ]] || die "the lab kit is not built" "$LAB_ROOT/lab-scripts/up.sh builds and starts"
  for argument in "$@"; do
    case "$argument" in
      --bootstrap-server | --bootstrap-server=* | --help | --version) server=() ;;
    esac
  done
  ((${#server[@]} == 0)) || port_is_taken "$LAB_DIRECT_PORT" \
    || die "no Kafka answers at localhost:$LAB_DIRECT_PORT" "$LAB_ROOT/lab-scripts/up.sh starts it"
  exec "$JAVA" -Xmx256m -XX:TieredStopAtLevel=1 -Dlogback.configurationFile=lab-logback.xml \
    -cp "$LAB_KIT/lab-kit.jar:$LAB_KIT/lib/*" "$class" ${server[@]+"${server[@]}"} "$@"
}
