// One application of conv2d through the built program.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <limits>

#include "engine/io/npy.h"
#include "support/run_program.h"
#include "support/sample_files.h"

namespace convscope {
namespace {

void put(const TemporaryFolder& folder, const std::string& name, const Extents& extents, std::vector<float> values) {
  ASSERT_TRUE(write_npy(folder.file(name), Tensor(extents, std::move(values))).ok());
}

// The example every course begins with: 1..9 under 0 1 / 2 3 gives 25 31 / 43 49 … by hand 0·1 + 1·2 + 2·4 + 3·5 = 25.
void put_example(const TemporaryFolder& folder) {
  put(folder, "x.npy", {1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
  put(folder, "w.npy", {1, 1, 2, 2}, {0, 1, 2, 3});
}

ProgramRun apply(const TemporaryFolder& folder, std::vector<std::string> more) {
  std::vector<std::string> arguments{"apply", "conv2d", "--input", "x.npy", "--weight", "w.npy", "--output", "y.npy"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  RunOptions options;
  options.folder = folder.path();
  return run_program(arguments, options);
}

Tensor result(const TemporaryFolder& folder) {
  Result<NpyFile> file = read_npy(folder.file("y.npy"));
  EXPECT_TRUE(file.ok()) << file.error().message;
  return file.ok() ? file->tensor : Tensor{};
}

TEST(Apply, GivesTheHandWorkedNumbersOnEveryDevice) {
  for (const char* device : {"auto", "cpu", "reference"}) {
    TemporaryFolder folder;
    put_example(folder);
    ProgramRun run = apply(folder, {"--device", device});
    ASSERT_EQ(run.code, 0) << run.err;
    Tensor y = result(folder);
    EXPECT_EQ(y.extents, (Extents{1, 1, 2, 2})) << device;
    EXPECT_EQ(y.data, (std::vector<float>{25, 31, 43, 49})) << device;
  }
}

TEST(Apply, ItsOutputHasTheShortNameOfOtherCommands) {
  TemporaryFolder folder;
  put_example(folder);
  RunOptions options;
  options.folder = folder.path();
  const ProgramRun run = run_program({"apply", "conv2d", "--input", "x.npy", "--weight", "w.npy", "-o", "y.npy"}, options);
  ASSERT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(result(folder).data, (std::vector<float>{25, 31, 43, 49}));
}

TEST(Apply, TakesDashesUnderscoresEqualSignsAndLists) {
  TemporaryFolder folder;
  put_example(folder);
  ASSERT_EQ(apply(folder, {"--device=cpu", "--padding-mode=replicate", "--padding", "1,0,0,0", "--stride=2,1"}).code, 0);
  Tensor dashed = result(folder);
  EXPECT_EQ(dashed.extents, (Extents{1, 1, 2, 2}));
  EXPECT_EQ(dashed.data, (std::vector<float>{0 + 2 + 2 + 6, 0 + 3 + 4 + 9, 43, 49}));
  ASSERT_EQ(apply(folder, {"--device", "cpu", "--padding_mode", "replicate", "--padding", "[1, 0, 0, 0]", "--stride", "2,1"}).code, 0);
  EXPECT_EQ(result(folder).data, dashed.data);
}

TEST(Apply, TheFillOfConstantPaddingIsCalledValueToo) {
  TemporaryFolder folder;
  put_example(folder);
  ASSERT_EQ(apply(folder, {"--device", "cpu", "--padding", "1", "--padding-mode", "constant", "--value", "10"}).code, 0);
  EXPECT_EQ(result(folder)[0], 0 + 10 + 20 + 3);
  ASSERT_EQ(apply(folder, {"--device", "cpu", "--padding", "1", "--padding-mode", "constant", "--padding-value", "-2.5"}).code, 0);
  EXPECT_EQ(result(folder)[0], 0 - 2.5f - 5 + 3);
}

TEST(Apply, AddsTheBiasAndSaysWhatWasConverted) {
  TemporaryFolder folder;
  put_example(folder);
  folder.write("b.npy", npy_bytes(npy_header("<i8", "(1,)"), raw_bytes<std::int64_t>({100})));
  ProgramRun run = apply(folder, {"--bias", "b.npy", "--device", "cpu"});
  ASSERT_EQ(run.code, 0);
  EXPECT_EQ(sentence(run), "'b.npy': int64 converted to float32");
  EXPECT_EQ(result(folder)[0], 125);
}

TEST(Apply, AFillThatNoModeTakesIsRefused) {
  TemporaryFolder folder;
  put_example(folder);
  ProgramRun run = apply(folder, {"--device", "cpu", "--padding", "1", "--value", "10"});
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(sentence(run), "padding_value 10 counts only with padding_mode constant, which is zeros");
  run = apply(folder, {"--device", "cpu", "--padding", "1", "--padding-mode", "reflect", "--padding-value", "-2.5"});
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(sentence(run), "padding_value -2.5 counts only with padding_mode constant, which is reflect");
  EXPECT_FALSE(std::filesystem::exists(folder.file("y.npy")));
  EXPECT_EQ(apply(folder, {"--device", "cpu", "--padding", "1", "--value", "0"}).code, 0) << "zeros are what it is";
}

constexpr float kNan = std::numeric_limits<float>::quiet_NaN(), kInfinity = std::numeric_limits<float>::infinity();

TEST(Apply, WhatIsNotFiniteIsComputedAndToldOnce) {
  for (const char* device : {"auto", "cpu", "reference"}) {
    TemporaryFolder folder;
    put_example(folder);
    put(folder, "x.npy", {1, 1, 3, 3}, {1, 2, 3, 4, 5, kNan, 7, kInfinity, -kInfinity});
    ProgramRun run = apply(folder, {"--device", device});
    ASSERT_EQ(run.code, 0) << run.err;
    EXPECT_EQ(sentence(run), "'x.npy': 3 of 9 values are not finite (1 NaN, 2 infinite), the first is nan at (0, 0, 1, 2)") << device;
    const Tensor y = result(folder);
    EXPECT_EQ(y[0], 25) << "no cell of its window is among them";
    EXPECT_TRUE(std::isnan(y[1])) << device;
    EXPECT_EQ(y[2], kInfinity) << device;
    EXPECT_TRUE(std::isnan(y[3])) << "∞ − ∞ on " << device;
  }
}

ProgramRun pool(const TemporaryFolder& folder, const std::string& output, const std::string& indices) {
  RunOptions options;
  options.folder = folder.path();
  return run_program({"apply", "max_pool2d", "--input", "x.npy", "--kernel-size", "2", "--output", output, "--indices-output", indices,
                      "--device", "cpu"}, options);
}

TEST(Apply, BothOutputsAreWrittenOrNone) {
  TemporaryFolder folder;
  put(folder, "x.npy", {1, 1, 2, 2}, {1, 2, 3, 4});
  put(folder, "old.npy", {1}, {7});
  for (const char* output : {"y.npy", "old.npy"}) {
    ProgramRun run = pool(folder, output, "missing/i.npy");
    EXPECT_EQ(run.code, 1);
    EXPECT_EQ(sentence(run), "cannot write 'missing/i.npy': No such file or directory");
  }
  EXPECT_EQ(folder.names(), (std::vector<std::string>{"old.npy", "x.npy"}));
  EXPECT_EQ(read_npy(folder.file("old.npy"))->tensor.data, std::vector<float>{7});
  ASSERT_EQ(pool(folder, "y.npy", "i.npy").code, 0);
  EXPECT_EQ(read_npy(folder.file("y.npy"))->tensor.data, std::vector<float>{4});
  EXPECT_EQ(read_npy(folder.file("i.npy"))->tensor.data, std::vector<float>{3});
}

TEST(Apply, OneFileForBothOutputsIsRefused) {
  TemporaryFolder folder;
  put(folder, "x.npy", {1, 1, 2, 2}, {1, 2, 3, 4});
  put(folder, "y.npy", {1}, {7});
  std::filesystem::create_symlink("y.npy", folder.file("link.npy"));
  for (const char* other : {"y.npy", "./y.npy", "link.npy"}) {
    ProgramRun run = pool(folder, "y.npy", other);
    EXPECT_EQ(run.code, 2) << other;
    EXPECT_EQ(sentence(run), std::string("output 'y.npy' and indices_output '") + other + "' are the same file");
  }
  EXPECT_EQ(read_npy(folder.file("y.npy"))->tensor.data, std::vector<float>{7}) << "nothing was written";
  EXPECT_EQ(pool(folder, "/dev/null", "/dev/null").code, 0) << "a device takes both";
}

TEST(Apply, TheOutputMayReplaceAnInput) {
  TemporaryFolder folder;
  put(folder, "x.npy", {1, 1, 2, 2}, {1, 2, 3, 4});
  ASSERT_EQ(pool(folder, "x.npy", "i.npy").code, 0);
  EXPECT_EQ(read_npy(folder.file("x.npy"))->tensor.data, std::vector<float>{4});
}

TEST(Apply, JsonHasTheOutputTheShapeTheDeviceAndTheSeconds) {
  TemporaryFolder folder;
  put_example(folder);
  ProgramRun run = apply(folder, {"--device", "reference", "--json"});
  EXPECT_EQ(run.out.rfind(R"({"output":"y.npy","shape":[1,1,2,2],"device":"reference","seconds":)", 0), 0u) << run.out;
  EXPECT_EQ(run.err, "");
}

TEST(Apply, WithoutComputeShadersTheCpuComputesAndSaysSo) {
  TemporaryFolder folder;
  put_example(folder);
  RunOptions options;
  options.folder = folder.path();
  options.environment = {{"CONVSCOPE_DISABLE_GPU", "1"}};
  std::vector<std::string> arguments{"apply", "conv2d", "--input", "x.npy", "--weight", "w.npy", "--output", "y.npy", "--json"};
  ProgramRun run = run_program(arguments, options);
  ASSERT_EQ(run.code, 0) << run.err;
  EXPECT_NE(run.out.find(R"("device":"cpu")"), std::string::npos) << run.out;
  EXPECT_EQ(sentence(run).rfind("computed on cpu: ", 0), 0u);
  EXPECT_EQ(result(folder).data, (std::vector<float>{25, 31, 43, 49}));

  arguments.insert(arguments.end(), {"--device", "gpu"});
  EXPECT_EQ(run_program(arguments, options).code, 1);
}

}  // namespace
}  // namespace convscope
