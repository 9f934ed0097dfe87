#include "app/panels/probe.h"

#include <cmath>
#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

namespace convscope {

void Probe::end_frame(double scale) const {
  if (!enabled()) return;
  nlohmann::json json;
  for (const auto& [name, value] : facts_) json[name] = value;
  auto& boxes = json["boxes"];
  for (const auto& [name, box] : boxes_)
    boxes[name] = {std::lround(box.x * scale), std::lround(box.y * scale), std::lround(box.w * scale), std::lround(box.h * scale)};
  // Replaced in one step but not flushed to the disk: a test reads it, not the next start. A test that sees nothing fails by itself.
  std::string part = file_ + ".part";
  std::ofstream(part, std::ios::binary) << json.dump(1);
  std::error_code ignored;
  std::filesystem::rename(part, file_, ignored);
}

}  // namespace convscope
