// What the checkerboard's stages share: the stamps that have landed, and how unevenly a map is painted inside.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/views/focus.h"
#include "app/views/plane.h"

namespace convscope {

// Of a map of counts: over one period in its middle, where every stamp that could reach a cell does.
struct Ripple {
  double least = 0, most = 0, mean = 0;
  double share() const { return mean > 0 ? (most - least) / mean : 0; }
};
Ripple ripple_of(const Tensor& counts, Index period);

// What stands in an output cell once some of the inputs' stamps have landed.
struct Painted {
  Index stamps = 0;
  double sum = 0;  // of their products
};
Painted painted(const LayerModel& layer, Index output, const std::function<bool(Index input)>& landed);

// The layers whose counts stand on the stage, by the control "cure".
struct CureLayers {
  const char* id;
  const char *line, *map;                    // whose stamps land, in one dimension and in two
  const char *line_smoothed, *map_smoothed;  // what a convolution of stride 1 makes of them; "": there is none
  const char* inside;                        // one dimension, long enough to have an inside
  bool has_kernel;                           // the control "kernel" has a say
};
const CureLayers& chosen_cure(const ViewContext& context);

struct Checkerboard {
  const ViewContext context;  // of the layer in one dimension
  Pen& pen;
  const CureLayers& cure;
  Index kernel = 3, stride = 2, inputs = 4;
  Index current = 0;  // the last stamp that has come
  double drop = 1, count = 1, repaint = 1;
  double smooth = 0;  // how far the convolution of stride 1 has come; 0: there is none
  std::string weights = "equal";  // of the stamps: all 1, or what the control "stamp_weights" says
  Index amplify = 1;  // how strongly the grid is shown
  bool tight = false;  // little room: notes and the written sum are left out
};

// Stamps, counts and bars of the row; then the map of both directions.
void draw_one_dimension(const Checkerboard& c, Box box);
void draw_two_dimensions(const Checkerboard& c, Box box);
// The small picture, enlarged by the layer and by its cures; a press on one chooses it.
void draw_enlarged(const Checkerboard& c, Box box);

// A bold line and a quiet one at the top of the box, which they leave.
// `beside`: what stands beside the title takes this much of its line.
void draw_part_heading(Pen& pen, Box& box, const std::string& title, const std::string& note, double beside = 0);
// A share in words and as a bar, "ripple 133 %": bars that stand beside each other have one scale, whose end is named below them.
struct Share {
  std::string name;
  double share = 0, full = 1;  // of a full bar
};
inline constexpr double kShareHeight = 52, kShareWithoutScale = 40;  // at text scale 100 %
void draw_share(Pen& pen, Box box, const Share& share);
double full_bar(const std::vector<double>& shares);  // a round share that none of them exceeds
// The colour of a count: the mean in the middle of the scale, and so much of the mean more or less at its ends as 1 ÷ gain.
struct CountScale {
  double mean = 1;
  Index gain = 1;
  Color color(double count) const;
};
// A map of counts as a texture.
struct MapPart {
  Index row = 0, column = 0, rows = 0, columns = 0;
};
void draw_count_map(Pen& pen, Box box, const Tensor& counts, const MapPart& part, const CountScale& scale);
// How strongly the grid is shown, by the control "amplify"; and the knob that changes it.
Index amplified(const ViewContext& context);
bool draw_amplifier(Pen& pen, const ViewContext& context, Box box, const std::string& name);

// The modes beside build_checkerboard.
void build_checkerboard_stack(const ViewContext& context, Pen& pen, Box area);
void build_checkerboard_gradient(const ViewContext& context, Pen& pen, Box area);

}  // namespace convscope
