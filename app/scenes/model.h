// What a state means: the layers, their tensors, what was computed, and the timeline. Views read a Model, nothing else of the engine.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/scenes/pictures.h"
#include "app/scenes/scene.h"
#include "app/session/state.h"
#include "engine/gpu/device.h"
#include "engine/graph/pipeline.h"
#include "engine/io/image.h"
#include "engine/trace/trace.h"

namespace convscope {

// One layer of what a scene computes, with the tensors it read and the one it made.
struct LayerModel {
  std::string name;                  // of the stage, and of its output
  std::shared_ptr<const Layer> layer;
  std::vector<std::string> inputs;   // names of what it reads, one per slot; "" = absent
  TensorSet tensors;                 // one per slot; nullptr = absent
  const Tensor* result = nullptr;
  std::optional<Error> refused{};    // what its operator says of the shapes that its scene asks about, where they do not fit

  Trace trace() const { return Trace(layer, tensors); }
  const Tensor& output() const { return *result; }
  // Of slot "input", "weight", "bias", …; an absent tensor where the layer has none. input() is the first slot, whatever it is called.
  const Tensor& tensor(std::string_view slot) const;
  const Tensor& input() const { return *tensors[0]; }
  const Tensor& weight() const { return tensor("weight"); }
  const Tensor& bias() const { return tensor("bias"); }
};

struct Comparison;  // comparison.h

struct Model {
  const Scene* scene = nullptr;      // as it is in the state's mode
  std::map<std::string, Tensor> tensors;  // given ones, outputs of stages, "<stage>.indices"
  std::vector<LayerModel> layers;    // at least one, in the order in which they are computed
  std::shared_ptr<const Pipeline> pipeline;  // the same layers, to follow back
  std::shared_ptr<const Layer> standard;     // the plain convolution that a recipe replaces; nullptr: none
  std::string device;                // its name
  std::string fallback;              // why it was not the GPU
  bool stand_in = false;             // the CPU computed some of it while the GPU's programs are compiled
  double seconds = 0;
  Timeline timeline;
  std::shared_ptr<const Image> photograph;  // scenes on a photograph
  bool photograph_scaled = false;    // it was larger than the scene takes
  std::string filter;                // the chosen filter's id, of scenes with one
  // Of scenes on a photograph, one pixel a cell: tensors with 1 or 3 channels, and the planes of all with up to 16.
  std::map<std::string, Picture> pictures;
  std::map<std::string, std::vector<Picture>> planes;
  // What the state is compared with, if anything: then this is the first of the two with the timeline of both.
  std::shared_ptr<const Comparison> comparison;

  const LayerModel& first() const { return layers.front(); }
  const LayerModel& last() const { return layers.back(); }
  int index_of(const std::string& layer) const;         // -1: the scene has no such layer
  const LayerModel& layer(const std::string& name) const;  // must be there
  const Picture& before() const { return pictures.at(first().inputs.front()); }
  const Picture& after() const { return pictures.at(last().name); }
  // The layer that plays at a moment.
  int playing(const Moment& moment) const { return timeline.at(moment.step).stage; }
};

// The tensor that a target of the stage points into, by name; "" when there is none.
std::string tensor_of(const Model& model, const Target& target);

// The parameter of a scene as it stands in the state, or the scene's default.
const AttributeValue& parameter(const Scene& scene, const State& state, const std::string& name);
bool has_parameter(const Scene& scene, const std::string& name);
// Text a person typed ("3", "2,1", "reflect") to a value of the parameter, in its range. Unknown names list the known ones.
Result<AttributeValue> parse_parameter(const Scene& scene, const std::string& name, const std::string& text);
// Where a scene opens: its start cell, or the middle of a photograph that is too small for it, at the end of the step.
Moment opening_moment(const Scene& scene, const Model& model);

// Reads shipped photographs (assets/images/<name>.jpg|png) or a person's own, remembering the last few.
class Photographs {
 public:
  explicit Photographs(std::string folder) : folder_(std::move(folder)) {}
  Result<std::shared_ptr<const Image>> get(const std::string& name_or_path);
  // The same, its longer side at most so many pixels (0: any size): each pixel the mean of those it covers.
  Result<std::shared_ptr<const Image>> get(const std::string& name_or_path, Index longest_side);
  std::vector<std::string> shipped() const;
  // The file of a shipped photograph; any other name is a path itself.
  std::string path_of(const std::string& name_or_path) const;

 private:
  std::string folder_;
  struct Smaller {
    std::string name;
    std::shared_ptr<const Image> whole, image;
  };
  std::vector<std::pair<std::string, std::shared_ptr<const Image>>> recent_;
  std::vector<Smaller> smaller_;
};

// Computes everything a state shows. An impossible state is an Error whose `attribute` names the control.
Result<std::shared_ptr<const Model>> evaluate(const std::vector<Scene>& scenes, const State& state, Device& device,
                                              Photographs& photographs);

}  // namespace convscope
