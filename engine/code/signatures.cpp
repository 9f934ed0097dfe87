#include "engine/code/signatures.h"

#include <algorithm>
#include <array>

namespace convscope {
namespace {

struct Library {
  const char* name;                   // in the tables
  std::vector<const char*> prefixes;  // as people import it
};

const std::vector<Library>& libraries() {
  static const std::vector<Library> kLibraries{
      {"nn", {"nn", "torch.nn"}},
      {"F", {"F", "nn.functional", "torch.nn.functional"}},
      {"nn.grad", {"nn.grad", "torch.nn.grad"}},
      {"torch", {"torch"}},
      {"torch._C._nn", {"torch._C._nn"}},
      {"torchvision.ops", {"torchvision.ops", "ops"}},
      {"layers", {"layers", "keras.layers", "tf.keras.layers", "tensorflow.keras.layers", "L", "kl"}},
      {"tf.image", {"tf.image", "tensorflow.image"}},
      {"tf.nn", {"tf.nn", "tensorflow.nn"}},
      {"ops", {"ops", "keras.ops"}},
  };
  return kLibraries;
}

// What stands before the last dot, and behind it.
std::pair<std::string_view, std::string_view> split(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return {"", name};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

bool goes_by(const Library& library, std::string_view prefix) {
  return std::any_of(library.prefixes.begin(), library.prefixes.end(), [prefix](const char* known) { return prefix == known; });
}

// The libraries that are imported by that name: "ops" is one of torchvision and one of Keras.
std::vector<std::string_view> libraries_of(std::string_view prefix) {
  std::vector<std::string_view> names;
  for (const Library& library : libraries()) {
    if (goes_by(library, prefix)) names.push_back(library.name);
  }
  return names;
}

bool is_in(std::string_view library, const std::vector<std::string_view>& libraries) {
  return std::find(libraries.begin(), libraries.end(), library) != libraries.end();
}

std::array<const std::vector<CodeSignature>*, 2> tables() { return {&torch_signatures(), &keras_signatures()}; }

bool is_class_name(std::string_view name) { return !name.empty() && name[0] >= 'A' && name[0] <= 'Z'; }

}  // namespace

const CodeSignature* find_signature(std::string_view written) {
  const auto [prefix, name] = split(written);
  const std::vector<std::string_view> libraries = libraries_of(prefix);
  // Without a prefix only classes count: relu(x) may be anybody's.
  const bool bare = prefix.empty() && is_class_name(name);
  for (const std::vector<CodeSignature>* table : tables()) {
    for (const CodeSignature& signature : *table) {
      if (signature.name == name && (bare || is_in(signature.library, libraries))) return &signature;
    }
  }
  return nullptr;
}

bool is_of_library(std::string_view written) {
  const auto [prefix, name] = split(written);
  const std::vector<std::string_view> libraries = libraries_of(prefix);
  return is_in("F", libraries) || (is_class_name(name) && (is_in("nn", libraries) || is_in("layers", libraries)));
}

std::string known_layers(std::string_view written) {
  const std::vector<std::string_view> libraries = libraries_of(split(written).first);
  std::string all;
  for (const std::vector<CodeSignature>* table : tables()) {
    for (const CodeSignature& signature : *table) {
      if (is_in(signature.library, libraries)) all += (all.empty() ? "" : ", ") + signature.name;
    }
  }
  return all;
}

void add_for_axes(std::vector<CodeSignature>& table, const CodeSignature& pattern) {
  for (int axes = 1; axes <= 3; ++axes) {
    CodeSignature signature = pattern;
    std::replace(signature.name.begin(), signature.name.end(), '#', static_cast<char>('0' + axes));
    signature.axes = axes;
    table.push_back(std::move(signature));
  }
}

}  // namespace convscope
