#include <gtest/gtest.h>

#include "app/handout/handout.h"

namespace convscope {
namespace {

const std::vector<PhaseSpec> kPhases{{"arrive", 100, 0}, {"multiply", 100, 0}, {"sum", 100, 0}, {"drop", 100, 0}};

Timeline of(std::vector<TimelineSegment> segments) { return {std::move(segments)}; }

TEST(KeyFrames, AreInOrderEachOnceAndEndWithTheLast) {
  for (Index steps : {1, 2, 3, 5, 16, 1000000}) {
    const Timeline timeline = of({{"turn", 0, Walk::kPlain, 1, {{"turn", 100, 0}}}, {"slide", 0, Walk::kOutputs, steps, kPhases}});
    const std::vector<Moment> moments = key_frames(timeline);
    ASSERT_FALSE(moments.empty());
    EXPECT_LE(moments.size(), kMostKeyFrames) << steps;
    EXPECT_EQ(moments.back(), step_end(timeline, timeline.steps() - 1)) << steps;
    EXPECT_EQ(moments.front(), step_end(timeline, 0)) << "the first segment";
    for (std::size_t i = 1; i < moments.size(); ++i) {
      EXPECT_LT(seconds_of(timeline, moments[i - 1]), seconds_of(timeline, moments[i])) << steps << ": frame " << i;
    }
  }
}

TEST(KeyFrames, ShowTheFirstStepPhaseByPhaseAndTheWay) {
  const Timeline timeline = of({{"slide", 0, Walk::kOutputs, 16, kPhases}});
  const std::vector<Moment> moments = key_frames(timeline);
  const std::vector<Moment> wanted{{0, 0, 1}, {0, 1, 1}, {0, 2, 1}, {0, 3, 1}, {8, 3, 1}, {15, 3, 1}};
  EXPECT_EQ(moments, wanted);
}

TEST(KeyFrames, OfManySegmentsTakeTheirBeginnings) {
  std::vector<TimelineSegment> segments;
  for (int i = 0; i < 20; ++i) segments.push_back({"s", i, Walk::kOutputs, 3, kPhases});
  EXPECT_EQ(key_frames(of(segments)).size(), kMostKeyFrames);
}

}  // namespace
}  // namespace convscope
