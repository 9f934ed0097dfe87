#include "app/session/file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/temporary_folder.h"

namespace convscope {
namespace {

// Every field away from its default.
State full_state() {
  State state;
  state.scene = "padding";
  state.mode = "scatter";
  state.parameters = {{"stride", std::vector<Index>{2, 1}},
                      {"padding", std::vector<Index>{1, 0, 2, 1}},
                      {"padding_mode", std::string("reflect")},
                      {"padding_value", 0.25},
                      {"bias", true}};
  state.edits = {{CellKey{"input", {0, 0, 1, 2}}, 7.0}, {CellKey{"weight", {0, 0, 2, 2}}, -1.5}};
  state.image = "coffee";
  state.pin = Target{TargetKind::kOutput, 1, 3};
  state.divider = 0.25;
  state.other = Variant{"stride", "numbers", {{"stride", std::vector<Index>{3}}, {"bias", false}}, {{CellKey{"weight", {0, 0, 1, 1}}, 4.5}},
                        "output", "mixed"};
  state.lesson = LessonRun{"sliding", 5, RunStage::kAsked, {2, 9, 14, 3}};
  state.moment = Moment{11, 2, 0.5};
  state.playing = true;
  state.loop = true;
  state.speed = 2;
  state.viewport = Viewport{3, -40.5, 12};
  state.language = "zh";
  state.theme = ThemeName::kDark;
  state.text_scale = 1.5;
  state.reduce_motion = true;
  state.presenting = true;
  state.left_open = false;
  state.right_open = false;
  state.on_other = true;
  state.dialect = CodeDialect::kOnnx;
  return state;
}

void expect_same(const State& a, const State& b) {
  EXPECT_EQ(a.scene, b.scene);
  EXPECT_EQ(a.mode, b.mode);
  EXPECT_EQ(a.parameters, b.parameters);
  EXPECT_EQ(a.edits, b.edits);
  EXPECT_EQ(a.image, b.image);
  EXPECT_EQ(a.pin, b.pin);
  EXPECT_EQ(a.divider, b.divider);
  EXPECT_EQ(a.other, b.other);
  EXPECT_EQ(a.lesson, b.lesson);
  EXPECT_EQ(a.on_other, b.on_other);
  EXPECT_EQ(a.moment, b.moment);
  EXPECT_EQ(a.playing, b.playing);
  EXPECT_EQ(a.loop, b.loop);
  EXPECT_EQ(a.speed, b.speed);
  EXPECT_EQ(a.viewport, b.viewport);
  EXPECT_EQ(a.language, b.language);
  EXPECT_EQ(a.theme, b.theme);
  EXPECT_EQ(a.text_scale, b.text_scale);
  EXPECT_EQ(a.reduce_motion, b.reduce_motion);
  EXPECT_EQ(a.presenting, b.presenting);
  EXPECT_EQ(a.left_open, b.left_open);
  EXPECT_EQ(a.right_open, b.right_open);
  EXPECT_EQ(a.dialect, b.dialect);
}

std::string why_refused(const std::string& text) {
  Result<State> state = parse_session(text, "s.json");
  if (state.ok()) return "(it was read)";
  EXPECT_EQ(state.error().kind, ErrorKind::kFile);
  std::string start = "cannot read 's.json': ";
  EXPECT_EQ(state.error().message.substr(0, start.size()), start);
  return state.error().message.substr(start.size());
}

TEST(SessionFile, EveryFieldComesBack) {
  TemporaryFolder folder;
  ASSERT_TRUE(save_session(folder.file("s.json"), full_state()).ok());
  Result<State> state = load_session(folder.file("s.json"));
  ASSERT_TRUE(state.ok()) << state.error().message;
  expect_same(*state, full_state());
}

TEST(SessionFile, EveryThemeTargetAndDialectComesBack) {
  for (int i = 0; i < 8; ++i) {
    State state;
    state.pin.kind = static_cast<TargetKind>(i);
    state.theme = static_cast<ThemeName>(i % 4);
    state.dialect = static_cast<CodeDialect>(i % 3);
    Result<State> read = parse_session(session_text(state), "s.json");
    ASSERT_TRUE(read.ok()) << read.error().message;
    expect_same(*read, state);
  }
}

TEST(SessionFile, NumbersComeBackBitForBit) {
  State state;
  state.edits[CellKey{"input", {0, 0, 0, 0}}] = 0.1;
  state.edits[CellKey{"input", {0, 0, 0, 1}}] = 1.0 / 3;
  state.edits[CellKey{"input", {0, 0, 0, 2}}] = -1e-30;
  state.parameters["padding_value"] = 3.0;  // stays a real number, does not become a list of integers
  Result<State> read = parse_session(session_text(state), "s.json");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->edits, state.edits);
  EXPECT_EQ(read->parameters, state.parameters);
}

TEST(SessionFile, TheKeptFileOfVersion1Opens) {
  Result<State> state = load_session(std::string(CONVSCOPE_SOURCE_DIR) + "/tests/data/sessions/v1.json");
  ASSERT_TRUE(state.ok()) << state.error().message;
  State expected = full_state();  // as far as that program knew
  expected.other.reset();
  expected.lesson.reset();
  expected.on_other = false;
  expect_same(*state, expected);
}

TEST(SessionFile, MissingKeysStandAtTheirDefaultsAndUnknownOnesArePassedOver) {
  Result<State> state = parse_session(R"({"convscope": 1, "scene": "stride", "a later idea": [1, {"x": null}]})", "s.json");
  ASSERT_TRUE(state.ok()) << state.error().message;
  State expected;
  expected.scene = "stride";
  expect_same(*state, expected);
}

TEST(SessionFile, RefusesANewerVersionByItsNumber) {
  EXPECT_EQ(why_refused(R"({"convscope": 7})"),
            "it is a session of version 7, written by a newer ConvScope; this one reads versions up to 1");
}

TEST(SessionFile, RefusesJsonThatIsNoSession) {
  EXPECT_EQ(why_refused("{}"), "it is no ConvScope session: the key \"convscope\" with its version is missing");
  EXPECT_EQ(why_refused("[1, 2]"), "it is a list, expected an object {\"convscope\": 1, …}");
  EXPECT_EQ(why_refused(R"({"convscope": "one"})"), "convscope is \"one\", expected a version from 1 to 1");
  EXPECT_EQ(why_refused(""), "it is empty (0 bytes); expected a session");
  EXPECT_EQ(why_refused(std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16)),
            "it is no text, expected a session; a photograph is given to a scene as --set image=s.json");
}

