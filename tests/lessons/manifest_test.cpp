#include "lessons/ground.h"

namespace convscope {
namespace {

constexpr const char* kFile = "manifest.json";

class Manifest : public LessonTest {
 protected:
  std::string fault() {
    write();
    Result<Lesson> read = read_manifest(lesson());
    EXPECT_FALSE(read) << "it was read";
    if (read) return "";
    expect_chinese(read.error());
    return read.error().message.substr(std::min(read.error().message.size(), lesson().size() + 1));
  }
};

TEST_F(Manifest, IsReadWhole) {
  write();
  Result<Lesson> read = load_lesson(lesson());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->id, "mine");
  EXPECT_EQ(read->languages, (std::vector<std::string>{"en", "zh"}));
  ASSERT_EQ(read->steps.size(), 3u);
  EXPECT_EQ(read->steps[0].scene, "stride");
  EXPECT_TRUE(read->steps[0].play);
  ASSERT_TRUE(read->steps[0].touch);
  EXPECT_TRUE(read->steps[0].touch->empty());
  ASSERT_TRUE(read->steps[1].question);
  EXPECT_EQ(read->steps[1].question->kind, QuestionKind::kOutputSize);
  EXPECT_FALSE(read->steps[1].touch);
  ASSERT_EQ(read->steps[2].wait.size(), 1u);
  EXPECT_EQ(read->steps[2].wait[0].shape, (std::vector<Index>{3, 3}));
  EXPECT_EQ(read->texts.at("zh").title, "我的课程");
}

TEST_F(Manifest, NamesTheLineThatIsNotJson) {
  change(kFile, "\"play\": true,", "\"play\": true;");
  const std::string where = place(kFile, "\"play\"");
  EXPECT_EQ(fault().rfind(where + ": this is not JSON: ", 0), 0u) << fault();
}

TEST_F(Manifest, NamesAKeyThatNobodyKnowsAndItsLine) {
  change(kFile, "\"play\": true", "\"plays\": true");
  EXPECT_EQ(fault().rfind(place(kFile, "\"plays\"") + ": steps[0].plays: the key \"plays\" is unknown; known are id, scene", 0), 0u)
      << fault();
}

TEST_F(Manifest, NamesAKeyThatStandsTwice) {
  change(kFile, "\"play\": true,", "\"play\": true,\n   \"play\": false,");
  EXPECT_EQ(fault(), place(kFile, "\"play\": true") + ": steps[0].play: this key stands twice in one object");
}

TEST_F(Manifest, SaysWhatWasExpected) {
  change(kFile, "\"step\": 1", "\"step\": 0");
  EXPECT_EQ(fault(), place(kFile, "\"at\"") + ": steps[0].at.step: expected a step from 1, as the transport counts them, found 0");
  change(kFile, "\"step\": 0", "\"step\": \"first\"");
  EXPECT_NE(fault().find("expected a whole number, found \"first\""), std::string::npos) << fault();
}

TEST_F(Manifest, CutsWhatItFoundBetweenTwoCharacters) {
  std::string title = "x";
  for (int i = 0; i < 30; ++i) title += "卷";  // 40 bytes end within one of them
  change(kFile, "\"id\": \"look\"", "\"id\": \"" + title + "\"");
  EXPECT_EQ(fault(), place(kFile, "\"id\"") + ": steps[0].id: expected small letters, digits and _, found \"" + title.substr(0, 37));
}

TEST_F(Manifest, RefusesWhatIsNeitherOneThingNorTheOther) {
  const struct { const char *from, *to, *told; } kChanges[] = {  // one after another; "": the fault before is taken back
      {"\"scene\": \"stride\",", "\"scene\": \"stride\", \"session\": \"a.json\",", "expected either \"scene\" or \"session\""},
      {"\"session\": \"a.json\",", "", ""},
      {"{\"output\": \"output\", \"shape\": [3, 3]}", "{\"parameter\": \"stride\"}",
       "expected either \"is\" or \"from\" and \"to\""},
      {"{\"parameter\": \"stride\"}", "{\"output\": \"output\", \"shape\": []}",
       "expected the sizes of the last axes, as in [3, 3], found []"},
      {"\"shape\": []", "\"shape\": [[3], {}]", "expected a whole number, found [3]"},
      {"\"shape\": [[3], {}]", "\"shape\": {\"a\": [], \"b\": 2}", "expected a list, found an object of 2"},
      {"{\"output\": \"output\", \"shape\": {\"a\": [], \"b\": 2}}", "{}",
       "expected one of the keys parameter, output"},
      {"\"wait\": [{}]", "\"wait\": []", "expected at least one condition"},
      {"\"kind\": \"output_size\"", "\"kind\": \"output\"", "expected one of output_size, cell_value"},
      {"\"languages\": [\"en\", \"zh\"]", "\"languages\": []", "expected at least one language"},
      {"\"minutes\": 10", "\"minutes\": 1e999", "a number in it is larger than 1.8e308"},
  };
  for (const auto& [from, to, told] : kChanges) {
    change(kFile, from, to);
    if (*told != '\0') {
      EXPECT_NE(fault().find(told), std::string::npos) << fault();
    }
  }
}

TEST_F(Manifest, RefusesAnotherVersion) {
  change(kFile, "\"lesson\": 1", "\"lesson\": 2");
  EXPECT_EQ(fault(), "manifest.json:2: lesson: version 2 of the format; this program reads version 1");
}

TEST_F(Manifest, RefusesTwoStepsOfOneId) {
  change(kFile, "\"id\": \"guess\"", "\"id\": \"look\"");
  EXPECT_EQ(fault(), "manifest.json:16: steps[1].id: the id look is that of steps[0]");
}

TEST_F(Manifest, RefusesAStepThatAsksAndWaits) {
  change(kFile, "\"question\": {", "\"wait\": [{\"mode\": \"x\"}],\n   \"question\": {");
  EXPECT_NE(fault().find("a step asks a question or waits for something, not both"), std::string::npos) << fault();
}

TEST_F(Manifest, RefusesAFirstStepThatShowsNothing) {
  change(kFile, "\"scene\": \"stride\",", "");
  EXPECT_NE(fault().find("the first step needs a \"scene\" or a \"session\""), std::string::npos) << fault();
}

TEST_F(Manifest, RefusesASessionOutsideItsFolder) {
  change(kFile, "\"scene\": \"stride\"", "\"session\": \"../other.json\"");
  EXPECT_NE(fault().find("expected a file in the lesson's folder"), std::string::npos) << fault();
}

TEST_F(Manifest, IsRefusedHoweverDeepItIsNested) {
  files_[kFile] = std::string(200000, '[') + std::string(200000, ']');
  EXPECT_EQ(fault().rfind("manifest.json:1: ", 0), 0u);
}

// Each element of the list has the long key in its path: together they would fill the memory.
TEST_F(Manifest, IsRefusedHoweverLongItsKeysAre) {
  std::string list = "1";
  for (int i = 0; i < 200000; ++i) list += ",1";
  files_[kFile] = "{\"" + std::string(400000, 'k') + "\": [" + list + "]}";
  EXPECT_EQ(fault().rfind("manifest.json:1: ", 0), 0u);
}

TEST_F(Manifest, StartsAStepAtAStateOfItsOwn) {
  write();
  const Lesson read = load_lesson(lesson()).value();
  State look;
  look.language = "zh";
  look.parameters["stride"] = std::vector<Index>{5};
  look.edits[{"input", {0, 0, 0, 0}}] = 9;
  const State state = start_of(read, 2, scenes_, look).value();
  EXPECT_EQ(state.language, "zh");
  EXPECT_TRUE(state.edits.empty());
  EXPECT_EQ(std::get<std::vector<Index>>(state.parameters.at("input")), std::vector<Index>{6});   // of the first step
  EXPECT_EQ(std::get<std::vector<Index>>(state.parameters.at("stride")), std::vector<Index>{2});  // of the second
}

TEST_F(Manifest, OfAFolderOfLessonsIsReadByNumberAndFaultsDoNotHideTheOthers) {
  write();
  for (const char* name : {"b", "broken"}) std::filesystem::copy(lesson(), folder_.file(name));
  folder_.write("b/manifest.json", "");
  change(kFile, "\"number\": 100", "\"number\": 3");
  std::filesystem::create_directory(folder_.file("c"));
  for (const auto& [name, text] : files_) folder_.write("c/" + name, text);
  folder_.write("broken/en.md", "no title");
  std::vector<Error> faults;
  const std::vector<Lesson> lessons = load_lessons({folder_.path(), folder_.file("none")}, faults);
  ASSERT_EQ(lessons.size(), 2u);
  EXPECT_EQ(lessons[0].id, "c");
  EXPECT_EQ(lessons[1].id, "mine");
  EXPECT_EQ(faults.size(), 2u);
}

}  // namespace
}  // namespace convscope
