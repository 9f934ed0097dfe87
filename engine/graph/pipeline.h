// A pipeline: a small graph of operators by name (depthwise then pointwise, a stack of layers). It is checked whole before anything
// is allocated, run by any device, and followed backwards through its taps for receptive fields.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/ops/operator.h"

namespace convscope {

struct Node {
  std::string name;                 // also the name of its output
  std::string op;                   // operator id
  Attributes attributes;
  std::vector<std::string> inputs;  // one per slot: a given tensor, an earlier node or its winners; "" or missing = absent
};

// What is given from outside (the image, weights, biases) by name.
using NamedShapes = std::map<std::string, Extents>;
using NamedTensors = std::map<std::string, const Tensor*>;
// Computes one layer; a device's run, or the reference.
using RunLayer = std::function<Result<Tensor>(const Layer&, const TensorSet&)>;
// Cells (flat, ascending) by the name of the tensor that holds them.
using ReachedCells = std::map<std::string, std::vector<Index>>;

// The name of the second output of a layer that names winners: "pool.indices".
std::string winners_of(const std::string& stage);

class Pipeline {
 public:
  struct Stage {
    Node node;
    std::shared_ptr<const Layer> layer;
  };

  // Refuses, naming the node: unknown operators, names that are not yet there or taken twice, whatever the operator refuses, and
  // tensors that together exceed the memory budget. An Error's message begins with the node's name.
  static Result<Pipeline> build(const std::vector<Node>& nodes, const NamedShapes& given);

  const std::vector<Stage>& stages() const { return stages_; }
  const Stage* find(const std::string& name) const;  // nullptr: no such node
  bool reads(const std::string& tensor) const;         // some stage does
  const Extents& output() const { return stages_.back().layer->output(); }
  Cost cost() const;  // the sum over its layers

  // The outputs of all nodes by name. Given tensors must have the shapes of `build`.
  Result<std::map<std::string, Tensor>> run(const NamedTensors& given, const RunLayer& run_layer) const;
  // Every cell, by tensor (data, not weights or biases), that output cell `cell` of node `name` depends on.
  // `tensors` (given ones and outputs, may be empty) are read by layers whose taps depend on data.
  ReachedCells receptive_field(const std::string& name, Index cell, const NamedTensors& tensors) const;

 private:
  std::vector<Stage> stages_;
  NamedShapes given_;
};

}  // namespace convscope
