// What the program reads once at start from its assets folder: scenes, words of every language, fonts.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/canvas/fonts.h"
#include "app/i18n/words.h"
#include "app/scenes/scene.h"
#include "app/session/state.h"

namespace convscope {

// Two variants worth comparing, as a session that compares them; words: compare.pair.<id>.
struct ComparisonPair {
  std::string id;
  State state;
};

struct Catalog {
  std::string assets;                     // the folder
  std::vector<Scene> scenes;
  std::vector<ComparisonPair> comparisons;
  std::map<std::string, Words> languages; // "en", "zh"
  std::shared_ptr<const Fonts> fonts;

  static Result<Catalog> load(const std::string& assets);
  // In this language; where the program does not speak it, in the first that it does.
  const Words& words(const std::string& language) const;
};

// CONVSCOPE_ASSETS, or assets/ beside the program, or ../share/convscope/assets, or the source tree's. Error lists where it looked.
Result<std::string> find_assets();
// Likewise for shaders/ (CONVSCOPE_SHADERS).
Result<std::string> find_shaders();

}  // namespace convscope
