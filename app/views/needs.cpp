#include "app/views/needs.h"

#include <algorithm>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "app/views/view.h"

namespace convscope {
namespace {

struct Need {
  const char* view;
  const char* mode;                  // "" = any
  std::vector<std::string> names;    // stages or tensors
  std::size_t stages = 1;            // at least
};

const std::vector<Need>& all_needs() {
  static const std::vector<Need> kNeeds = {
      {"many_channels_photo", "", {"filtered"}},
      {"transposed", "matrix", {"convolved"}},
      {"as_matrix", "", {"patches"}},
      {"checkerboard", "", {"line", "map", "counts_plain", "small", "plain"}},
      {"checkerboard_stack", "", {"line_1", "line_3", "counts_3", "photo_3", "counts_resized_3", "small"}},
      {"checkerboard_gradient", "", {"strided", "pooled", "even", "photo_strided", "photo_pooled", "photo_even", "small"}},
      {"backward", "", {"forward", "input_grad", "weight_grad"}},
      {"convolution", "", {"convolution", "correlation", "convolution_swapped", "correlation_swapped"}},
      {"convolution_pixel", "", {"convolution", "correlation"}},
      {"dilated_stack", "", {}, 2},
      {"separable_split", "", {"weight", "columns"}, 2},
      {"separable", "", {}, 2},
      {"flattened", "", {}, 3},
      {"flattened_split", "", {"whole", "along", "filter", "asked"}},
      {"depthwise_separable", "", {}, 2},
      {"shuffled_grouped", "", {"first", "shuffle", "second", "plain"}},
      {"shufflenet_unit", "", {"compress", "depthwise"}},
      {"going_down", "", {"maximum", "average", "strided", "bilinear"}},
      {"going_up", "", {"pooled", "nearest", "bilinear", "transposed", "unpooled"}},
      {"small_layers", "", {"fully_connected", "normalised", "dropped", "added", "joined"}},
      {"pointwise", "", {}, 2},
      {"pointwise_layer", "", {"mixed", "layer"}},
      {"pointwise_photo", "", {"grey", "red_green", "blue_yellow"}},
      {"channel_shuffle", "", {}, 2},
      {"activations", "", {"activated", "table"}},
      {"deformable", "", {"deformed", "standard"}},
      {"pooling", "border", {"maximum", "ceil", "floor"}},
      {"pooling", "", {"maximum", "average"}},
  };
  return kNeeds;
}

Error fault(const Scene& scene, const std::string& what) {
  return {ErrorKind::kFile, fmt::format("the scene {} is drawn by the view {}, which {}", scene.id, scene.view, what), ""};
}

Status check_names_of(const Scene& scene, const std::string& mode) {
  std::vector<std::string> known, stages;
  for (const StageSource& stage : scene.stages) stages.push_back(stage.name);
  for (const auto& [name, tensor] : scene.tensors) known.push_back(name);
  known.insert(known.end(), stages.begin(), stages.end());
  for (const Need& need : all_needs()) {
    if (need.view != scene.view || (*need.mode && need.mode != mode)) continue;
    auto lacking = std::find_if(need.names.begin(), need.names.end(), [&](const std::string& name) {
      return !scene.recipe && std::find(known.begin(), known.end(), name) == known.end();
    });
    if (lacking != need.names.end())
      return fault(scene, fmt::format("needs a stage or tensor called \"{}\" (it looks for {}); the scene has {}", *lacking,
                                      fmt::join(need.names, ", "), fmt::join(known, ", ")));
    if (!scene.recipe && stages.size() < need.stages)
      return fault(scene, fmt::format("tells of {} stages; the scene has {}", need.stages, fmt::join(stages, ", ")));
    return success();
  }
  return success();
}

}  // namespace

Status check_views(const std::vector<Scene>& scenes) {
  const std::vector<std::string> views = view_ids();
  for (const Scene& scene : scenes) {
    std::vector<std::string> modes = scene.modes;
    if (modes.empty()) modes.emplace_back();
    for (const std::string& mode : modes) {
      const Scene& shown = in_mode(scene, mode);
      if (std::find(views.begin(), views.end(), shown.view) == views.end())
        return Error{ErrorKind::kFile,
                     fmt::format("the scene {} names the unknown view \"{}\"; known are {}", scene.id, shown.view,
                                 fmt::join(views, ", ")),
                     ""};
      if (Status fits = check_names_of(shown, mode); !fits) return fits;
    }
  }
  return success();
}

}  // namespace convscope
