// The command line is made from the operators' descriptions: what holds for one holds for all.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/io/npy.h"
#include "support/run_program.h"

namespace convscope {
namespace {

using nlohmann::json;

json listed_operators() { return json::parse(run_program({"list", "ops", "--json"}).out); }

std::vector<json> parsed_lines(const std::string& text) {
  std::vector<json> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(json::parse(line));
  return lines;
}

ProgramRun run_in(const TemporaryFolder& folder, const std::vector<std::string>& arguments) {
  RunOptions options;
  options.folder = folder.path();
  return run_program(arguments, options);
}

void put(const TemporaryFolder& folder, const std::string& name, const Extents& extents, std::vector<float> values) {
  ASSERT_TRUE(write_npy(folder.file(name), Tensor(extents, std::move(values))).ok());
}

TEST(EveryOperator, HasTheSameOptionsInApplyExplainAndTrace) {
  for (const json& op : listed_operators()) {
    const std::string id = op["id"];
    for (const char* command : {"apply", "explain", "trace"}) {
      ProgramRun run = run_program({command, id, "--help"});
      EXPECT_EQ(run.code, 0) << command << " " << id;
      EXPECT_EQ(run.err, "") << command << " " << id;
      std::vector<json> names = op["tensors"];
      names.insert(names.end(), op["attributes"].begin(), op["attributes"].end());
      for (const json& name : names)
        EXPECT_NE(run.out.find("--" + name["name"].get<std::string>().substr(0, 3)), std::string::npos) << command << " " << id;
    }
  }
}

TEST(EveryOperator, AskedForNothingSaysWhatItNeeds) {
  for (const json& op : listed_operators()) {
    ProgramRun run = run_program({"explain", op["id"]});
    EXPECT_EQ(run.code, 2) << op["id"];
    EXPECT_NE(sentence(run).find("input"), std::string::npos) << op["id"];
  }
}

TEST(Explain, APipelineShowsTheArithmeticOfEveryNumber) {
  ProgramRun run = run_program({"explain", "depthwise_separable", "--input-shape", "1,3,6,6", "--filters", "4", "--kernel-size", "3"});
  ASSERT_EQ(run.code, 0) << run.err;
  for (const char* part : {"params: weight = 3·1·3·3 = 27", "multiplications: output cells × weights of a filter = 1·3·4·4 × 1·3·3 = 432",
                           "macs: output cells × weights of a filter = 1·4·4·4 × 3·1·1 = 192",
                           "flops: output cells × (2 a product, less 1) = 1·3·4·4 × (2·9 \u2212 1) = 816",
                           "memory: input + weight + output = 1·3·6·6 + 3·1·3·3 + 1·3·4·4 = 183", "macs: 432 + 192 = 624",
                           "flops: 816 + 320 = 1 136", "memory: 183 + 124 = 307"}) {
    EXPECT_NE(run.out.find(part), std::string::npos) << part << " is not in\n" << run.out;
  }
}

TEST(Explain, WritesTheCostWithItsArithmetic) {
  ProgramRun run = run_program({"explain", "conv2d", "--input-shape", "1,3,12,12", "--weight-shape", "256,3,5,5", "--bias-shape", "256"});
  ASSERT_EQ(run.code, 0) << run.err;
  for (const char* part : {"weight + bias = 256·3·5·5 + 256 = 19 456", "output cells × weights of a filter = 1·256·8·8 × 3·5·5 = 1 228 800",
                           "output cells × 2 a product = 1·256·8·8 × 2·75 = 2 457 600",
                           "input + weight + bias + output = 1·3·12·12 + 256·3·5·5 + 256 + 1·256·8·8 = 36 272",
                           "flops: 2 a multiply-add, less the first addition of a cell without bias"}) {
    EXPECT_NE(run.out.find(part), std::string::npos) << part << "\n" << run.out;
  }
  json line = json::parse(run_program({"explain", "conv2d", "--input-shape", "1,3,12,12", "--weight-shape", "256,3,5,5", "--json"}).out);
  EXPECT_EQ(line["cost_formulas"]["flops"], "output cells × (2 a product, less 1) = 1·256·8·8 × (2·75 − 1)");
  EXPECT_EQ(line["flops"], 1 * 256 * 8 * 8 * (2 * 75 - 1));
}

TEST(Explain, ALayerThatOnlyMovesValuesCostsMemoryAlone) {
  ProgramRun run = run_program({"explain", "relu", "--input-shape", "2,3"});
  ASSERT_EQ(run.code, 0) << run.err;
  EXPECT_NE(run.out.find("y = max(0, x)"), std::string::npos);
  EXPECT_NE(run.out.find("input + output = 2·3 + 2·3 = 12"), std::string::npos) << run.out;
}

TEST(Trace, ShowsTheFactorOfATapThatHasOne) {
  TemporaryFolder folder;
  put(folder, "a.npy", {2}, {1, 2});
  put(folder, "b.npy", {2}, {10, 20});
  std::vector<std::string> arguments{"trace", "add", "--input", "a.npy", "--other", "b.npy", "--alpha", "0.5", "--at", "1"};
  std::string out = run_in(folder, arguments).out;
  EXPECT_NE(out.find("factor"), std::string::npos) << out;
  EXPECT_NE(out.find("0.5"), std::string::npos) << out;
  arguments.push_back("--json");
  json line = json::parse(run_in(folder, arguments).out);
  EXPECT_EQ(line["taps"][1], (json{{"kind", "cell"},
                                   {"channel", 0},
                                   {"at", {1}},
                                   {"element", {0}},
                                   {"data", 20},
                                   {"weight", 1},
                                   {"coefficient", 0.5},
                                   {"product", 10}}));
  EXPECT_FALSE(line["taps"][0].contains("coefficient"));
  EXPECT_EQ(line["result"], 12);
}

TEST(Trace, EndsInWhatAnActivationMakesOfTheSum) {
  TemporaryFolder folder;
  put(folder, "x.npy", {2}, {-4, 4});
  json line =
      json::parse(run_in(folder, {"trace", "leaky_relu", "--input", "x.npy", "--negative-slope", "0.25", "--at", "0", "--json"}).out);
  EXPECT_EQ(line["sum"], -4);
  EXPECT_EQ(line["result"], -1);
}

TEST(Apply, TakesASecondInputAndANegativeAxis) {
  TemporaryFolder folder;
  put(folder, "a.npy", {2, 1}, {1, 2});
  put(folder, "b.npy", {2, 2}, {3, 4, 5, 6});
  ProgramRun run = run_in(folder, {"apply", "cat", "--input", "a.npy", "--other", "b.npy", "--dim", "-1", "--output", "y.npy"});
  ASSERT_EQ(run.code, 0) << run.err;
  Tensor y = read_npy(folder.file("y.npy")).value().tensor;
  EXPECT_EQ(y.extents, (Extents{2, 3}));
  EXPECT_EQ(y.data, (std::vector<float>{1, 3, 4, 2, 5, 6}));
}

TEST(Apply, IndicesAreRefusedWhereNothingWins) {
  TemporaryFolder folder;
  put(folder, "x.npy", {2}, {1, 2});
  EXPECT_EQ(run_in(folder, {"apply", "relu", "--input", "x.npy", "--output", "y.npy", "--indices-output", "i.npy"}).code, 2);
  folder.write("cases.jsonl", R"({"op":"relu","input":"x.npy","output":"y.npy","indices_output":"i.npy"})");
  json line = json::parse(run_in(folder, {"apply", "--batch", "cases.jsonl"}).out);
  EXPECT_NE(line["error"].get<std::string>().find("indices_output"), std::string::npos);
}

TEST(Apply, WritesTheWinnersIndicesAsInt64) {
  TemporaryFolder folder;
  put(folder, "x.npy", {1, 1, 2, 4}, {1, 5, 2, 0, 3, 4, 9, 8});
  std::vector<std::string> arguments{"apply",    "max_pool2d", "--input",          "x.npy", "--kernel-size", "2",
                                     "--output", "y.npy",      "--indices-output", "i.npy", "--json"};
  for (const char* device : {"auto", "cpu"}) {
    arguments.insert(arguments.end(), {"--device", device});
    ProgramRun run = run_in(folder, arguments);
    ASSERT_EQ(run.code, 0) << run.err;
    EXPECT_EQ(json::parse(run.out)["indices_output"], "i.npy");
    EXPECT_EQ(read_npy(folder.file("y.npy")).value().tensor.data, (std::vector<float>{5, 9}));
    Result<NpyFile> indices = read_npy(folder.file("i.npy"));
    EXPECT_EQ(indices->tensor.extents, (Extents{1, 1, 1, 2}));
    EXPECT_EQ(indices->tensor.data, (std::vector<float>{1, 6}));
    EXPECT_EQ(indices->note, "int64 converted to float32");
    arguments.resize(arguments.size() - 2);
  }
  folder.write("cases.jsonl",
               R"({"op":"max_pool2d","input":"x.npy","kernel_size":2,"stride":null,"output":"y.npy","indices_output":"j.npy"})");
  json line = json::parse(run_in(folder, {"apply", "--batch", "cases.jsonl"}).out);
  EXPECT_EQ(line.value("indices_output", ""), "j.npy") << line;
  EXPECT_EQ(file_bytes(folder.file("j.npy")), file_bytes(folder.file("i.npy")));
}

TEST(Explain, AnAttributeThatIsLeftOutIsNotShown) {
  const std::vector<std::string> arguments{"explain", "avg_pool2d", "--input-shape", "1,1,6,8", "--kernel-size", "2"};
  ProgramRun text = run_program(arguments);
  ASSERT_EQ(text.code, 0) << text.err;
  EXPECT_EQ(text.out.find("divisor_override"), std::string::npos) << text.out;
  std::vector<std::string> as_json = arguments;
  as_json.push_back("--json");
  json line = json::parse(run_program(as_json).out);
  EXPECT_TRUE(line["attributes"].at("divisor_override").is_null());
  EXPECT_EQ(line["output_shape"], json({1, 1, 3, 4}));
  json ops = listed_operators();
  auto pool = std::find_if(ops.begin(), ops.end(), [](const json& op) { return op["id"] == "max_pool2d"; });
  EXPECT_TRUE((*pool)["attributes"][0]["default"].is_null()) << *pool;
  EXPECT_TRUE((*pool)["names_winner"].get<bool>());
}

// ---- pipelines --------------------------------------------------------------------------------------------------------------
TEST(Explain, APipelinesPartsAndWholeStandBesideTheStandardConvolution) {
  const std::vector<std::string> arguments{
      "explain", "depthwise_separable", "--input-shape", "1,3,12,12", "--filters", "256", "--kernel-size", "5"};
  ProgramRun text = run_program(arguments);
  ASSERT_EQ(text.code, 0) << text.err;
  for (const char* part : {"depthwise", "pointwise", "1×256×8×8", "multiplications 53 952 / 1 228 800 = 0.04391",
                           "multiplications: output cells × weights of a filter = 1·3·8·8 × 1·5·5 = 4 800"}) {
    EXPECT_NE(text.out.find(part), std::string::npos) << part << "\n" << text.out;
  }
  std::vector<std::string> as_json = arguments;
  as_json.push_back("--json");
  json line = json::parse(run_program(as_json).out);
  EXPECT_EQ(line["total"]["multiplications"], 53952);
  EXPECT_EQ(line["standard"]["multiplications"], 1228800);
  ASSERT_EQ(line["parts"].size(), 2u);
  EXPECT_EQ(line["parts"][0]["name"], "depthwise");
  EXPECT_EQ(line["parts"][0]["multiplications"], 4800);
  EXPECT_EQ(line["parts"][1]["receptive_field"][0], (json{{"size", 5.0}, {"jump", 1.0}, {"start", 2.0}}));
  EXPECT_EQ(line["given"]["depthwise.weight"], json({3, 1, 5, 5}));
}

TEST(Explain, AStackIsReadFromOneLine) {
  json line = json::parse(run_program({"explain", "stack", "--input-shape", "1,3,32,32", "--layers",
                                       "conv2d kernel=3 filters=8; relu; max_pool2d kernel_size=2", "--json"})
                              .out);
  EXPECT_EQ(line["output_shape"], json({1, 8, 15, 15}));
  EXPECT_EQ(line["parts"][2]["receptive_field"][1], (json{{"size", 4.0}, {"jump", 2.0}, {"start", 1.5}}));
  ProgramRun wrong = run_program({"explain", "stack", "--input-shape", "1,3,32,32", "--layers", "conv2d kernel=40"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_EQ(sentence(wrong), "1 conv2d: kernel 40 is larger than the input, the input is 32 tall");
}

TEST(List, NamesThePipelinesAndEachIsExplainable) {
  json list = json::parse(run_program({"list", "pipelines", "--json"}).out);
  EXPECT_GE(list.size(), 8u);
  for (const json& pipeline : list) {
    const std::string id = pipeline["id"];
    EXPECT_EQ(run_program({"explain", id, "--help"}).code, 0) << id;
    if (id == "stack") continue;
    std::vector<std::string> arguments{"explain", id, "--input-shape", "1,9,12,12", "--json"};
    if (id == "shufflenet_unit_stride2") arguments.insert(arguments.end(), {"--filters", "18"});
    ProgramRun run = run_program(arguments);
    ASSERT_EQ(run.code, 0) << id << ": " << run.err;
    EXPECT_FALSE(json::parse(run.out)["parts"].empty()) << id;
  }
}

// ---- a long batch -----------------------------------------------------------------------------------------------------------
// Cases of several operators and of ever other sizes, every tenth of them wrong.
std::string long_batch(int cases) {
  std::string lines;
  for (int i = 0; i < cases; ++i) {
    const std::string x = "x" + std::to_string(i % 23) + ".npy";
    json line{{"input", x}, {"output", "y.npy"}};
    switch (i % 7) {
      case 0:
        line.update({{"op", "conv2d"}, {"weight", "w.npy"}, {"padding", i % 5}, {"stride", 1 + i % 3}, {"dilation", 1 + i % 2}});
        break;
      case 1: line.update({{"op", "relu"}}); break;
      case 2: line.update({{"op", "add"}, {"other", x}, {"alpha", i * 0.25}}); break;
      case 3: line.update({{"op", "cat"}, {"other", x}, {"dim", i % 4}}); break;
      case 4: line.update({{"op", "dropout"}, {"seed", i}}); break;
      case 5: line.update({{"op", "hardsigmoid"}, {"form", i % 2 ? "linear" : "relu6"}}); break;
      default: line.update({{"op", "silu"}}); break;
    }
    if (i % 10 == 9) line["input"] = "missing.npy";
    lines += line.dump() + "\n";
  }
  return lines;
}

TEST(Batch, ThreeThousandCasesTakeNoMoreMemoryThanThreeHundred) {
  TemporaryFolder folder;
  for (int i = 0; i < 23; ++i) {
    ASSERT_TRUE(write_npy(folder.file("x" + std::to_string(i) + ".npy"), Tensor(Extents{1, 3, 20 + 3 * i, 90 - 2 * i}, 0.5f)).ok());
  }
  ASSERT_TRUE(write_npy(folder.file("w.npy"), Tensor(Extents{4, 3, 3, 3}, 0.25f)).ok());
  long memory[2] = {};
  const int counts[2] = {300, 3000};
  for (int i : {0, 1}) {
    folder.write("cases.jsonl", long_batch(counts[i]));
    ProgramRun run = run_in(folder, {"apply", "--batch", "cases.jsonl"});
    EXPECT_EQ(run.code, 1);
    const std::vector<json> results = parsed_lines(run.out);
    ASSERT_EQ(results.size(), static_cast<std::size_t>(counts[i])) << run.err;
    for (std::size_t line = 0; line < results.size(); ++line) EXPECT_EQ(results[line].contains("error"), line % 10 == 9) << results[line];
    memory[i] = run.most_memory;
  }
  EXPECT_LE(memory[1], memory[0] + 16 * 1024) << "KiB";
}

}  // namespace
}  // namespace convscope
