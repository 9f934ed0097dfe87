#include "support/torch_cases.h"

#include <fmt/core.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "engine/io/npy.h"

namespace convscope {
namespace {

using nlohmann::json;

const std::string kFolder = std::string(CONVSCOPE_SOURCE_DIR) + "/tests/data/";

std::vector<float> read_values(const std::string& file) {
  Result<NpyFile> npy = read_npy(kFolder + file);
  if (!npy) throw std::runtime_error(npy.error().message);
  return std::move(npy->tensor.data);
}

Extents extents_of(const json& sizes) { return Extents(sizes.get<std::vector<Index>>()); }

// The next tensor of these extents from `at` on, which moves behind it.
Tensor take(const std::vector<float>& values, std::size_t& at, const Extents& extents) {
  const std::size_t count = static_cast<std::size_t>(extents.count());
  if (at + count > values.size()) throw std::runtime_error("the stored numbers end before the cases do");
  auto first = values.begin() + static_cast<std::ptrdiff_t>(at);
  at += count;
  return Tensor(extents, std::vector<float>(first, first + static_cast<std::ptrdiff_t>(count)));
}

Attributes attributes_of(const Operator& op, const json& given) {
  Attributes attributes;
  for (const AttributeSpec& spec : op.attributes()) {
    if (!given.contains(spec.name)) continue;
    Result<AttributeValue> value = parse_attribute(spec, given.at(spec.name).get<std::string>());
    if (!value) throw std::runtime_error(value.error().message);
    attributes.set(spec.name, *value);
  }
  return attributes;
}

TorchCase case_of(const Operator& op, const json& line, const std::vector<float>& values) {
  TorchCase result;
  std::size_t at = line.at("at").get<std::size_t>();
  result.integer = line.at("kind") == "integer";
  result.input = take(values, at, extents_of(line.at("input")));
  result.weight = take(values, at, extents_of(line.at("weight")));
  if (line.at("bias").get<bool>()) result.bias = take(values, at, Extents{result.weight.extents[0]});
  result.output = take(values, at, extents_of(line.at("output")));
  auto layer = op.layer(attributes_of(op, line.at("attributes")), {result.input.extents, result.weight.extents, result.bias.extents});
  if (!layer) throw std::runtime_error(line.dump() + ": " + layer.error().message);
  result.layer = *layer;
  return result;
}

}  // namespace

std::vector<TorchCase> load_conv2d_cases() {
  const Operator& op = *find_operator("conv2d").value();
  const std::vector<float> integers = read_values("conv2d_integer.npy");
  const std::vector<float> reals = read_values("conv2d_real.npy");
  std::ifstream file(kFolder + "conv2d_cases.jsonl");
  std::vector<TorchCase> cases;
  std::string text;
  while (std::getline(file, text)) {
    const json line = json::parse(text);
    cases.push_back(case_of(op, line, line.at("kind") == "integer" ? integers : reals));
    cases.back().name = fmt::format("conv2d_cases.jsonl:{} {}", cases.size(), text);
  }
  if (cases.empty()) throw std::runtime_error("tests/data/conv2d_cases.jsonl is missing or empty");
  return cases;
}

}  // namespace convscope
