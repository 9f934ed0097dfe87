// What `render`, `export` and `screenshot` share: a scene or a session, changed by options, computed, ready to be drawn.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/catalog/catalog.h"
#include "app/export/export.h"
#include "app/scenes/model.h"
#include "app/session/state.h"
#include "engine/base/result.h"

namespace CLI {
class App;
}

namespace convscope {

struct StageOptions {
  std::string subject;             // a scene's id or number, or a session file
  std::vector<std::string> settings;  // NAME=VALUE
  std::string compare;             // the scene that it is compared with; "": as the session has it, or nothing
  std::vector<std::string> other_settings;  // NAME=VALUE of that one
  std::string size = "1280x720";
  std::string language, theme, device = "auto";  // "": as the session has it, or the default
  std::optional<double> text_scale;              // likewise when it is not given
  bool caption = false, legend = true, sum = true, transparent = false;
  std::string output;
};

void add_stage_options(CLI::App& command, StageOptions& options);

struct Stage {
  Catalog catalog;
  std::unique_ptr<Device> device;
  State state;
  bool session = false;  // read from a file, so its moment counts
  std::shared_ptr<const Model> model;
  FrameSize size;
  ViewOptions view;
};

Result<Stage> open_stage(const StageOptions& options);
Result<FrameSize> parse_size(const std::string& text);  // "1280x720"

struct MomentOptions {
  std::optional<Index> step;  // counted from 1, as the transport shows it
  std::string phase;          // a fraction of the step, or a phase's name; "": the step's end
};

void add_moment_options(CLI::App& command, MomentOptions& options);
// Without a step: where the session stands, or where the scene opens in the window.
Result<Moment> parse_moment(const Stage& stage, const MomentOptions& options);

}  // namespace convscope
