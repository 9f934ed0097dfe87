// Every kind of bad input: one sentence that says what, where and the values; the right exit code; nothing written.
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "engine/io/npy.h"
#include "support/run_program.h"
#include "support/sample_files.h"

namespace convscope {
namespace {

class BadInput : public testing::Test {
 protected:
  BadInput() {
    put("x.npy", {1, 2, 5, 7});
    put("w.npy", {4, 2, 3, 3});
    names_before_ = folder_.names();
  }

  void put(const std::string& name, const Extents& extents) { EXPECT_TRUE(write_npy(folder_.file(name), Tensor(extents, 1.0f)).ok()); }

  // Runs in the folder; afterwards there must be nothing new in it.
  std::string refused(int code, const std::vector<std::string>& arguments, RunOptions options = {}) {
    names_before_ = folder_.names();
    options.folder = folder_.path();
    ProgramRun run = run_program(arguments, options);
    EXPECT_EQ(run.code, code) << run.err;
    EXPECT_EQ(run.out, "");
    EXPECT_EQ(folder_.names(), names_before_);
    return sentence(run);
  }

  std::string conv2d(int code, std::vector<std::string> more, const std::string& input = "x.npy", const std::string& output = "y.npy",
                     RunOptions options = {}) {
    std::vector<std::string> arguments{"apply", "conv2d", "--device", "cpu", "--input", input, "--weight", "w.npy", "--output", output};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return refused(code, arguments, std::move(options));
  }

