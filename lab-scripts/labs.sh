#!/usr/bin/env bash
# Runs all labs in order, starting what does not run, and says how long each took.
#
#   lab-scripts/labs.sh         on a terminal or in a file
#   lab-scripts/labs.sh 02.4    only those whose number begins so; several may be given
#
# Ends with status 0 when every claim held; stops at the first that did not.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib/common.sh"

wanted=()
for argument in "$@"; do
  case "$argument" in
    -h | --help) print_help && exit 0 ;;
    02* | 04* | 1.2*) wanted+=("$argument") ;;
    *) usage_error "'$argument' is no lab, they are 02.0 to 02.6, 1.2a and 04.0 to 04.5" ;;
  esac
done
((${#wanted[@]} > 0)) || wanted=(02 1.2a 04)

# Ctrl-C is for the lab, which puts the proxy back before it ends.
trap : INT TERM HUP

summary=''
for prefix in "${wanted[@]}"; do
  found=0
  for lab in "$LAB_ROOT"/lab-scripts/lab-"$prefix"*.sh; do
    [[ -e "$lab" ]] || continue
    found=1
    began=$SECONDS
    name="$(basename "$lab" .sh)"
    status=0
    "$lab" || status=$?
    ((status != 130 && status != 143)) || exit "$status"
    ((status == 0)) || die "$name failed after $((SECONDS - began)) s" "read what it says above, then run $lab again"
    summary+="$(printf '%-24s held %4s s' "$name" "$((SECONDS - began))")"$'\n'
  done
  ((found)) || usage_error "there is no lab '$prefix', they are 02.0 to 02.6, 1.2a and 04.0 to 04.5"
done

heading "All claims held"
printf '%s%-24s      %4s s\n' "$summary" "together" "$SECONDS"
