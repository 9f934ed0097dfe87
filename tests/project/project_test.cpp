// The project keeps its own rules; and each rule finds its breach in a small made-up folder.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "project/rules.h"

namespace convscope {
namespace {
namespace fs = std::filesystem;

const fs::path kRoot = CONVSCOPE_SOURCE_DIR;
const std::vector<std::string> kGraphical = {"imgui", "GLFW/", "GL/", "cairo", "pango"};

Paths only(const Paths& files, bool (*wanted)(const fs::path&)) {
  Paths chosen;
  for (const fs::path& file : files) {
    if (wanted(file)) chosen.push_back(file);
  }
  return chosen;
}

std::string joined(const Breaches& breaches) {
  std::string text;
  for (const std::string& breach : breaches) text += "\n  " + breach;
  return text;
}

#define EXPECT_NONE(breaches) \
  do { \
    const Breaches found = (breaches); \
    EXPECT_TRUE(found.empty()) << joined(found); \
  } while (false)

TEST(Project, NoFileOfCodeHasMoreThan400Lines) { EXPECT_NONE(longer_than(kRoot, only(project_files(kRoot), is_code), 400)); }

TEST(Project, NoLineOfCodeHasMoreThan140Columns) { EXPECT_NONE(wider_than(kRoot, only(project_files(kRoot), is_code), 140)); }

TEST(Project, TheMainFileStaysUnder100Lines) {
  ASSERT_TRUE(fs::exists(kRoot / "app/main.cpp"));
  EXPECT_NONE(longer_than(kRoot, {"app/main.cpp"}, 99));
}

TEST(Project, TheEngineSeesNoWindowAndNoCairo) { EXPECT_NONE(includes_of(kRoot, project_files(kRoot), "engine", kGraphical)); }

TEST(Project, OnlyTheGpuRoomSeesGl) {
  for (const char* room : {"base", "tensor", "ops", "reference", "graph", "trace", "io"}) {
    EXPECT_NONE(includes_of(kRoot, project_files(kRoot), std::string("engine/") + room, {"epoxy/", "EGL/"}));
  }
}

TEST(Project, ViewsSeeNoWindowNoGlAndNoCairo) {
  std::vector<std::string> headers = kGraphical;
  headers.insert(headers.end(), {"epoxy/", "EGL/", "app/panels/", "app/export/"});
  for (const char* room : {"app/views", "app/scenes", "app/session", "app/theme", "app/i18n"}) {
    EXPECT_NONE(includes_of(kRoot, project_files(kRoot), room, headers));
  }
}

TEST(Project, EveryFolderOfAssetsSaysItsLicence) { EXPECT_NONE(assets_without_licence(project_files(kRoot))); }

TEST(Project, NoFileKnowsTheMachineItWasWrittenOn) {
  const std::vector<std::string> words = {std::string("/wo") + "rk/", std::string("/ro") + "ot/"};
  EXPECT_NONE(mentions_of(kRoot, only(project_files(kRoot), is_text), words));
}

TEST(Project, AllLanguagesHaveTheSameKeysAndPlaceholders) { EXPECT_NONE(unequal_languages(kRoot / "assets/languages")); }

TEST(Project, TheExampleOfAnOperatorInTheMapOfTheCodeIsTrue) { EXPECT_NONE(untrue_diffs(kRoot, "ARCHITECTURE.md")); }

TEST(Project, EveryRefusalHasItsSentenceInEveryLanguage) {
  EXPECT_NONE(errors_without_sentence(kRoot, project_files(kRoot), kRoot / "assets/languages"));
}

TEST(Project, EverySourceStandsInItsRoomsList) { EXPECT_NONE(unlisted_sources(kRoot, project_files(kRoot))); }

// A folder with one breach of every rule.
class Rules : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "convscope_rules_XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    root_ = name;
  }
  void TearDown() override { fs::remove_all(root_); }
  void write(const std::string& file, const std::string& text) {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text;
  }
  Paths files() const { return project_files(root_); }
  fs::path root_;
};

TEST_F(Rules, FindAFileThatIsTooLong) {
  write("a.cpp", "1\n2\n3\n");
  EXPECT_TRUE(longer_than(root_, files(), 3).empty());
  EXPECT_EQ(longer_than(root_, files(), 2), Breaches{"a.cpp has 3 lines, more than 2"});
}

