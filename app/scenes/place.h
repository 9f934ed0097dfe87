// Where one looks in a scene, apart from how the scene steps there: so that another mode shows the same place.
#pragma once

#include <optional>

#include "app/scenes/model.h"

namespace convscope {

// A cell of a layer: the output that is made, the input that is read; -1 where no step tells.
struct Place {
  std::string layer;
  Index output = -1, input = -1;
};

// Of the step at a moment. A step of an output cell tells of the input in the middle of what it reads; a step of an input cell of the
// output in the middle of what it reaches. Steps of their own stand for no cell.
Place place_of(const Model& model, const Moment& moment);
// The end of the step that shows the place; nothing where the model's layers are of other sizes, or no step stands for a cell.
std::optional<Moment> moment_at(const Model& model, const Model& place_model, const Place& place);

// Remembers the place through several switches, until a person moves on: there and back again ends where it began.
class KeptPlace {
 public:
  // Of `before` at `moment`, shown by `after`.
  std::optional<Moment> carry(const Model& before, const Moment& moment, const Model& after);

 private:
  Place place_;
  Moment shown_;
  bool kept_ = false;
};

}  // namespace convscope
