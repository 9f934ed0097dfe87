#include <gtest/gtest.h>

#include <utility>

#include "app/scenes/scene.h"
#include "support/temporary_folder.h"

namespace convscope {
namespace {

const std::string kGood = R"({
 "id": "small", "number": 2, "group": "first_steps", "view": "one_channel",
 "tensors": {
  "input": {"shape": [1, 1, 2, 2], "values": [1, 2, 3, 4], "seed": 2, "low": 0, "high": 9},
  "weight": {"shape": [1, 1, "stride.0", 1], "values_shape": [1, 1, 1, 1], "values": [1]}},
 "stages": [{"name": "output", "operator": "conv2d", "inputs": ["input", "weight"]}],
 "controls": [{"name": "stride", "type": "per_axis", "minimum": 1, "maximum": 4, "axes": 2, "value": [1, 1]}],
 "presets": [{"id": "strides", "set": {"stride": [2]}}],
 "phases": [{"name": "arrive", "motion": 240, "rest": 120}]
})";

std::string with(const std::string& from, const std::string& to) {
  std::string text = kGood;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string fault_of(const std::string& text) {
  TemporaryFolder folder;
  const std::string file = folder.write("02_small.json", text);
  Result<std::vector<Scene>> scenes = load_scenes(folder.path());
  EXPECT_FALSE(scenes) << "it was read";
  if (scenes) return "";
  EXPECT_EQ(scenes.error().kind, ErrorKind::kFile);
  EXPECT_EQ(scenes.error().message.find(file), 0u) << "the file is not named: " << scenes.error().message;
  return scenes.error().message.substr(std::min(scenes.error().message.size(), file.size() + 2));
}

TEST(SceneFile, IsReadWhole) {
  TemporaryFolder folder;
  folder.write("02_small.json", kGood);
  Result<std::vector<Scene>> scenes = load_scenes(folder.path());
  ASSERT_TRUE(scenes) << scenes.error().message;
  ASSERT_EQ(scenes->size(), 1u);
  const Scene& scene = scenes->front();
  EXPECT_EQ(scene.id, "small");
  EXPECT_EQ(scene.number, 2);
  EXPECT_EQ(scene.tensors.at("input").values, (std::vector<double>{1, 2, 3, 4}));
  EXPECT_EQ(scene.tensors.at("weight").shape.at(2), "stride.0");
  EXPECT_EQ(scene.stages.at(0).op, "conv2d");
  EXPECT_EQ(scene.controls.at(0).maximum, 4);
  EXPECT_EQ(std::get<std::vector<Index>>(scene.presets.at(0).parameters.at("stride")), (std::vector<Index>{2}));
  EXPECT_EQ(scene.phases.at(0).motion_ms, 240);
}

TEST(SceneFile, NamesTheSegmentsWhereAControlPlaysNoneOfThem) {
  const std::string phases = R"("phases": [{"name": "arrive", "motion": 240, "rest": 120}])";
  std::string plays = with(phases, R"("timeline": [{"name": "slide", "stage": "output", )" + phases + "}]");
  plays.replace(plays.find(R"("value": [1, 1])"), 15, R"("value": [1, 1], "plays": "rate")");
  EXPECT_EQ(fault_of(plays), "controls[0].plays: expected one of the segments slide, found \"rate\"");
}

TEST(SceneFile, ALongestSideMayDependOnAChoice) {
  const auto limited = [](const std::string& side) {
    return with(R"("view": "one_channel",)", R"("view": "one_channel", "longest_side": )" + side + ",");
  };
  EXPECT_EQ(fault_of(limited("0")), "longest_side: expected a number of pixels from 1, found 0");
  EXPECT_EQ(fault_of(limited(R"([{"pixels": 9, "when": {"colour": ["red"]}}])")),
            "\"when\" names the control \"colour\", which the scene does not have");
}

TEST(SceneFile, NamesTheKeyThatIsMissing) { EXPECT_EQ(fault_of(with(R"("group": "first_steps", )", "")), "the key \"group\" is missing"); }

TEST(SceneFile, NamesTheKeyThatNobodyKnows) {
  EXPECT_EQ(fault_of(with(R"("minimum")", R"("minimun")")).find("controls[0]: the key \"minimun\" is unknown; known are name, type"), 0u);
}

TEST(SceneFile, SaysWhereAndWhatWasExpected) {
  EXPECT_EQ(fault_of(with(R"("number": 2)", R"("number": "two")")), "number: expected a whole number, found \"two\"");
  EXPECT_EQ(fault_of(with(R"([1, 2, 3, 4])", R"([1, 2, "x", 4])")), "tensors.input.values[2]: expected a number, found \"x\"");
  EXPECT_EQ(fault_of(with(R"("per_axis")", R"("slider")")),
            "controls[0].type: expected one of integer, per_axis, padding, number, flag, choice, found \"slider\"");
  EXPECT_EQ(fault_of(with(R"("motion": 240)", R"("motion": -1)")), "phases[0].motion: expected milliseconds from 0, found -1");
}

TEST(SceneFile, CountsTheValuesOfATensor) {
  EXPECT_EQ(fault_of(with(R"([1, 2, 3, 4])", R"([1, 2, 3])")), "tensors.input.values: expected 4 values for the shape 1×1×2×2, found 3");
  EXPECT_EQ(fault_of(with(R"([1, 1, 2, 2])", R"([])")), "tensors.input.shape: expected 1 to 5 sizes, found []");
  EXPECT_EQ(fault_of(with(R"([1, 1, 1, 1])", R"([1, 1])")), "tensors.weight.values_shape: expected 4 sizes, found [1,1]");
  EXPECT_EQ(fault_of(with(R"([1, 1, 2, 2])", R"([1, 1, 0, 2])")), "tensors.input.shape: expected sizes from 1 to 1024, found [1,1,0,2]");
  EXPECT_EQ(fault_of(with(R"("low": 0)", R"("low": 10)")), "tensors.input: low 10 is above high 9");
}

TEST(SceneFile, ChecksDefaultsAndPresetsAgainstTheControls) {
  EXPECT_EQ(fault_of(with(R"("value": [1, 1])", R"("value": [9, 1])")), "controls[0].value: stride must be from 1 to 4, it is 9");
  EXPECT_EQ(fault_of(with(R"("stride": [2])", R"("stride": [0])")), "presets[0].set.stride: stride must be from 1 to 4, it is 0");
  EXPECT_EQ(fault_of(with(R"("stride": [2])", R"("padding": [0])")), "presets[0].set: the scene has no control \"padding\"");
}

TEST(SceneFile, ChecksWhatExpressionsStagesAndConditionsName) {
  EXPECT_EQ(fault_of(with(R"("stride.0")", R"("height")")),
            "tensors.weight.shape: \"height\": no control of the scene gives the number \"height\"");
  EXPECT_EQ(fault_of(with(R"("stride.0")", R"("stride.0 +")")),
            "tensors.weight.shape: \"stride.0 +\": expected a number or a name at \"\"");
  EXPECT_EQ(fault_of(with(R"(["input", "weight"])", R"(["input", "kernel"])")),
            "the stage \"output\" reads \"kernel\", which is neither a tensor nor an earlier stage");
  EXPECT_EQ(fault_of(with(R"("seed": 2)", R"("when": {"grey": true})")),
            "\"when\" names the control \"grey\", which the scene does not have");
}

TEST(SceneFile, RefusesAttributesThatTheOperatorDoesNotHaveAndTooFewOrTooManyTensors) {
  EXPECT_EQ(fault_of(with(R"("operator": "conv2d",)", R"("operator": "conv2d", "attributes": {"strid": 2},)"))
                .find("stages[0].attributes: the key \"strid\" is unknown; known are "), 0u);
  EXPECT_EQ(fault_of(with(R"(["input", "weight"])", R"(["input"])")),
            "stages[0].inputs: expected the tensors that conv2d reads: input, weight, bias (may be left out), found [\"input\"]");
  EXPECT_EQ(fault_of(with(R"(["input", "weight"])", R"(["input", "weight", "weight", "weight"])")).find("stages[0].inputs: expected the "),
            0u);
}

TEST(SceneFile, RefusesToAskOfASlotThatTheOperatorDoesNotHave) {
  const std::string asking = R"("operator": "conv2d", "asked": {"kernel": [1, 1, 2, 2]},)";
  EXPECT_EQ(fault_of(with(R"("operator": "conv2d",)", asking))
                .find("stages[0].asked: expected shapes by the slots of conv2d: input, weight, bias (may be left out), found "), 0u);
}

TEST(SceneFile, ATimelineNamesItsStagesAndItsSegments) {
  const std::string phases = kGood.substr(kGood.find("\"phases\""));
  const std::string timeline = R"("timeline": [{"stage": "STAGE", "phases": [{"name": "sum", "motion": 1, "rest": 1}]}])";
  auto in_turn = [&](const std::string& stage, const std::string& more) {
    std::string text = kGood.substr(0, kGood.size() - phases.size()) + timeline + more + "}";
    return fault_of(text.replace(text.find("STAGE"), 5, stage));
  };
  EXPECT_EQ(in_turn("pooled", ""), "timeline[0].stage: expected one of the stages output, found \"pooled\"");
  EXPECT_EQ(in_turn("output", R"(, "start_segment": "second")"), "start_segment: expected one of the segments output, found \"second\"");
}

TEST(SceneFile, AModeMayChangePartsOfTheScene) {
  TemporaryFolder folder;
  folder.write("02_small.json", with(R"("view": "one_channel",)",
                                     R"("view": "one_channel", "modes": ["plain", {"id": "wide", "view": "stride", "controls": []
                                        , "presets": [], "tensors": {"weight": {"shape": [1, 1, 1, 1]}}}],)"));
  Result<std::vector<Scene>> scenes = load_scenes(folder.path());
  ASSERT_TRUE(scenes) << scenes.error().message;
  const Scene& scene = scenes->front();
  EXPECT_EQ(scene.modes, (std::vector<std::string>{"plain", "wide"}));
  EXPECT_EQ(in_mode(scene, "").view, "one_channel");
  EXPECT_EQ(in_mode(scene, "wide").view, "stride");
  EXPECT_EQ(in_mode(scene, "wide").tensors.at("weight").shape.at(2), "1");
  EXPECT_EQ(in_mode(scene, "wide").tensors.at("input").values.size(), 4u) << "what a mode does not name stays";
}

