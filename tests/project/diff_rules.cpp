// What a text shows as a diff must be what the files hold.
#include <algorithm>
#include <fstream>

#include <fmt/format.h>

#include "project/rules.h"

namespace convscope {
namespace fs = std::filesystem;
namespace {

std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream stream(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

Breaches untrue_diffs(const fs::path& root, const fs::path& text) {
  Breaches breaches;
  bool inside = false, any = false;
  std::string file;
  std::vector<std::string> held;
  std::size_t from = 0;  // lines of a hunk follow each other in the file
  for (const std::string& line : lines_of(root / text)) {
    if (line.rfind("```", 0) == 0) {
      inside = line == "```diff";
      any = any || inside;
    } else if (inside && line.rfind("+++ b/", 0) == 0) {
      file = line.substr(6);
      held = lines_of(root / file);
      if (held.empty()) breaches.push_back(fmt::format("{}: {} is not there", text.string(), file));
      from = 0;
    } else if (inside && line.rfind("@@", 0) == 0) {
      from = 0;
    } else if (inside && !line.empty() && (line.front() == '+' || line.front() == ' ')) {
      const auto found = std::find(held.begin() + static_cast<std::ptrdiff_t>(std::min(from, held.size())), held.end(), line.substr(1));
      if (found == held.end()) breaches.push_back(fmt::format("{}: {} has no such line: {}", text.string(), file, line.substr(1)));
      else from = static_cast<std::size_t>(found - held.begin()) + 1;
    }
  }
  if (!any) breaches.push_back(text.string() + " shows no diff");
  return breaches;
}

}  // namespace convscope
