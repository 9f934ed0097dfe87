// The stage and the export, through the functions that the window and the command line call.
#include <stdlib.h>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

#include "app/bench/bench.h"
#include "app/export/installed.h"
#include "app/export/export.h"
#include "app/panels/offscreen.h"
#include "app/scenes/model.h"

namespace convscope {
namespace {

constexpr double kPlayedSeconds = 4;
constexpr FrameSize kWindow{1280, 720}, kFilm{640, 360};

double seconds_since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

Measurement plain_measurement(const std::string& name, const std::string& unit, double value, const std::string& device) {
  Measurement measurement;
  measurement.name = name;
  measurement.unit = unit;
  measurement.value = value;
  measurement.device = device;
  return measurement;
}

Result<std::vector<Measurement>> measure_stage() {
  auto began = std::chrono::steady_clock::now();
  Result<Catalog> catalog = load_installed();
  if (!catalog) return catalog.error();
  double reading = seconds_since(began);
  State state;
  state.scene = "many_channels";
  state.moment = {0, 0, 0};
  Result<PlayingSpeed> speed = playing_speed(*catalog, state, {kWindow.width, kWindow.height, 1}, kPlayedSeconds);
  if (!speed) return speed.error();
  auto row = [&speed](const char* name, const char* unit, double value) { return plain_measurement(name, unit, value, speed->renderer); };
  return std::vector<Measurement>{
      row("first frame of the window, 1280×720", "ms", (reading + speed->first_frame_seconds) * 1e3),
      row("many_channels plays, 1280×720, offscreen", "frames/s", speed->frames_per_second),
      row("  processor for each of its frames", "ms", speed->processor_milliseconds),
  };
}

// A folder for one film, gone with it.
struct Folder {
  std::string path = (std::filesystem::temp_directory_path() / "convscope-bench-XXXXXX").string();
  bool made = ::mkdtemp(path.data()) != nullptr;
  ~Folder() {
    std::error_code ignored;
    if (made) std::filesystem::remove_all(path, ignored);
  }
};

Result<std::vector<Measurement>> measure_export() {
  Result<Catalog> catalog = load_installed();
  if (!catalog) return catalog.error();
  Result<std::unique_ptr<Device>> device = make_device(DeviceChoice::kReference);
  if (!device) return device.error();
  State state;
  state.scene = "padding";
  Photographs photographs(catalog->assets + "/images");
  Result<std::shared_ptr<const Model>> model = evaluate(catalog->scenes, state, **device, photographs);
  if (!model) return model.error();
  Folder folder;
  if (!folder.made) return Error{ErrorKind::kFile, fmt::format("no folder for a film can be made: '{}'", folder.path), ""};
  ExportRequest request;
  request.path = folder.path + "/padding.gif";
  request.size = kFilm;
  request.last_step = (*model)->timeline.steps() - 1;
  ExportProgress progress;
  auto began = std::chrono::steady_clock::now();
  Status written = export_to_file(*catalog, **model, state, request, progress);
  if (!written) return written.error();
  std::string name = fmt::format("padding as a GIF, 640×360, {} frames", progress.frames.load());
  std::string device_name = fmt::format("{} cores", std::max(1u, std::thread::hardware_concurrency()));
  return std::vector<Measurement>{plain_measurement(name, "frames/s", progress.frames / seconds_since(began), device_name)};
}

}  // namespace

std::vector<Workload> stage_workloads() { return {measure_stage, measure_export}; }

}  // namespace convscope