TEST(SessionFile, BrokenJsonGivesLineColumnAndWhatWasExpected) {
  std::string why = why_refused("{\n  \"convscope\": 1,\n  \"scene\" \"stride\"\n}");
  EXPECT_EQ(why.substr(0, why.find(':')), "line 3, column 18");
  EXPECT_NE(why.find("a colon is missing before \"stride\""), std::string::npos) << why;
  std::string cut = why_refused("{\n  \"convscope\": 1,");
  EXPECT_EQ(cut.substr(0, 6), "line 2") << cut;
  EXPECT_EQ(cut.find('\n'), std::string::npos) << cut;
}

TEST(SessionFile, AWrongTypeOrRangeNamesTheKeysPath) {
  auto with = [](const std::string& rest) { return why_refused("{\"convscope\": 1, " + rest + "}"); };
  EXPECT_EQ(with(R"("viewport": {"zoom": "big"})"), "viewport.zoom is \"big\", expected a number from 0.001 to 1000000");
  EXPECT_EQ(with(R"("speed": -1)"), "speed is -1, expected a number from 0.001 to 1000");
  EXPECT_EQ(with(R"("edits": [{}, {"cell": [1, 2.5]}])"), "edits[1].cell[1] is 2.5, expected a whole number");
  EXPECT_EQ(with(R"("edits": [3])"), "edits[0] is 3, expected an object");
  EXPECT_EQ(with(R"("parameters": {"stride": {"x": 1}})"),
            "parameters.stride is an object, expected a number, a list of whole numbers, a text, true or false");
  EXPECT_EQ(with(R"("parameters": [1])"), "parameters is a list, expected an object");
  EXPECT_EQ(with(R"("theme": "pink")"), "theme is \"pink\", expected \"light\", \"dark\", \"print\" or \"projector\"");
  EXPECT_EQ(with(R"("pin": {"kind": 3})").substr(0, 14), "pin.kind is 3,");
  EXPECT_EQ(with(R"("playing": 1)"), "playing is 1, expected true or false");
  EXPECT_EQ(with(R"("playhead": {"step": -1})").substr(0, 19), "playhead.step is -1");
  EXPECT_EQ(with(R"("scene": null)"), "scene is null, expected a text");
  EXPECT_EQ(with(R"("lesson": {"step": -1})"), "lesson.step is -1, expected a whole number from 0 to 1000");
  EXPECT_EQ(with(R"("lesson": {"votes": [3, -2]})"), "lesson.votes is -2, expected numbers of hands from 0 to 1000000");
  EXPECT_EQ(with(R"("lesson": {"stage": "soon"})").substr(0, 23), "lesson.stage is \"soon\",");
}

TEST(SessionFile, SurvivesDeepNestingAndNumbersBeyondRange) {
  std::string deep(100000, '[');
  EXPECT_EQ(why_refused("{\"convscope\": 1, \"x\":\n" + deep),
            "line 2, column 32: more than 32 lists and objects stand within one another");
  EXPECT_NE(why_refused(R"({"convscope": 1, "speed": 1e999})"), "(it was read)");
  EXPECT_NE(why_refused(R"({"convscope": 99999999999999999999999})"), "(it was read)");
  EXPECT_NE(why_refused(R"({"convscope": 1, "edits": [{"cell": [18446744073709551615]}]})"), "(it was read)");
}

TEST(SessionFile, ANumberBeyondEveryRangeIsRefusedWithItsPlaceAndItsKey) {
  EXPECT_EQ(why_refused("{\"convscope\": 1,\n \"edits\": [{\"value\": 2}, {\"value\": 1e999}]}"),
            "line 2, column 36: edits[1].value is 1e999, expected a number of at most 1.8e308");
  EXPECT_EQ(why_refused("{\"convscope\": 1, \"viewport\": {\"zoom\": -1e400}}"),
            "line 1, column 39: viewport.zoom is -1e400, expected a number of at most 1.8e308");
}

TEST(SessionFile, AFileThatNamesATreeOfMillionsIsRefusedBeforeTheTreeIsBuilt) {
  std::string many = "{\"convscope\": 1, \"a\": [";
  for (int i = 0; i < 500'000; ++i) many += "{},";
  EXPECT_EQ(why_refused(many + "{}]}"), "it holds more than 500000 values and keys");
  std::string few = "{\"convscope\": 1, \"edits\": [";
  for (int i = 0; i < 40'000; ++i) few += fmt::format(R"({{"slot":"input","cell":[0,0,{},{}],"value":1}},)", i / 200, i % 200);
  few.back() = ']';
  EXPECT_EQ(why_refused(few + "}"), "(it was read)") << "forty thousand changed cells are no bomb";
}

TEST(SessionFile, EveryTruncationIsRefused) {
  std::string good = session_text(full_state());
  for (std::size_t length = 0; length + 2 < good.size(); ++length)
    EXPECT_NE(why_refused(good.substr(0, length)), "(it was read)") << length;
}

}  // namespace
}  // namespace convscope
