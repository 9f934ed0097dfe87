#include "engine/code/read_parts.h"

#include "engine/base/refusal.h"

namespace convscope {

Status all_of(std::initializer_list<Status> statuses) {
  for (const Status& status : statuses) {
    if (!status) return status;
  }
  return success();
}

CodeLayer begin_layer(const BoundCall& call, const std::string& op, CodeDialect dialect, int axes) {
  CodeLayer layer;
  layer.op = op;
  layer.axes = axes;
  layer.dialect = dialect;
  layer.name = call.callee();
  layer.place = call.place();
  return layer;
}

std::string with_axes(const std::string& stem, int axes) { return stem + std::to_string(axes) + "d"; }

Status take_numbers(CodeLayer& layer, const BoundCall& call, std::string_view name, const std::string& attribute, Index minimum) {
  if (!call.given(name) || call.is_none(name)) return success();
  Result<std::vector<Index>> numbers = call.per_axis(name, layer.axes, minimum);
  if (!numbers) return numbers.error();
  layer.attributes.set(attribute, *std::move(numbers));
  return success();
}

Status take_flag(CodeLayer& layer, const BoundCall& call, std::string_view name, const std::string& attribute) {
  if (!call.given(name)) return success();
  Result<bool> flag = call.flag(name);
  if (!flag) return flag.error();
  layer.attributes.set(attribute, *flag);
  return success();
}

Status take_real(CodeLayer& layer, const BoundCall& call, std::string_view name, const std::string& attribute) {
  Result<double> number = call.real(name);
  if (!number) return number.error();
  layer.attributes.set(attribute, *number);
  return success();
}

Status take_chance(CodeLayer& layer, const BoundCall& call, const std::string& name, const std::string& attribute) {
  Status taken = take_real(layer, call, name, attribute);
  if (!taken) return taken;
  const double chance = layer.attributes.number(attribute);
  if (chance < 0 || chance > 1) return not_taken(call.at(name), name, "a chance from 0 to 1");
  return success();
}

Status take_kernel(CodeLayer& layer, const BoundCall& call) {
  Result<std::vector<Index>> kernel = call.per_axis("kernel_size", layer.axes, 1);
  if (!kernel) return kernel.error();
  layer.kernel = *std::move(kernel);
  if (layer.kernel.size() == 1) layer.kernel.resize(static_cast<std::size_t>(layer.axes), layer.kernel.front());
  return success();
}

Status check_groups(const CodeLayer& layer, const BoundCall& call) {
  if (!call.has("groups")) return success();
  const Expression& at = call.at("groups");
  const Index groups = numbers_or(layer, "groups", 1).front();
  if (layer.channels_in && *layer.channels_in % groups != 0) {
    return refusal(ErrorKind::kUsage, "", "code_groups_input", "line {}, column {}: groups {} does not divide the {} input channels",
                   at.place.line, at.place.column, groups, *layer.channels_in);
  }
  if (layer.channels_out && *layer.channels_out % groups != 0) {
    return refusal(ErrorKind::kUsage, "", "code_groups_output", "line {}, column {}: groups {} does not divide the {} output channels",
                   at.place.line, at.place.column, groups, *layer.channels_out);
  }
  return success();
}

std::vector<Index> numbers_or(const CodeLayer& layer, const std::string& attribute, Index standard) {
  const std::size_t axes = layer.axes > 0 ? static_cast<std::size_t>(layer.axes) : 1;
  if (!layer.attributes.has(attribute)) return std::vector<Index>(axes, standard);
  const std::vector<Index>& given = layer.attributes.integers(attribute);
  return given.size() == 1 ? std::vector<Index>(axes, given.front()) : given;
}

void remark_left_out(CodeLayer& layer, const BoundCall& call, std::string_view name) {
  if (!call.given(name) || call.is_none(name)) return;
  const Expression& value = call.at(name);
  Error remark = refusal(ErrorKind::kUsage, "", "code_left_out", "line {}, column {}: {}={} is left out", value.place.line,
                         value.place.column, name, value.text);
  layer.remarks.push_back(std::move(remark));
}

}  // namespace convscope
