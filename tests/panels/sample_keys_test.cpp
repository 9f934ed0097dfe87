// The sampling points of a deformable kernel, by keys alone.
#include <GLFW/glfw3.h>

#include "app/panels/scene_facts.h"
#include "panels/whole_window.h"

namespace convscope {
namespace {

class SampleKeys : public WholeWindow {
 protected:
  void begin(const std::string& scene, const std::string& mode = "", bool presenting = false) {
    State state;
    state.scene = scene;
    state.mode = mode;
    state.reduce_motion = true;
    state.presenting = presenting;
    state.moment = {40, 3, 1};
    open(state);
    if (!IsSkipped()) frames();
  }
  void frames() {
    for (int i = 0; i < 4; ++i) draw_frame({1280, 720, 1});
  }
  void press(int key, bool shift = false) {
    frontend_->input().push(input::Key{key, true, false, false, shift, false});
    frames();
    frontend_->input().push(input::Key{key, false, false, false, shift, false});
    frames();
  }
  const State& state() const { return controller_->state(); }
  const Tensor& field() const { return controller_->model().layer("deformed").tensor("offset"); }
  // The point that is chosen, counted from 0; −1: none.
  Index chosen() const {
    if (state().pin.kind != TargetKind::kOffset) return -1;
    return cell_of(field().extents, state().pin.index)[1] / 2;
  }
};

TEST_F(SampleKeys, TabChoosesAPointOfTheExplainedCellAndTheArrowsMoveIt) {
  begin("deformable");
  if (IsSkipped()) return;
  press(GLFW_KEY_TAB);
  ASSERT_EQ(chosen(), 0);
  const Cell at = cell_of(field().extents, state().pin.index);
  const Cell explained = cell_of(controller_->model().layer("deformed").output().extents, 40);
  EXPECT_EQ(at[2], explained[2]);
  EXPECT_EQ(at[3], explained[3]);
  const double before = field()[state().pin.index];
  press(GLFW_KEY_UP);
  EXPECT_NEAR(field()[state().pin.index], before + 0.1, 1e-3);
  EXPECT_EQ(state().edits.size(), 1u);
  press(GLFW_KEY_TAB);
  press(GLFW_KEY_TAB);
  EXPECT_EQ(chosen(), 1) << "past Δx of the first";
  EXPECT_EQ(state().edits.size(), 1u) << "what is only walked over stays as the field has it";
  controller_->run(ActionId::kUndo);
  controller_->run(ActionId::kUndo);
  EXPECT_NEAR(field()[flat_index(field().extents, {0, 0, at[2], at[3]})], before, 1e-6);
}

TEST_F(SampleKeys, ArrowsThatFollowFastAreTheFieldsAlone) {
  begin("deformable");
  if (IsSkipped()) return;
  press(GLFW_KEY_TAB);
  const double before = field()[state().pin.index];
  for (int i = 0; i < 6; ++i) {  // as fast as frames come: the field takes its text anew meanwhile
    frontend_->input().push(input::Key{GLFW_KEY_UP, true, false, false, false, false});
    frontend_->input().push(input::Key{GLFW_KEY_UP, false, false, false, false, false});
    draw_frame({1280, 720, 1});
  }
  for (int i = 0; i < 3; ++i) frames();  // pressing and letting go take a frame each
  EXPECT_FALSE(controller_->memory().panels.sidebar.active) << "the list of scenes walks along";
  EXPECT_NEAR(field()[state().pin.index], before + 0.6, 1e-3);
}

TEST_F(SampleKeys, ShiftTabGoesBackwardsAroundTheEnds) {
  begin("deformable", "photograph");
  if (IsSkipped()) return;
  press(GLFW_KEY_TAB, true);
  EXPECT_EQ(chosen(), 8);
  controller_->run(ActionId::kNextSample);
  EXPECT_EQ(chosen(), 0);
  controller_->run(ActionId::kPreviousSample);
  EXPECT_EQ(chosen(), 8);
}

TEST_F(SampleKeys, APresentationHasNoFieldsButChoosesPoints) {
  begin("deformable", "", true);
  if (IsSkipped()) return;
  press(GLFW_KEY_TAB);
  press(GLFW_KEY_TAB);
  EXPECT_EQ(chosen(), 1) << "no field takes the second press";
  EXPECT_FALSE(controller_->memory().panels.cell.focus);
}

TEST_F(SampleKeys, AFieldThatAHeldQuestionHidesTakesNoKeyboardOnceItIsShown) {
  begin("deformable");
  if (IsSkipped()) return;
  controller_->run(ActionId::kAskMe);
  while (controller_->lesson()->run.stage != RunStage::kAsked) controller_->perform(act::LessonForward{});
  frames();
  ASSERT_TRUE(controller_->lesson()->held);
  controller_->run(ActionId::kNextSample);
  controller_->run(ActionId::kEditWeights);
  frames();
  EXPECT_FALSE(controller_->memory().panels.cell.focus);
  controller_->perform(act::Reveal{});
  frames();
  EXPECT_FALSE(controller_->memory().field_active);
  EXPECT_FALSE(controller_->memory().typing);
}

TEST_F(SampleKeys, APinnedOutputCellIsTheOneWhosePointsAreChosen) {
  begin("deformable");
  if (IsSkipped()) return;
  controller_->perform(act::Change{[&](State& s) { s.pin = {TargetKind::kOutput, 0, 12}; }, ""});
  controller_->run(ActionId::kNextSample);
  const Cell at = cell_of(field().extents, state().pin.index);
  EXPECT_EQ(at[2] * 9 + at[3], 12);
}

TEST_F(SampleKeys, OtherScenesHaveNone) {
  begin("padding");
  if (IsSkipped()) return;
  EXPECT_FALSE(next_sample(controller_->model(), state(), 1));
  press(GLFW_KEY_TAB);
  controller_->run(ActionId::kNextSample);
  EXPECT_TRUE(state().pin.none());
}

}  // namespace
}  // namespace convscope
