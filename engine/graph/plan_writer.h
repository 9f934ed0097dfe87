// Writes a plan node by node. For this room's recipes only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/graph/recipe.h"

namespace convscope {

class PlanWriter {
 public:
  explicit PlanWriter(const Extents& input) { plan_.given["input"] = input; }

  // A node that reads the node written last (or "input"), then `more`.
  void add(const std::string& name, const std::string& op, Attributes attributes = {}, std::vector<std::string> more = {});
  // With a weight of this shape from outside, and a bias of as many values as `biases` says (0: none).
  void add_weighted(const std::string& name, const std::string& op, Attributes attributes, const Extents& weight, Index biases = 0);
  // A tensor from outside.
  void give(const std::string& name, const Extents& extents) { plan_.given[name] = extents; }
  // The next node reads this one.
  void go_on_from(const std::string& name) { last_ = name; }
  void compare_with(const Extents& input, const Extents& weight, Attributes attributes);
  Plan done() { return std::move(plan_); }

 private:
  Plan plan_;
  std::string last_ = "input";
};

// {"stride", 2}, {"padding", {1, 0}}
Attributes with(const std::vector<std::pair<std::string, AttributeValue>>& values);
inline AttributeValue whole(Index number) { return std::vector<Index>{number}; }

// One whole number of the attributes.
inline Index integer(const Attributes& attributes, const std::string& name) { return attributes.integers(name).front(); }
// kernel_size as height and width; refuses other counts.
Result<std::vector<Index>> kernel_of(const Attributes& attributes);
// Refuses a number that does not divide another: "groups 3 does not divide the 4 filters".
Status check_divides(const std::string& attribute, Index divisor, Index number, const std::string& of);

}  // namespace convscope
