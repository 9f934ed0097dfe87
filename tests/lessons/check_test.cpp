// Every fault that a lesson can have, seeded in the lesson that `lesson new` writes: found at its file and line.
#include <algorithm>

#include "lessons/ground.h"

namespace convscope {
namespace {

constexpr const char* kManifestFile = "manifest.json";

class Check : public LessonTest {};

TEST_F(Check, FindsNothingInTheLessonThatIsWrittenToBeginWith) { EXPECT_EQ(faults(), std::vector<std::string>{}); }

TEST_F(Check, FindsALanguageThatIsMissing) {
  files_.erase("zh.md");
  expect_fault(place(kManifestFile, "\"languages\""), "the language \"zh\" is missing: expected zh.md");
}

TEST_F(Check, FindsALanguageThatTheManifestForgets) {
  files_["de.md"] = files_["en.md"];
  expect_fault(place(kManifestFile, "\"languages\""), "expected \"de\" among the languages");
}

TEST_F(Check, LeavesFilesAloneThatAreNoLanguage) {
  files_["README.md"] = "# How to give this lesson\n";
  files_["notes_for_me.md"] = "anything";
  EXPECT_EQ(faults(), std::vector<std::string>{});
}

TEST_F(Check, FindsALanguageThatStandsTwice) {
  change(kManifestFile, "[\"en\", \"zh\"]", "[\"en\",\n \"zh\",\n \"en\"]");
  expect_fault("manifest.json:5", "the language \"en\" stands twice");
}

TEST_F(Check, ReadsFilesThatBeginWithAByteOrderMark) {
  for (auto& [name, text] : files_) text.insert(0, "\xEF\xBB\xBF");
  EXPECT_EQ(faults(), std::vector<std::string>{});
}

TEST_F(Check, FindsASizeThatNeedsAnotherNumberAlongEachAxis) {
  change(kManifestFile, "\"shape\": [3, 3]", "\"shape\": [4, 2]");  // of 6 × 6 and kernel 3: stride 1 down, 2 or 3 across
  EXPECT_EQ(faults(), std::vector<std::string>{});
}

TEST_F(Check, FindsASizeThatNeedsALargeNumber) {
  change(kManifestFile, "[\"stride\", \"padding\"]", "[\"input\"]");
  change(kManifestFile, "\"shape\": [3, 3]", "\"shape\": [99, 99]");  // stride 2: an input of 199 or 200
  EXPECT_EQ(faults(), std::vector<std::string>{});
}

TEST_F(Check, LooksForSizesWithinTheRangeThatIsWaitedFor) {
  change(kManifestFile, "{\"output\": \"output\", \"shape\": [3, 3]}",
         "{\"parameter\": \"stride\", \"from\": 2, \"to\": 4}, {\"output\": \"output\", \"shape\": [1, 1]}");
  EXPECT_EQ(faults(), std::vector<std::string>{});  // stride 4 alone
  change(kManifestFile, "\"to\": 4", "\"to\": 2");
  change(kManifestFile, "[\"stride\", \"padding\"]", "[\"stride\"]");
  expect_fault(place(kManifestFile, "\"wait\""), "this can never be");
}

TEST_F(Check, JudgesAMarkInTheSceneAsTheOtherConditionsMakeIt) {
  // Of stride 1 there are 16 steps, of stride 2 only 4.
  change(kManifestFile, "{\"output\": \"output\", \"shape\": [3, 3]}",
         "{\"reached\": {\"step\": 16}}, {\"parameter\": \"stride\", \"is\": 1}");
  EXPECT_EQ(faults(), std::vector<std::string>{});
}

TEST_F(Check, FindsCellsThatCannotBePinnedOrChanged) {
  change(kManifestFile, "{\"output\": \"output\", \"shape\": [3, 3]}", "{\"pinned\": \"bias\"}");
  expect_fault(place(kManifestFile, "\"pinned\""), "no layer of scene stride has a bias");
  change(kManifestFile, "{\"pinned\": \"bias\"}", "{\"edited\": \"input\"}");
  change(kManifestFile, "\"touch\": [\"stride\", \"padding\"]", "\"scene\": \"photo_filters\", \"touch\": [\"cells\"]");
  expect_fault(place(kManifestFile, "\"edited\""), "photograph");
}

TEST_F(Check, FindsEveryStepThatCannotBeRead) {
  change(kManifestFile, "\"play\": true", "\"plays\": true");
  change(kManifestFile, "\"kind\": \"output_size\"", "\"kind\": \"output\"");
  const std::vector<std::string> found = faults();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].rfind(place(kManifestFile, "\"plays\"") + ": steps[0].plays: ", 0), 0u) << found[0];
  EXPECT_EQ(found[1].rfind(place(kManifestFile, "\"kind\"") + ": steps[1].question.kind: ", 0), 0u) << found[1];
}