TEST(SceneFile, ListsTheOperatorsWhenItsOwnIsUnknown) {
  EXPECT_NE(fault_of(with(R"("conv2d")", R"("conv9d")")).find("conv2d"), std::string::npos);
}

TEST(SceneFile, ThatIsNoJsonIsRefusedWithLineAndColumn) { EXPECT_NE(fault_of(kGood.substr(0, 88)).find("line 3"), std::string::npos); }

TEST(SceneFiles, MustNotShareAName) {
  TemporaryFolder folder;
  folder.write("02_small.json", kGood);
  folder.write("03_other.json", with(R"("number": 2)", R"("number": 3)"));
  Result<std::vector<Scene>> scenes = load_scenes(folder.path());
  ASSERT_FALSE(scenes);
  EXPECT_NE(scenes.error().message.find("\"small\" is already the name of the scene in"), std::string::npos) << scenes.error().message;
}

TEST(SceneFiles, AreFoundByIdAndByNumberAndUnknownOnesListTheKnown) {
  TemporaryFolder folder;
  folder.write("02_small.json", kGood);
  Result<std::vector<Scene>> scenes = load_scenes(folder.path());
  ASSERT_TRUE(scenes);
  EXPECT_EQ((*find_scene(*scenes, "small"))->number, 2);
  EXPECT_EQ((*find_scene(*scenes, "2"))->id, "small");
  Result<const Scene*> unknown = find_scene(*scenes, "large");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::kUsage);
  EXPECT_EQ(unknown.error().message, "unknown scene 'large'; known are small");
}

TEST(SceneFiles, ThatAreNotThereAreAnErrorNamingTheFolder) {
  TemporaryFolder folder;
  Result<std::vector<Scene>> scenes = load_scenes(folder.file("nowhere"));
  ASSERT_FALSE(scenes);
  EXPECT_NE(scenes.error().message.find("nowhere"), std::string::npos);
}

}  // namespace
}  // namespace convscope
