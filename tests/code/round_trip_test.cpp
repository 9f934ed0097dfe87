// Copied code, pasted: what Layer::code writes for a random layer is read back as the same layer, in PyTorch's and in Keras's words.
// Where a library cannot say all of a layer, the code has a remark; there the operator must come back, if anything does.
#include <gtest/gtest.h>

#include <random>

#include "engine/code/read_code.h"
#include "support/operator_layers.h"

namespace convscope {
namespace {

using Random = std::mt19937;

Index any(Random& random, Index low, Index high) { return low + static_cast<Index>(random() % static_cast<std::uint64_t>(high - low + 1)); }

std::vector<Index> several(Random& random, std::size_t count, Index low, Index high) {
  std::vector<Index> numbers;
  for (std::size_t i = 0; i < count; ++i) numbers.push_back(any(random, low, high));
  return numbers;
}

std::size_t axes_of(const std::string& op) {
  if (op.ends_with("1d")) return 1;
  return op.ends_with("3d") ? 3 : 2;
}

AttributeValue any_value(Random& random, const AttributeSpec& spec, std::size_t axes) {
  switch (spec.type) {
    case AttributeType::kInteger:
      if (spec.name == "divisor_override") return numbers({any(random, 1, 9)});
      if (spec.name == "dim") return numbers({any(random, 0, 3)});
      return numbers({any(random, 1, 3)});
    case AttributeType::kPerAxis:
      return several(random, random() % 2 ? axes : 1, spec.minimum, 3);
    case AttributeType::kPadding: {
      if (!spec.choices.empty() && random() % 5 == 0) return word(spec.choices[random() % 2]);
      const std::size_t counts[] = {1, axes, 2 * axes};
      return several(random, counts[random() % 3], 0, 2);
    }
    case AttributeType::kSizes:
      return several(random, axes, 3, 9);
    case AttributeType::kNumber:
      return static_cast<double>(any(random, 1, 8)) / 8;
    case AttributeType::kNumbers:
      return std::vector<double>{static_cast<double>(any(random, 2, 6)) / 2};
    case AttributeType::kFlag:
      return random() % 2 == 0;
    case AttributeType::kChoice:
      return word(spec.choices[random() % spec.choices.size()]);
  }
  return numbers({1});
}

Extents with_space(std::vector<Index> front, const std::vector<Index>& space) {
  front.insert(front.end(), space.begin(), space.end());
  return Extents(front);
}

Shapes any_shapes(Random& random, const std::string& op, Index groups) {
  const std::size_t axes = axes_of(op);
  const std::vector<Index> space = several(random, axes, 3, 7), kernel = several(random, axes, 1, 3);
  const Index in = groups * any(random, 1, 2), out = groups * any(random, 1, 3);
  const Extents input = with_space({1, in}, space), bias = random() % 2 ? Extents{} : Extents{out};
  if (op.starts_with("conv_transpose")) return {input, with_space({in, out / groups}, kernel), bias};
  if (op == "conv2d_input_grad" || op == "conv2d_weight_grad") return {};
  if (op == "deform_conv2d") {
    const Index places = kernel[0] * kernel[1];
    return {input, with_space({out, in / groups}, kernel), with_space({1, 2 * places}, space), bias,
            random() % 2 ? Extents{} : with_space({1, places}, space)};
  }
  if (op.starts_with("conv")) return {input, with_space({out, in / groups}, kernel), bias};
  if (op == "linear") return {Extents{1, in}, Extents{out, in}, bias};
  if (op == "batch_norm") {
    const Extents affine = random() % 2 ? Extents{in} : Extents{};  // PyTorch has both or none
    return {input, Extents{in}, Extents{in}, affine, affine};
  }
  if (op == "add" || op == "cat" || op == "max_unpool2d") return {input, input};
  if (op == "fold") return {Extents{1, in * any(random, 1, 9), any(random, 1, 30)}};
  return {input};
}

struct Made {
  GivenAttributes given;
  Shapes shapes;
  std::shared_ptr<const Layer> layer;  // nullptr: these numbers do not go together
};

Made any_layer(Random& random, const std::string& op) {
  Made made;
  Index groups = 1;
  for (const AttributeSpec& spec : find_operator(op).value()->attributes()) {
    if (random() % 3 == 0 && !spec.name.ends_with("size")) continue;  // left out
    if (op == "interpolate" && (spec.name == "size" || spec.name == "scale_factor") && (spec.name == "size") != (random() % 2 == 0))
      continue;
    made.given.emplace_back(spec.name, any_value(random, spec, axes_of(op)));
    if (spec.name == "groups") groups = std::get<std::vector<Index>>(made.given.back().second).front();
  }
  made.shapes = any_shapes(random, op, groups);
  if (const auto layer = try_layer(op, made.shapes, made.given)) made.layer = *layer;
  return made;
}

// Shapes of the weights as the code gives them; what it does not say is as it was.
Shapes shapes_said(const CodeLayer& code, Shapes shapes) {
  if (!code.kernel.empty() && shapes.size() > 1) {
    const Index groups = code.attributes.has("groups") ? code.attributes.integers("groups").front() : 1;
    const bool transposed = code.op.starts_with("conv_transpose");
    const Index in = code.channels_in.value_or(shapes[0][1]), out = *code.channels_out;
    shapes[1] = with_space({transposed ? in : out, transposed ? out / groups : in / groups}, code.kernel);
  }
  if (code.op == "linear" && code.channels_out) shapes[1] = Extents{*code.channels_out, code.channels_in.value_or(shapes[0][1])};
  const std::size_t bias = code.op == "deform_conv2d" ? 3 : code.op == "batch_norm" ? 4 : 2;
  if (code.bias && *code.bias && shapes.size() > bias && shapes[bias].empty()) {
    shapes[bias] = Extents{code.op == "batch_norm"                 ? shapes[0][1]
                           : code.op.starts_with("conv_transpose") ? *code.channels_out
                                                                   : shapes[1][0]};
  }
  if (code.bias && !*code.bias && shapes.size() > bias) shapes[bias] = {};
  if (code.scale) shapes[3] = *code.scale ? shapes[1] : Extents{};
  return shapes;
}

bool same_taps(const Layer& a, const Layer& b) {
  const TensorSet none(a.shapes().size(), nullptr);
  for (Index cell = 0; cell < a.output().count(); ++cell) {
    std::vector<Tap> first, second;
    a.taps_to(cell, none, first);
    b.taps_to(cell, none, second);
    auto equal = [](const Tap& x, const Tap& y) {
      return x.data.slot == y.data.slot && x.data.index == y.data.index && x.weight.index == y.weight.index &&
             x.coefficient == y.coefficient && x.value == y.value && x.kind == y.kind && x.at == y.at;
    };
    if (!std::equal(first.begin(), first.end(), second.begin(), second.end(), equal)) return false;
    if (a.divisor(cell, none) != b.divisor(cell, none)) return false;
  }
  return true;
}

bool reads_data(const std::string& op) { return op == "max_unpool2d" || op == "deform_conv2d"; }

// The same numbers for the shader; or, where two ways to say it lead to one, the same taps.
bool same_layer(const Layer& a, const Layer& b) {
  if (a.output() != b.output()) return false;
  const GpuPlan first = a.gpu_plan(), second = b.gpu_plan();
  if (first.shader == second.shader && first.parameters == second.parameters && first.defines == second.defines &&
      (first.padding_value == second.padding_value)) {
    return true;
  }
  return !reads_data(a.op()) && same_taps(a, b);
}

class RoundTrip : public testing::TestWithParam<std::string> {};

TEST_P(RoundTrip, GivesTheLayerBack) {
  const std::string op = GetParam();
  for (const CodeDialect dialect : {CodeDialect::kPyTorch, CodeDialect::kKeras}) {
    Random random(dialect == CodeDialect::kKeras ? 11 : 5);
    int made = 0, whole = 0;
    for (int round = 0; round < 4000 && made < 400; ++round) {
      const Made one = any_layer(random, op);
      if (!one.layer) continue;
      ++made;
      const std::string code = one.layer->code(dialect);
      const bool says_all = !code.starts_with('#') && code.find("\n#") == std::string::npos;  // a remark on a line of its own
      const Result<CodeLayer> read = read_code(code);
      if (!says_all) {
        EXPECT_TRUE(!read || read->op == op) << code;
        continue;
      }
      ++whole;
      ASSERT_TRUE(read.ok()) << code << "\n" << read.error().message;
      ASSERT_EQ(read->op, op) << code;
      Attributes attributes = read->attributes;
      for (const auto& [name, value] : one.given) {  // what stands in no code: the seed, sizes of what comes in
        if (name == "seed" || ((name == "input_size" || name == "weight_size") && !attributes.has(name))) attributes.set(name, value);
      }
      const auto again = find_operator(op).value()->layer(attributes, shapes_said(*read, one.layer->shapes()));
      ASSERT_TRUE(again.ok()) << code << "\n" << again.error().message;
      ASSERT_TRUE(same_layer(*one.layer, **again)) << code << "\n" << (*again)->code(dialect);
    }
    EXPECT_GT(made, 0);
    EXPECT_TRUE(dialect == CodeDialect::kKeras || 2 * whole > made) << "most layers can be said in PyTorch: " << whole << " of " << made;
  }
}

std::vector<std::string> every_operator() {
  std::vector<std::string> ids;
  for (const Operator* op : all_operators()) {
    if (!op->id().ends_with("_grad")) ids.push_back(op->id());
  }
  return ids;
}

INSTANTIATE_TEST_SUITE_P(Every, RoundTrip, testing::ValuesIn(every_operator()), [](const auto& each) { return each.param; });

// A gradient's layer is made from its convolution.
TEST(RoundTripOfGradients, GivesTheLayerBack) {
  Random random(3);
  int made = 0;
  for (int round = 0; round < 2000; ++round) {
    const Made forward = any_layer(random, "conv2d");
    if (!forward.layer) continue;
    const Extents &input = forward.layer->shapes()[0], &weight = forward.layer->shapes()[1], &grad = forward.layer->output();
    for (const char* op : {"conv2d_input_grad", "conv2d_weight_grad"}) {
      const bool of_input = op == std::string("conv2d_input_grad");
      GivenAttributes given = forward.given;
      const Extents& size = of_input ? input : weight;
      given.emplace_back(of_input ? "input_size" : "weight_size", numbers({size[0], size[1], size[2], size[3]}));
      const auto layer = try_layer(op, of_input ? Shapes{grad, weight} : Shapes{input, grad}, given);
      if (!layer) continue;
      ++made;
      const std::string code = (*layer)->code(CodeDialect::kPyTorch);
      const Result<CodeLayer> read = read_code(code);
      ASSERT_TRUE(read.ok()) << code << "\n" << read.error().message;
      ASSERT_EQ(read->op, op) << code;
      Attributes attributes = read->attributes;
      attributes.set(given.back().first, given.back().second);
      const auto again = find_operator(op).value()->layer(attributes, (*layer)->shapes());
      ASSERT_TRUE(again.ok()) << code << "\n" << again.error().message;
      ASSERT_TRUE(same_layer(**layer, **again)) << code;
    }
  }
  EXPECT_GT(made, 500);
}

}  // namespace
}  // namespace convscope
