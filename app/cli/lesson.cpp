// convscope lesson check FOLDER : what is wrong with a lesson, one fault a line as file:line: what was expected; --lang: its language.
// convscope lesson new NAME : a small lesson to begin with, in a folder of that name.
// convscope lesson answers FOLDER : its questions with their choices, the right one marked, the others with the mistake behind them.
// convscope lesson ask SCENE --seed N -o FILE : a question drawn from a scene, likewise; and its stage as a picture.
#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <memory>

#include "app/asked/asked.h"
#include "app/canvas/sinks.h"
#include "app/cli/commands.h"
#include "app/cli/report.h"
#include "app/export/installed.h"
#include "app/i18n/sentence.h"
#include "app/lessons/check.h"
#include "app/lessons/question.h"
#include "app/lessons/starter.h"
#include "app/lessons/wait.h"
#include "engine/io/atomic_file.h"

namespace convscope {
namespace {

// What lessons stand on, read and made when a command runs.
struct Workshop {
  Catalog catalog;
  std::unique_ptr<Device> device;
  Photographs photographs{""};
  LessonGround ground() { return {catalog.scenes, *device, photographs}; }
};

Result<Workshop> open_workshop() {
  Result<Catalog> catalog = load_installed();
  if (!catalog) return catalog.error();
  const std::string images = catalog->assets + "/images";
  Result<std::unique_ptr<Device>> device = make_device(DeviceChoice::kCpu);
  if (!device) return device.error();
  return Workshop{std::move(catalog).value(), std::move(device).value(), Photographs(images)};
}

Result<const Words*> words_of(const Workshop& shop, const std::string& language) {
  auto words = shop.catalog.languages.find(language);
  if (words != shop.catalog.languages.end()) return &words->second;
  std::string known;
  for (const auto& [code, unused] : shop.catalog.languages) known += (known.empty() ? "" : ", ") + code;
  return Error{ErrorKind::kUsage, fmt::format("unknown language '{}'; known are {}", language, known), "lang"};
}

void print_question(const Question& question, const std::string& before, const Words& words) {
  print_line(before + question_text(question, words));
  for (const Choice& each : question.choices) {
    const std::string text = choice_text(each, words);
    print_line(each.is_right() ? "  * " + text : fmt::format("    {}  {}", text, reason(each, words)));
  }
}

Error told_in(const Words& words, Error error) {
  error.message = sentence(words, error);
  return error;
}

struct Asked {
  std::string subject, mode, language = "en";
  std::uint32_t seed = 1;
  std::string picture;    // of the question's stage; "": none
  bool answered = false;  // with the answer
};

void check(const Asked& asked, Exit& exit) {
  Result<Workshop> shop = open_workshop();
  if (!shop) return fail(shop.error(), exit);
  Result<const Words*> words = words_of(*shop, asked.language);
  if (!words) return fail(words.error(), exit);
  const std::vector<Error> faults = check_lesson(asked.subject, shop->ground());
  for (const Error& fault : faults) fail(told_in(**words, fault), exit);
  if (!faults.empty()) return;
  Result<Lesson> lesson = load_lesson(asked.subject);
  if (!lesson) return fail(told_in(**words, lesson.error()), exit);
  print_line((*words)->format("lesson.check.no_fault", {{"lesson", lesson->id},
                                                        {"steps", std::to_string(lesson->steps.size())},
                                                        {"languages", std::to_string(lesson->languages.size())}}));
}

constexpr int kPictureWidth = 1280, kPictureHeight = 720;

Status write_stage(const Asked& asked, const Workshop& shop, const Model& model, const State& state, const Question& question,
                   const Words& words) {
  const bool svg = asked.picture.ends_with(".svg");
  if (!svg && !asked.picture.ends_with(".png"))
    return Error{ErrorKind::kUsage, fmt::format("a question's picture ends in .png or .svg, this is '{}'", asked.picture), "output"};
  const Theme theme = make_theme(state.theme);
  const Fonts& fonts = *shop.catalog.fonts;
  const ViewContext context{model, state, {}, {}, theme, words, fonts, kPictureWidth, kPictureHeight, {}};
  const DisplayList list = build_asked(context, question, asked.answered ? 1 : 0);
  if (svg) return write_file_atomically(asked.picture, svg_text(list, fonts));
  Result<std::string> bytes = png_bytes(rasterize(list, fonts, kPictureWidth, kPictureHeight, 1));
  return bytes ? write_file_atomically(asked.picture, *bytes) : Status(bytes.error());
}

Status answers(const Asked& asked) {
  Result<Workshop> shop = open_workshop();
  if (!shop) return shop.error();
  Result<const Words*> words = words_of(*shop, asked.language);
  if (!words) return words.error();
  Result<Lesson> lesson = load_lesson(asked.subject);
  if (!lesson) return told_in(**words, lesson.error());
  for (std::size_t i = 0; i < lesson->steps.size(); ++i) {
    if (!lesson->steps[i].question) continue;
    Result<StepStart> start = open_step(*lesson, i, shop->ground());
    if (!start) return told_in(**words, start.error());
    const QuestionSource& source = *lesson->steps[i].question;
    Result<Question> question = make_question(*start->model, source, start->state.moment);
    if (!question) return told_in(**words, lesson_fault(lesson->manifest(), source.line, question.error()));
    print_question(*question, fmt::format("{}. {}: ", i + 1, lesson->steps[i].id), **words);
  }
  return success();
}

Status ask(const Asked& asked) {
  Result<Workshop> shop = open_workshop();
  if (!shop) return shop.error();
  Result<const Words*> words = words_of(*shop, asked.language);
  if (!words) return words.error();
  Result<const Scene*> scene = find_scene(shop->catalog.scenes, asked.subject);
  if (!scene) return scene.error();
  State state;
  state.scene = (*scene)->id;
  state.mode = asked.mode;
  Status known = asked.mode.empty() ? success() : check_mode(**scene, asked.mode);
  if (!known) return known;
  Result<std::shared_ptr<const Model>> model = evaluate(shop->catalog.scenes, state, *shop->device, shop->photographs);
  if (!model) return model.error();
  Result<Question> question = random_question(**model, asked.seed);
  if (!question) return question.error();
  print_question(*question, (**words)("scene." + (*scene)->id + ".title") + ". ", **words);
  return asked.picture.empty() ? success() : write_stage(asked, *shop, **model, state, *question, **words);
}

void add_questions(CLI::App& command, Exit& exit) {
  auto asked = std::make_shared<Asked>();
  auto report = [&exit](const Status& done) {
    if (!done) fail(done.error(), exit);
  };
  CLI::App* answering = command.add_subcommand("answers", "A lesson's questions: the right choice is marked, the others say their mistake");
  answering->add_option("folder", asked->subject, "the lesson's folder")->required()->type_name("FOLDER");
  answering->add_option("--lang", asked->language, "en or zh");
  answering->callback([asked, report] { report(answers(*asked)); });
  CLI::App* asking = command.add_subcommand("ask", "A question about a scene, drawn by a seed");
  asking->add_option("scene", asked->subject, "its id or number (convscope list scenes)")->required()->type_name("SCENE");
  asking->add_option("--mode", asked->mode, "a mode of the scene");
  asking->add_option("--seed", asked->seed, "the same seed asks the same")->capture_default_str();
  asking->add_option("--lang", asked->language, "en or zh");
  asking->add_option("-o,--output", asked->picture, "its stage as a picture: .png or .svg")->type_name("FILE");
  asking->add_flag("--answered", asked->answered, "the picture shows the answer");
  asking->get_option("--answered")->needs("--output");
  asking->callback([asked, report] { report(ask(*asked)); });
}

void write_new(const std::string& name, Exit& exit) {
  Status written = write_starter(name);
  if (!written) return fail(written.error(), exit);
  print_line(fmt::format("{0}: written; change its files, then 'convscope lesson check {0}'", name));
}

}  // namespace

void add_lesson(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("lesson", "Write lessons: begin one, check it, see its answers; or ask a question of a scene");
  command->require_subcommand(1);
  auto name = std::make_shared<std::string>();
  CLI::App* checking = command->add_subcommand("check", "The faults of a lesson, with file and line; those of unreadable steps first");
  auto checked = std::make_shared<Asked>();
  checking->add_option("folder", checked->subject, "the lesson's folder, with manifest.json and <language>.md")
      ->required()
      ->type_name("FOLDER");
  checking->add_option("--lang", checked->language, "the faults in en or zh")->capture_default_str();
  checking->callback([checked, &exit] { check(*checked, exit); });
  add_questions(*command, exit);
  CLI::App* beginning = command->add_subcommand("new", "A small lesson to change, in a new folder");
  beginning->add_option("name", *name, "small letters, digits and _")->required()->type_name("NAME");
  beginning->callback([name, &exit] { write_new(*name, exit); });
}

}  // namespace convscope
