#include "app/panels/device_label.h"

#include <cctype>

namespace convscope {

std::string device_label(const std::string& device) {
  constexpr std::size_t kLongest = 24;
  std::size_t colon = device.find(':');
  std::string kind = device.substr(0, colon), rest = colon == std::string::npos ? "" : device.substr(colon + 1);
  for (char& c : kind) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  rest = rest.substr(0, rest.find('('));
  while (!rest.empty() && rest.front() == ' ') rest.erase(0, 1);
  while (!rest.empty() && rest.back() == ' ') rest.pop_back();
  if (rest.size() > kLongest) rest = rest.substr(0, kLongest) + "…";
  if (kind == "REFERENCE") kind = "CPU";
  return rest.empty() ? kind : kind + ": " + rest;
}

double next_text_scale(double scale) {
  for (double next : {1.25, 1.5, 1.75, 2.0, 2.5})
    if (scale < next - 0.01) return next;
  return 1;
}

}  // namespace convscope
