// Time, step and phase: there and back, one by one, and never beyond the ends.
#include "engine/trace/playhead.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <ostream>

namespace convscope {

void PrintTo(const Moment& moment, std::ostream* out) {
  *out << "step " << moment.step << " phase " << moment.phase << " progress " << moment.progress;
}

namespace {

const Timeline kTimeline = plain_timeline(7, {{"arrive", 240, 60}, {"multiply", 333, 67}, {"sum", 0, 100}, {"drop", 210, 40}});

TEST(Playhead, MomentsGoToSecondsAndBack) {
  for (Index step = 0; step < kTimeline.steps(); ++step) {
    for (int phase = 0; phase < 4; ++phase) {
      for (double progress : {0.0, 0.25, 0.999, 1.0}) {
        if (kTimeline.phases(step)[static_cast<std::size_t>(phase)].motion_ms == 0 && progress < 1) continue;  // nothing moves
        const Moment moment{step, phase, progress};
        const Moment back = moment_at(kTimeline, seconds_of(kTimeline, moment));
        EXPECT_EQ(back.step, step) << phase << " " << progress;
        EXPECT_EQ(back.phase, phase) << step << " " << progress;
        EXPECT_NEAR(back.progress, progress, 1e-6) << step << " " << phase;
        EXPECT_EQ(back.progress == 1, progress == 1) << step << " " << phase;
      }
    }
  }
}

TEST(Playhead, AStepRestsAtTheEndOfEachPhase) {
  EXPECT_EQ(moment_at(kTimeline, 0.240), (Moment{0, 0, 1}));
  EXPECT_EQ(moment_at(kTimeline, 0.299), (Moment{0, 0, 1}));
  EXPECT_EQ(moment_at(kTimeline, 0.300), (Moment{0, 1, 0}));
  EXPECT_DOUBLE_EQ(kTimeline.step_seconds(0), 1.05);
  EXPECT_EQ(moment_at(kTimeline, 1.05), (Moment{1, 0, 0}));
}

TEST(Playhead, TimeIsClampedToTheTimeline) {
  EXPECT_EQ(moment_at(kTimeline, -5), (Moment{0, 0, 0}));
  EXPECT_EQ(moment_at(kTimeline, std::numeric_limits<double>::quiet_NaN()), (Moment{0, 0, 0}));
  EXPECT_EQ(moment_at(kTimeline, kTimeline.total_seconds()), (Moment{6, 3, 1}));
  EXPECT_EQ(moment_at(kTimeline, 1e12), (Moment{6, 3, 1}));
}

TEST(Playhead, PhasesFollowEachOtherForwardAndBack) {
  std::vector<Moment> stops{{0, 0, 0}};
  for (int i = 0; i < 28; ++i) stops.push_back(next_phase(kTimeline, stops.back()));
  EXPECT_EQ(stops[1], (Moment{0, 0, 1}));
  EXPECT_EQ(stops[5], (Moment{1, 0, 1}));
  EXPECT_EQ(stops.back(), (Moment{6, 3, 1}));
  EXPECT_EQ(next_phase(kTimeline, stops.back()), stops.back());
  for (std::size_t i = stops.size() - 1; i > 0; --i) EXPECT_EQ(previous_phase(kTimeline, stops[i]), stops[i - 1]) << i;
  EXPECT_EQ(previous_phase(kTimeline, stops.front()), stops.front());
}

TEST(Playhead, FromTheMiddleOfAMotionTheNextStopIsItsEndAndThePreviousOneTheEndBefore) {
  EXPECT_EQ(next_phase(kTimeline, {2, 1, 0.5}), (Moment{2, 1, 1}));
  EXPECT_EQ(previous_phase(kTimeline, {2, 1, 0.5}), (Moment{2, 0, 1}));
  EXPECT_EQ(previous_phase(kTimeline, {2, 0, 0.5}), (Moment{1, 3, 1}));
}

TEST(Playhead, StepsKeepThePhaseAndStayInside) {
  EXPECT_EQ(moved_by_steps(kTimeline, {2, 1, 0.5}, 3), (Moment{5, 1, 1}));
  EXPECT_EQ(moved_by_steps(kTimeline, {2, 1, 0.5}, -9), (Moment{0, 1, 1}));
  EXPECT_EQ(moved_by_steps(kTimeline, {2, 1, 1}, std::numeric_limits<Index>::max()), (Moment{6, 1, 1}));
  EXPECT_EQ(moved_by_steps(kTimeline, {2, 1, 1}, std::numeric_limits<Index>::min()), (Moment{0, 1, 1}));
  EXPECT_EQ(step_end(kTimeline, 3), (Moment{3, 3, 1}));
}

TEST(Playhead, AMomentOfALongerTimelineIsBroughtInside) {
  EXPECT_EQ(clamped(kTimeline, {99, 9, 7.5}), (Moment{6, 3, 1}));
  EXPECT_EQ(clamped(kTimeline, {-1, -1, std::nan("")}), (Moment{0, 0, 0}));
}

TEST(Playhead, ATimelineWithoutDurationRestsAtItsFirstStep) {
  EXPECT_EQ(moment_at(plain_timeline(5, {}), 3), (Moment{0, 0, 1}));
  EXPECT_EQ(moment_at(plain_timeline(5, {{"arrive", 0, 0}}), 3), (Moment{0, 0, 1}));
}

TEST(Playhead, EasesStartAtZeroEndAtOneAndNeverTurnBack) {
  for (double (*ease)(double) : {ease_in_out, ease_out}) {
    EXPECT_EQ(ease(0), 0);
    EXPECT_EQ(ease(1), 1);
    EXPECT_EQ(ease(-3), 0);
    EXPECT_EQ(ease(3), 1);
    for (int i = 0; i < 100; ++i) EXPECT_LE(ease(i / 100.0), ease((i + 1) / 100.0)) << i;
  }
  EXPECT_DOUBLE_EQ(ease_in_out(0.5), 0.5);
}

// Something is prepared, then a layer slides, then another: their steps follow each other.
const Timeline kStages{{{"spread", 0, Walk::kPlain, 1, {{"spread", 500, 100}, {"turn", 300, 100}}},
                        {"first", 0, Walk::kOutputs, 3, {{"arrive", 200, 100}}},
                        {"second", 1, Walk::kOutputs, 2, {{"arrive", 100, 50}, {"sum", 250, 100}, {"drop", 100, 50}}}}};

TEST(Segments, FollowEachOtherOnOneTimeline) {
  EXPECT_EQ(kStages.steps(), 6);
  EXPECT_DOUBLE_EQ(kStages.total_seconds(), 1.0 + 0.9 + 1.3);
  EXPECT_EQ(kStages.place(3).segment, 1u);
  EXPECT_EQ(kStages.place(3).step, 2);
  EXPECT_EQ(kStages.place(4).segment, 2u);
  EXPECT_EQ(kStages.place(4).step, 0);
  EXPECT_EQ(kStages.place(99).step, 1) << "clamped to the last";
  EXPECT_EQ(kStages.first_step(2), 4);
  EXPECT_EQ(moment_at(kStages, 1.0), (Moment{1, 0, 0}));
  EXPECT_EQ(moment_at(kStages, 1.9), (Moment{4, 0, 0}));
}

TEST(Segments, GoToSecondsAndBackAtEveryPhase) {
  Moment moment{0, 0, 0};
  int stops = 0;
  for (Moment next = next_phase(kStages, moment); next != moment; next = next_phase(kStages, moment), ++stops) {
    EXPECT_EQ(moment_at(kStages, seconds_of(kStages, next)), next);
    EXPECT_EQ(previous_phase(kStages, next), stops == 0 ? (Moment{0, 0, 0}) : moment);
    moment = next;
  }
  EXPECT_EQ(stops, 2 + 3 + 6);
  EXPECT_EQ(moment, step_end(kStages, 5));
}

TEST(Segments, WithFewerPhasesTakeTheLastOne) {
  EXPECT_EQ(moved_by_steps(kStages, {5, 2, 1}, -2), (Moment{3, 0, 1}));
  EXPECT_EQ(clamped(kStages, {0, 2, 1}), (Moment{0, 1, 1}));
}

}  // namespace
}  // namespace convscope
