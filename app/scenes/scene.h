// A scene is data (assets/scenes/<nn>_<id>.json): which operator, which tensors, which controls, which view, which phases.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/ops/attributes.h"
#include "engine/trace/playhead.h"

namespace convscope {

// Where a tensor's values come from. Cells beyond `values` (a person made it larger) follow from `seed`, range low..high.
struct TensorSource {
  std::vector<Index> shape;        // of `values`
  std::vector<double> values;      // may be empty
  std::uint32_t seed = 1;
  int low = 0, high = 5;           // whole numbers
  bool present = true;             // a layer without bias has none
};

struct Control {
  std::string name;       // "input", "kernel", "stride", "padding", "dilation", "groups", "channels", "filters", "batch",
                          // "padding_mode", "padding_value", "bias", "filter", "image", "grey", "gaussian_size", …
  AttributeType type = AttributeType::kInteger;
  Index minimum = 1, maximum = 8;
  int axes = 1;                        // 1: one number; 2: height and width; 4: top, left, bottom, right
  std::vector<std::string> choices;    // kChoice
  AttributeValue value;                // the scene's default
  Index step = 1;                      // between the numbers that a slider offers, from the minimum on
  std::map<std::string, std::vector<std::string>> when;  // concerns a state only while these choices stand so; empty: always
  std::string renews;                  // "weight": another value gives this tensor new cells, those changed by hand go with the old
};

struct Preset {
  std::string id;                                   // words: preset.<id>
  std::map<std::string, AttributeValue> parameters; // set together
};

struct Scene {
  std::string id;
  int number = 0;               // row of scenes.md
  std::string group;            // words: group.<group>
  std::string op;               // operator id
  std::string view;             // view id (see views/view.h)
  std::vector<std::string> modes;
  bool on_image = false;        // runs on photographs
  std::string image;            // default photograph when on_image
  std::vector<Index> start;     // the output cell (n, c, y, x) it opens on; empty: the first
  TensorSource input, weight, bias;
  std::vector<Control> controls;
  std::vector<Preset> presets;
  std::vector<PhaseSpec> phases;
};

// All scenes of a folder, by number. An error names the file, the place and what was expected.
Result<std::vector<Scene>> load_scenes(const std::string& folder);
Result<const Scene*> find_scene(const std::vector<Scene>& scenes, const std::string& id_or_number);

}  // namespace convscope
