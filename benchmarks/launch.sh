# Read by the scripts beside it: finds a JDK, builds the benchmarks, starts a program of theirs.
#
#   MOBILENET4J_JAVA_HOME  the JDK to use; else JAVA_HOME, the java on the PATH and the usual folders
#   MOBILENET4J_OPTS       more options for the first JVM
NEEDED=25

fail() {
  printf '%s: %s\n' "$0" "$1" >&2
  exit 2
}

suits() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  found=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release" | head -n 1)
  [ -n "$found" ] && [ "$found" -ge "$NEEDED" ]
}

find_jdk() {
  if [ -n "${MOBILENET4J_JAVA_HOME:-}" ]; then
    suits "$MOBILENET4J_JAVA_HOME" ||
      fail "MOBILENET4J_JAVA_HOME is $MOBILENET4J_JAVA_HOME, which holds no JDK $NEEDED or newer; point it to one."
    jdk=$MOBILENET4J_JAVA_HOME
    return
  fi
  on_path=$(command -v java 2>/dev/null) && on_path=$(readlink -f "$on_path" 2>/dev/null) || on_path=
  for candidate in "${JAVA_HOME:-/nowhere}" "${on_path%/bin/java}" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "${HOME:-/nowhere}"/.sdkman/candidates/java/* "${HOME:-/nowhere}"/.jdks/*; do
    if suits "$candidate"; then
      jdk=$candidate
      return
    fi
  done
  fail "no JDK $NEEDED or newer was found; install one or set MOBILENET4J_JAVA_HOME to its folder."
}

# Maven builds only what changed; the first time it fetches some 200 MB of rivals.
build() {
  printf 'Building the benchmarks ...\n' >&2
  (cd "$root" && JAVA_HOME=$jdk ./mvnw -B -ntp -q -Pbenchmarks -pl benchmarks -am \
    -Dmaven.test.skip=true -Dformat=skip package) || fail "the build failed."
}

# Arguments: main class, then its own.
start() {
  # shellcheck disable=SC2086
  exec "$jdk/bin/java" --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
    -Djava.awt.headless=true ${MOBILENET4J_OPTS:-} -cp "$root/benchmarks/target/lib/*" "$@"
}

root=$(CDPATH='' cd "$(dirname "$0")/.." && pwd -P) || exit 2
find_jdk
build
