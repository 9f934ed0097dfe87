// convscope render SCENE|SESSION -o frame.png|.svg|.pdf : one frame of a stage.
#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/report.h"
#include "app/cli/stage.h"

namespace convscope {
namespace {

struct Options {
  StageOptions stage;
  MomentOptions moment;
};

void render(const Options& options, Exit& exit) {
  if (film_format(options.stage.output)) {
    std::string sentence = "'" + options.stage.output + "' is a film; 'convscope export' makes films, 'convscope render' one picture";
    return fail(Error{ErrorKind::kUsage, std::move(sentence), "output"}, exit);
  }
  Result<Stage> stage = open_stage(options.stage);
  if (!stage) return fail(stage.error(), exit);
  Result<Moment> moment = parse_moment(*stage, options.moment);
  if (!moment) return fail(moment.error(), exit);
  ExportRequest request;
  request.path = options.stage.output;
  request.size = stage->size;
  request.options = stage->view;
  request.moment = *moment;
  ExportProgress progress;
  Status written = export_to_file(stage->catalog, *stage->model, stage->state, request, progress);
  if (!written) fail(written.error(), exit);
}

}  // namespace

void add_render(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("render", "One frame of a scene or session as PNG, SVG or PDF");
  auto options = std::make_shared<Options>();
  add_stage_options(*command, options->stage);
  add_moment_options(*command, options->moment);
  command->callback([options, &exit] { render(*options, exit); });
}

}  // namespace convscope
