// Words with the inline marks of Markdown: **bold**, *emphasis*, `code`. A mark that nothing closes stays in the text as it is.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/canvas/display_list.h"

namespace convscope {

struct MarkedRun {
  std::string text;
  bool strong = false, emphasis = false, code = false;
  bool operator==(const MarkedRun&) const = default;
};
using MarkedRuns = std::vector<MarkedRun>;

// A mark opens before a character that is no blank and closes after one. A single * opens and closes beside letters and digits on its
// inner side only, so that 2*3*4 is a product. Within `code` nothing else is a mark.
MarkedRuns marked_runs(std::string_view text);
std::string without_marks(std::string_view text);
// The first bytes of the words themselves.
MarkedRuns first_bytes(const MarkedRuns& runs, std::size_t bytes);

// How a run is drawn in text of this weight and face. There is no slanted face: emphasis is a little heavier, bold more so.
Weight weight_of(const MarkedRun& run, Weight plain);
Face face_of(const MarkedRun& run, Face plain);

// Cut into lines no wider than `room`. A line keeps the blank at its end, so lines put together are the runs again.
std::vector<MarkedRuns> marked_lines(const MarkedRuns& runs, double room, const std::function<double(const MarkedRun&)>& width);

}  // namespace convscope
