// convscope [SESSION.json | IMAGE] : the window.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "app/export/installed.h"
#include "app/cli/commands.h"
#include "app/cli/report.h"
#include "app/panels/window.h"
#include "app/session/file.h"
#include "app/session/recovery.h"
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

// A broken file named on the command line is refused there, before a window (or the lack of a display) comes in between.
Status check_file(const std::string& file) {
  if (file.empty()) return success();
  if (file.ends_with(".json")) {
    auto state = load_session(file);
    if (!state) return state.error();
    return success();
  }
  auto image = read_image(file);
  if (!image) return image.error();
  return success();
}

void open(const std::string& file, Exit& exit) {
  if (auto checked = check_file(file); !checked) return fail(checked.error(), exit);
  auto catalog = load_installed();
  if (!catalog) return fail(catalog.error(), exit);
  WindowOptions options;
  options.catalog = &*catalog;
  options.first = first_state(*catalog);
  options.file = file;
  if (auto folder = state_folder()) options.state_folder = *folder;  // without a home nothing is kept
  options.dump = environment("CONVSCOPE_DUMP");
  if (auto shown = run_window(options); !shown) fail(shown.error(), exit);
}

}  // namespace

void add_window(CLI::App& app, Exit& exit) {
  auto file = std::make_shared<std::string>();
  app.add_option("file", *file, "a session (.json) or an image to open in the window")->type_name("SESSION|IMAGE");
  app.callback([&app, file, &exit] {
    if (!app.get_subcommands().empty()) return;
    std::error_code ignored;
    if (!file->empty() && !std::filesystem::exists(*file, ignored))
      return fail(Error{ErrorKind::kUsage, fmt::format("'{}' is neither a file nor one of {}", *file, subcommands(app)), ""}, exit);
    open(*file, exit);
  });
}

}  // namespace convscope
