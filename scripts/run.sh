#!/usr/bin/env bash
# Starts ConvScope; the first time it installs what is missing and builds. Arguments go to the program:
#   scripts/run.sh                     the window (without a display: a tour in pictures)
#   scripts/run.sh list scenes         the command line, which needs no display
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

program=$root/build/release/app/convscope

# Pictures and a film of the scenes, for a machine that cannot open a window.
tour() {
  local folder=${CONVSCOPE_TOUR:-$root/tour} failed=0
  say "no display (DISPLAY is not set), so no window: rendering a tour into $folder"
  mkdir -p "$folder" || stop "cannot write into $folder"
  step() {
    say "  ${*: -1}"
    "$program" "$@" >>"$log" 2>&1 || { show_log 3; failed=1; }
  }
  step screenshot padding --step 15 --lang en --theme light -o "$folder/window_padding.png"
  step screenshot stride --step 5 --lang zh --theme dark -o "$folder/window_stride_zh.png"
  step render many_channels --step 3 --lang en -o "$folder/many_channels.png"
  step render photo_filters --step 60177 --lang zh -o "$folder/photograph_zh.png"
  step render one_channel --step 2 --lang en -o "$folder/by_hand.svg"
  step render many_filters --step 6 --lang zh -o "$folder/many_filters_zh.pdf"
  step sheet --lang en -o "$folder/scenes.png"
  step export padding --lang en --size 960x540 -o "$folder/padding.gif"
  [ "$failed" -eq 0 ] || stop "the tour is not whole; the reasons stand above."
  say "done. The command line works without a display too: scripts/run.sh --help"
}

start_log
require "${build_packages[@]}" "${run_packages[@]}"
build release convscope
if [ $# -eq 0 ] && [ -z "${DISPLAY:-}" ]; then
  tour
else
  exec "$program" "$@"
fi
