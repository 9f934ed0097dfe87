// The description of an operator: a parameter table, the sizes that follow, its taps and how they combine.
// An Operator is the kind ("conv2d"); a Layer is one with its attributes and shapes fixed and checked.
// From the taps follow the reference, the trace, hover links, receptive fields, overlap counts and the matrix.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "engine/ops/attributes.h"
#include "engine/ops/text.h"
#include "engine/tensor/tensor.h"

namespace convscope {

// ---- tensors of a layer -----------------------------------------------------------------------------------------------
// A slot names one tensor an operator reads: "input", "weight", "bias", "offset", "mask", "indices", "other", …
struct SlotSpec {
  std::string name;
  bool required = true;
};

using Shapes = std::vector<Extents>;          // one per slot, in the operator's order; rank 0 = absent
using TensorSet = std::vector<const Tensor*>; // one per slot; nullptr = absent. Data-dependent taps (deformable, unpooling) read it

// ---- taps -----------------------------------------------------------------------------------------------------------------
struct Ref {
  std::int8_t slot = -1;  // -1: none
  Index index = -1;       // flat index into that slot's tensor
  bool none() const { return slot < 0; }
};

enum class TapKind : std::uint8_t {
  kCell,      // reads a cell of a tensor
  kPadding,   // reads outside the input and finds `value`. With reflect, replicate and circular the tap is
              // kPadding too, but `data` names the cell whose value stands there
  kInserted,  // meets a zero inserted between cells
  kBias,      // the bias: data names it, there is no weight
};

// For one output cell: this datum meets this weight (and this mask), with this coefficient.
// Its product is coefficient · (data or value) · weight · scale, absent factors being 1.
struct Tap {
  Ref data;
  Ref weight;
  Ref scale;
  double coefficient = 1;
  double value = 0;                // what stands in the padding when `data` names no cell
  TapKind kind = TapKind::kCell;
  bool stamped = true;             // false: no value of a transposed layer's input falls here; the product is 0 whatever the weight
  std::array<Index, 3> at{};       // where it reads: (z, y, x) relative to the unpadded input; negative or beyond = in the padding
  std::array<Index, 3> element{};  // which kernel element (z, y, x)
  Index channel = 0;               // the input channel it reads
};

enum class Combine : std::uint8_t { kSum, kMean, kMax };

// ---- cost -----------------------------------------------------------------------------------------------------------------
struct Cost {
  Index parameters = 0;       // weights and biases
  Index multiplications = 0;  // products with a weight, padding counted as a dense implementation does
  Index macs = 0;             // multiply-accumulates
  Index flops = 0;            // 2 per MAC, less the first addition of a cell without bias: (2·n − 1) or 2·n per cell
  Index memory = 0;           // values read and written once: input + weights + bias + output
  // Transposed convolutions: `macs` counts the products with input values; seen as a convolution over the input with zeros inserted,
  // the products with those zeros count too.
  std::optional<Index> macs_zeros_inserted;
};

// ---- the GPU's view ------------------------------------------------------------------------------------------------
// What the host path hands to shaders/ops/<shader>.comp.
struct GpuPlan {
  std::string shader;                                        // stem, the operator's id
  std::vector<std::pair<std::string, std::string>> defines;  // baked
  std::vector<std::int32_t> parameters;                      // the fields of its block in shaders/include/params.h, in its order
  double padding_value = 0;
  double reads = 0;                                          // taps of all cells, to cut long work; 0: as many as MACs
  // One more input, bound after the slots: what the shader needs of the tensors in another order (the inverse of indices).
  std::function<std::vector<float>(const TensorSet&)> table;

  void add(Index field) { parameters.push_back(static_cast<std::int32_t>(field)); }
  void add_number(double field) { parameters.push_back(std::bit_cast<std::int32_t>(static_cast<float>(field))); }
};

// ---- a layer ------------------------------------------------------------------------------------------------------------
class Layer {
 public:
  virtual ~Layer() = default;

