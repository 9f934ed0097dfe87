// Two variants on one input: the second model is computed with the first one's input in its place, cell for cell compared with the first,
// and stepped by the same transport.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/scenes/model.h"

namespace convscope {

// One of the two, as it would stand alone.
struct Side {
  State state;                        // compared with nothing
  std::shared_ptr<const Model> model;
  int layer = 0;                      // of the model: whose output is compared
  std::string source;                 // the given tensor that both begin with
  std::vector<int> needed;            // layers that the output follows from, in order, itself the last
  Cost cost;                          // of these
  int segment = -1;                   // of the model's own timeline: what plays the output cell by cell; -1: nothing does
  const LayerModel& compared() const { return model->layers[static_cast<std::size_t>(layer)]; }
  const Tensor& output() const { return compared().output(); }
  const Tensor& input() const { return model->tensors.at(source); }
  bool whole() const { return needed.size() == model->layers.size(); }  // it computes nothing else
};

struct Comparison {
  Side first, other;
  bool same_shape = false;  // of the outputs
  Extents cells;            // that the transport walks: every cell that either output has
  Tensor difference;        // first − other, of the cells that both have; absent where the outputs' ranks differ
  double largest = 0;       // size of the largest difference
  const Side& side(bool of_other) const { return of_other ? other : first; }
};

// Where one side stands while both are at a moment of the common timeline.
struct SideMoment {
  Moment moment;        // of the side's own timeline; meaningless where nothing plays the output
  Index cell = 0;       // of its output
  double share = 1;     // 0..1 of the step, before the difference appears
  bool waits = false;   // it has no such cell
};
SideMoment side_moment(const Comparison& comparison, const Side& side, const Timeline& both, const Moment& moment);

// The cell of the difference at a step, or nothing where one of the two has none.
std::optional<Index> difference_at(const Comparison& comparison, Index step);
// The largest difference in the cells up to a step, and the mean size of all these.
struct DifferenceSoFar {
  double largest = 0, mean = 0;
  Index cells = 0;  // 0: none yet
};
DifferenceSoFar difference_so_far(const Comparison& comparison, Index step);

inline constexpr const char* kDifferencePhase = "difference";  // the last of every step
// Targets of the second side's own layers count from here; what both share has the first one's targets.
inline constexpr int kOtherStages = 500;
// The target of one side on the stage of both, and back; none: the target is not of this side.
Target joint_target(const Comparison& comparison, const Target& target, bool of_other);
Target side_target(const Comparison& comparison, const Target& target, bool of_other);

// The layer that plays, where what the scene ends with does not stand on it: of a scene of several layers beside each other. Else "".
std::string separate_layer(const Model& model, const State& state);

// The state that a variant makes of the state it is compared with: another scene on the same photograph.
State state_of_other(const State& state);

// What the two variants share.
struct SharedInput {
  std::string name;  // of the given tensor whose place `tensor` takes; "": of none
  const Tensor* tensor = nullptr;
  Index longest_side = 0;  // of the photograph, in pixels, at most; 0: as the scene has it
};
// evaluate() of a state that is compared with nothing.
Result<std::shared_ptr<const Model>> evaluate_alone(const std::vector<Scene>& scenes, const State& state, Device& device,
                                                    Photographs& photographs, const SharedInput* shared = nullptr);
// evaluate() of a state with `other`. Its errors say which of the two is meant; an attribute of the second begins with "other.".
Result<std::shared_ptr<const Model>> evaluate_both(const std::vector<Scene>& scenes, const State& state, Device& device,
                                                   Photographs& photographs);

inline constexpr const char* kOtherAttribute = "other.";

}  // namespace convscope