TEST_F(Check, FindsAStepWithoutItsSection) {
  change("zh.md", "{#guess}", "{#look_again}");
  const std::vector<std::string> found = faults();
  ASSERT_EQ(found.size(), 2u) << testing::PrintToString(found);
  // The line on which the step begins: the brace before its id.
  EXPECT_NE(found[0].find("the step \"guess\" has no section {#guess} in zh.md"), std::string::npos) << found[0];
  EXPECT_EQ(found[0].rfind("manifest.json:15: ", 0), 0u) << found[0];
  EXPECT_EQ(found[1], place("zh.md", "{#look_again}") + ": no step of the manifest has the id \"look_again\"");
}

TEST_F(Check, FindsAnUnknownScene) {
  change(kManifestFile, "\"scene\": \"stride\"", "\"scene\": \"strides\"");
  const std::vector<std::string> found = faults();
  ASSERT_EQ(found.size(), 1u) << "the steps that stand on the first have its fault in common";
  EXPECT_EQ(found[0].rfind(place(kManifestFile, "\"scene\"") + ": unknown scene 'strides'; known are ", 0), 0u) << found[0];
}

TEST_F(Check, FindsAnUnknownMode) {
  change(kManifestFile, "\"scene\": \"stride\",", "\"scene\": \"transposed\",\n   \"mode\": \"stamps\",");
  change(kManifestFile, "\"set\": {\"input\": 6, \"kernel\": 3, \"stride\": 1}", "\"set\": {}");
  const std::vector<std::string> found = faults();
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0],
            place(kManifestFile, "\"mode\"") + ": scene transposed has no mode \"stamps\"; it has zeros, stamp, matrix, photograph");
}

TEST_F(Check, FindsAParameterThatTheSceneDoesNotHave) {
  change(kManifestFile, "\"set\": {\"stride\": 2}", "\"set\": {\n    \"strides\": 2}");
  const std::vector<std::string> found = faults();
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].rfind(place(kManifestFile, "\"strides\"") + ": scene stride has no parameter \"strides\"; it has stride", 0), 0u)
      << found[0];
}

TEST_F(Check, FindsAValueOutOfItsRange) {
  change(kManifestFile, "\"kernel\": 3, \"stride\": 1", "\"kernel\": 3,\n \"stride\": 7");
  change(kManifestFile, "\"set\": {\"stride\": 2}", "\"set\": {\"padding\": 0}");
  const std::vector<std::string> found = faults();
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0], place(kManifestFile, "\"stride\": 7") + ": stride must be from 1 to 6, it is 7");
}

TEST_F(Check, FindsParametersThatAreImpossibleTogether) {
  change(kManifestFile, "\"set\": {\"stride\": 2}", "\"set\": {\n \"dilation\": 4}");
  const std::vector<std::string> found = faults();
  ASSERT_EQ(found.size(), 2u) << testing::PrintToString(found);  // and the step that goes on with them
  EXPECT_EQ(found[0].rfind("manifest.json:", 0), 0u);
  EXPECT_NE(found[0].find(": impossible: "), std::string::npos) << found[0];
  EXPECT_NE(found[0].find("9"), std::string::npos) << found[0];  // what the kernel spans
  EXPECT_NE(found[0].find("6"), std::string::npos) << found[0];  // what it is wider than
}

TEST_F(Check, FindsAMarkBeyondTheEnd) {
  change(kManifestFile, "\"at\": {\"step\": 1}", "\"at\": {\"step\": 17}");
  expect_fault(place(kManifestFile, "\"at\""), "step 17 is beyond the end: the timeline has 16 steps");
}

TEST_F(Check, FindsASegmentAndAPhaseThatAreNotThere) {
  change(kManifestFile, "\"at\": {\"step\": 1}", "\"at\": {\"segment\": \"slide\", \"step\": 1}");
  expect_fault(place(kManifestFile, "\"at\""), "no segment \"slide\"; it has output");
  change(kManifestFile, "\"segment\": \"slide\", \"step\": 1", "\"step\": 2, \"phase\": \"glide\"");
  expect_fault(place(kManifestFile, "\"at\""), "no phase \"glide\"; it has arrive, multiply, sum, drop");
}

