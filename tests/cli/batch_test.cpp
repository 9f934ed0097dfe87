// Many cases in one process, against plain loops written here.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "engine/io/npy.h"
#include "support/run_program.h"

namespace convscope {
namespace {

using nlohmann::json;

struct Case {
  Index n, c, height, width, filters, kernel_h, kernel_w, stride_h, stride_w, pad_h, pad_w, dilation, groups;
  Tensor x, w;
};

Tensor whole_numbers(const Extents& extents, std::mt19937& random) {
  Tensor tensor(extents);
  for (float& value : tensor.data) value = static_cast<float>(static_cast<int>(random() % 19) - 9);
  return tensor;
}

Case random_case(std::mt19937& random) {
  auto pick = [&](Index low, Index high) { return low + static_cast<Index>(random() % static_cast<std::uint32_t>(high - low + 1)); };
  Case made{};
  made.groups = pick(1, 3);
  made.n = pick(1, 2), made.c = made.groups * pick(1, 2), made.filters = made.groups * pick(1, 2);
  made.height = pick(7, 11), made.width = pick(7, 13);
  made.kernel_h = pick(1, 3), made.kernel_w = pick(1, 4), made.dilation = pick(1, 2);
  made.stride_h = pick(1, 3), made.stride_w = pick(1, 3), made.pad_h = pick(0, 3), made.pad_w = pick(0, 3);
  made.x = whole_numbers({made.n, made.c, made.height, made.width}, random);
  made.w = whole_numbers({made.filters, made.c / made.groups, made.kernel_h, made.kernel_w}, random);
  return made;
}

Tensor plain_loops(const Case& k) {
  Index rows = (k.height + 2 * k.pad_h - k.dilation * (k.kernel_h - 1) - 1) / k.stride_h + 1;
  Index columns = (k.width + 2 * k.pad_w - k.dilation * (k.kernel_w - 1) - 1) / k.stride_w + 1;
  Tensor y(Extents{k.n, k.filters, rows, columns});
  Index per_group = k.c / k.groups;
  for (Index cell = 0; cell < y.count(); ++cell) {
    Cell out = cell_of(y.extents, cell);
    Index first = out[1] / (k.filters / k.groups) * per_group;
    for (Index tap = 0; tap < per_group * k.kernel_h * k.kernel_w; ++tap) {
      Index c = tap / (k.kernel_h * k.kernel_w), ky = tap / k.kernel_w % k.kernel_h, kx = tap % k.kernel_w;
      Index row = out[2] * k.stride_h - k.pad_h + ky * k.dilation, column = out[3] * k.stride_w - k.pad_w + kx * k.dilation;
      if (row < 0 || row >= k.height || column < 0 || column >= k.width) continue;
      y[cell] += k.x.at({out[0], first + c, row, column}) * k.w.at({out[1], c, ky, kx});
    }
  }
  return y;
}

json line_of(const Case& k, const std::string& name) {
  return {{"op", "conv2d"},
          {"input", name + "_x.npy"},
          {"weight", name + "_w.npy"},
          {"bias", nullptr},
          {"stride", {k.stride_h, k.stride_w}},
          {"padding", {k.pad_h, k.pad_w}},
          {"dilation", k.dilation},
          {"groups", k.groups},
          {"output", name + "_y.npy"}};
}

ProgramRun run_batch(const TemporaryFolder& folder, const std::string& lines, const std::string& device) {
  folder.write("cases.jsonl", lines);
  RunOptions options;
  options.folder = folder.path();
  return run_program({"apply", "--batch", "cases.jsonl", "--device", device}, options);
}

std::vector<json> parsed_lines(const std::string& text) {
  std::vector<json> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(json::parse(line));
  return lines;
}

std::vector<Index> sizes(const Extents& extents) { return {extents[0], extents[1], extents[2], extents[3]}; }

TEST(Batch, ManyCasesInOneProcessComeOutExact) {
  constexpr int kCases = 120;
  TemporaryFolder folder;
  std::mt19937 random(20260101);
  std::vector<Case> cases;
  std::string lines;
  for (int i = 0; i < kCases; ++i) {
    cases.push_back(random_case(random));
    std::string name = "c" + std::to_string(i);
    ASSERT_TRUE(write_npy(folder.file(name + "_x.npy"), cases.back().x).ok());
    ASSERT_TRUE(write_npy(folder.file(name + "_w.npy"), cases.back().w).ok());
    lines += line_of(cases.back(), name).dump() + "\n";
  }
  for (const char* device : {"auto", "cpu"}) {
    ProgramRun run = run_batch(folder, lines, device);
    ASSERT_EQ(run.code, 0) << run.err;
    std::vector<json> results = parsed_lines(run.out);
    ASSERT_EQ(results.size(), static_cast<std::size_t>(kCases));
    for (int i = 0; i < kCases; ++i) {
      Tensor expected = plain_loops(cases[static_cast<std::size_t>(i)]);
      const json& line = results[static_cast<std::size_t>(i)];
      std::string what =
          device + std::string(": ") + line_of(cases[static_cast<std::size_t>(i)], "c" + std::to_string(i)).dump() + " gave " + line.dump();
      ASSERT_EQ(line.value("shape", std::vector<Index>{}), sizes(expected.extents)) << what;
      EXPECT_TRUE(line.contains("output") && line.contains("device") && line.contains("seconds")) << what;
      Result<NpyFile> y = read_npy(folder.file(line["output"]));
      ASSERT_TRUE(y.ok()) << what;
      ASSERT_EQ(y->tensor.data, expected.data) << what;
    }
  }
}

TEST(Batch, ABadCaseGivesItsErrorLineAndTheOthersGoOn) {
  TemporaryFolder folder;
  ASSERT_TRUE(write_npy(folder.file("x.npy"), Tensor(Extents{1, 1, 3, 3}, 1.0f)).ok());
  ASSERT_TRUE(write_npy(folder.file("w.npy"), Tensor(Extents{1, 1, 2, 2}, 1.0f)).ok());
  const std::string good = R"({"op":"conv2d","input":"x.npy","weight":"w.npy","output":"y.npy"})";
  const std::vector<std::pair<std::string, std::string>> bad{
      {"{", "no JSON"},
      {R"({"op":"conv2d","input":"x.npy","weight":"w.npy","output":"y.npy","stride":NaN})", "no JSON"},
      {"[1]", "array"},
      {R"({"input":"x.npy"})", "\"op\""},
      {R"({"op":"conv9"})", "conv2d"},
      {R"({"op":"conv2d","input":"x.npy","weight":"w.npy"})", "\"output\""},
      {R"({"op":"conv2d","input":"x.npy","output":"y.npy"})", "'weight'"},
      {R"({"op":"conv2d","input":7,"weight":"w.npy","output":"y.npy"})", "\"input\" is 7"},
      {R"({"op":"conv2d","input":"x.npy","weight":"w.npy","output":"y.npy","strides":2})", "\"strides\""},
      {R"({"op":"conv2d","input":"x.npy","weight":"w.npy","output":"y.npy","stride":2.5})", "2.5"},
      {R"({"op":"conv2d","input":"x.npy","weight":"w.npy","output":"y.npy","stride":[1,"a"]})", "\"stride\" is [1,\"a\"]"},
      {R"({"op":"conv2d","input":"x.npy","weight":"w.npy","output":"y.npy","stride":0})", "at least 1"},
      {R"({"op":"conv2d","input":"x.npy","weight":"w.npy","output":"y.npy","padding_value":4})", "padding_value 4 counts only with"},
      {R"({"op":"max_pool2d","input":"x.npy","kernel_size":2,"output":"y.npy","indices_output":"y.npy"})", "are the same file"},
      {R"({"op":"conv2d","input":"no.npy","weight":"w.npy","output":"y.npy"})", "No such file"},
      {R"({"op":"conv2d","input":"x.npy","weight":"w.npy","output":"missing/y.npy"})", "cannot write 'missing/y.npy'"},
  };
  std::string lines;
  for (const auto& [line, why] : bad) lines += line + "\n" + good + "\n\n";
  ProgramRun run = run_batch(folder, lines, "cpu");
  EXPECT_EQ(run.code, 1);
  EXPECT_EQ(run.err, "");
  std::vector<json> results = parsed_lines(run.out);
  ASSERT_EQ(results.size(), 2 * bad.size());
  for (std::size_t i = 0; i < bad.size(); ++i) {
    EXPECT_NE(results[2 * i].value("error", "").find(bad[i].second), std::string::npos) << bad[i].first << " gave " << results[2 * i];
    EXPECT_EQ(results[2 * i + 1].value("output", ""), "y.npy");
  }
  EXPECT_EQ(folder.names(), (std::vector<std::string>{"cases.jsonl", "w.npy", "x.npy", "y.npy"}));
}

TEST(Batch, ReadsStandardInput) {
  TemporaryFolder folder;
  ASSERT_TRUE(write_npy(folder.file("x.npy"), Tensor(Extents{1, 1, 3, 3}, 1.0f)).ok());
  RunOptions options;
  options.folder = folder.path();
  options.input = folder.write("lines", R"({"op":"conv2d","input":"x.npy","weight":"x.npy","output":"y.npy"})");
  ProgramRun run = run_program({"apply", "--batch", "-", "--device", "cpu"}, options);
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(parsed_lines(run.out).at(0)["shape"], json({1, 1, 1, 1}));
}

}  // namespace
}  // namespace convscope
