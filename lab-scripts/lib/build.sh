# shellcheck shell=bash
# Shared by the scripts that run the service from its sources: builds it when it is not built.
# Sourced after common.sh, never run.

API_JAR="${LAB_API_JAR:-$LAB_ROOT/api-micronaut/target/api-micronaut.jar}"
BASIC_JAR="$LAB_ROOT/lab-scripts/basic-producer/target/basic-producer.jar"
# Of this tree, whichever LAB_DIR it is used with.
BUILD_STAMP="$LAB_KIT/build.stamp"
API_ARCHIVE="$LAB_RUN/api.jsa"

# The process that works for this script at the moment; who is interrupted ends it.
HELPER=''

# await_helper WHAT: shows the seconds while the background process HELPER works; its status is the result.
await_helper() {
  local began=$SECONDS status=0
  while kill -0 "$HELPER" 2>/dev/null; do
    busy "$1 ... $((SECONDS - began)) s"
    pause
  done
  wait "$HELPER" || status=$?
  HELPER=''
  return "$status"
}

require_tools() {
  local version
  require_java
  command -v curl >/dev/null || die "curl is missing" "install it, for example: apt-get install curl"
  command -v mvn >/dev/null || die "Maven (mvn) is missing" "install Maven 3.8 or newer"
  version="$(mvn -B -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\)\.\([0-9]*\).*/\1 \2/p')"
  [[ "$version" =~ ^[0-9]+\ [0-9]+$ ]] || die "'mvn -v' does not say its version" "run 'mvn -v' and repair what it says"
  ((${version% *} * 100 + ${version#* } >= 308)) \
    || die "Maven ${version/ /.} is too old" "install Maven 3.8 or newer"
}

is_built() {
  local module
  [[ -e "$BUILD_STAMP" && -e "$LAB_KIT/lab-kit.jar" && -e "$API_JAR" && -e "$BASIC_JAR" ]] || return 1
  [[ -e "${ORDERS_JAR:-$API_JAR}" ]] || return 1
  for module in "$LAB_ROOT"/{producer-core,status-store,api-micronaut} \
    "$LAB_ROOT"/lab-scripts/{lab-kit,basic-producer,orders-service,benchmarks}; do
    [[ -z "$(find "$LAB_ROOT/pom.xml" "$module/pom.xml" "$module/src" -newer "$BUILD_STAMP" -print -quit 2>/dev/null)" ]] \
      || return 1
  done
}

first_error() { sed -n -e '/COMPILATION ERROR/d' -e 's/.*\[ERROR\] //p' "$1" | head -n 1; }

build() {
  local began=$SECONDS log="$LAB_LOG/build.log"
  if is_built; then
    ok "built already"
    return 0
  fi
  printf 'building with Maven, one to three minutes the first time; its log is %s\n' "$log"
  # Its time is the begin of the build: what is changed meanwhile is built the next time.
  touch "$LAB_RUN/build.stamp"
  (cd "$LAB_ROOT" && exec mvn -B -q -DskipTests -Dspotless.check.skip -pl '!k8s' package) </dev/null >"$log" 2>&1 9>&- &
  HELPER=$!
  await_helper "building" || die "the build failed: $(first_error "$log")" "read $log"
  [[ -e "$API_JAR" ]] || die "the build made no $API_JAR" "check that api-micronaut is complete"
  mv "$LAB_RUN/build.stamp" "$BUILD_STAMP"
  ok "built in $((SECONDS - began)) s"
}

# The classes of a start in a form that the JVM maps: halves the work of starting the API.
archive_classes() {
  local log="$LAB_LOG/archive.log"
  [[ ! -e "$API_ARCHIVE" || "$API_JAR" -nt "$API_ARCHIVE" ]] || return 0
  SERVER_PORT=0 MANAGEMENT_PORT=0 STATUS_STORE_URL=jdbc:h2:mem:archive \
    "$JAVA" -XX:ArchiveClassesAtExit="$API_ARCHIVE.new" -Xlog:cds=off -Xlog:cds+dynamic=off \
    -jar "$API_JAR" --check </dev/null >"$log" 2>&1 9>&- &
  HELPER=$!
  if await_helper "keeping the API's classes for quick starts" && [[ -e "$API_ARCHIVE.new" ]]; then
    mv -f "$API_ARCHIVE.new" "$API_ARCHIVE"
  else
    note "no class archive, so the API starts slower; see $log"
  fi
}
