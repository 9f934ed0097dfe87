// convscope export SCENE|SESSION -o out.gif|.mp4|.webm|.webp|.apng|frames/%05d.png|.svg : the steps of a stage as a film.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <memory>
#include <optional>

#include "app/cli/commands.h"
#include "app/cli/report.h"
#include "app/cli/stage.h"
#include "app/cli/stop_signals.h"
#include "app/export/written_size.h"

namespace convscope {
namespace {

struct Options {
  StageOptions stage;
  std::string steps;
  double fps = 25;
  double seconds_per_step = 0;
};

// "3", "3:8", "3:", ":8" counted from 1, to first and last counted from 0.
struct Steps {
  Index first = 0, last = 0;
};
Result<Steps> parse_steps(const std::string& text, Index steps) {
  auto number = [](std::string_view part, Index otherwise) -> std::optional<Index> {
    if (part.empty()) return otherwise;
    Index value = 0;
    auto read = std::from_chars(part.data(), part.data() + part.size(), value);
    if (read.ec != std::errc() || read.ptr != part.data() + part.size()) return std::nullopt;
    return value;
  };
  std::string_view all = text;
  std::size_t colon = all.find(':');
  std::optional<Index> first = number(all.substr(0, colon), 1);
  std::optional<Index> last = colon == std::string_view::npos ? (text.empty() ? steps : first) : number(all.substr(colon + 1), steps);
  if (!first || !last || *first < 1 || *last < *first || *last > steps)
    return Error{ErrorKind::kUsage, fmt::format("--steps '{}' is not A:B with 1 ≤ A ≤ B ≤ {}, the scene's steps", text, steps), "steps"};
  return Steps{*first - 1, *last - 1};
}

void export_film(const Options& options, Exit& exit) {
  ExportProgress progress;
  StopSignals signals(progress.cancel);
  Result<Stage> stage = open_stage(options.stage);
  if (!stage) return fail(stage.error(), exit);
  Result<Steps> steps = parse_steps(options.steps, stage->model->timeline.steps());
  if (!steps) return fail(steps.error(), exit);
  ExportRequest request;
  request.path = options.stage.output;
  request.size = stage->size;
  request.first_step = steps->first;
  request.last_step = steps->last;
  request.fps = options.fps;
  request.seconds_per_step = options.seconds_per_step;
  request.options = stage->view;
  request.moment = step_end(stage->model->timeline, steps->last);
  auto began = std::chrono::steady_clock::now();
  Status written = export_to_file(stage->catalog, *stage->model, stage->state, request, progress);
  if (!written) return fail(written.error(), exit);
  double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  int frames = progress.frames;
  const FrameSize made = written_size(request.path, request.size), asked = request.size;
  std::string rest;
  if (made.width != asked.width || made.height != asked.height)
    rest = fmt::format("; {} × {} was asked for, but this format needs even sides", asked.width, asked.height);
  remark(fmt::format("wrote '{}': {} {} of {} × {} in {:.1f} s ({:.0f} frames a second){}", request.path, frames,
                     frames == 1 ? "frame" : "frames", made.width, made.height, seconds, frames / std::max(seconds, 1e-3), rest));
}

}  // namespace

void add_export(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand(
      "export", "The steps of a scene or session as a film or as numbered frames, which replace those of an earlier export");
  auto options = std::make_shared<Options>();
  add_stage_options(*command, options->stage);
  command->add_option("--steps", options->steps, "from A to B, counted from 1; default: all")->type_name("A:B");
  command->add_option("--fps", options->fps, "frames a second, at most 120")->capture_default_str();
  command->add_option("--seconds-per-step", options->seconds_per_step, "default: the scene's own pace");
  command->callback([options, &exit] { export_film(*options, exit); });
}

}  // namespace convscope