  TemporaryFolder folder_;
  std::vector<std::string> names_before_;
};

void expect_names(const std::string& text, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) EXPECT_NE(text.find(part), std::string::npos) << "\"" << part << "\" is not in: " << text;
}

TEST_F(BadInput, StrideZero) { EXPECT_EQ(conv2d(2, {"--stride", "0"}), "stride must be at least 1, it is 0"); }

TEST_F(BadInput, AKernelLargerThanThePaddedInput) { expect_names(conv2d(2, {"--dilation", "4"}), {"kernel 3", "dilation 4", "9", "5"}); }

TEST_F(BadInput, GroupsThatDoNotDivide) { expect_names(conv2d(2, {"--groups", "3"}), {"groups 3", "2 input channels"}); }

TEST_F(BadInput, NotANumber) {
  expect_names(conv2d(2, {"--padding-value", "NaN"}), {"padding_value", "finite", "nan"});
  expect_names(conv2d(2, {"--stride", "nan"}), {"stride", "nan"});
}

TEST_F(BadInput, PaddingOfMinusOne) {
  EXPECT_EQ(conv2d(2, {"--padding", "-1"}), "padding must be at least 0, it is -1");
  EXPECT_EQ(conv2d(2, {"--padding=0,-1"}), "padding must be at least 0, it is -1");
}

TEST_F(BadInput, ReflectPaddingAsWideAsTheInput) {
  expect_names(conv2d(2, {"--padding", "5", "--padding-mode", "reflect"}), {"reflect", "5"});
}

TEST_F(BadInput, AnAttributeThatDoesNotExistListsThoseThatDo) {
  expect_names(conv2d(2, {"--strid", "2"}), {"--strid", "--stride", "--padding", "--dilation", "--groups"});
}

TEST_F(BadInput, AnOperatorOrACommandThatDoesNotExistListsThoseThatDo) {
  expect_names(refused(2, {"apply", "conv9", "--input", "x.npy"}), {"conv9", "conv2d"});
  expect_names(refused(2, {"aply"}), {"aply", "apply", "explain", "trace", "list"});
  expect_names(refused(2, {"list", "ops", "more"}), {"more"});
}

TEST_F(BadInput, AMissingOption) {
  expect_names(refused(2, {"apply", "conv2d", "--input", "x.npy", "--output", "y.npy"}), {"--weight"});
  expect_names(refused(2, {"apply", "conv2d", "--input", "x.npy", "--weight"}), {"--weight"});
  expect_names(refused(2, {"apply"}), {"--batch"});
}

TEST_F(BadInput, ADeviceThatDoesNotExist) {
  std::vector<std::string> arguments{"apply", "conv2d", "--input", "x.npy", "--weight", "w.npy", "--output", "y.npy", "--device", "tpu"};
  expect_names(refused(2, arguments), {"tpu", "auto", "gpu", "cpu", "reference"});
}

TEST_F(BadInput, AMissingFile) { EXPECT_EQ(conv2d(1, {}, "no.npy"), "cannot read 'no.npy': No such file or directory"); }

TEST_F(BadInput, AnEmptyNpy) {
  folder_.write("empty.npy", "");
  EXPECT_EQ(conv2d(1, {}, "empty.npy"), "cannot read 'empty.npy': it is empty (0 bytes); expected a .npy file");
  folder_.write("none.npy", npy_bytes(npy_header("<f4", "(0, 2, 5, 7)"), ""));
  EXPECT_EQ(conv2d(1, {}, "none.npy"), "cannot read 'none.npy': its shape 0×2×5×7 holds no values");
}

TEST_F(BadInput, AnObjectDtypeNpy) {
  folder_.write("o.npy", npy_bytes(npy_header("|O", "(1, 2, 5, 7)"), "pickle"));
  expect_names(conv2d(1, {}, "o.npy"), {"'o.npy'", "object", "float32"});
}

TEST_F(BadInput, AnInputOfTheWrongRank) {
  put("flat.npy", {5, 7});
  expect_names(conv2d(2, {}, "flat.npy"), {"4 axes", "5×7"});
}

TEST_F(BadInput, AFolderThatCannotBeWritten) {
  expect_names(conv2d(1, {}, "x.npy", "missing/y.npy"), {"cannot write 'missing/y.npy'", "No such file or directory"});
  expect_names(conv2d(1, {}, "x.npy", "x.npy/y.npy"), {"cannot write 'x.npy/y.npy'", "Not a directory"});
  // The kernel's own folder refuses everyone, the superuser included.
  expect_names(conv2d(1, {}, "x.npy", "/sys/y.npy"), {"cannot write '/sys/y.npy'"});
}

TEST_F(BadInput, AFullDisk) {
  EXPECT_EQ(conv2d(1, {}, "x.npy", "/dev/full"), "cannot write '/dev/full': No space left on device");
}

TEST_F(BadInput, AFileSizeLimitLeavesTheOlderFile) {
  std::string older = "older result";
  folder_.write("y.npy", older);
  RunOptions options;
  options.largest_file = 100;
  EXPECT_EQ(conv2d(1, {}, "x.npy", "y.npy", options), "cannot write 'y.npy': File too large");
  EXPECT_EQ(file_bytes(folder_.file("y.npy")), older);
}

TEST_F(BadInput, ADiskThatFillsUpLeavesNothing) {
  std::string small = folder_.file("small");
  ASSERT_EQ(::mkdir(small.c_str(), 0700), 0);
  if (::mount("none", small.c_str(), "tmpfs", 0, "size=4k") != 0) GTEST_SKIP() << "mounting a small disk needs the superuser";
  put("big.npy", {1, 2, 64, 64});
  std::string said = conv2d(1, {}, "big.npy", "small/y.npy");
  EXPECT_TRUE(std::filesystem::is_empty(small));
  ASSERT_EQ(::umount(small.c_str()), 0);
  EXPECT_EQ(said, "cannot write 'small/y.npy': No space left on device");
}

TEST_F(BadInput, ALineAsDeepAsAWellCostsOnlyItself) {
  const std::string deep = std::string(200000, '[') + std::string(200000, ']');
  const std::string good = R"({"op":"relu","input":"x.npy","output":"good.npy"})";
  folder_.write("cases.jsonl", R"({"op":"relu","input":)" + deep + R"(,"output":"y.npy"})" + "\n" +
                                   R"({"op":"leaky_relu","input":"x.npy","output":"y.npy","negative_slope":)" + deep + "}\n" + good + "\n");
  RunOptions options;
  options.folder = folder_.path();
  const ProgramRun run = run_program({"apply", "--batch", "cases.jsonl"}, options);
  EXPECT_EQ(run.code, 1);
  EXPECT_NE(run.out.find("a list of 1"), std::string::npos) << run.out;
  EXPECT_TRUE(std::filesystem::exists(folder_.file("good.npy")));
}

TEST_F(BadInput, AFilmThatDoesNotFitOnTheDiskIsNoFilm) {
  std::string small = folder_.file("small");
  ASSERT_EQ(::mkdir(small.c_str(), 0700), 0);
  if (::mount("none", small.c_str(), "tmpfs", 0, "size=100k") != 0) GTEST_SKIP() << "mounting a small disk needs the superuser";
  for (const char* format : {"gif", "mp4"}) {
    const std::string film = small + "/film." + format;
    const ProgramRun run = run_program({"export", "padding", "--steps", "1:6", "--size", "1280x720", "-o", film});
    EXPECT_EQ(run.code, 1) << format;
    EXPECT_NE(sentence(run).find("cannot write '" + film + "'"), std::string::npos) << sentence(run);
    EXPECT_TRUE(std::filesystem::is_empty(small)) << format;
  }
  ASSERT_EQ(::umount(small.c_str()), 0);
}

TEST_F(BadInput, AFailureOfAnySystemCallOnTheWayLeavesTheOlderFile) {
  folder_.write("y.npy", "older result");
  RunOptions options;
  options.environment = {{"ASAN_OPTIONS", "detect_leaks=0"}};  // leaks cannot be looked for under strace
  options.wrapper = {"strace", "-f", "-o", "/dev/null", "-e", "trace=none"};
  if (run_program({"--version"}, options).code != 0) GTEST_SKIP() << "strace is missing or not allowed here";
  for (const char* call : {"fchmod", "write", "fsync", "rename"}) {
    options.wrapper = {
        "strace", "-f", "-o", "/dev/null", "-e", std::string("trace=") + call, "-e", std::string("inject=") + call + ":error=EIO:when=1"};
    EXPECT_EQ(conv2d(1, {}, "x.npy", "y.npy", options), "cannot write 'y.npy': Input/output error") << call;
    EXPECT_EQ(file_bytes(folder_.file("y.npy")), "older result") << call;
  }
}

TEST_F(BadInput, StandardOutputThatCannotBeWritten) {
  RunOptions options;
  options.output = "/dev/full";
  ProgramRun run = run_program({"list", "ops"}, options);
  EXPECT_EQ(run.code, 1);
  EXPECT_EQ(sentence(run), "cannot write to standard output: No space left on device");
}

TEST_F(BadInput, AnImageOrASessionToOpenIsCheckedBeforeAWindowOpens) {
  folder_.write("huge.png", png_signature() + png_ihdr(60000, 60000, 2) + png_chunk("IEND", ""));
  EXPECT_EQ(refused(1, {"huge.png"}), "cannot read 'huge.png': it is 60000×60000 pixels; the limit is 8192×8192");
  std::string whole = png_bytes(3, 2, 2, std::string(18, '\x40'));
  folder_.write("cut.png", whole.substr(0, whole.size() - 20));
  expect_names(refused(1, {"cut.png"}), {"cannot read 'cut.png'", "truncated"});
  folder_.write("text.png", "Dear diary");
  expect_names(refused(1, {"text.png"}), {"cannot read 'text.png'", "44 65 61 72"});
  folder_.write("newer.json", "{\"convscope\": 7}");
  expect_names(refused(1, {"newer.json"}), {"cannot read 'newer.json'", "version 7", "up to 1"});
  folder_.write("broken.json", "{\"convscope\": 1,\n \"scene\" }");
  expect_names(refused(1, {"broken.json"}), {"cannot read 'broken.json'", "line 2, column 10"});
  expect_names(refused(1, {"render", "newer.json", "-o", "out.png"}), {"version 7"});
}

TEST_F(BadInput, AValueThatIsNoNumberIsNamedWithItsOption) {
  EXPECT_EQ(refused(2, {"render", "stride", "--step", "x", "-o", "out.png"}), "'convscope render': --step needs a whole number, got 'x'");
  EXPECT_EQ(refused(2, {"render", "stride", "--step", "1.5", "-o", "a.png"}), "'convscope render': --step needs a whole number, got '1.5'");
  EXPECT_EQ(refused(2, {"export", "stride", "--fps", "fast", "-o", "a.gif"}), "'convscope export': --fps needs a number, got 'fast'");
}

TEST_F(BadInput, ALessonThatDoesNotFitOnTheDiskLeavesNothing) {
  const std::string small = folder_.file("disk");
  ASSERT_EQ(::mkdir(small.c_str(), 0700), 0);
  if (::mount("none", small.c_str(), "tmpfs", 0, "size=12k,nr_inodes=4") != 0) GTEST_SKIP() << "mounting a small disk needs the superuser";
  RunOptions options;
  options.folder = small;
  const ProgramRun run = run_program({"lesson", "new", "mine"}, options);
  EXPECT_EQ(run.code, 1);
  EXPECT_NE(run.err.find("mine"), std::string::npos) << run.err;
  EXPECT_FALSE(std::filesystem::exists(small + "/mine"));
  ASSERT_EQ(::umount(small.c_str()), 0);
  ASSERT_EQ(::rmdir(small.c_str()), 0);
}

TEST_F(BadInput, ASessionThatNamesWhatThereIsNot) {
  auto with = [&](const std::string& rest) {
    folder_.write("s.json", "{\"convscope\": 1, " + rest + "}");
    return refused(2, {"render", "s.json", "-o", "out.png"});
  };
  expect_names(with(R"("scene": "paddington")"), {"cannot read 's.json'", "scene is \"paddington\"", "padding, stride"});
  expect_names(with(R"("scene": "stride", "mode": "sideways")"), {"cannot read 's.json'", "mode is \"sideways\"", "known are "});
  expect_names(with(R"("scene": "stride", "language": "tlh")"), {"cannot read 's.json'", "language is \"tlh\"", "en, zh"});
  expect_names(with(R"("scene": "stride", "parameters": {"strid": [2]})"), {"cannot read 's.json'", "parameters.strid", "kernel"});
  expect_names(with(R"("scene": "stride", "parameters": {"stride": [99]})"), {"cannot read 's.json'", "stride must be from 1 to", "99"});
  expect_names(with(R"("scene": "stride", "edits": [{"slot": "inptu", "cell": [0,0,0,0], "value": 1}])"),
               {"cannot read 's.json'", "slot is \"inptu\"", "input", "weight"});
  expect_names(with(R"("scene": "shufflenet_unit", "edits": [{"slot": "compres.weight", "cell": [0,0,0,0], "value": 1}])"),
               {"cannot read 's.json'", "slot is \"compres.weight\"", "compress.weight"});
  expect_names(with(R"("scene": "stride", "other": {"scene": "stride", "mode": "sideways"})"), {"other.mode is \"sideways\""});
  expect_names(refused(2, {"s.json"}), {"cannot read 's.json'", "other.mode"});  // before a window opens
}

TEST_F(BadInput, ASessionWhoseSettingsDoNotFitTogetherIsNamed) {
  folder_.write("s.json", R"({"convscope": 1, "scene": "stride", "parameters": {"input": [3, 3], "kernel": [5, 5]}})");
  expect_names(refused(2, {"render", "s.json", "-o", "out.png"}), {"cannot show 's.json'", "5", "3"});
}

TEST_F(BadInput, AStepBeyondTheEndOfASessionsSceneIsTold) {
  folder_.write("s.json", R"({"convscope": 1, "scene": "stride", "playhead": {"step": 5000}})");
  RunOptions options;
  options.folder = folder_.path();
  const ProgramRun run = run_program({"render", "s.json", "-o", "out.png"}, options);
  EXPECT_EQ(run.code, 0);
  expect_names(run.err, {"playhead.step is 5000", "stride", "steps 0 to"});
}

TEST_F(BadInput, FilesThatNameFarMoreThanTheyHoldCostLittle) {
  folder_.write("deep.json", std::string(8'000'000, '['));
  std::string wide = "{\"convscope\": 1, \"a\": [";
  while (wide.size() < 8'000'000) wide += "{},";
  folder_.write("wide.json", wide + "{}]}");
  for (const char* name : {"deep.json", "wide.json"}) {
    RunOptions options;
    options.folder = folder_.path();
    const ProgramRun run = run_program({"render", name, "-o", "out.png"}, options);
    EXPECT_EQ(run.code, 1);
    expect_names(sentence(run), {"cannot read '" + std::string(name) + "'", "more than"});
    EXPECT_LT(run.most_memory, 256 * 1024) << name;
  }
}

TEST_F(BadInput, SizesBeyondTheMemoryBudgetAreRefusedBeforeAnythingIsAllocated) {
  expect_names(refused(1, {"explain", "conv2d", "--input-shape", "1,1,60000,60000", "--weight-shape", "1,1,3,3"}), {"60000"});
  expect_names(refused(2, {"explain", "conv2d", "--input-shape", "99999999999999999999,1,1,1", "--weight-shape", "1,1,3,3"}),
               {"input-shape"});
}

TEST_F(BadInput, ATraceOfACellOutside) {
  expect_names(refused(2, {"trace", "conv2d", "--input", "x.npy", "--weight", "w.npy", "--at", "0,0,0,5"}), {"1×4×3×5", "0 to 4", "5"});
  expect_names(refused(2, {"trace", "conv2d", "--input", "x.npy", "--weight", "w.npy", "--at", "0,0"}), {"4 axes", "2"});
  expect_names(refused(2, {"trace", "conv2d", "--input", "x.npy", "--weight", "w.npy", "--at", "0,0,-1,0"}), {"-1"});
}

}  // namespace
}  // namespace convscope
