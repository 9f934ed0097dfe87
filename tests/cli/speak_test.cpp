// What list, explain, trace and help say.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/io/npy.h"
#include "support/run_program.h"

namespace convscope {
namespace {

using nlohmann::json;

TEST(List, NamesTheOperatorsWithTheirAttributes) {
  ProgramRun text = run_program({"list", "ops"});
  EXPECT_EQ(text.code, 0);
  EXPECT_NE(text.out.find("conv2d"), std::string::npos);
  json list = json::parse(run_program({"list", "ops", "--json"}).out);
  auto conv2d = std::find_if(list.begin(), list.end(), [](const json& op) { return op["id"] == "conv2d"; });
  ASSERT_NE(conv2d, list.end());
  std::vector<std::string> names;
  for (const json& attribute : (*conv2d)["attributes"]) names.push_back(attribute["name"]);
  for (const char* name : {"stride", "padding", "padding_mode", "dilation", "groups"}) {
    EXPECT_NE(std::find(names.begin(), names.end(), name), names.end()) << name;
  }
}

TEST(List, NamesTheScenesByNumberWithTheirTitles) {
  json list = json::parse(run_program({"list", "scenes", "--json"}).out);
  auto padding = std::find_if(list.begin(), list.end(), [](const json& scene) { return scene["id"] == "padding"; });
  ASSERT_NE(padding, list.end());
  EXPECT_EQ((*padding)["number"], 3);
  EXPECT_EQ((*padding)["title"], "Padding");
  std::string text = run_program({"list", "scenes"}).out;
  EXPECT_EQ(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), list.size());
}

TEST(List, NamesThePresetsWithTheirParameters) {
  json list = json::parse(run_program({"list", "presets", "--json"}).out);
  ASSERT_FALSE(list.empty());
  for (const json& preset : list) {
    EXPECT_FALSE(preset["title"].get<std::string>().empty()) << preset;
    EXPECT_FALSE(preset["parameters"].empty()) << preset;
  }
}

TEST(List, LessonsAreAListToo) { EXPECT_TRUE(json::parse(run_program({"list", "lessons", "--json"}).out).is_array()); }

TEST(List, NamesTheFormats) {
  json list = json::parse(run_program({"list", "formats", "--json"}).out);
  std::vector<std::string> ids;
  for (const json& format : list) ids.push_back(format["id"]);
  for (const char* id : {"png", "svg", "pdf", "gif", "mp4"}) EXPECT_NE(std::find(ids.begin(), ids.end(), id), ids.end()) << id;
}

TEST(Explain, GivesShapeFormulaAndCostWithoutComputing) {
  ProgramRun run = run_program({"explain", "conv2d", "--input-shape", "1,3,224,224", "--weight-shape", "64,3,7,7", "--bias-shape", "64",
                                "--stride", "2", "--padding", "3", "--json"});
  ASSERT_EQ(run.code, 0) << run.err;
  json line = json::parse(run.out);
  EXPECT_EQ(line["output_shape"], json({1, 64, 112, 112}));
  EXPECT_EQ(line["params"], 64 * 3 * 49 + 64);
  EXPECT_EQ(line["macs"], 64 * 112 * 112 * 3 * 49);
  EXPECT_EQ(line["flops"], 2 * 64 * 112 * 112 * 3 * 49);
  EXPECT_EQ(line["memory"], 3 * 224 * 224 + 64 * 3 * 49 + 64 + 64 * 112 * 112);
  EXPECT_EQ(line["attributes"]["stride"], json({2}));
  std::string formula = line["formula"].dump();
  for (const char* part : {"224", "7", "112"}) EXPECT_NE(formula.find(part), std::string::npos) << formula;
}

TEST(Explain, SaysTheSameInWords) {
  ProgramRun run = run_program({"explain", "conv2d", "--input_shape", "1,3,7,5", "--weight_shape", "2,3,3,3"});
  ASSERT_EQ(run.code, 0) << run.err;
  for (const char* part : {"1×3×7×5", "1×2×5×3", "params", "macs", "flops", "memory"})
    EXPECT_NE(run.out.find(part), std::string::npos) << part;
}

class TraceCommand : public testing::Test {
 protected:
  TraceCommand() {
    Tensor x(Extents{1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9}), w(Extents{1, 1, 2, 2}, {0, 1, 2, 3}), b(Extents{1}, {100});
    EXPECT_TRUE(write_npy(folder_.file("x.npy"), x).ok() && write_npy(folder_.file("w.npy"), w).ok() &&
                write_npy(folder_.file("b.npy"), b).ok());
  }

