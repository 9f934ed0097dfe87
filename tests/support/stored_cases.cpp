#include "support/stored_cases.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "engine/io/npy.h"

namespace convscope {
namespace {

using nlohmann::json;

const std::string kFolder = std::string(CONVSCOPE_SOURCE_DIR) + "/tests/data/operators/";

std::vector<float> read_values(const std::string& file) {
  Result<NpyFile> npy = read_npy(kFolder + file);
  if (!npy) throw std::runtime_error(npy.error().message);
  return std::move(npy->tensor.data);
}

// Hands out tensors one after the other.
class Store {
 public:
  Store(const std::vector<float>& values, std::size_t at) : values_(values), at_(at) {}
  Tensor take(const json& sizes) {
    const Extents extents(sizes.get<std::vector<Index>>());
    const std::size_t count = static_cast<std::size_t>(extents.count());
    if (at_ + count > values_.size()) throw std::runtime_error("the stored numbers end before the cases do");
    auto first = values_.begin() + static_cast<std::ptrdiff_t>(at_);
    at_ += count;
    return Tensor(extents, std::vector<float>(first, first + static_cast<std::ptrdiff_t>(count)));
  }

 private:
  const std::vector<float>& values_;
  std::size_t at_;
};

Attributes attributes_of(const Operator& op, const json& given) {
  Attributes attributes;
  for (const auto& [name, value] : given.items()) {
    auto named = [&name = name](const AttributeSpec& spec) { return spec.name == name; };
    auto spec = std::find_if(op.attributes().begin(), op.attributes().end(), named);
    if (spec == op.attributes().end()) throw std::runtime_error(op.id() + " has no attribute " + name);
    Result<AttributeValue> parsed = parse_attribute(*spec, value.get<std::string>());
    if (!parsed) throw std::runtime_error(parsed.error().message);
    attributes.set(name, *parsed);
  }
  return attributes;
}

StoredCase case_of(const json& line, Store store) {
  const Operator& op = *find_operator(line.at("op").get<std::string>()).value();
  StoredCase result;
  result.integer = line.at("kind") == "integer";
  result.single = line.value("precision", "") == "single";
  Shapes shapes;
  for (const SlotSpec& slot : op.slots()) {
    const json& tensors = line.at("tensors");
    result.slots.push_back(tensors.contains(slot.name) ? store.take(tensors.at(slot.name)) : Tensor());
    shapes.push_back(result.slots.back().extents);
  }
  result.output = store.take(line.at("output"));
  if (line.contains("winners")) result.winners = store.take(line.at("output"));
  auto layer = op.layer(attributes_of(op, line.at("attributes")), shapes);
  if (!layer) throw std::runtime_error(line.dump() + ": " + layer.error().message);
  result.layer = *layer;
  return result;
}

}  // namespace

std::vector<std::string> stored_families() {
  std::vector<std::string> families;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".jsonl") families.push_back(entry.path().stem().string());
  }
  std::sort(families.begin(), families.end());
  return families;
}

std::vector<StoredCase> load_stored_cases(const std::string& family) {
  const std::vector<float> integers = read_values(family + "_integer.npy");
  const std::vector<float> reals = read_values(family + "_real.npy");
  std::ifstream file(kFolder + family + ".jsonl");
  std::vector<StoredCase> cases;
  for (std::string text; std::getline(file, text);) {
    const json line = json::parse(text);
    cases.push_back(case_of(line, Store(line.at("kind") == "integer" ? integers : reals, line.at("at").get<std::size_t>())));
    cases.back().name = fmt::format("{}.jsonl:{} {}", family, cases.size(), text);
  }
  if (cases.empty()) throw std::runtime_error(kFolder + family + ".jsonl is missing or empty");
  return cases;
}

}  // namespace convscope
