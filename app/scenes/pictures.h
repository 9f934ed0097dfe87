// Photographs before and after a layer as pictures: made once when the model is computed, drawn as textures ever after.
#pragma once

#include "app/scenes/model.h"

namespace convscope {

// A kernel whose weights sum to 0 has a signed result: shown on the diverging scale, 0 in the middle.
bool has_signed_result(const Model& model);
// The value at which the diverging scale ends: 60 % of the largest magnitude, so that faint edges are seen; what lies beyond is clipped.
double signed_limit(const Model& model);
// The colour of one output value, as in the picture.
Color result_color(const Model& model, double value);
Color grey_color(double value);
// Fills model.before and model.after.
void make_pictures(Model& model);

}  // namespace convscope
