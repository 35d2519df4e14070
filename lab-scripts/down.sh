#!/usr/bin/env bash
# Stops what up.sh has started, and nothing else: first the services, then the rest. Running it again is safe.
#
#   lab-scripts/down.sh          keeps the data: the next up.sh goes on with it
#   lab-scripts/down.sh --data   deletes the topics and the status store too
#   lab-scripts/down.sh --docker [--data]   the same for the containers
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=lib/docker.sh
source "$LAB_ROOT/lab-scripts/lib/docker.sh"

delete_data=0 docker=0
for argument in "$@"; do
  case "$argument" in
    -h | --help) print_help && exit 0 ;;
    --data) delete_data=1 ;;
    --docker) docker=1 ;;
    *) usage_error "unknown option '$argument'" ;;
  esac
done

take_turn
if ((docker)); then
  docker_down "$delete_data"
  exit 0
fi
for part in orders-b orders-a; do
  [[ ! -e "$(pid_file "$part")" ]] || stop_part "$part" 20
done
stop_part api-b 20
stop_part api-a 20
stop_part store 20
stop_part proxy 20
stop_part broker 20
if ((delete_data)); then
  rm -rf "$LAB_DATA"
  ok "data deleted: $LAB_DATA"
fi
