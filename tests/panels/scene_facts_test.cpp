#include "app/panels/scene_facts.h"

#include <gtest/gtest.h>

#include "app/panels/device_label.h"
#include "app/panels/file_browser.h"
#include "support/temporary_folder.h"

using namespace convscope;

namespace {

using Sizes = std::vector<Index>;

Control control(const std::string& name, AttributeValue value) {
  Control made;
  made.name = name;
  made.value = std::move(value);
  return made;
}

Scene small_scene() {
  Scene scene;
  scene.id = "stride";
  scene.controls = {control("stride", Sizes{2}), control("padding", Sizes{0}), control("padding_mode", std::string("zeros"))};
  scene.presets = {{"strides", {{"stride", Sizes{2}}}}, {"padding_strides", {{"stride", Sizes{2}}, {"padding", Sizes{1}}}}};
  return scene;
}

}  // namespace

TEST(Presets, OnlyTheOneThatAllParametersStandAtIsOn) {
  Scene scene = small_scene();
  State state;
  EXPECT_TRUE(preset_is_on(scene, scene.presets[0], state));
  EXPECT_FALSE(preset_is_on(scene, scene.presets[1], state));
  apply_preset(state, scene, scene.presets[1].parameters);
  EXPECT_FALSE(preset_is_on(scene, scene.presets[0], state));
  EXPECT_TRUE(preset_is_on(scene, scene.presets[1], state));
}

TEST(Presets, PutWhatTheyDoNotNameBackToTheScenesDefault) {
  Scene scene = small_scene();
  State state;
  state.parameters["padding_mode"] = std::string("reflect");
  apply_preset(state, scene, scene.presets[1].parameters);
  EXPECT_EQ(parameter(scene, state, "padding_mode"), AttributeValue(std::string("zeros")));
}

TEST(Presets, NumbersThatAreWrittenOnceOrPerAxisAreTheSamePreset) {
  Scene scene = small_scene();
  State state;
  state.parameters["stride"] = Sizes{2, 2};
  EXPECT_TRUE(preset_is_on(scene, scene.presets[0], state));
  state.parameters["stride"] = Sizes{2, 3};
  EXPECT_FALSE(preset_is_on(scene, scene.presets[0], state));
}

TEST(Parameters, AValueBackAtItsDefaultLeavesNothingToReset) {
  Scene scene = small_scene();
  State state;
  set_parameter(state, scene.controls[0], Sizes{3});
  EXPECT_TRUE(is_changed(scene, state));
  set_parameter(state, scene.controls[0], Sizes{2});
  EXPECT_FALSE(is_changed(scene, state));
  EXPECT_TRUE(state.parameters.empty());
}

TEST(Parameters, AnotherFilterDropsTheWeightsThatWereChangedInTheOldOneAndNothingElse) {
  Control filter = control("filter", std::string("sobel"));
  filter.renews = "weight";
  State state;
  state.edits = {{{"weight", {0, 0, 1, 1}}, 5}, {{"bias", {0}}, 1}};
  set_parameter(state, filter, std::string("sobel"));
  EXPECT_EQ(state.edits.size(), 2U);
  set_parameter(state, filter, std::string("blur"));
  EXPECT_EQ(state.edits.size(), 1U);
  EXPECT_EQ(state.edits.count({"bias", {0}}), 1U);
}

TEST(Presets, ThatChooseAnotherFilterDropItsChangedWeights) {
  Scene scene = small_scene();
  Control filter = control("filter", std::string("sobel"));
  filter.renews = "weight";
  scene.controls.push_back(filter);
  State state;
  state.edits[{"weight", {0, 0, 1, 1}}] = 5;
  apply_preset(state, scene, scene.presets[1].parameters);
  EXPECT_EQ(state.edits.size(), 1U);
  apply_preset(state, scene, {{"filter", std::string("blur")}});
  EXPECT_TRUE(state.edits.empty());
}

