// The filters of the photograph scene, as kernels for cross-correlation (how deep learning slides them).
// Sources: Sobel and Scharr, H. Scharr's dissertation (2000), 3·10·3; Laplacian with 4 neighbours; Gaussian σ = size/5.
#pragma once

#include <string>
#include <vector>

#include "app/scenes/scene.h"
#include "app/session/state.h"
#include "engine/tensor/tensor.h"

namespace convscope {

struct PhotoFilter {
  std::string id;               // words: choice.filter.<id>
  Index size = 3;               // square, odd
  std::vector<double> weights;  // row by row
};

// In the order of the cards; "own" is the identity until a person edits it. The Gaussian is the one of size 5.
const std::vector<PhotoFilter>& photo_filters();
// One of them; the Gaussian in any odd size.
PhotoFilter photo_filter(const std::string& id, Index gaussian_size);
// With rows and columns exchanged: a filter that looks from left to right then looks from top to bottom.
PhotoFilter turned(PhotoFilter filter);
// As the scene's controls "filter", "gaussian_size" and "direction" stand.
PhotoFilter chosen_filter(const Scene& scene, const State& state);
// The same with its weights that were changed by hand: what is asked for, also where the nearest that splits stands in its place. One
// filter for every channel: what was changed in one channel's holds for all.
PhotoFilter asked_filter(const Scene& scene, const State& state);

}  // namespace convscope
