// Time to step and phase: pure, no clock. A step has phases; a phase moves, then rests so that a person can point at it.
#pragma once

#include <string>
#include <vector>

#include "engine/tensor/tensor.h"

namespace convscope {

struct PhaseSpec {
  std::string name;      // key of its words ("arrive", "multiply", "sum", "drop")
  double motion_ms = 0;  // at speed 1
  double rest_ms = 0;
  bool per_channel = false;  // in a scene's file: repeated for every input channel the layer reads
};

struct Timeline {
  Index steps = 1;
  std::vector<PhaseSpec> phases;

  double step_seconds() const;
  double total_seconds() const { return step_seconds() * static_cast<double>(steps); }
};

// progress is 0..1 within the phase's motion; 1 = at rest at its end.
struct Moment {
  Index step = 0;
  int phase = 0;
  double progress = 1;
  bool operator==(const Moment&) const = default;
};

Moment moment_at(const Timeline& timeline, double seconds);            // clamped to the timeline
double seconds_of(const Timeline& timeline, const Moment& moment);      // moment_at of it is the moment again where phases rest
Moment clamped(const Timeline& timeline, Moment moment);
Moment next_phase(const Timeline& timeline, Moment moment);  // the next end of a phase (mid-motion: of this one); stays at the end
Moment previous_phase(const Timeline& timeline, Moment moment);        // the end of the phase before; before the first one: its begin
Moment moved_by_steps(const Timeline& timeline, Moment moment, Index steps);  // same phase, at rest
Moment step_end(const Timeline& timeline, Index step);                 // last phase at rest
double ease_in_out(double t);  // cubic, for what travels
double ease_out(double t);     // cubic, for what appears

}  // namespace convscope