TEST(Parameters, AChangedCellCanBeReset) {
  State state;
  state.edits[{"input", {0, 0, 0, 0}}] = 5;
  EXPECT_TRUE(is_changed(small_scene(), state));
}

TEST(ByGroup, KeepsAGroupTogetherWhereverItsNumbersLie) {
  std::vector<Scene> scenes(4);
  const char* groups[] = {"first", "shape", "first", "last"};
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    scenes[i].id = std::to_string(i);
    scenes[i].group = groups[i];
  }
  std::string order;
  for (const Scene* scene : by_group(scenes)) order += scene->id;
  EXPECT_EQ(order, "0213");
}

TEST(EnterScene, StartsWithTheScenesOwnValuesAndKeepsWhereOneLooks) {
  State state;
  state.parameters["stride"] = Sizes{3};
  state.edits[{"input", {0, 0, 0, 0}}] = 5;
  state.pin = {TargetKind::kInput, 0, 3};
  state.language = "zh";
  enter_scene(state, "padding");
  EXPECT_EQ(state.scene, "padding");
  EXPECT_TRUE(state.parameters.empty());
  EXPECT_TRUE(state.edits.empty());
  EXPECT_TRUE(state.pin.none());
  EXPECT_EQ(state.language, "zh");
}

// One convolution, 1 × 1, over an input of these cells.
struct OneLayer {
  Scene scene = small_scene();
  Model model;
  OneLayer(const Extents& extents, std::vector<float> values) {
    model.scene = &scene;
    model.tensors["input"] = Tensor(extents, std::move(values));
    model.tensors["weight"] = Tensor(Extents{1, 1, 1, 1}, {1});
    auto layer = find_operator("conv2d").value()->layer({}, {extents, {1, 1, 1, 1}, {}}).value();
    model.layers.push_back(
        {"output", layer, {"input", "weight", ""}, {&model.tensors["input"], &model.tensors["weight"], nullptr}, &model.tensors["input"]});
  }
};

TEST(PinnedCell, NamesTheCellAndWhetherItWasChanged) {
  OneLayer one(Extents{1, 1, 2, 3}, {1, 2, 3, 4, 5, 6});
  State state;
  state.pin = {TargetKind::kInput, 0, 4};
  auto pinned = pinned_cell(one.model, state);
  ASSERT_TRUE(pinned);
  EXPECT_EQ(pinned->slot, "input");
  EXPECT_EQ(pinned->cell, (std::vector<Index>{0, 0, 1, 1}));
  EXPECT_EQ(pinned->value, 5);
  EXPECT_TRUE(pinned->editable);
  EXPECT_FALSE(pinned->edited);
  state.edits[{"input", {0, 0, 1, 1}}] = 5;
  EXPECT_TRUE(pinned_cell(one.model, state)->edited);
}

TEST(PinnedCell, IsNothingWhenTheTensorShrankOrIsAbsent) {
  OneLayer one(Extents{1, 1, 2, 2}, {1, 2, 3, 4});
  State state;
  state.pin = {TargetKind::kInput, 0, 4};
  EXPECT_FALSE(pinned_cell(one.model, state));
  state.pin = {TargetKind::kBias, 0, 0};
  EXPECT_FALSE(pinned_cell(one.model, state));
  state.pin = {TargetKind::kInput, 1, 0};
  EXPECT_FALSE(pinned_cell(one.model, state)) << "of a stage that is not there";
}

TEST(ToldLayer, IsNamedWhereAModelHasSeveral) {
  OneLayer one(Extents{1, 1, 2, 2}, {1, 2, 3, 4});
  State state;
  one.model.timeline.segments = {{"first", 0, Walk::kOutputs, 4, {}}, {"second", 1, Walk::kOutputs, 4, {}}};
  EXPECT_EQ(told_layer_key(one.model, state), "") << "there is no other";
  one.model.layers.push_back(one.model.layers.front());
  one.model.layers.back().name = "pointwise";
  EXPECT_EQ(told_layer_key(one.model, state), "compare.layer.output");
  state.moment.step = 4;
  EXPECT_EQ(told_layer_key(one.model, state), "compare.layer.pointwise");
}

