// Options that follow from an operator's description: a file (or a shape) for each tensor, a value for each attribute.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ops/operator.h"

namespace CLI {
class App;
}

namespace convscope {

enum class SlotForm {
  kFile,   // --input x.npy
  kShape,  // --input-shape 1,3,224,224
};

// The texts as they were given, by the names of the operator's table and slots.
struct OperatorTexts {
  std::map<std::string, std::string> slots;
  std::map<std::string, std::string> attributes;
};

// One subcommand of `parent` per operator, with its options; `texts` must outlive the parsing.
struct OperatorCommand {
  CLI::App* app = nullptr;
  const Operator* op = nullptr;
};
std::vector<OperatorCommand> add_operator_commands(CLI::App& parent, OperatorTexts& texts, SlotForm form);

// The options of a table's attributes alone (pipelines by name).
void add_attribute_options(CLI::App& app, const std::vector<AttributeSpec>& table, std::map<std::string, std::string>& texts);

// "padding_mode" → "--padding-mode,--padding_mode": both spellings are taken.
std::string option_names(std::string name);
// The name in the operator's table for a name as people write it ("padding-mode", "value"); the name itself when there is none.
std::string attribute_name(const Operator& op, std::string name);

Result<Attributes> attributes_of(const std::vector<AttributeSpec>& table, const std::map<std::string, std::string>& texts);
inline Result<Attributes> attributes_of(const Operator& op, const std::map<std::string, std::string>& texts) {
  return attributes_of(op.attributes(), texts);
}

// Refuses a value that would be ignored: padding_value without padding_mode constant (F.pad refuses it too). The default is no wish and
// passes. What scenes give a layer is not asked: their controls are always there.
Status check_counts(const std::vector<AttributeSpec>& table, const Attributes& given);

// A layer and its tensors, read from the slots' files.
struct LoadedLayer {
  std::shared_ptr<const Layer> layer;
  std::vector<Tensor> tensors;     // one per slot; absent() where none was given
  std::vector<std::string> notes;  // "'x.npy': float64 converted to float32", "'x.npy': 1 of 9 values is not finite, …"
  TensorSet set() const;
};
Result<LoadedLayer> load_layer(const Operator& op, const Attributes& attributes, const std::map<std::string, std::string>& slot_files);

// The layer of the shapes given as text.
Result<std::shared_ptr<const Layer>> layer_of_shapes(const Operator& op, const OperatorTexts& texts);
// "1,3,224,224" as the shape of tensor `name`.
Result<Extents> parse_shape(std::string_view text, const std::string& name);
// "1,3,224,224"; `what` names it in messages.
Result<std::vector<Index>> parse_indices(std::string_view text, const std::string& what);

}  // namespace convscope
