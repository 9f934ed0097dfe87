// What the benchmark prints; its workloads themselves are measured, not tested.
#include "app/bench/bench.h"

#include <gtest/gtest.h>

namespace convscope {
namespace {

Measurement film_rate() {
  Measurement measurement;
  measurement.name = "padding as a GIF";
  measurement.unit = "frames/s";
  measurement.value = 12.5;
  measurement.device = "2 cores";
  return measurement;
}

TEST(Bench, PrintsALineOfJsonForEachMeasurement) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(run_bench(true, {[] { return std::vector<Measurement>{film_rate(), film_rate()}; }}), 0);
  std::string line = R"({"name":"padding as a GIF","unit":"frames/s","value":12.5000,"device":"2 cores"})";
  EXPECT_EQ(testing::internal::GetCapturedStdout(), line + "\n" + line + "\n");
}

TEST(Bench, GoesOnAfterAWorkloadThatCannotRunAndThenFails) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  auto missing = []() -> Result<std::vector<Measurement>> { return Error{ErrorKind::kProgram, "ffmpeg is not installed", ""}; };
  EXPECT_EQ(run_bench(false, {missing, [] { return std::vector<Measurement>{film_rate()}; }}), 1);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "convscope: ffmpeg is not installed\n");
  EXPECT_NE(testing::internal::GetCapturedStdout().find("12.50 frames/s"), std::string::npos);
}

TEST(Bench, MeasuresTheStageTheStopsAndTheLayers) {
  EXPECT_EQ(stop_workloads().size(), 2u);
  EXPECT_EQ(stage_workloads().size(), 2u);
  EXPECT_GE(convolution_workloads().size(), 7u);
}

}  // namespace
}  // namespace convscope
