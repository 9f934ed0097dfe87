// convscope lesson and list lessons, as a person types them.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/run_program.h"

namespace convscope {
namespace {

using nlohmann::json;

class LessonCommand : public testing::Test {
 protected:
  ProgramRun run(const std::vector<std::string>& arguments) {
    RunOptions options;
    options.folder = folder_.path();
    options.environment = {{"XDG_DATA_HOME", folder_.file("data")}};
    return run_program(arguments, options);
  }
  TemporaryFolder folder_;
};

TEST_F(LessonCommand, NewWritesALessonThatChecksClean) {
  ProgramRun made = run({"lesson", "new", "my_lesson"});
  EXPECT_EQ(made.code, 0) << made.err;
  ProgramRun checked = run({"lesson", "check", "my_lesson"});
  EXPECT_EQ(checked.code, 0) << checked.err;
  EXPECT_EQ(checked.err, "");
  EXPECT_EQ(checked.out, "my_lesson: 3 steps in 2 languages, no fault\n");
}

TEST_F(LessonCommand, NewLeavesWhatIsThereAlone) {
  run({"lesson", "new", "mine"});
  folder_.write("mine/en.md", "changed");
  ProgramRun again = run({"lesson", "new", "mine"});
  EXPECT_EQ(again.code, 1);
  EXPECT_EQ(sentence(again), "'mine' is there already");
  EXPECT_EQ(file_bytes(folder_.file("mine/en.md")), "changed");
}

TEST_F(LessonCommand, NewRefusesOddNames) {
  EXPECT_EQ(run({"lesson", "new", "My Lesson"}).code, 2);
  EXPECT_TRUE(folder_.names().empty());
}

TEST_F(LessonCommand, CheckNamesFileAndLineAndFails) {
  run({"lesson", "new", "mine"});
  std::string manifest = file_bytes(folder_.file("mine/manifest.json"));
  manifest.replace(manifest.find("\"stride\""), 8, "\"strode\"");
  folder_.write("mine/manifest.json", manifest);
  ProgramRun checked = run({"lesson", "check", "mine/"});
  EXPECT_EQ(checked.code, 1);
  EXPECT_EQ(checked.err.rfind("convscope: mine//manifest.json:9: unknown scene 'strode'", 0), 0u) << checked.err;
  EXPECT_EQ(run({"lesson", "check", "nothing"}).code, 1);
  const ProgramRun chinese = run({"lesson", "check", "mine/", "--lang", "zh"});
  EXPECT_EQ(chinese.code, 1);
  EXPECT_EQ(chinese.err.rfind("convscope: mine//manifest.json:9: 没有场景“strode”；已有的是 ", 0), 0u) << chinese.err;
  EXPECT_EQ(run({"lesson", "check", "mine/", "--lang", "xx"}).code, 2);
  EXPECT_EQ(run({"lesson", "answers", "mine/", "--lang", "zh"}).err.rfind("convscope: mine//manifest.json:9: 没有场景", 0), 0u);
}

TEST_F(LessonCommand, AnswersMarksTheRightChoiceAndExplainsTheOthers) {
  run({"lesson", "new", "mine"});
  ProgramRun answers = run({"lesson", "answers", "mine"});
  EXPECT_EQ(answers.code, 0) << answers.err;
  EXPECT_EQ(answers.out.rfind("2. guess: How large is the output?\n", 0), 0u) << answers.out;
  EXPECT_NE(answers.out.find("  * 2 × 2"), std::string::npos) << answers.out;  // ⌊(6 − 3) / 2⌋ + 1
  EXPECT_NE(answers.out.find("    3 × 3  3 / 2 is 1.50, and only whole steps count"), std::string::npos) << answers.out;
  EXPECT_NE(run({"lesson", "answers", "mine", "--lang", "zh"}).out.find("输出有多大？"), std::string::npos);
}

TEST_F(LessonCommand, AskDrawsTheSameQuestionFromTheSameSeed) {
  ProgramRun once = run({"lesson", "ask", "stride", "--seed", "7"});
  EXPECT_EQ(once.code, 0) << once.err;
  EXPECT_NE(once.out.find("  * "), std::string::npos) << once.out;
  EXPECT_EQ(run({"lesson", "ask", "4", "--seed", "7"}).out, once.out);
  EXPECT_EQ(run({"lesson", "ask", "strides"}).code, 2);
  EXPECT_EQ(run({"lesson", "ask", "stride", "--mode", "none"}).code, 2);
}

TEST_F(LessonCommand, ListHasTheLessonsThatAPersonDroppedIn) {
  run({"lesson", "new", "mine"});
  std::filesystem::create_directories(folder_.file("data/convscope"));
  std::filesystem::create_directory(folder_.file("data/convscope/lessons"));
  std::filesystem::rename(folder_.file("mine"), folder_.file("data/convscope/lessons/mine"));
  const json list = json::parse(run({"list", "lessons", "--json"}).out);
  auto mine = std::find_if(list.begin(), list.end(), [](const json& each) { return each["id"] == "mine"; });
  ASSERT_NE(mine, list.end());
  EXPECT_EQ((*mine)["title"], "My lesson");
  EXPECT_EQ((*mine)["steps"], 3);
  EXPECT_EQ((*mine)["languages"], json({"en", "zh"}));
  folder_.write("data/convscope/lessons/mine/manifest.json", "{");
  ProgramRun broken = run({"list", "lessons"});
  EXPECT_EQ(broken.code, 0);
  EXPECT_NE(broken.err.find("mine/manifest.json:1: this is not JSON"), std::string::npos) << broken.err;
}

}  // namespace
}  // namespace convscope
