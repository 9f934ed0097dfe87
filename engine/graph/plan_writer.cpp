#include "engine/graph/plan_writer.h"

#include "engine/base/refusal.h"
#include "engine/ops/axis.h"

namespace convscope {

void PlanWriter::add(const std::string& name, const std::string& op, Attributes attributes, std::vector<std::string> more) {
  more.insert(more.begin(), last_);
  plan_.nodes.push_back({name, op, std::move(attributes), std::move(more)});
  last_ = name;
}

void PlanWriter::add_weighted(const std::string& name, const std::string& op, Attributes attributes, const Extents& weight, Index biases) {
  std::vector<std::string> more{name + ".weight"};
  plan_.given[more.back()] = weight;
  if (biases > 0) {
    more.push_back(name + ".bias");
    plan_.given[more.back()] = Extents{biases};
  }
  add(name, op, std::move(attributes), std::move(more));
}

void PlanWriter::compare_with(const Extents& input, const Extents& weight, Attributes attributes) {
  plan_.standard = Node{"standard", "conv2d", std::move(attributes), {}};
  plan_.standard_shapes = {input, weight};
}

Attributes with(const std::vector<std::pair<std::string, AttributeValue>>& values) {
  Attributes attributes;
  for (const auto& [name, value] : values) attributes.set(name, value);
  return attributes;
}

Result<std::vector<Index>> kernel_of(const Attributes& attributes) { return per_axis(attributes, "kernel_size", 2); }

Status check_divides(const std::string& attribute, Index divisor, Index number, const std::string& of) {
  if (number % divisor == 0) return success();
  return impossible(attribute, "does_not_divide", "{} {} does not divide the {} {}", attribute, divisor, number, of);
}

}  // namespace convscope
