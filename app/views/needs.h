// What a view must find in a scene: a file that names a view gets told here, before anything is drawn, what it lacks.
#pragma once

#include <vector>

#include "app/scenes/scene.h"
#include "engine/base/result.h"

namespace convscope {

// Every scene in each of its modes names a view that exists, and has the stages and tensors that this view asks for by name.
// The error (kFile) names the scene, the view and what it needs. Stages of a recipe have names of its own: they are only counted.
Status check_views(const std::vector<Scene>& scenes);

}  // namespace convscope
