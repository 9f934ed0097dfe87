// What a scene's layer is, against what the code says.
#pragma once

#include "app/paste/wanted.h"
#include "engine/ops/operator.h"

namespace convscope {

std::vector<Difference> differences_of(const CodeLayer& wanted, const Layer& shown);
// How much is lost: the fewer the better. What a control of the scene shows less of counts half of what it has no control for.
int loss_of(const std::vector<Difference>& differences, const Scene& scene);

}  // namespace convscope
