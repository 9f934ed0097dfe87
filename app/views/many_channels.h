// What the parts of scene 5's stage share: how far the step has come, and where everything stands.
#pragma once

#include <string>
#include <vector>

#include "app/views/planes.h"
#include "app/views/sum_bar.h"

namespace convscope {

// A channel's phase: its pairs light, the products gather, the sum drops.
inline constexpr double kPairsPart = 0.55, kGatherEnd = 0.8;
inline constexpr double kMergeTravel = 0.7;  // of the merge: the dots are under way, then the sum drops

enum class RailState { kDone, kNow, kLater };

struct Work {          // how far the step has come
  std::vector<double> filtered;  // per channel read: 0 waits, 1 its sum stands
  double merge = 1, bias = 1, drop = 1;
  Index current = 0;   // position in step.channels of the channel that works
};

struct Sheet {         // where everything stands
  Captions captions = Captions::kFull;
  double cell = 30, map_cell = 40, plus_radius = 15, bias_side = 40;
  double label = 0, input = 0, kernel = 0, filtered = 0, plus = 0, sum = 0, bias = 0, output = 0;  // x
  double top = 0, row_step = 0, middle = 0;
  std::vector<Index> rows;   // positions in step.channels that are drawn
};

struct Scene5 {
  const ViewContext& context;
  Pen& pen;
  PlaneGeometry g;
  Focus focus;
  Work work;
  Sheet sheet;
  Neighbourhood part{};  // what is drawn of planes too large to be read
  bool is_part() const { return !part.input.all(); }
  Index rows() const { return is_part() ? part.input.rows : g.padded_rows(); }
  Index columns() const { return is_part() ? part.input.columns : g.padded_columns(); }
  Index output_rows() const { return is_part() ? part.output.rows : g.output_rows; }
  Index output_columns() const { return is_part() ? part.output.columns : g.output_columns; }
};

Work work_of(const ViewContext& context, const Focus& focus);
// The three phases as headings. Right edges: where the filtering ends, where the sum stands, where the output ends.
struct RailPlaces {
  double left = 0, filtered = 0, sum = 0, output = 0;
};
void draw_rails(const ViewContext& context, Pen& pen, const Work& work, double y, const RailPlaces& places);
std::string channel_name(Index channel, Index channels);  // R, G, B, or its number
BarContent many_channels_bar(const Scene5& s);

}  // namespace convscope
