#include "onnx/onnx_model.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <functional>
#include <stdexcept>

#include "support/temporary_folder.h"

namespace convscope {
namespace {

enum Wire { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };
enum DataType { kFloat = 1, kUint8 = 2, kInt8 = 3, kInt32 = 6, kInt64 = 7, kDouble = 11 };

struct Field {
  int number = 0;
  int wire = 0;
  std::uint64_t value = 0;  // kVarint, kFixed32, kFixed64
  std::string bytes;
};

class Reader {
 public:
  explicit Reader(const std::string& bytes) : bytes_(bytes) {}
  bool done() const { return at_ >= bytes_.size(); }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(1)[0]);
      value |= std::uint64_t{byte & 127u} << shift;
      if (byte < 128) return value;
    }
    throw std::runtime_error("a number of more than 64 bits");
  }

  Field field() {
    const std::uint64_t key = varint();
    Field read;
    read.number = static_cast<int>(key >> 3);
    read.wire = static_cast<int>(key & 7);
    if (read.wire == kVarint) read.value = varint();
    else if (read.wire == kBytes) read.bytes = take(varint());
    else if (read.wire == kFixed32 || read.wire == kFixed64) {
      const std::string fixed = take(read.wire == kFixed32 ? 4 : 8);
      std::memcpy(&read.value, fixed.data(), fixed.size());
    } else throw std::runtime_error("an unknown kind of field");
    return read;
  }

 private:
  std::string take(std::uint64_t count) {
    if (count > bytes_.size() - at_) throw std::runtime_error("the file ends early");
    at_ += count;
    return bytes_.substr(at_ - count, count);
  }
  const std::string& bytes_;
  std::size_t at_ = 0;
};

void for_each_field(const std::string& message, const std::function<void(const Field&)>& visit) {
  for (Reader reader(message); !reader.done();) visit(reader.field());
}

// A repeated whole number, packed or one by one.
void add_integers(const Field& field, std::vector<Index>& to) {
  if (field.wire == kVarint) return to.push_back(static_cast<Index>(field.value));
  for (Reader reader(field.bytes); !reader.done();) to.push_back(static_cast<Index>(reader.varint()));
}

float float_of(std::uint64_t bits) {
  const auto low = static_cast<std::uint32_t>(bits);
  float value;
  std::memcpy(&value, &low, sizeof value);
  return value;
}

template <class T>
std::vector<float> converted(const std::string& raw) {
  std::vector<T> values(raw.size() / sizeof(T));
  std::memcpy(values.data(), raw.data(), values.size() * sizeof(T));
  return std::vector<float>(values.begin(), values.end());
}

std::vector<float> raw_values(int type, const std::string& raw) {
  switch (type) {
    case kFloat: return converted<float>(raw);
    case kUint8: return converted<std::uint8_t>(raw);
    case kInt8: return converted<std::int8_t>(raw);
    case kInt32: return converted<std::int32_t>(raw);
    case kInt64: return converted<std::int64_t>(raw);
    case kDouble: return converted<double>(raw);
    default: throw std::runtime_error("a tensor of the unknown type " + std::to_string(type));
  }
}

OnnxTensor tensor_of(const std::string& message) {
  OnnxTensor read;
  std::vector<Index> sizes, integers;
  std::vector<float> values;
  std::string raw;
  int type = kFloat;
  for_each_field(message, [&](const Field& field) {
    switch (field.number) {
      case 1: return add_integers(field, sizes);
      case 2: type = static_cast<int>(field.value); return;
      case 4:
        if (field.wire == kFixed32) return values.push_back(float_of(field.value));
        raw += field.bytes;
        return;
      case 5: case 7: return add_integers(field, integers);
      case 8: read.name = field.bytes; return;
      case 9: raw = field.bytes; return;
      default: return;
    }
  });
  if (!raw.empty()) values = raw_values(type, raw);
  for (Index value : integers) values.push_back(static_cast<float>(value));
  if (sizes.empty()) sizes.push_back(1);  // a scalar
  read.tensor = Tensor(Extents(sizes), std::move(values));
  return read;
}

std::pair<std::string, OnnxAttribute> attribute_of(const std::string& message) {
  std::pair<std::string, OnnxAttribute> read;
  for_each_field(message, [&](const Field& field) {
    switch (field.number) {
      case 1: read.first = field.bytes; return;
      case 2: read.second.number = float_of(field.value); return;
      case 3: read.second.integer = static_cast<Index>(field.value); return;
      case 4: read.second.text = field.bytes; return;
      case 8: return add_integers(field, read.second.integers);
      default: return;
    }
  });
  return read;
}

OnnxNode node_of(const std::string& message) {
  OnnxNode node;
  for_each_field(message, [&](const Field& field) {
    switch (field.number) {
      case 1: return node.inputs.push_back(field.bytes);
      case 2: return node.outputs.push_back(field.bytes);
      case 4: node.op = field.bytes; return;
      case 5: node.attributes.insert(attribute_of(field.bytes)); return;
      default: return;
    }
  });
  return node;
}

std::string name_of(const std::string& value_info) {
  std::string name;
  for_each_field(value_info, [&](const Field& field) { name = field.number == 1 ? field.bytes : name; });
  return name;
}

}  // namespace

std::vector<OnnxNode> load_onnx_nodes(const std::string& folder) {
  std::vector<OnnxNode> nodes;
  for_each_field(file_bytes(folder + "/model.onnx"), [&](const Field& graph) {
    if (graph.number != 7) return;
    for_each_field(graph.bytes, [&](const Field& field) {
      if (field.number == 1) nodes.push_back(node_of(field.bytes));
    });
  });
  return nodes;
}

OnnxCase load_onnx_case(const std::string& folder) {
  OnnxCase read;
  read.nodes = load_onnx_nodes(folder);
  read.name = std::filesystem::path(folder).filename().string();
  std::vector<std::string> given;  // names of the graph's inputs
  auto take_graph = [&](const Field& field) {
    switch (field.number) {
      case 5: {
        OnnxTensor tensor = tensor_of(field.bytes);
        read.tensors[tensor.name] = std::move(tensor.tensor);
        return;
      }
      case 11: return given.push_back(name_of(field.bytes));
      default: return;
    }
  };
  for_each_field(file_bytes(folder + "/model.onnx"), [&](const Field& field) {
    if (field.number == 7) for_each_field(field.bytes, take_graph);
  });
  auto stored = [&folder](const char* kind, std::size_t number) {
    return folder + "/test_data_set_0/" + kind + "_" + std::to_string(number) + ".pb";
  };
  given.erase(std::remove_if(given.begin(), given.end(), [&read](const std::string& name) { return read.tensors.count(name) != 0; }),
              given.end());
  for (std::size_t i = 0; i < given.size() && std::filesystem::exists(stored("input", i)); ++i) {
    read.tensors[given[i]] = tensor_of(file_bytes(stored("input", i))).tensor;
  }
  for (std::size_t i = 0; std::filesystem::exists(stored("output", i)); ++i) {
    read.outputs.push_back(tensor_of(file_bytes(stored("output", i))).tensor);
  }
  return read;
}

}  // namespace convscope
