// A layer that was read from code, put into the scene that shows it best: which controls it sets, and what the scene cannot show of it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/i18n/words.h"
#include "app/scenes/scene.h"
#include "app/session/state.h"
#include "engine/code/read_code.h"

namespace convscope {

// What the code says and what the scene computes instead, read from the layer that the scene's plan makes.
struct Difference {
  std::string name;           // as PyTorch calls it: "out_channels"
  std::string wanted, shown;  // shown: "" where the scene's layer has no such thing
};

struct Pasted {
  std::string scene, mode;
  std::map<std::string, AttributeValue> parameters;  // every control that the layer has a say in
  std::string stage;                                 // of the scene: the one that is the layer
  bool as_row = false;                               // a layer of one axis is shown as one of two axes, one row high
  std::vector<Difference> differences;
};

// The scene of `now` where it shows the layer no worse than the best one does, else the best. Refuses (kUsage) operators that no scene
// shows, and (kImpossible) what the scene's layer refuses with its largest input.
Result<Pasted> place_layer(const std::vector<Scene>& scenes, const State& now, const CodeLayer& layer);

// One note for the person: where it is shown, what is different, what was left out; in the language of the words.
std::string paste_sentence(const Words& words, const CodeLayer& layer, const Pasted& pasted);

}  // namespace convscope