TEST_F(Check, FindsAControlToTouchThatIsNotThere) {
  change(kManifestFile, "[\"stride\", \"padding\"]", "[\"stride\", \"padding\",\n \"groups\"]");
  expect_fault(place(kManifestFile, "\"groups\""), "scene stride has no control \"groups\"");
}

TEST_F(Check, FindsAWaitThatIsFulfilledAtTheStart) {
  change(kManifestFile, "\"shape\": [3, 3]", "\"shape\": [2, 2]");
  expect_fault(place(kManifestFile, "\"wait\""), "already fulfilled when it starts");
}

TEST_F(Check, FindsAWaitForAParameterThatIsNotThereOrHasNoSuchValue) {
  change(kManifestFile, "{\"output\": \"output\", \"shape\": [3, 3]}", "{\"parameter\": \"groups\", \"is\": 2}");
  expect_fault(place(kManifestFile, "\"groups\""), "this can never be: scene stride has no parameter \"groups\"");
  change(kManifestFile, "\"groups\", \"is\": 2", "\"stride\", \"is\": 9");
  expect_fault(place(kManifestFile, "\"stride\", \"is\""), "this can never be: stride must be from 1 to 6, it is 9");
  change(kManifestFile, "\"stride\", \"is\": 9", "\"stride\", \"from\": 8, \"to\": 9");
  expect_fault(place(kManifestFile, "\"stride\", \"from\""), "stride is from 1 to 6; no value of it lies from 8 to 9");
}

TEST_F(Check, FindsAWaitForWhatMayNotBeTouched) {
  change(kManifestFile, "{\"output\": \"output\", \"shape\": [3, 3]}", "{\"parameter\": \"kernel\", \"is\": 2}");
  expect_fault(place(kManifestFile, "\"kernel\", \"is\""), "kernel, which may not be touched");
}

TEST_F(Check, FindsAnOutputSizeThatNothingGives) {
  change(kManifestFile, "\"shape\": [3, 3]", "\"shape\": [40, 3]");
  expect_fault(place(kManifestFile, "\"wait\""), "no value of one or two parameters that may be touched fulfils it");
  change(kManifestFile, "\"shape\": [40, 3]", "\"shape\": [1, 1, 1, 3, 3]");
  expect_fault(place(kManifestFile, "\"wait\""), "the output of output has 4 axes, the condition names 5 sizes");
}

TEST_F(Check, FindsAWaitBeyondTheEndOfTheTimeline) {
  change(kManifestFile, "{\"output\": \"output\", \"shape\": [3, 3]}", "{\"reached\": {\"step\": 5}}");
  expect_fault(place(kManifestFile, "\"wait\""), "this can never be: step 5 is beyond the end: the timeline has 4 steps");
}

TEST_F(Check, FindsAQuestionAboutAStageOrACellThatIsNotThere) {
  change(kManifestFile, "\"stage\": \"output\"", "\"stage\": \"result\"");
  expect_fault(place(kManifestFile, "\"question\""), "no stage \"result\"; it has output");
  change(kManifestFile, "\"stage\": \"result\"", "\"cell\": [0, 0, 2, 0]");
  expect_fault(place(kManifestFile, "\"question\""), "outside the output 1×1×2×2: its number 3 is 2");
}

TEST_F(Check, FindsASessionThatCannotBeRead) {
  change(kManifestFile, "\"scene\": \"stride\"", "\"session\": \"start.json\"");
  const std::vector<std::string> found = faults();
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].rfind(place(kManifestFile, "\"session\"") + ": ", 0), 0u) << found[0];
  EXPECT_NE(found[0].find("start.json"), std::string::npos) << found[0];
}

TEST_F(Check, TakesASessionForAScene) {
  change(kManifestFile, "\"scene\": \"stride\"", "\"session\": \"start.json\"");
  files_["start.json"] = R"({"convscope": 1, "scene": "stride", "parameters": {"padding": [1]}})";
  change(kManifestFile, "\"shape\": [3, 3]", "\"shape\": [4, 4]");
  EXPECT_EQ(faults(), std::vector<std::string>{});
}

}  // namespace
}  // namespace convscope
