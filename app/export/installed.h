// What is installed with the program: scenes, words and fonts, checked against each other.
#pragma once

#include "app/catalog/catalog.h"

namespace convscope {

// The catalog of find_assets(), in which every scene has what its view needs. Errors name the file or the scene.
Result<Catalog> load_installed();

}  // namespace convscope
