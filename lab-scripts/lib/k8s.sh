# shellcheck shell=bash
# Shared by the scripts of lab-scripts/k8s: their options, and that a command that fails ends the script with one line
# that says what failed, what is done already, and what to do next. Sourced, never run.

# shellcheck source-path=SCRIPTDIR source=lab.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lab.sh"

K8S="$LAB_ROOT/k8s"
# shellcheck disable=SC2034 # for the scripts that source this
NAMESPACE="${LAB_NAMESPACE:-kafka}"
OVERLAY="${LAB_OVERLAY:-single}"
PLATFORM=k3s
DRY_RUN=0
WAIT="${LAB_WAIT_SECONDS:-600}"
VERSION=0.1.0
# In full, because that is what the node looks for; podman would name it localhost/... otherwise.
IMAGE="docker.io/library/m02-java-api:$VERSION"
ORDERS_IMAGE="docker.io/library/m04-java-api:$VERSION"
DONE=()

# --- Options -------------------------------------------------------------------------------------

# common_option ARGUMENT [NEXT]: takes an option that all scripts have; SHIFT is how many arguments it was.
# shellcheck disable=SC2034 # for the script that sources this
common_option() {
  SHIFT=1
  case "$1" in
    -h | --help) print_help && exit 0 ;;
    --dry-run) DRY_RUN=1 ;;
    --okd) PLATFORM=okd OVERLAY=openshift ;;
    --overlay)
      [[ $# -ge 2 && -e "$K8S/overlays/$2/kustomization.yaml" ]] || usage_error "there is no overlay '${2:-}'"
      OVERLAY="$2" SHIFT=2
      ;;
    *) usage_error "unknown option '$1'" ;;
  esac
}

begin() {
  [[ "$WAIT" =~ ^[1-9][0-9]{0,4}$ ]] || usage_error "LAB_WAIT_SECONDS '$WAIT' is no number from 1 to 99999"
  [[ -e "$K8S/overlays/$OVERLAY/kustomization.yaml" ]] || usage_error "there is no overlay '$OVERLAY'"
  if [[ "$PLATFORM" == okd && -z "${LAB_REGISTRY:-}" ]]; then
    usage_error "--okd needs LAB_REGISTRY, for example LAB_REGISTRY=registry.example.org/kafka"
  fi
  LAB_TMP="$(mktemp -d)"
  trap end_k8s EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  heading "$1"
}

# Where the node ports are.
choose_cluster() {
  LAB_TARGET=k8s
  choose_target
}

uses_postgres() { [[ "$OVERLAY" != single ]]; }

# Whoever needs a program that is not there says so before anything is done.
require_program() {
  ((DRY_RUN)) || command -v "$1" >/dev/null || die "$1 is missing" "$2"
}

# --- Commands ------------------------------------------------------------------------------------

# act WHAT NEXT COMMAND...: shows the command and runs it. With --dry-run it only shows.
act() {
  local what="$1"
  run "$@"
  ((DRY_RUN)) || DONE+=("$what")
}

# ask WHAT NEXT COMMAND...: the same for what changes nothing; leaves what it prints in REPLY.
ask() {
  REPLY=''
  run "$@"
  ((DRY_RUN)) || REPLY="$(<"$LAB_TMP/out")"
}

run() {
  local what="$1" next="$2" status=0
  shift 2
  show "$@"
  ((!DRY_RUN)) || return 0
  : >"$LAB_TMP/out"
  "$@" >"$LAB_TMP/out" 2>"$LAB_TMP/err" </dev/null || status=$?
  ((status == 0)) || die "cannot $what: $(last_words)" "$next"
  tail -n 3 "$LAB_TMP/out" | sed 's/^/  /'
}

# What a program said last, on one line.
last_words() {
  local words
  words="$(cat "$LAB_TMP/err" "$LAB_TMP/out" | grep -v '^[[:space:]]*$' | tail -n 1 | cut -c1-200)" || true
  printf '%s' "${words:-it says nothing}"
}

# On every way out; whoever does not reach the end says what is half done.
end_k8s() {
  local status=$?
  set +e
  ((status == 0)) || say_done
  rm -rf "$LAB_TMP"
  exit "$status"
}

say_done() {
  if ((${#DONE[@]} > 0)); then
    note "done before it, and left so: $(printf '%s; ' "${DONE[@]}" | sed 's/; $//')" >&2
  else
    note "nothing was changed" >&2
  fi
}

# As root where one is not.
as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# The container engine: LAB_ENGINE, or docker, or podman.
choose_engine() {
  ENGINE="${LAB_ENGINE:-}"
  [[ -z "$ENGINE" ]] || return 0
  ENGINE=docker
  if ! command -v docker >/dev/null && command -v podman >/dev/null; then ENGINE=podman; fi
}

# The images that the overlay needs and that are built here.
images() {
  printf '%s\n' "$IMAGE"
  [[ "$OVERLAY" != orders ]] || printf '%s\n' "$ORDERS_IMAGE"
}

# Where an image is in the registry of --okd.
pushed() { printf '%s/%s' "$LAB_REGISTRY" "${1##*/}"; }

# What has pods, and is to be waited for.
workloads() {
  printf '%s\n' deployment/toxiproxy deployment/kafka-ui deployment/m02-java-api
  ! uses_postgres || printf '%s\n' statefulset/m02-status-store deployment/m02-java-api-b
  [[ "$OVERLAY" != orders ]] || printf '%s\n' deployment/m04-java-api
}
