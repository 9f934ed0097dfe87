// Time to step and phase: pure, no clock. A step has phases; a phase moves, then rests so that a person can point at it.
// Steps stand in segments that follow each other: the stages of a pipeline, or what is prepared before a layer slides.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/tensor/tensor.h"

namespace convscope {

struct PhaseSpec {
  std::string name;      // key of its words ("arrive", "multiply", "sum", "drop")
  double motion_ms = 0;  // at speed 1
  double rest_ms = 0;
  bool per_channel = false;  // in a scene's file: repeated for every input channel the layer reads
};

// What one step of a segment is.
enum class Walk {
  kOutputs,  // an output cell of the stage: what it gathers
  kInputs,   // a cell of the stage's first tensor: where it goes
  kPlain,    // as many steps as the scene says
};

struct TimelineSegment {
  std::string name;
  int stage = 0;             // the layer it plays
  Walk walk = Walk::kOutputs;
  Index steps = 1;
  std::vector<PhaseSpec> phases;

  double step_seconds() const;
  double seconds() const { return step_seconds() * static_cast<double>(steps); }
};

// A step of the timeline as a step of its segment.
struct StepPlace {
  std::size_t segment = 0;
  Index step = 0;
};

struct Timeline {
  std::vector<TimelineSegment> segments;  // at least one

  Index steps() const;
  double total_seconds() const;
  StepPlace place(Index step) const;                     // clamped
  Index first_step(std::size_t segment) const;       // in steps of the timeline
  const TimelineSegment& at(Index step) const { return segments[place(step).segment]; }
  const std::vector<PhaseSpec>& phases(Index step) const { return at(step).phases; }
  double step_seconds(Index step) const { return at(step).step_seconds(); }
};

// One segment whose steps all have these phases.
Timeline plain_timeline(Index steps, std::vector<PhaseSpec> phases);

// progress is 0..1 within the phase's motion; 1 = at rest at its end.
struct Moment {
  Index step = 0;
  int phase = 0;
  double progress = 1;
  bool operator==(const Moment&) const = default;
};

Moment moment_at(const Timeline& timeline, double seconds);            // clamped to the timeline
Moment moment_in_step(const Timeline& timeline, Index step, double seconds);  // so long after its begin; clamped to the step
double seconds_of(const Timeline& timeline, const Moment& moment);      // moment_at of it is the moment again where phases rest
Moment clamped(const Timeline& timeline, Moment moment);
Moment next_phase(const Timeline& timeline, Moment moment);  // the next end of a phase (mid-motion: of this one); stays at the end
Moment previous_phase(const Timeline& timeline, Moment moment);        // the end of the phase before; before the first one: its begin
Moment moved_by_steps(const Timeline& timeline, Moment moment, Index steps);  // same phase, at rest
Moment step_end(const Timeline& timeline, Index step);                 // last phase at rest
double ease_in_out(double t);  // cubic, for what travels
double ease_out(double t);     // cubic, for what appears

}  // namespace convscope
