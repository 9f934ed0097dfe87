// Two variants on one input: whose output is compared, that both read the same cells, what the difference is, why two cannot be compared.
#include "app/scenes/comparison.h"

#include "scenes/shipped.h"

namespace convscope {
namespace {

class Compared : public ShippedScenes {
 protected:
  static State pair(const State& first, Variant other) {
    State state = first;
    state.other = std::move(other);
    return state;
  }
};

Variant variant(const std::string& scene, std::map<std::string, AttributeValue> parameters = {}) {
  Variant made;
  made.scene = scene;
  made.parameters = std::move(parameters);
  return made;
}

TEST_F(Compared, TheDifferenceIsTheFirstOutputLessTheSecondOnTheSameInput) {
  State first = state_of("one_channel", {{"input", list({6})}, {"kernel", list({3})}, {"dilation", list({2})}});
  first.edits[{"input", {0, 0, 1, 1}}] = 9;
  auto both = model(pair(first, variant("one_channel", {{"kernel", list({2})}, {"dilation", list({4})}, {"input", list({3})}})));
  ASSERT_NE(both, nullptr);
  const Comparison& c = *both->comparison;
  State alone = state_of("one_channel", {{"input", list({6})}, {"kernel", list({2})}, {"dilation", list({4})}});
  alone.edits = first.edits;
  auto a = model(first), b = model(alone);
  EXPECT_EQ(values(c.first.output()), values(a->last().output()));
  EXPECT_EQ(values(c.other.output()), values(b->last().output()));
  EXPECT_EQ(values(c.other.input()), values(a->first().input()));
  ASSERT_TRUE(c.same_shape);
  double largest = 0;
  for (Index i = 0; i < c.difference.count(); ++i) {
    EXPECT_EQ(c.difference[i], a->last().output()[i] - b->last().output()[i]);
    largest = std::max(largest, std::abs(static_cast<double>(c.difference[i])));
  }
  EXPECT_GT(largest, 0);
  EXPECT_EQ(c.largest, largest);
  EXPECT_EQ(difference_so_far(c, both->timeline.steps() - 1).largest, largest);
}

TEST_F(Compared, EqualSettingsDifferNowhereAndCostTheSame) {
  for (const char* scene : {"one_channel", "depthwise_separable", "grouped", "pooling", "pointwise"}) {
    auto both = model(pair(state_of(scene), variant(scene)));
    ASSERT_NE(both, nullptr) << scene;
    EXPECT_TRUE(both->comparison->same_shape) << scene;
    EXPECT_EQ(both->comparison->largest, 0) << scene;
    EXPECT_EQ(both->comparison->first.cost.macs, both->comparison->other.cost.macs) << scene;
    EXPECT_EQ(both->timeline.steps(), both->comparison->first.output().count()) << scene;
  }
}

TEST_F(Compared, APipelineCostsWhatItsLayersCostTogether) {
  State standard = state_of("many_filters", {{"batch", list({1})}, {"filters", list({4})}, {"input", list({5})}});
  standard.parameters["bias"] = false;
  auto both = model(pair(standard, variant("depthwise_separable", {{"filters", list({4})}})));
  ASSERT_NE(both, nullptr);
  const Comparison& c = *both->comparison;
  EXPECT_EQ(c.first.cost.macs, 4 * 9 * 3 * 9);               // 4 maps of 3 × 3 cells, 3 channels of 3 × 3
  EXPECT_EQ(c.other.cost.macs, 3 * 9 * 9 + 4 * 9 * 3);       // depthwise, then pointwise
  EXPECT_EQ(c.other.cost.parameters, 3 * 9 + 4 * 3);
  EXPECT_EQ(c.other.compared().name, "pointwise");
  EXPECT_EQ(values(c.other.input()), values(c.first.input()));
}

TEST_F(Compared, AnotherLayerOfASceneCanBeNamed) {
  Variant average = variant("pooling");
  average.layer = "average";
  auto both = model(pair(state_of("pooling"), average));
  ASSERT_NE(both, nullptr);
  EXPECT_EQ(both->comparison->first.compared().layer->op(), "max_pool2d");
  EXPECT_EQ(both->comparison->other.compared().layer->op(), "avg_pool2d");
  average.layer = "median";
  EXPECT_EQ(refusal(pair(state_of("pooling"), average)).message, "B: scene 'pooling' has no layer 'median'; it has maximum, average");
}

TEST_F(Compared, OfLayersBesideEachOtherTheOneThatPlaysIsMeant) {
  const auto asked = [&](const std::string& scene, const std::string& segment) {
    State state = state_of(scene, {});
    const auto made = model(state);
    for (std::size_t s = 0; s < made->timeline.segments.size(); ++s)
      if (made->layers[static_cast<std::size_t>(made->timeline.segments[s].stage)].name == segment)
        state.moment = {made->timeline.first_step(s), 0, 0};
    return separate_layer(*made, state);
  };
  EXPECT_EQ(asked("small_layers", "dropped"), "dropped");
  EXPECT_EQ(asked("small_layers", "joined"), "");                // the scene ends with it
  EXPECT_EQ(asked("depthwise_separable", "depthwise"), "");      // what comes later stands on it
}

TEST_F(Compared, MaximumPoolingAgainstAStridedConvolutionReadsTheSameWindows) {
  auto both = model(pair(state_of("pooling"), variant("stride", {{"kernel", list({2})}, {"stride", list({2})}})));
  ASSERT_NE(both, nullptr);
  EXPECT_TRUE(both->comparison->same_shape);
  EXPECT_EQ(both->comparison->first.cost.parameters, 0);
  EXPECT_EQ(both->comparison->other.cost.parameters, 4);
}

TEST_F(Compared, WhatIsComparedMustReadTheSameShape) {
  EXPECT_EQ(refusal(pair(state_of("many_channels"), variant("one_channel"))).message,
            "A's input has the shape 1×3×4×4, B reads one of 1×1×4×4; both must read the same");
  const Error range = refusal(pair(state_of("stride", {{"input", list({16})}}), variant("one_channel")));
  EXPECT_EQ(range.message, "A's input has the shape 1×1×16×16; B cannot read it: its input goes from 1 to 12");
  EXPECT_EQ(range.attribute, "other.input");
}

TEST_F(Compared, EnlargementsOfALargePhotographReadTheSameOne) {
  for (const char* first : {"twice", "four"}) {
    const char* second = first == std::string("twice") ? "four" : "twice";
    State state = state_of("transposed", {{"enlarge", std::string(first)}});
    state.mode = "photograph";
    state.image = "hubble";
    Variant other = variant("transposed", {{"enlarge", std::string(second)}});
    other.mode = "photograph";
    const auto both = model(pair(state, other));
    ASSERT_NE(both, nullptr);
    const Extents& a = both->comparison->first.input().extents;
    EXPECT_EQ(a, both->comparison->other.input().extents);
    EXPECT_EQ(std::max(a[2], a[3]), 600) << "as large as the larger enlargement may read";
  }
}

TEST_F(Compared, WhatTheSecondRefusesSaysSo) {
  const Error error = refusal(pair(state_of("one_channel"), variant("one_channel", {{"kernel", list({5})}})));
  EXPECT_EQ(error.message.substr(0, 3), "B: ");
  EXPECT_EQ(error.attribute, "other.kernel");
}

TEST_F(Compared, BothWalkTheSameCellAndTheOneWithoutItWaits) {
  auto both = model(pair(state_of("one_channel", {{"input", list({4})}}), variant("one_channel", {{"stride", list({2})}})));
  ASSERT_NE(both, nullptr);
  const Comparison& c = *both->comparison;  // 3 × 3 and 2 × 2
  EXPECT_FALSE(c.same_shape);
  EXPECT_EQ(both->timeline.steps(), 9);
  EXPECT_EQ(c.difference.extents, (Extents{1, 1, 2, 2}));
  struct Expected {
    Index step, first, other;
    bool waits;
  };
  for (const Expected& e : {Expected{1, 1, 1, false}, Expected{2, 2, 1, true}, Expected{3, 3, 2, false}, Expected{8, 8, 3, true}}) {
    const Moment end = step_end(both->timeline, e.step);
    EXPECT_EQ(side_moment(c, c.first, both->timeline, end).cell, e.first);
    const SideMoment other = side_moment(c, c.other, both->timeline, end);
    EXPECT_EQ(other.cell, e.other) << e.step;
    EXPECT_EQ(other.waits, e.waits) << e.step;
    EXPECT_EQ(difference_at(c, e.step).has_value(), !e.waits);
  }
}

TEST_F(Compared, ASideIsAtTheSameCellOfItsOwnTimelineInEveryPhase) {
  auto both = model(pair(state_of("many_filters", {{"batch", list({1})}, {"filters", list({4})}}), variant("depthwise_separable")));
  ASSERT_NE(both, nullptr);
  const Comparison& c = *both->comparison;
  const Timeline& line = both->timeline;
  for (Index step : {Index{0}, Index{5}, line.steps() - 1})
    for (int phase = 0; phase < static_cast<int>(line.phases(step).size()); ++phase)
      for (double progress : {0.25, 1.0})
        for (const Side* side : {&c.first, &c.other}) {
          const SideMoment at = side_moment(c, *side, line, {step, phase, progress});
          const StepPlace place = side->model->timeline.place(at.moment.step);
          EXPECT_EQ(static_cast<int>(place.segment), side->segment);
          EXPECT_EQ(place.step, step);
          EXPECT_GE(at.moment.progress, 0);
          EXPECT_LE(at.moment.progress, 1);
          EXPECT_LT(at.moment.phase, static_cast<int>(side->model->timeline.phases(at.moment.step).size()));
        }
  const Timeline& other = c.other.model->timeline;
  EXPECT_EQ(side_moment(c, c.other, line, step_end(line, 3)).moment, step_end(other, other.first_step(1) + 3));
}

TEST_F(Compared, WhatIsPointedAtOnOneSideAnswersOnBoth) {
  auto both = model(pair(state_of("one_channel", {{"input", list({5})}}), variant("one_channel", {{"dilation", list({1})}})));
  ASSERT_NE(both, nullptr);
  const Comparison& c = *both->comparison;
  const Target input{TargetKind::kInput, 0, 7}, output{TargetKind::kOutput, 0, 3}, weight{TargetKind::kWeight, 0, 2};
  EXPECT_EQ(joint_target(c, input, true), input);
  EXPECT_EQ(joint_target(c, output, true), output);
  EXPECT_EQ(side_target(c, joint_target(c, weight, true), true), weight);
  EXPECT_TRUE(side_target(c, joint_target(c, weight, true), false).none());
  EXPECT_EQ(side_target(c, weight, false), weight);
  EXPECT_TRUE(side_target(c, weight, true).none());
}

TEST_F(Compared, BothRunOnOnePhotographAndAnotherFilter) {
  State first = state_of("photo_filters", {{"filter", word("sobel")}});
  first.image = "camera";
  auto both = model(pair(first, variant("photo_filters", {{"filter", word("laplacian")}})));
  ASSERT_NE(both, nullptr);
  EXPECT_EQ(values(both->comparison->first.input()), values(both->comparison->other.input()));
  EXPECT_GT(both->comparison->largest, 0);
}

}  // namespace
}  // namespace convscope
