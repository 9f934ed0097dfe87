#!/usr/bin/env bash
# Installs what is missing, builds with warnings as errors, and runs every test; arguments go to ctest (-R name).
#   CONVSCOPE_TEST_SANITIZE=1 scripts/test.sh     then also what needs no window, under the address and undefined-behaviour sanitizers
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

# run_tests PRESET ARGUMENTS…: ctest's own summary and exit code.
run_tests() {
  local preset=$1 quiet=()
  shift
  [ ! -t 1 ] || quiet=(--progress)
  say "testing ($preset)"
  ctest --test-dir "$root/build/$preset" --output-on-failure --no-tests=error -j 2 "${quiet[@]}" "$@"
}

start_log
require "${build_packages[@]}" "${run_packages[@]}" "${test_packages[@]}"
build ci all
code=0
run_tests ci "$@" || code=$?
if [ "${CONVSCOPE_TEST_SANITIZE:-0}" = 1 ]; then
  build sanitize all
  run_tests sanitize -LE 'gui|slow' "$@" || code=$?
fi
exit "$code"
