// What a state means: the layer, its tensors, its computed output and the trace. Views read a Model, nothing else of the engine.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/scenes/scene.h"
#include "app/session/state.h"
#include "engine/gpu/device.h"
#include "engine/io/image.h"
#include "engine/trace/trace.h"

namespace convscope {

struct Model {
  const Scene* scene = nullptr;
  std::shared_ptr<const Layer> layer;
  Tensor input, weight, bias;      // bias absent when the layer has none
  Tensor output;                   // what the device computed
  std::string device;              // its name
  std::string fallback;            // why it was not the GPU
  double seconds = 0;
  Timeline timeline;
  std::shared_ptr<const Image> photograph;  // scenes on a photograph
  std::string filter;              // scene 30: the chosen filter's id
  std::shared_ptr<const Pixels> before, after;  // of scenes on a photograph, one pixel a cell
  double result_limit = 1;         // where the scale of a signed result ends

  Trace trace() const;             // over the tensors above
};

// The parameter of a scene as it stands in the state, or the scene's default.
const AttributeValue& parameter(const Scene& scene, const State& state, const std::string& name);
bool has_parameter(const Scene& scene, const std::string& name);
// Text a person typed ("3", "2,1", "reflect") to a value of the parameter, in its range. Unknown names list the known ones.
Result<AttributeValue> parse_parameter(const Scene& scene, const std::string& name, const std::string& text);
// Where a scene opens: its start cell, at the end of the step.
Moment opening_moment(const Scene& scene, const Model& model);

// Reads shipped photographs (assets/images/<name>.jpg|png) or a person's own, remembering the last few.
class Photographs {
 public:
  explicit Photographs(std::string folder) : folder_(std::move(folder)) {}
  Result<std::shared_ptr<const Image>> get(const std::string& name_or_path);
  std::vector<std::string> shipped() const;
  // The file of a shipped photograph; any other name is a path itself.
  std::string path_of(const std::string& name_or_path) const;

 private:
  std::string folder_;
  std::vector<std::pair<std::string, std::shared_ptr<const Image>>> recent_;
};

// Computes everything a state shows. An impossible state is an Error whose `attribute` names the control.
Result<std::shared_ptr<const Model>> evaluate(const std::vector<Scene>& scenes, const State& state, Device& device,
                                              Photographs& photographs);

}  // namespace convscope
