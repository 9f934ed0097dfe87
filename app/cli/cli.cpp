#include "app/cli/cli.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "app/cli/commands.h"
#include "app/cli/report.h"

namespace convscope {
namespace {

constexpr void (*kCommands[])(CLI::App&, Exit&) = {add_list,  add_lesson, add_apply,  add_explain,    add_trace, add_bench,
                                                   add_render, add_export, add_screenshot, add_sheet, add_handout, add_window};

// The innermost subcommand that was recognised.
const CLI::App& innermost(const CLI::App& app) {
  std::vector<const CLI::App*> chosen = app.get_subcommands(nullptr);
  for (const CLI::App* sub : chosen) {
    if (sub->parsed()) return innermost(*sub);
  }
  return app;
}

std::string full_name(const CLI::App& app) {
  return app.get_parent() ? full_name(*app.get_parent()) + " " + app.get_name() : app.get_name();
}

std::string known_options(const CLI::App& app) {
  std::string list;
  for (const CLI::Option* option : app.get_options([](const CLI::Option* each) { return !each->get_lnames().empty(); })) {
    list += (list.empty() ? "--" : ", --") + option->get_lnames().front();
  }
  return list;
}

std::string known_subcommands(const CLI::App& app) {
  std::string list;
  for (const CLI::App* sub : app.get_subcommands(nullptr)) list += (list.empty() ? "" : ", ") + sub->get_name();
  return list;
}

// "Could not convert: --step = x": what the option needs; "" when it is no such complaint.
std::string wrong_value(const CLI::App& at, const std::string& complaint) {
  const std::string start = "Could not convert: ", between = " = ";
  const std::size_t equals = complaint.find(between);
  if (complaint.rfind(start, 0) != 0 || equals == std::string::npos) return "";
  const std::string name = complaint.substr(start.size(), equals - start.size()), value = complaint.substr(equals + between.size());
  const CLI::Option* option = at.get_option_no_throw(name);
  const std::string type = option ? option->get_type_name() : "";
  const bool whole = type.find("INT") != std::string::npos, real = type.find("FLOAT") != std::string::npos;
  const char* needs = whole ? "a whole number" : real ? "a number" : "another value";
  return fmt::format("{} needs {}, got '{}'", name, needs, value);
}

// One sentence about a command line that could not be understood.
std::string wrong_use(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& at = innermost(app);
  std::vector<std::string> rest = app.remaining(true);
  std::string known = known_subcommands(at);
  if (!rest.empty() && rest.front().rfind('-', 0) == 0 && rest.front().size() > 1) {
    std::string name = rest.front().substr(0, rest.front().find('='));
    return fmt::format("'{}' has no option {}; it has {}", full_name(at), name, known_options(at));
  }
  if (!rest.empty() && !known.empty()) return fmt::format("'{}' does not know '{}'; it knows {}", full_name(at), rest.front(), known);
  if (!rest.empty()) return fmt::format("'{}' does not expect '{}'", full_name(at), rest.front());
  if (dynamic_cast<const CLI::RequiredError*>(&error) && !known.empty()) return fmt::format("'{}' needs one of {}", full_name(at), known);
  if (const std::string wrong = wrong_value(at, error.what()); !wrong.empty()) return fmt::format("'{}': {}", full_name(at), wrong);
  return fmt::format("'{}': {}", full_name(at), error.what());
}

// A result that could not be written (a full disk behind `>`) is a failure.
void check_standard_output(Exit& exit) {
  if (std::fflush(stdout) == 0 && !std::ferror(stdout)) return;
  fail(Error{ErrorKind::kFile, "cannot write to standard output: " + std::generic_category().message(errno), {}}, exit);
}

}  // namespace

int run_command_line(int argc, char** argv) {
  Exit exit;
  CLI::App app{"ConvScope shows convolution arithmetic as it is computed.", "convscope"};
  app.set_version_flag("--version", "convscope " CONVSCOPE_VERSION);
  app.require_subcommand(0, 1);  // none: the window
  for (auto* add : kCommands) add(app, exit);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& answered) {  // --help, --version
    app.exit(answered);
  } catch (const CLI::ParseError& error) {
    remark(wrong_use(app, error));
    exit.code = 2;
  }
  check_standard_output(exit);
  return exit.code;
}

}  // namespace convscope