TEST_F(Rules, FindALineThatIsTooWideWhateverItsBytes) {
  write("a.cpp", "四个字符\nfive5\n");
  EXPECT_TRUE(wider_than(root_, files(), 5).empty());
  EXPECT_EQ(wider_than(root_, files(), 4), Breaches{"a.cpp:2 has 5 columns, more than 4"});
}

TEST_F(Rules, FindAForbiddenIncludeOnlyInItsFolder) {
  write("app/views/a.cpp", "#include <imgui.h>\n");
  write("app/panels/a.cpp", "#include <imgui.h>\n");
  EXPECT_EQ(includes_of(root_, files(), "app/views", kGraphical), Breaches{"app/views/a.cpp:1: #include <imgui.h>"});
}

TEST_F(Rules, FindAnAssetsFolderWithoutALicence) {
  write("assets/fonts/a.ttf", "");
  write("assets/images/a.png", "");
  write("assets/images/LICENSE.md", "");
  EXPECT_EQ(assets_without_licence(files()), Breaches{"assets/fonts has no LICENSE file"});
}

TEST_F(Rules, FindAWord) {
  write("a.md", "fine\nin /there/ it stands\n");
  EXPECT_EQ(mentions_of(root_, files(), {"/there/"}), Breaches{"a.md:2: mentions /there/"});
}

TEST_F(Rules, FindARefusalWithoutItsSentenceASentenceWithoutItsValueAndOneWithoutItsRefusal) {
  write(
      "engine/a.cpp",
      "return impossible(slot, \"too_small\",\n  \"{} is {}\", a, b);\nreturn refusal(ErrorKind::kUsage, \"x\", \"odd\", \"odd {}\", a);");
  write("app/b.cpp", "fault = refusal(ErrorKind::kFile, \"\", \"broken\", \"cannot read {}\", a);");
  write("tests/c.cpp", "return impossible(slot, \"only_a_test\", \"no {} here\", a);");
  write("app/d.cpp", "fault(line, quoting(cause, \"quoted\", \"so: {}\"));\nnot_impossible(\"\", \"another\", \"another name\");");
  write("words/errors.zh.json",
        R"({"error.too_small": "{0} {1}", "error.odd": "{0}", "error.broken": "{0}", "error.quoted": "{cause}"})");
  EXPECT_TRUE(errors_without_sentence(root_, files(), root_ / "words").empty());
  write("words/errors.zh.json", R"({"error.odd": "{1}", "error.gone": ""})");
  EXPECT_EQ(errors_without_sentence(root_, files(), root_ / "words").size(), 5u);
}

TEST_F(Rules, FindADiffThatTheFilesDoNotHold) {
  write("a.cpp", "one\ntwo\nthree\n");
  write("a.md", "```diff\n+++ b/a.cpp\n one\n+two\n three\n```\n");
  EXPECT_TRUE(untrue_diffs(root_, "a.md").empty());
  write("a.md", "```diff\n+++ b/a.cpp\n two\n+one\n+four\n+++ b/b.cpp\n```\n");
  EXPECT_EQ(untrue_diffs(root_, "a.md").size(), 3u);
  write("a.md", "no diff\n");
  EXPECT_EQ(untrue_diffs(root_, "a.md"), Breaches{"a.md shows no diff"});
}

TEST_F(Rules, FindAMissingKeyAnEmptyTextAndADifferentPlaceholder) {
  write("a.en.json", R"({"a": "x {n}"})");
  write("b.en.json", R"({"b": "y", "c": "z"})");
  write("a.zh.json", R"({"a": "x {m}", "c": ""})");
  EXPECT_EQ(unequal_languages(root_).size(), 3u);
}

TEST_F(Rules, FindAKeyGivenTwice) {
  write("a.en.json", R"({"a": "x"})");
  write("b.en.json", R"({"a": "x"})");
  write("a.zh.json", R"({"a": "x"})");
  EXPECT_EQ(unequal_languages(root_).size(), 1u);
}

TEST_F(Rules, FindASourceThatNoListNames) {
  write("engine/ops/sources.cmake", "convscope_room(engine/ops SOURCES axis.cpp more/tap.cpp)\n");
  write("engine/ops/axis.cpp", "");
  write("engine/ops/is.cpp", "");
  write("engine/ops/more/tap.cpp", "");
  EXPECT_EQ(unlisted_sources(root_, files()), Breaches{"engine/ops/is.cpp stands in no list of sources"});
}

}  // namespace
}  // namespace convscope
