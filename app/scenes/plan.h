// From a scene and a state to what is to be computed: the graph's nodes, and shape and source of every tensor given to it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/scenes/scene.h"
#include "app/session/state.h"
#include "engine/graph/pipeline.h"
#include "engine/io/image.h"

namespace convscope {

struct GivenTensor {
  Extents extents;
  TensorSource source;
};

struct ScenePlan {
  std::vector<Node> nodes;
  std::map<std::string, GivenTensor> given;
  std::shared_ptr<const Layer> standard;  // a recipe's plain convolution to compare with; nullptr: none

  NamedShapes shapes() const;
};

// Refuses what the scene's expressions, its recipe or an operator's parameter table refuse; `photograph` is nullptr for scenes without.
Result<ScenePlan> plan_scene(const Scene& scene, const State& state, const Image* photograph);
// The number an expression of the scene gives in this state.
Result<Index> scene_number(const Scene& scene, const State& state, const Image* photograph, const std::string& expression);
// Refuses (kFile) a scene whose expressions, conditions, stages or segments name what is not there.
Status check_names(const Scene& scene);

}  // namespace convscope
