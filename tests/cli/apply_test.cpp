// One application of conv2d through the built program.
#include <gtest/gtest.h>

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