  virtual const std::string& op() const = 0;       // the operator's id
  virtual const Attributes& attributes() const = 0; // resolved: every name of the table has a value, but for optional ones
  virtual const Shapes& shapes() const = 0;         // of the slots
  virtual const Extents& output() const = 0;
  virtual Combine combine() const { return Combine::kSum; }
  // Appends the taps of output cell `cell` (flat), in the order in which the definition sums them; the bias last.
  virtual void taps_to(Index cell, const TensorSet& tensors, std::vector<Tap>& taps) const = 0;
  // The output cells (flat, ascending) that read cell `cell` of slot 0, padding copies included. Default: scans all outputs.
  virtual std::vector<Index> readers_of(Index cell, const TensorSet& tensors) const;
  // The output cells (flat, ascending) with a tap that names this cell of any slot: a weight, a bias, a second input. Scans all outputs.
  virtual std::vector<Index> users_of(Ref datum, const TensorSet& tensors) const;
  // What a kMean combination is divided by (padding counted or not, an override); default: the number of taps.
  virtual double divisor(Index cell, const TensorSet& tensors) const;
  // True when the layer has a second output of the same extents that names, per cell, the winning cell's flat index within its
  // plane (max pooling's indices): of equal cells the first, a NaN before all, of NaNs the last. Its shader computes it with the define
  // WINNERS.
  virtual bool names_winner() const { return false; }
  // Refuses tensors whose shapes fit and whose values do not (an index outside its plane). Every device asks before it computes, and so
  // does whoever reads tensors from files. Taps of such tensors are no fault: they leave out what is refused here.
  virtual Status check_data(const TensorSet& /*tensors*/) const { return success(); }
  // This layer for just these tensors, with what its taps search in them found once; nullptr when taps search nothing.
  virtual std::shared_ptr<const Layer> prepared(const TensorSet& /*tensors*/) const { return nullptr; }
  // What is done to the combined value (activations, normalisation); identity for most.
  virtual double finish(double combined, Index /*cell*/, const TensorSet& /*tensors*/) const { return combined; }
  // How far `finish` in single precision may be off when its argument is off by `error`: |finish′|·error + its own roundings.
  virtual double finish_error(double error, double /*combined*/, Index /*cell*/, const TensorSet& /*tensors*/, double /*roundoff*/) const {
    return error;
  }

  virtual Cost cost() const = 0;
  // The size formula with roles for colour: a symbolic line and the same line with the numbers in it, per axis where axes differ.
  virtual std::vector<FormulaLine> formula() const = 0;
  virtual std::string code(CodeDialect dialect) const = 0;
  virtual GpuPlan gpu_plan() const = 0;
};

class Operator {
 public:
  virtual ~Operator() = default;
  virtual const std::string& id() const = 0;
  virtual const std::vector<SlotSpec>& slots() const = 0;
  virtual const std::vector<AttributeSpec>& attributes() const = 0;
  // True when its layers name winners, so that the command line can ask for them ("indices_output").
  virtual bool names_winner() const { return false; }
  // Checks everything (ranks, shapes, sizes, overflow, the memory budget) before anything is allocated.
  virtual Result<std::shared_ptr<const Layer>> layer(const Attributes& given, const Shapes& shapes) const = 0;
};

// all_ops.cpp: the list. Unknown names are refused with the known ones.
const std::vector<const Operator*>& all_operators();
Result<const Operator*> find_operator(std::string_view id);

// Bytes that all tensors of a layer (or of a pipeline) together may take, 4 a value: 1 GiB.
inline constexpr Index kMemoryBudget = Index{1} << 30;

struct NamedExtents {
  std::string name;
  Extents extents;
};
// Refuses (kMemory) tensors that together exceed the budget, naming each; safe for sizes of any magnitude.
Status check_memory(std::string_view op, const std::vector<NamedExtents>& tensors);

}  // namespace convscope
