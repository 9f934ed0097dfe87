// convscope screenshot SCENE|SESSION -o window.png : the whole window as a person sees it, drawn without a display.
#include <CLI/CLI.hpp>
#include <memory>

#include "app/canvas/sinks.h"
#include "app/cli/commands.h"
#include "app/cli/report.h"
#include "app/cli/stage.h"
#include "app/panels/offscreen.h"
#include "engine/io/atomic_file.h"

namespace convscope {
namespace {

struct Options {
  StageOptions stage;
  MomentOptions moment;
  double scale = 1;
  bool present = false;
};

Status write_screenshot(const Options& options) {
  if (!options.stage.output.ends_with(".png"))
    return Error{ErrorKind::kUsage, "a screenshot is a .png, not '" + options.stage.output + "'", "output"};
  Result<Stage> stage = open_stage(options.stage);
  if (!stage) return stage.error();
  Result<Moment> moment = parse_moment(*stage, options.moment);
  if (!moment) return moment.error();
  State state = stage->state;
  state.moment = *moment;
  state.playing = false;
  state.presenting = state.presenting || options.present;
  Result<Pixels> pixels = screenshot(stage->catalog, state, {stage->size.width, stage->size.height, options.scale});
  if (!pixels) return pixels.error();
  Result<std::string> png = png_bytes(*pixels);
  if (!png) return png.error();
  return write_file_atomically(options.stage.output, *png);
}

}  // namespace

void add_screenshot(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("screenshot", "The whole window as a PNG, drawn without a display");
  auto options = std::make_shared<Options>();
  options->stage.size = "1600x1000";
  add_stage_options(*command, options->stage);
  add_moment_options(*command, options->moment);
  command->add_option("--scale", options->scale, "pixels per logical pixel, as on a HiDPI screen")->check(CLI::Range(1.0, 4.0));
  command->add_flag("--present", options->present, "in presentation mode");
  command->callback([options, &exit] {
    if (auto done = write_screenshot(*options); !done) fail(done.error(), exit);
  });
}

}  // namespace convscope