TEST(PinnedCell, WalkingGoesAroundTheEnds) {
  OneLayer one(Extents{1, 1, 2, 2}, {1, 2, 3, 4});
  State state;
  state.pin = {TargetKind::kInput, 0, 3};
  auto pinned = pinned_cell(one.model, state);
  ASSERT_TRUE(pinned);
  EXPECT_EQ(walked(*pinned, 1), 0);
  EXPECT_EQ(walked(*pinned, -4), 3);
}

TEST(PinnedCell, OfASamplePointIsSteppedByTenthsAndLeadsToItsOtherOffsetAndTheNextSample) {
  OneLayer one(Extents{1, 1, 2, 3}, {1, 2, 3, 4, 5, 6});
  Tensor offsets(Extents{1, 18, 2, 3});
  offsets[2 * 6 + 4] = 0.25F;
  one.model.tensors["offset"] = offsets;
  PinnedCell pinned{"offset", TargetKind::kOffset, &one.model.tensors["offset"], 2 * 6 + 4, {0, 2, 1, 1}, 0.25, true, false, 0.1};
  ASSERT_TRUE(pinned_offset(pinned));
  EXPECT_EQ(pinned_offset(pinned)->sample, 1);
  EXPECT_FALSE(pinned_offset(pinned)->across);
  EXPECT_DOUBLE_EQ(stepped(pinned, 1), 0.35);
  EXPECT_DOUBLE_EQ(stepped(pinned, -3), -0.05);
  EXPECT_EQ(walked(pinned, 1), 3 * 6 + 4) << "Δx of the same sample";
  EXPECT_EQ(walked(pinned, 2), 4 * 6 + 4) << "Δy of the next";
  pinned.flat = 4;
  pinned.cell[1] = 0;
  EXPECT_EQ(walked(pinned, -1), 17 * 6 + 4) << "around the end";
}

TEST(DeviceLabel, KeepsTheNameAndDropsTheDetails) {
  EXPECT_EQ(device_label("gpu: llvmpipe (LLVM 15.0.6, 256 bits)"), "GPU: llvmpipe");
  EXPECT_EQ(device_label("cpu"), "CPU");
}

TEST(TextScale, GoesAroundThroughEveryStep) {
  double scale = 1;
  for (int i = 0; i < 6; ++i) scale = next_text_scale(scale);
  EXPECT_EQ(scale, 1);
  EXPECT_EQ(next_text_scale(1.1), 1.25);
}

TEST(FileName, EnterOnAFolderGoesThereAndOnAFileTakesIt) {
  TemporaryFolder folder;
  folder.write("a.json", "{}");
  std::string root = folder.path();
  EXPECT_EQ(read_name(root, "a.json", BrowserPurpose::kOpen).meaning, NameMeaning::kTake);
  EXPECT_EQ(read_name(root, "..", BrowserPurpose::kOpen).meaning, NameMeaning::kGo);
  EXPECT_EQ(read_name(root, "b.json", BrowserPurpose::kOpen).meaning, NameMeaning::kMissing);
  EXPECT_EQ(read_name(root, "", BrowserPurpose::kOpen).meaning, NameMeaning::kNothing);
}

TEST(FileName, SavingAsksBeforeItReplacesAndAddsTheEnding) {
  TemporaryFolder folder;
  folder.write("a.json", "{}");
  std::string root = folder.path();
  EXPECT_EQ(read_name(root, "a", BrowserPurpose::kSave).meaning, NameMeaning::kAskOverwrite);
  NameReading fresh = read_name(root, "b", BrowserPurpose::kSave);
  EXPECT_EQ(fresh.meaning, NameMeaning::kTake);
  EXPECT_TRUE(fresh.path.ends_with("/b.json"));
  EXPECT_EQ(read_name(root, "nowhere/b", BrowserPurpose::kSave).meaning, NameMeaning::kMissing);
}
