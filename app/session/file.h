// A session as JSON: {"convscope": 1, …}. Every version ever written opens for ever; newer ones are refused, unharmed.
#pragma once

#include <string>

#include "app/session/state.h"
#include "engine/base/result.h"

namespace convscope {

inline constexpr int kSessionVersion = 1;

std::string session_text(const State& state);
// `name` is for the messages, which say line, column and what was expected; a wrong type or range is named by its key
// ("viewport.zoom"). Keys that are missing stand at State's defaults, unknown ones are passed over.
Result<State> parse_session(const std::string& text, const std::string& name);
Status save_session(const std::string& path, const State& state);   // atomic
Result<State> load_session(const std::string& path);

}  // namespace convscope
