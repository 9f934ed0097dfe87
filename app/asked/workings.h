// What a class needs to work a value or a size out: the values a pool chooses from, the stamp of a transposed layer, a function's curve.
// None of it depends on the answer.
#pragma once

#include <optional>

#include "app/asked/cell_picture.h"
#include "engine/ops/activation.h"

namespace convscope {

// The stamp that a cell of the input leaves on the output; nothing: the layer stamps none.
struct Stamp {
  std::optional<TransposedAxis> rows;  // nothing: a line
  TransposedAxis columns;
  std::string size() const;  // "3 × 3"
};
std::optional<Stamp> stamp_of(const Layer& layer);
// The stamps of two neighbouring cells and an arrow as long as the stride, in cells of a size that says nothing of the output's. What the
// padding cuts off a first stamp is hatched. An input one cell wide leaves a single stamp.
void draw_stamps(Pen& pen, const Stamp& stamp, bool single, Box room);
bool stamps_fit(const Pen& pen, const Stamp& stamp, bool single, Box room);
std::vector<LegendItem> stamp_legend(const Words& words, const Stamp& stamp);

const ActivationLayer* activation_of(const Layer& layer);  // nullptr: it is none
// The curve, with the asked cell's input on its axis; once it is shown, the way to its value.
void draw_asked_curve(const CellPicture& p, const ActivationLayer& curve, Box room, double shown);
// The window of a pool, taken out of the input, and what is done with it.
void draw_pool_window(const CellPicture& p, Box room);

}  // namespace convscope
