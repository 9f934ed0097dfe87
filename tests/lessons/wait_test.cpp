#include "app/lessons/wait.h"

#include "lessons/ground.h"

namespace convscope {
namespace {

class Wait : public LessonTest {
 protected:
  Lesson read() {
    write();
    Result<Lesson> lesson_read = load_lesson(lesson());
    EXPECT_TRUE(lesson_read) << lesson_read.error().message;
    return lesson_read.value();
  }
  void wait_for(const std::string& condition) { change("manifest.json", "{\"output\": \"output\", \"shape\": [3, 3]}", condition); }
  bool complete(const Lesson& given, const State& state) {
    return is_complete(given.steps[2], state, **evaluate(scenes_, state, *device_, photographs_));
  }
};

TEST_F(Wait, IsOverOnceTheOutputHasTheSize) {
  const Lesson given = read();
  State state = open_step(given, 2, ground()).value().state;
  EXPECT_FALSE(complete(given, state));
  state.parameters["padding"] = std::vector<Index>{1};
  EXPECT_TRUE(complete(given, state));
}

TEST_F(Wait, IsCompletedByAStateThatIsFoundAmongWhatMayBeTouched) {
  const Lesson given = read();
  const std::optional<State> state = completing_state(given, 2, ground());
  ASSERT_TRUE(state);
  EXPECT_TRUE(complete(given, *state));
  EXPECT_EQ(std::get<std::vector<Index>>(state->parameters.at("input")), std::vector<Index>{6});  // which may not be touched
}

TEST_F(Wait, ForAParameterCountsAllItsAxes) {
  wait_for("{\"parameter\": \"stride\", \"is\": 3}");
  const Lesson given = read();
  State state = open_step(given, 2, ground()).value().state;
  state.parameters["stride"] = std::vector<Index>{3, 2};
  EXPECT_FALSE(complete(given, state));
  state.parameters["stride"] = std::vector<Index>{3, 3};
  EXPECT_TRUE(complete(given, state));
}

TEST_F(Wait, ForARangeAndAPlaceOnTheTimelineNeedsBoth) {
  wait_for("{\"parameter\": \"padding\", \"from\": 1}, {\"reached\": {\"step\": 4, \"phase\": \"sum\"}}");
  const Lesson given = read();
  State state = open_step(given, 2, ground()).value().state;
  state.parameters["padding"] = std::vector<Index>{1};
  state.moment = {3, 0, 1};
  EXPECT_FALSE(complete(given, state));
  state.moment = {3, 2, 1};
  EXPECT_TRUE(complete(given, state));
  state.parameters["padding"] = std::vector<Index>{0};
  EXPECT_FALSE(complete(given, state));
}

TEST_F(Wait, ForAPinAndAnEditReadsTheState) {
  change("manifest.json", "[\"stride\", \"padding\"]", "[\"cells\"]");
  wait_for("{\"pinned\": \"output\"}, {\"edited\": \"weight\"}");
  EXPECT_EQ(faults(), std::vector<std::string>{});
  const Lesson given = read();
  State state = open_step(given, 2, ground()).value().state;
  state.edits[{"weight", {0, 0, 0, 0}}] = 4;
  EXPECT_FALSE(complete(given, state));
  state.pin = {TargetKind::kOutput, 0, 2};
  EXPECT_TRUE(complete(given, state));
  state.edits.clear();
  state.edits[{"input", {0, 0, 0, 0}}] = 4;
  EXPECT_FALSE(complete(given, state));
}

TEST_F(Wait, ForAModeKnowsTheSceneOpensInItsFirst) {
  change("manifest.json", "\"touch\": [\"stride\", \"padding\"]", "\"scene\": \"dilated\", \"touch\": [\"mode\"]");
  wait_for("{\"mode\": \"stack\"}");
  EXPECT_EQ(faults(), std::vector<std::string>{});
  change("manifest.json", "\"mode\": \"stack\"", "\"mode\": \"two_views\"");
  expect_fault(place("manifest.json", "\"wait\""), "already fulfilled");
}

}  // namespace
}  // namespace convscope
