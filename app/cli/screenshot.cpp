// convscope screenshot SCENE|SESSION -o window.png : the whole window as a person sees it, drawn without a display.
// With --lesson NAME[:STEP]: a step of a lesson, --press times further, with --votes counted.
#include <CLI/CLI.hpp>
#include <memory>

#include "app/canvas/sinks.h"
#include "app/cli/commands.h"
#include "app/cli/report.h"
#include "app/cli/stage.h"
#include "app/lessons/check.h"
#include "app/lessons/run.h"
#include "app/panels/offscreen.h"
#include "engine/io/atomic_file.h"

namespace convscope {
namespace {

struct Options {
  StageOptions stage;
  MomentOptions moment;
  double scale = 1;
  bool present = false;
  std::string lesson;      // "sliding", "sliding:how_large"
  int press = 0;           // of PgDn, within the step
  std::vector<int> votes;  // hands, by choice
};

// The state in which the window shows this place of the lesson.
Result<State> lesson_state(Stage& stage, const Options& options) {
  const std::string name = options.lesson.substr(0, options.lesson.find(':'));
  const std::string step = name.size() < options.lesson.size() ? options.lesson.substr(name.size() + 1) : "";
  auto usage = [&](const std::string& sentence) { return Error{ErrorKind::kUsage, sentence, "lesson"}; };
  std::vector<Error> faults;
  for (const Lesson& lesson : load_lessons(lesson_folders(stage.catalog.assets), faults)) {
    if (lesson.id != name) continue;
    std::size_t index = 0;
    while (!step.empty() && index < lesson.steps.size() && lesson.steps[index].id != step) ++index;
    if (index == lesson.steps.size()) return usage("the lesson '" + name + "' has no step '" + step + "'");
    Photographs photographs(stage.catalog.assets + "/images");
    Result<StepStart> start = open_step(lesson, index, {stage.catalog.scenes, *stage.device, photographs}, stage.state);
    if (!start) return start.error();
    LessonRun run = begin_lesson(lesson);
    run.step = index;
    for (int i = 0; i < options.press; ++i) run = forward(run, lesson, false);
    run.votes = options.votes;
    start->state.lesson = run;
    return start->state;
  }
  return usage("there is no lesson '" + name + "'");
}

Status write_screenshot(const Options& options) {
  if (!options.stage.output.ends_with(".png"))
    return Error{ErrorKind::kUsage, "a screenshot is a .png, not '" + options.stage.output + "'", "output"};
  Result<Stage> stage = open_stage(options.stage);
  if (!stage) return stage.error();
  State state = stage->state;
  if (options.lesson.empty()) {
    Result<Moment> moment = parse_moment(*stage, options.moment);
    if (!moment) return moment.error();
    state.moment = *moment;
  } else {
    Result<State> step = lesson_state(*stage, options);
    if (!step) return step.error();
    state = *step;
  }
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
  command->add_option("--lesson", options->lesson, "a lesson, or a step of it: NAME or NAME:STEP; the scene is the step's own");
  command->add_option("--press", options->press, "how often PgDn is pressed in that step")->check(CLI::Range(0, 3));
  command->add_option("--votes", options->votes, "hands counted for each answer: 2,9,14,3")->delimiter(',');
  command->callback([options, &exit] {
    if (auto done = write_screenshot(*options); !done) fail(done.error(), exit);
  });
}

}  // namespace convscope
