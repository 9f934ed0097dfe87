// Playing: the playhead moves by time · speed. Pure functions; the clock is the caller's.
#pragma once

#include "app/session/state.h"
#include "engine/trace/playhead.h"

namespace convscope {

struct Played {
  Moment moment;
  bool ended = false;  // reached the end without a loop
  double rested = 0;   // seconds of the timeline since the moment came to rest: a Moment does not tell
};

// `seconds` of real time onwards from `moment`, `rested` seconds into its rest. Speed 0.25 to 8.
Played played(const Timeline& timeline, const Moment& moment, double seconds, double speed, bool loop, double rested = 0);
// A presentation rests longer at each stop.
Timeline presented(Timeline timeline);
// What is drawn: with reduced motion every phase is at its end.
Moment shown_moment(const State& state);

// The next of the speeds 0.25, 0.5, 1, 2, 4, 8.
double faster(double speed);
double slower(double speed);

// First step of the next or previous row of the output; of the next or previous plane when there are several channels.
Index next_row(Index step, Index width, Index plane, Index channels, Index steps);
Index previous_row(Index step, Index width, Index plane, Index channels);

// The cell so many to the right of this one and below it in its plane, which it does not leave.
Index moved_in_plane(Index cell, Index width, Index height, Index right, Index down);

}  // namespace convscope