  ProgramRun trace(std::vector<std::string> more) {
    std::vector<std::string> arguments{"trace", "conv2d", "--input", "x.npy", "--weight", "w.npy", "--bias", "b.npy", "--padding", "1"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    RunOptions options;
    options.folder = folder_.path();
    return run_program(arguments, options);
  }

  TemporaryFolder folder_;
};

TEST_F(TraceCommand, ListsTheTapsTheirProductsAndTheSum) {
  json line = json::parse(trace({"--at", "0,0,1,1", "--json"}).out);
  EXPECT_EQ(line["at"], json({0, 0, 1, 1}));
  ASSERT_EQ(line["taps"].size(), 5u);
  double sum = 0;
  for (const json& tap : line["taps"]) sum += tap["product"].get<double>();
  EXPECT_EQ(sum, 125);
  EXPECT_EQ(line["sum"], 125);
  EXPECT_EQ(line["result"], 125);
  EXPECT_EQ(line["taps"][3],
            (json{{"kind", "cell"}, {"channel", 0}, {"at", {1, 1}}, {"element", {1, 1}}, {"data", 5}, {"weight", 3}, {"product", 15}}));
  EXPECT_EQ(line["taps"][4]["kind"], "bias");
}

TEST_F(TraceCommand, MarksWhatLiesInThePadding) {
  json line = json::parse(trace({"--at", "0,0,0,0", "--json"}).out);
  EXPECT_EQ(line["taps"][0]["kind"], "padding");
  EXPECT_EQ(line["taps"][0]["at"], json({-1, -1}));
  EXPECT_EQ(line["taps"][3]["kind"], "cell");
  EXPECT_EQ(line["sum"], 103);
}

TEST_F(TraceCommand, PrintsATableThatEndsWithTheSum) {
  std::string out = trace({"--at", "0,0,1,1"}).out;
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 7);
  EXPECT_EQ(out.substr(out.size() - 4), "125\n");
}

TEST(Help, IsEverywhereAndEndsWithZero) {
  const std::vector<std::vector<std::string>> all{{"--help"},
                                                  {"list", "--help"},
                                                  {"apply", "--help"},
                                                  {"apply", "conv2d", "--help"},
                                                  {"explain", "conv2d", "--help"},
                                                  {"trace", "conv2d", "--help"},
                                                  {"bench", "--help"}};
  for (const std::vector<std::string>& arguments : all) {
    ProgramRun run = run_program(arguments);
    EXPECT_EQ(run.code, 0) << arguments.front();
    EXPECT_NE(run.out.find("Usage: convscope"), std::string::npos) << run.out;
    EXPECT_EQ(run.err, "");
  }
}

TEST(Help, AnOperatorsHelpShowsItsAttributesWithTheirDefaults) {
  std::string out = run_program({"apply", "conv2d", "--help"}).out;
  for (const char* part :
       {"--stride", "--padding-mode,--padding_mode", "zeros, constant, reflect, replicate, circular [zeros]", "--groups"}) {
    EXPECT_NE(out.find(part), std::string::npos) << part;
  }
}

TEST(Version, IsOneLine) {
  ProgramRun run = run_program({"--version"});
  EXPECT_EQ(run.code, 0);
  EXPECT_EQ(run.out.rfind("convscope ", 0), 0u);
}

}  // namespace
}  // namespace convscope
