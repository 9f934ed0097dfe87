#!/usr/bin/env bash
# Installs what is missing, builds with warnings as errors, and runs every test; arguments go to ctest (-R name).
#   CONVSCOPE_TEST_SANITIZE=1 scripts/test.sh     then also what needs no window, under the address and undefined-behaviour sanitizers
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

# run_tests PRESET ARGUMENTS…: one line a test, ctest's own summary and exit code.
run_tests() {
  local command=(ctest --test-dir "$root/build/$1" --output-on-failure --no-tests=error -j 2 "${@:2}")
  say "testing ($1)"
  if [ -t 1 ]; then
    "${command[@]}" --progress
  else
    "${command[@]}" 2>&1 | sed -u '/^ *Start /d'
  fi
}

start_log
require "${build_packages[@]}" "${run_packages[@]}" "${test_packages[@]}"
build ci all
code=0
run_tests ci "$@" || code=$?
if [ "${CONVSCOPE_TEST_SANITIZE:-0}" = 1 ]; then
  build sanitize all
  # The sanitizers' own first write would meet the fault that one test injects; they keep what is freed, which two others count.
  LSAN_OPTIONS=suppressions=$root/tests/support/leaks.supp:print_suppressions=0 \
    run_tests sanitize -LE 'gui|slow' -E 'AFailureOfAnySystemCall|TakeNoMoreMemory|FarMoreThanTheyHoldCostLittle' "$@" || code=$?
fi
exit "$code"
