// convscope lesson check FOLDER : what is wrong with a lesson, one fault a line as file:line: what was expected.
// convscope lesson new NAME : a small lesson to begin with, in a folder of that name.
#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <memory>

#include "app/catalog/catalog.h"
#include "app/cli/commands.h"
#include "app/cli/report.h"
#include "app/lessons/check.h"
#include "app/lessons/starter.h"

namespace convscope {
namespace {

void check(const std::string& folder, Exit& exit) {
  Result<std::string> assets = find_assets();
  if (!assets) return fail(assets.error(), exit);
  Result<std::vector<Scene>> scenes = load_scenes(*assets + "/scenes");
  if (!scenes) return fail(scenes.error(), exit);
  Result<std::unique_ptr<Device>> device = make_device(DeviceChoice::kCpu);
  if (!device) return fail(device.error(), exit);
  Photographs photographs(*assets + "/images");
  const std::vector<Error> faults = check_lesson(folder, {*scenes, **device, photographs});
  for (const Error& fault : faults) fail(fault, exit);
  if (!faults.empty()) return;
  Result<Lesson> lesson = load_lesson(folder);
  if (!lesson) return fail(lesson.error(), exit);
  print_line(fmt::format("{}: {} steps in {} languages, no fault", lesson->id, lesson->steps.size(), lesson->languages.size()));
}

void write_new(const std::string& name, Exit& exit) {
  Status written = write_starter(name);
  if (!written) return fail(written.error(), exit);
  print_line(fmt::format("{0}: written; change its files, then 'convscope lesson check {0}'", name));
}

}  // namespace

void add_lesson(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("lesson", "Write lessons: check a folder, or begin a new one");
  command->require_subcommand(1);
  auto name = std::make_shared<std::string>();
  CLI::App* checking = command->add_subcommand("check", "Every fault of a lesson, with file and line");
  checking->add_option("folder", *name, "the lesson's folder, with manifest.json and <language>.md")->required()->type_name("FOLDER");
  checking->callback([name, &exit] { check(*name, exit); });
  CLI::App* beginning = command->add_subcommand("new", "A small lesson to change, in a new folder");
  beginning->add_option("name", *name, "small letters, digits and _")->required()->type_name("NAME");
  beginning->callback([name, &exit] { write_new(*name, exit); });
}

}  // namespace convscope
