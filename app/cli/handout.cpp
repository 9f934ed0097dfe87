// convscope handout SCENE|LESSON|SESSION -o file.pdf : key frames or a lesson's steps on printed pages, with their words.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/report.h"
#include "app/cli/stage.h"
#include "app/cli/stop_signals.h"
#include "app/export/installed.h"
#include "app/handout/handout.h"

namespace convscope {
namespace {

struct Options {
  StageOptions stage;
  HandoutOptions handout;
  std::string paper = "a4";
  bool without_answers = false;
};

// A lesson by its name, or by its folder; nothing: the subject is none.
Result<std::optional<Lesson>> find_lesson(const Catalog& catalog, const std::string& subject) {
  if (is_lesson_folder(subject)) {
    Result<Lesson> lesson = load_lesson(subject);
    if (!lesson) return lesson.error();
    return std::optional(*std::move(lesson));
  }
  std::vector<Error> faults;
  for (Lesson& lesson : load_lessons(lesson_folders(catalog.assets), faults)) {
    if (lesson.id == subject) return std::optional(std::move(lesson));
  }
  if (find_scene(catalog.scenes, subject)) return std::optional<Lesson>();
  for (const Error& fault : faults)
    if (fault.message.find("/" + subject + "/") != std::string::npos) return fault;
  return std::optional<Lesson>();
}

Result<Handout> of_lesson(const Options& options, const Catalog& catalog, const Lesson& lesson) {
  if (!options.stage.settings.empty())
    return Error{ErrorKind::kUsage, fmt::format("--set is for scenes; the lesson '{}' sets its own", lesson.id), "set"};
  Result<DeviceChoice> choice = parse_device(options.stage.device);
  if (!choice) return choice.error();
  Result<std::unique_ptr<Device>> device = make_device(*choice);
  if (!device) return device.error();
  Photographs photographs(catalog.assets + "/images");
  return lesson_handout(catalog, lesson, {catalog.scenes, **device, photographs},
                        options.stage.language.empty() ? "en" : options.stage.language);
}

Status make(Options options) {
  ExportProgress progress;
  StopSignals signals(progress.cancel);
  options.handout.answers = !options.without_answers;
  if (options.paper != "a4" && options.paper != "letter")
    return Error{ErrorKind::kUsage, fmt::format("--paper is a4 or letter, not '{}'", options.paper), "paper"};
  options.handout.paper = options.paper == "a4" ? Paper::kA4 : Paper::kLetter;
  if (!options.stage.theme.empty()) {
    Result<ThemeName> theme = parse_theme(options.stage.theme);
    if (!theme) return theme.error();
    options.handout.theme = *theme;
  }
  const std::string& path = options.stage.output;
  if (Status fine = check_handout(path, options.handout); !fine) return fine;
  Result<Catalog> catalog = load_installed();
  if (!catalog) return catalog.error();
  Result<std::optional<Lesson>> lesson = find_lesson(*catalog, options.stage.subject);
  if (!lesson) return lesson.error();
  if (*lesson) {
    Result<Handout> handout = of_lesson(options, *catalog, **lesson);
    if (!handout) return handout.error();
    return write_handout(*catalog, *handout, options.handout, path, progress);
  }
  Result<Stage> stage = open_stage(options.stage);
  if (!stage) return stage.error();
  return write_handout(stage->catalog, scene_handout(stage->catalog, stage->model, stage->state), options.handout, path, progress);
}

}  // namespace

void add_handout(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("handout", "A lesson, or the key frames of a scene or session, as printed pages (PDF)");
  auto options = std::make_shared<Options>();
  command->add_option("subject", options->stage.subject, "a scene, a lesson (convscope list lessons) or its folder, or a session's file")
      ->required()
      ->type_name("SCENE|LESSON|SESSION");
  command->add_option("--set", options->stage.settings, "a parameter of the scene, its mode, preset or image; may be given often")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command->add_option("--per-page", options->handout.per_page, "frames a page: 2, 3 or 4")->capture_default_str();
  command->add_option("--paper", options->paper, "a4 or letter")->capture_default_str();
  command->add_flag("--without-answers", options->without_answers, "no page with the answers to a lesson's questions");
  command->add_option("--lang", options->stage.language, "en or zh");
  command->add_option("--theme", options->stage.theme, "light, dark, print or projector; default: print");
  command->add_option("--device", options->stage.device, "auto, gpu, cpu or reference")->capture_default_str();
  command->add_option("-o,--output", options->stage.output, "the .pdf to write")->required();
  command->callback([options, &exit] {
    if (auto done = make(*options); !done) fail(done.error(), exit);
  });
}

}  // namespace convscope
