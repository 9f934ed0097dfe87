// convscope [SESSION.json | IMAGE | LESSON | CODE] : the window.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "app/catalog/check_session.h"
#include "app/export/installed.h"
#include "app/cli/commands.h"
#include "app/cli/report.h"
#include "app/lessons/lesson.h"
#include "app/panels/window.h"
#include "app/session/recovery.h"
#include "engine/code/read_code.h"
#include "engine/io/image.h"

namespace convscope {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

std::string subcommands(const CLI::App& app) {
  std::string list;
  for (const CLI::App* sub : app.get_subcommands(nullptr)) list += (list.empty() ? "" : ", ") + sub->get_name();
  return list;
}

// The first scene, already playing.
State first_state(const Catalog& catalog) {
  State state;
  if (!catalog.scenes.empty()) state.scene = catalog.scenes.front().id;
  if (environment("LANG").rfind("zh", 0) == 0 && catalog.languages.count("zh") != 0) state.language = "zh";
  state.moment = {0, 0, 0};
  state.playing = true;
  return state;
}

// A broken file or line of code named on the command line is refused there, before a window (or the lack of a display) comes in between.
Status check_given(const std::string& file) {
  if (file.empty()) return success();
  if (looks_like_code(file)) {
    auto layer = read_code(file);
    if (!layer) return layer.error();
    return success();
  }
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) {
    auto lesson = load_lesson(file);
    if (!lesson) return lesson.error();
    return success();
  }
  if (file.ends_with(".json")) return success();  // a session needs the catalogue
  auto image = read_image(file);
  if (!image) return image.error();
  return success();
}

// The folder of the lesson of that name, a person's own or a shipped one; "": there is none.
std::string folder_of_lesson(const std::string& name) {
  auto assets = find_assets();
  std::error_code ignored;
  if (!assets || name.empty() || name.find('/') != std::string::npos) return "";
  for (const std::string& folder : lesson_folders(*assets))
    if (std::filesystem::exists(folder + "/" + name + "/" + kManifest, ignored)) return folder + "/" + name;
  return "";
}

void open(const std::string& file, Exit& exit) {
  if (auto checked = check_given(file); !checked) return fail(checked.error(), exit);
  auto catalog = load_installed();
  if (!catalog) return fail(catalog.error(), exit);
  if (file.ends_with(".json"))
    if (auto state = load_known_session(*catalog, file); !state) return fail(state.error(), exit);
  WindowOptions options;
  options.catalog = &*catalog;
  options.first = first_state(*catalog);
  (looks_like_code(file) ? options.code : options.file) = file;
  if (auto folder = state_folder()) options.state_folder = *folder;  // without a home nothing is kept
  options.dump = environment("CONVSCOPE_DUMP");
  if (auto shown = run_window(options); !shown) fail(shown.error(), exit);
}

}  // namespace

void add_window(CLI::App& app, Exit& exit) {
  auto file = std::make_shared<std::string>();
  app.add_option("file", *file, "a session (.json) or an image to open in the window, a lesson's name or folder, or a layer as code")
      ->type_name("SESSION|IMAGE|LESSON|CODE");
  app.callback([&app, file, &exit] {
    if (!app.get_subcommands().empty()) return;
    std::error_code ignored;
    if (!file->empty() && !looks_like_code(*file) && !std::filesystem::exists(*file, ignored)) {
      if (const std::string lesson = folder_of_lesson(*file); !lesson.empty()) return open(lesson, exit);
      const std::string why = fmt::format("'{}' is neither a file nor a lesson nor a layer's code nor one of {}", *file, subcommands(app));
      return fail(Error{ErrorKind::kUsage, why, ""}, exit);
    }
    open(*file, exit);
  });
}

}  // namespace convscope
