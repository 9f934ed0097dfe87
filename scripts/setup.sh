# Shared by run.sh and test.sh: installs what is missing, configures and builds. Speaks on standard error, so that
# the program's standard output stays clean; details go to build/setup.log. Says nothing when there is nothing to do.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
log=$root/build/setup.log

build_packages=(g++ cmake ninja-build pkg-config libimgui-dev libstb-dev libglfw3-dev libglm-dev libepoxy-dev libegl-dev libgl-dev
  libfreetype-dev libcairo2-dev libfmt-dev libcli11-dev nlohmann-json3-dev)
run_packages=(libgl1 libegl1 libgl1-mesa-dri ffmpeg)
test_packages=(git libgtest-dev libonnx-testdata poppler-utils xvfb xauth xdotool xclip x11-utils imagemagick file strace)

set -E
trap 'say "stopped unexpectedly at ${BASH_SOURCE[0]##*/} line $LINENO (see $log)"' ERR
say() { printf 'convscope: %s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

# start_log: an empty log, and an answer when the folder cannot be written.
start_log() {
  mkdir -p "$root/build" 2>/dev/null && : >"$log" 2>/dev/null ||
    stop "cannot write into $root/build: make the folder writable and start again."
}

show_log() { tail -n "${1:-30}" "$log" >&2; }

# require PACKAGE…: only what is missing, with apt.
require() {
  local missing=() present name as_root=()
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "no apt here (it is made for Debian 12 and Ubuntu 24.04); going on with what is installed. Needed: $*"
    return
  fi
  present=" $({ dpkg-query -W -f='${Package} ${Status}\n' "$@" 2>/dev/null || true; } |
    sed -n 's/ install ok installed$//p' | tr '\n' ' ') "
  for name in "$@"; do [[ $present == *" $name "* ]] || missing+=("$name"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      stop "these packages are missing and there is neither root nor sudo to install them; as root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing ${#missing[@]} packages: ${missing[*]}"
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0)
  "${apt[@]}" update >>"$log" 2>&1 || say "apt-get update had trouble (see $log); trying to install all the same."
  "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1 ||
    { show_log; stop "apt-get could not install: ${missing[*]} (all of its words: $log)"; }
}

# At most one compiler for each core and for each 900 MB of free memory.
jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/MemAvailable/ {print int($2 / 1024 / 900) + 1}' /proc/meminfo 2>/dev/null || true)
  memory=${memory:-$cores}
  echo $((cores < memory ? cores : memory))
}

# configure PRESET: when it was never done, done in another place, or the presets have changed.
configure() {
  local folder=$root/build/$1
  if [ -f "$folder/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
    rm -rf "$folder"
  fi
  if [ ! -f "$folder/build.ninja" ] || [ "$root/CMakePresets.json" -nt "$folder/build.ninja" ]; then
    say "configuring ($1)"
    (cd "$root" && cmake --preset "$1") >>"$log" 2>&1 || { show_log; stop "configuring failed (all of its words: $log)"; }
  fi
}

# build PRESET TARGET: one moving line on a terminal, quiet elsewhere; the compiler's words when it fails.
build() {
  local folder=$root/build/$1 finished=$root/build/$1/.finished_once
  configure "$1"
  if [[ $(ninja -C "$folder" -n "$2" 2>/dev/null) == *"no work to do"* ]]; then
    return
  fi
  say "building ($1)$([ -e "$finished" ] || echo ', some minutes the first time')"
  if [ -t 2 ]; then
    ninja -C "$folder" -j "$(jobs)" "$2" >&2 || stop "the build failed; its first error stands above."
  else
    ninja -C "$folder" -j "$(jobs)" --quiet "$2" >>"$log" 2>&1 || { show_log 60; stop "the build failed (all of its words: $log)"; }
  fi
  touch "$finished"
}
