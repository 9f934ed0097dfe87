// Another mode of a scene shows the place that one looked at, and back again ends where it began.
#include "app/scenes/place.h"

#include "scenes/shipped.h"

namespace convscope {
namespace {

class APlace : public ShippedScenes {
 protected:
  std::shared_ptr<const Model> mode(const std::string& name) {
    State state = state_of("transposed", {{"input", list({3, 4})}});
    state.mode = name;
    return model(state);
  }
};

TEST_F(APlace, IsTheOutputCellInTheModesThatStepThroughOutputs) {
  auto zeros = mode("zeros"), matrix = mode("matrix");
  const Index width = zeros->layer("output").output().extents[3], cell = 2 * width + 5;
  const Moment in_zeros = step_end(zeros->timeline, 1 + cell);  // after the step that prepares
  const auto in_matrix = moment_at(*matrix, *zeros, place_of(*zeros, in_zeros));
  ASSERT_TRUE(in_matrix);
  EXPECT_EQ(matrix->timeline.place(in_matrix->step).step, cell);
}

TEST_F(APlace, IsTheInputWhoseStampReachesTheOutputCellAndBack) {
  auto zeros = mode("zeros"), stamp = mode("stamp");
  const LayerModel& layer = zeros->layer("output");
  for (Index cell = 0; cell < layer.output().count(); ++cell) {
    KeptPlace kept;
    const Moment from = step_end(zeros->timeline, 1 + cell);
    const auto there = kept.carry(*zeros, from, *stamp);
    ASSERT_TRUE(there);
    bool reached = false;
    for (const ScatterContribution& each : stamp->layer("output").trace().scatter(stamp->timeline.place(there->step).step).contributions)
      reached = reached || each.output == cell;
    EXPECT_TRUE(reached) << cell;
    const auto back = kept.carry(*stamp, *there, *zeros);
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, from) << cell;
  }
}

TEST_F(APlace, IsAnotherOneOnceAPersonMovedOn) {
  auto zeros = mode("zeros"), stamp = mode("stamp");
  KeptPlace kept;
  const auto there = kept.carry(*zeros, step_end(zeros->timeline, 1), *stamp);
  ASSERT_TRUE(there);
  const auto back = kept.carry(*stamp, step_end(stamp->timeline, there->step + 5), *zeros);
  ASSERT_TRUE(back);
  EXPECT_NE(zeros->timeline.place(back->step).step, 0);
}

TEST_F(APlace, IsNoneWhereTheLayersAreOfOtherSizes) {
  auto zeros = mode("zeros");
  auto other = model("transposed");  // 2 × 2
  EXPECT_FALSE(moment_at(*other, *zeros, place_of(*zeros, step_end(zeros->timeline, 3))));
}

}  // namespace
}  // namespace convscope
