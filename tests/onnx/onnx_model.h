// Reads the little of ONNX's protobuf files that its tests of one node need: the node, its attributes, tensors.
// Fields: onnx/onnx.proto (ModelProto.graph = 7, GraphProto.node = 1, …). A broken file throws.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/tensor/tensor.h"

namespace convscope {

struct OnnxAttribute {
  float number = 0;
  Index integer = 0;
  std::string text;
  std::vector<Index> integers;
};

struct OnnxNode {
  std::string op;
  std::vector<std::string> inputs, outputs;  // "" = absent
  std::map<std::string, OnnxAttribute> attributes;
  bool has(const std::string& name) const { return attributes.count(name) != 0; }
  Index integer(const std::string& name, Index fallback) const { return has(name) ? attributes.at(name).integer : fallback; }
  std::vector<Index> integers(const std::string& name, std::vector<Index> fallback) const {
    return has(name) ? attributes.at(name).integers : fallback;
  }
};

struct OnnxTensor {
  std::string name;
  Tensor tensor;  // whole-number types are converted
};

// A folder of Debian's libonnx-testdata: model.onnx and test_data_set_0.
struct OnnxCase {
  std::string name;
  std::vector<OnnxNode> nodes;
  std::map<std::string, Tensor> tensors;  // initializers and inputs, by name
  std::vector<Tensor> outputs;            // of the node's outputs that are stored, in order
};
OnnxCase load_onnx_case(const std::string& folder);
// The nodes alone, whatever the types of the tensors.
std::vector<OnnxNode> load_onnx_nodes(const std::string& folder);

}  // namespace convscope
