#!/usr/bin/env bash
# Stands in for docker, podman, k3s, sudo, kubectl and curl: writes down how it was called, fails when it is told to,
# and answers from a small state. STATE is a folder; its file "fail" has the call that fails, without its numbers.
set -euo pipefail
name="${0##*/}"
call="$name $*"
plain="$(sed -E -e 's/tmp\.[A-Za-z0-9]+/TMP/g' -e 's/[A-Z]+-[0-9]+-[0-9]+(-[0-9]+)?/EVENT/g' -e 's/[0-9]{3,}/N/g' <<<"$call")"
printf '%s\n' "$plain" >>"$STATE/calls"
if [[ -e "$STATE/fail" && "$plain" == "$(<"$STATE/fail")" ]]; then
  printf '%s: planted failure\n' "$name" >&2
  exit 7
fi

has() { [[ " $call " == *" $1 "* ]]; }
after() { sed -n "s/.*[?&]$1=\([^&]*\).*/\1/p" <<<"$url"; }

answer_kubectl() {
  case "$call" in
    "kubectl kustomize"*) printf 'kind: Service\n---\nkind: PersistentVolumeClaim\n---\nkind: Deployment\n        image: m02-java-api:0.1.0\n' ;;
    *"get crd"*) [[ ! -e "$STATE/operator" ]] || echo customresourcedefinition/kafkas.kafka.strimzi.io ;;
    *--server-side*) touch "$STATE/operator" ;;
    *"get secret"*) [[ ! -e "$STATE/secret" ]] || echo secret/m02-status-store ;;
    *"create secret"*) touch "$STATE/secret" ;;
    *"delete secret"*) rm -f "$STATE/secret" ;;
    *"get service"*toxiproxy*'"api"'*) echo 31474 ;;
    *"get service"*toxiproxy*) echo 32093 ;;
    *"get service"*m02-java-api-b*) echo 31081 ;;
    *"get service"*m02-java-api*) echo 31080 ;;
    *"get service"*kafka-ui*) echo 30808 ;;
    *"delete networkpolicy"*m02-java-api-to-kafka*) touch "$STATE/cut" ;;
    *policy-to-kafka.yaml) rm -f "$STATE/cut" ;;
    *exec*) sed 's/.*/request-id:1,event-id:&,source:api\tvalue/' "$STATE/records" ;;
  esac
}

# The body of an answer, and its status in "code".
answer_http() {
  code=200
  case "$url" in
    */send*maybe*) code=400 && printf '{"status":400}' ;;
    */send*sync*CUT*) [[ -e "$STATE/uncut" ]] || { code=503 && printf '{"status":503}' && return; } && printf '{"status":"OK"}' ;;
    */send*sendMode=async*)
      code=202
      [[ -e "$STATE/forgets" ]] || after eventId >>"$STATE/records"
      printf '{"status":"ACCEPTED","requestId":"%s","state":"PENDING"}' "$(after eventId)"
      ;;
    */send*) printf '{"status":"OK","state":"OK"}' ;;
    */status*) printf '{"requestId":"%s","state":"OK"}' "$(after requestId)" ;;
    */proxies) printf '{"kafka":{},"kafka-0":{},"kafka-1":{},"kafka-2":{}}' ;;
    *) printf OK ;;
  esac
}

answer_curl() {
  local output='' format='' argument previous=''
  for argument in "$@"; do
    case "$previous" in -o) output="$argument" ;; -w) format="$argument" ;; esac
    [[ "$argument" != *:*/* || "$previous" == -H ]] || url="$argument"
    previous="$argument"
  done
  answer_http >"$STATE/body"
  if [[ -n "$output" ]]; then cat "$STATE/body" >"$output"; else cat "$STATE/body"; fi
  [[ -z "$format" ]] || printf '%s 0.01' "$code"
}

case "$name" in
  sudo) "$@" ;;
  kubectl) answer_kubectl ;;
  curl) answer_curl "$@" ;;
  docker | podman)
    ! has save || : >"$(sed -E 's/.* -o ([^ ]+).*/\1/' <<<"$call")"
    ! has inspect || echo sha256:1
    ;;
  k3s)
    ! has import || echo imported >"$STATE/imported"
    if has list && [[ -e "$STATE/imported" ]]; then printf 'docker.io/library/m02-java-api:0.1.0\ndocker.io/library/m04-java-api:0.1.0\n'; fi
    ;;
esac
