// A scene is data (assets/scenes/<nn>_<id>.json): which tensors, which operators read them, which controls, which view, which steps.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/ops/attributes.h"
#include "engine/trace/playhead.h"

namespace convscope {

// The choices (words; "true" and "false" of a flag) at which something counts; empty: always.
using Condition = std::map<std::string, std::vector<std::string>>;

// Where a tensor's values come from.
struct TensorSource {
  std::vector<std::string> shape;  // expressions over the controls (expression.h); on photographs also image_height, image_width,
                                   // image_channels, filter_size
  std::string from;                // "": the values below; else a source (sources.h), or "=" and another tensor: its values in C order
  std::vector<double> values;      // may be empty
  std::vector<Index> values_shape;
  bool repeat = false;             // the values fill a larger shape over and over; else cells beyond follow from `seed`, low..high
  std::uint32_t seed = 1;
  int low = 0, high = 5;           // whole numbers
  Condition when;                  // else the tensor is absent
};

// The value of an attribute: as written, or an expression ("=channels", "=dilation.0 * 2") per number. One that names a control
// and nothing else takes the control's value as it is.
struct AttributeSource {
  AttributeValue value;
  std::vector<std::string> expressions;  // empty: `value`
};

// One operator of the scene's graph.
struct StageSource {
  std::string name;                 // also of its output
  std::string op;                   // an operator's id, or "=" and the control that names it
  std::vector<std::string> inputs;  // one per slot: a tensor or an earlier stage; "" = absent. "<stage>.indices" are its winners
  std::optional<std::map<std::string, AttributeSource>> attributes;  // nothing: every control that has the name of one
  std::map<std::string, std::vector<std::string>> asked;  // by slot: a shape that is asked about in place of the tensor's own
  bool is_signed = false;           // on photographs its picture is on the diverging scale, whatever its weights
  Condition when;                   // else the stage is left out
};

// A pipeline of the engine in place of stages. Weights without a source get small whole numbers.
struct RecipeSource {
  std::string id;                   // an engine's recipe, or "=" and the control that names it
  std::map<std::string, AttributeSource> attributes;
};

struct SegmentSource {
  std::string name;                 // words: segment.<scene>.<name>; default: its stage
  std::string stage;
  Walk walk = Walk::kOutputs;
  std::string steps = "1";          // expression, of plain walks
  std::vector<PhaseSpec> phases;
  Condition when;
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
  Condition when;                      // concerns a state only then
  std::string renews;                  // "weight": another value gives this tensor new cells, those changed by hand go with the old
  std::string plays;                   // "rate": the segment that shows what it does; another value plays it while one stands in its midst
};

struct LongestSide {
  Index pixels = 0;
  Condition when;
};

struct Preset {
  std::string id;                                   // words: preset.<id>
  std::map<std::string, AttributeValue> parameters; // set together
};

struct Scene {
  std::string id;
  int number = 0;               // row of scenes.md
  std::string group;            // words: group.<group>
  std::string view;             // view id (see views/view.h)
  std::vector<std::string> modes;   // words: mode.<scene>.<mode>; the first is the one a scene opens in
  std::string mode;                 // of a variant: the mode it is for
  std::vector<Scene> variants;      // of modes that change more than how the same is drawn: the whole scene with its changes
  bool shows_layer = true;      // false: its stage only keeps time, and there is nothing to tell of it
  bool on_image = false;        // runs on photographs
  std::string image;            // default photograph when on_image
  std::vector<LongestSide> longest_side;  // of a photograph, the first that counts: a larger one is made smaller; none: any size
  std::vector<Index> start;     // the output cell it opens on; empty: the first
  std::string start_segment;    // of this segment of the timeline; "": the first
  std::map<std::string, TensorSource> tensors;
  std::vector<StageSource> stages;
  std::optional<RecipeSource> recipe;  // instead of stages
  std::vector<Control> controls;
  std::vector<Preset> presets;
  std::vector<PhaseSpec> phases;       // of every stage in turn, where there is no timeline
  std::vector<SegmentSource> timeline;
};

// All scenes of a folder, by number. An error names the file, the place and what was expected.
Result<std::vector<Scene>> load_scenes(const std::string& folder);
Result<const Scene*> find_scene(const std::vector<Scene>& scenes, const std::string& id_or_number);
// The scene as it is in a mode ("" = its first).
const Scene& in_mode(const Scene& scene, const std::string& mode);

}  // namespace convscope
