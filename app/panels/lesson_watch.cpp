#include "app/panels/lesson_watch.h"

#include <algorithm>
#include <filesystem>

namespace convscope {
namespace {

namespace fs = std::filesystem;
constexpr double kBetweenLooks = 1;  // seconds

}  // namespace

LessonWatch::Stamps LessonWatch::stamps_of(const std::string& folder) {
  Stamps stamps;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(folder, failure)) {
    const std::string ending = entry.path().extension().string();
    if (ending != ".json" && ending != ".md") continue;
    const auto written = entry.last_write_time(failure).time_since_epoch().count();
    stamps[entry.path().filename().string()] = {static_cast<std::int64_t>(written), entry.file_size(failure)};
  }
  return stamps;
}

bool LessonWatch::changed(const std::string& folder, double now) {
  const bool known = folder == folder_;
  if (known && now < next_) return false;
  next_ = now + kBetweenLooks;
  Stamps stamps = stamps_of(folder);
  const bool others = known && stamps != stamps_;
  folder_ = folder;
  stamps_ = std::move(stamps);
  return others;
}

double LessonWatch::due(double now) const { return std::max(0.0, next_ - now); }

}  // namespace convscope
