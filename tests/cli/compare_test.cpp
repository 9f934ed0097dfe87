// --compare and --set-other, as a person types them.
#include <gtest/gtest.h>

#include "support/run_program.h"

namespace convscope {
namespace {

class CompareCommand : public testing::Test {
 protected:
  ProgramRun run(std::vector<std::string> arguments) {
    RunOptions options;
    options.folder = folder_.path();
    arguments.insert(arguments.end(), {"--device", "cpu"});
    return run_program(arguments, options);
  }
  // What the picture of a comparison says.
  std::string drawn(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "render");
    arguments.insert(arguments.end(), {"-o", "both.svg"});
    const ProgramRun done = run(std::move(arguments));
    EXPECT_EQ(done.code, 0) << done.err;
    return file_bytes(folder_.file("both.svg"));
  }
  std::string refused(int code, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "render");
    arguments.insert(arguments.end(), {"-o", "both.svg"});
    const ProgramRun done = run(std::move(arguments));
    EXPECT_EQ(done.code, code) << done.err;
    EXPECT_TRUE(folder_.names().empty()) << "nothing is written";
    return sentence(done);
  }
  TemporaryFolder folder_;
};

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_F(CompareCommand, DrawsBothOnOneInputWithTheirDifferenceAndCosts) {
  const std::string picture =
      drawn({"one_channel", "--set", "input=9", "--set", "kernel=5", "--set", "padding=2", "--compare", "one_channel", "--set-other",
             "kernel=3", "--set-other", "dilation=2", "--set-other", "padding=2", "--step", "41"});
  for (const char* part : {">25 products<", ">9 products<", "A − B", "36 %"}) EXPECT_TRUE(contains(picture, part)) << part;
  const std::string same = drawn({"stride", "--compare", "stride"});
  EXPECT_TRUE(contains(same, "Every difference is 0"));
}

TEST_F(CompareCommand, SpeaksTheLanguageAskedForAndTakesTheLayerThatIsNamed) {
  EXPECT_TRUE(contains(drawn({"stride", "--compare", "stride", "--lang", "zh"}), "处处之差为 0"));
  const std::string layers = drawn({"pooling", "--set", "layer=maximum", "--compare", "pooling", "--set-other", "layer=average"});
  EXPECT_TRUE(contains(layers, "maximum"));
  EXPECT_TRUE(contains(layers, "average"));
}

TEST_F(CompareCommand, CrossesTheCellsThatOnlyOneOfThemHasAndNamesWhose) {
  const std::string picture = drawn({"one_channel", "--set", "input=6", "--compare", "one_channel", "--set-other", "stride=2"});
  EXPECT_TRUE(contains(picture, "Crossed: only A")) << "has cells of the larger output";
}

TEST_F(CompareCommand, OpensTheShippedPairsAsTheSessionsTheyAre) {
  const std::string picture = drawn({CONVSCOPE_SOURCE_DIR "/assets/comparisons/01_standard_dilated.json", "--step", "41"});
  EXPECT_TRUE(contains(picture, ">25 products<"));
  EXPECT_TRUE(contains(picture, ">9 products<"));
}

TEST_F(CompareCommand, RefusesWhatCannotBeComparedWithOneSentence) {
  EXPECT_TRUE(contains(refused(2, {"padding", "--compare", "nonsense"}), "nonsense"));
  EXPECT_TRUE(contains(refused(2, {"padding", "--set-other", "stride=2"}), "--compare"));
  EXPECT_TRUE(contains(refused(2, {"padding", "--compare", "stride", "--set-other", "speed=2"}), "speed"));
  EXPECT_TRUE(contains(refused(2, {"padding", "--compare", "pooling", "--set-other", "layer=median"}), "median"));
  EXPECT_TRUE(contains(refused(2, {"one_channel", "--compare", "volume"}), "both must read the same"));
}

}  // namespace
}  // namespace convscope
