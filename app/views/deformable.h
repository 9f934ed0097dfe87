// What both forms of the deformable stage share: the nine samples of a 3 × 3 kernel at the explained output cell, where they would
// stand without their offsets, what the four pixels around one of them give, and the result beside the standard one.
#pragma once

#include <vector>

#include "app/views/sum_bar.h"
#include "app/views/together.h"

namespace convscope {

inline constexpr Index kDeformElements = 9;

struct Deform {
  ViewContext context, standard;  // of the two layers
  Pen& pen;
  Focus focus, usual;
  Index element = 0;              // the sample that is looked into
  double leave = 1, sum = 1, drop = 1;
  bool photograph = false;

  // In cells of the input: where an element of the kernel reads without its offset, and with so much of it.
  Point regular(Index e) const;
  Point offset(Index e) const;
  Point sample(Index e, double share) const;
  std::vector<Term> terms_of(Index e) const;
  double read(Index e) const;     // between the pixels
  std::optional<double> mask(Index e) const;
  bool by_hand(Index e) const;    // its offset was changed by hand
  Color color(double value, double most) const;  // of an input cell
};
double largest_of(const Tensor& tensor);  // magnitude
// Explains the output cell that is pointed at, also by one of its samples or, on a photograph, by a pixel of the input.
Deform deform_of(const ViewContext& context, Pen& pen, bool photograph);

// Cells of the input on the stage; (0, 0) is the middle of the first one.
struct SamplePlane {
  Point origin;
  double cell = 40;
  Box within;  // what lies beyond is left out; w = 0: nothing is
  Point at(Point place) const { return {origin.x + (place.x + 0.5) * cell, origin.y + (place.y + 0.5) * cell}; }
  bool shows(Point point) const { return within.w <= 0 || within.contains(point); }
};

// The fields to choose from and the slider of their strength, in one row; takes its room from the top of the area, or nothing.
void draw_field_choice(const Deform& d, Box& area);
void draw_samples(const Deform& d, const SamplePlane& plane);  // the dashed net, the net of the samples, arrows; samples can be dragged
void draw_between(const Deform& d, Box box);                   // one sample between its four pixels
void draw_deform_results(const Deform& d, Box box);
BarContent deform_bar(const Deform& d);

}  // namespace convscope
