// The bar under the stage: the written-out sum of the step in the colours of its parts, one plain sentence, and the legend.
// On a low stage the sum stands alone; the legend beside it where it has room.
#pragma once

#include <string>
#include <vector>

#include "app/views/focus.h"
#include "app/views/kit.h"
#include "app/views/plane.h"

namespace convscope {

enum class LegendMark {
  kInput, kWeight, kOutput, kBias, kPadding, kInserted, kUnreached, kEmpty, kWaiting, kWindow, kPlace, kOffset, kSample,
  kDots,  // as many as there are of something in a cell
  kScale  // the colour map of magnitudes, from little to much
};

struct LegendItem {
  LegendMark mark;
  std::string words;
};

double sum_bar_height(const ViewContext& context);  // 0 when the options leave it out

struct BarContent {
  std::vector<TextRun> line;       // the sum
  std::string sentence;
  std::vector<LegendItem> legend;
  double line_size = 19;
  std::vector<std::vector<TextRun>> shorter;  // to take where the line has no room, one after the other
  std::string brief{};             // where the sentence has no room beside the legend
};
// Puts crossed cells into the legend where the layer leaves any unread.
void tell_unreached(const ViewContext& context, const PlaneGeometry& geometry, BarContent& content);
void draw_bar(Pen& pen, const ViewContext& context, Box box, const BarContent& content);

// "output[1, 1]  =  3·1 + 0·2 = 3": as many terms as the phase has reached; zero weights are dropped when the line would be
// too long, and beyond that the largest terms are kept and the rest counted. `dropped` says which of it happened.
struct WrittenSum {
  std::vector<TextRun> runs;
  double size = 19;
  Index zero_terms_dropped = 0, other_terms_dropped = 0;
};
struct SumStyle {
  bool channel = false;       // names the cell with its channel: output[2, 1, 1]
  Role data = Role::kInput;   // colour of what is read: what an earlier stage made is no input
  std::string name = "output";  // of what is computed: a map between two stages has its own
};
// `named`: the cell's name stays as long as any terms fit beside it, for stages that do not show which cell it is.
WrittenSum written_sum(Pen& pen, const ViewContext& context, const Focus& focus, double room, bool named = false, SumStyle style = {});

}  // namespace convscope
