// What PyTorch itself made of lines like these (tests/data/code/make_torch_lines.py): the same shape and the same values from the layer
// that is read, or a refusal by both.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "engine/code/read_code.h"
#include "support/operator_layers.h"

namespace convscope {
namespace {

Tensor filled(const Extents& extents) {
  Tensor tensor(extents);
  for (std::size_t i = 0; i < tensor.data.size(); ++i) tensor.data[i] = static_cast<float>((7 * i + 3) % 11) - 5;
  return tensor;
}

Extents with_kernel(Index out, Index in, const std::vector<Index>& kernel) {
  std::vector<Index> sizes{out, in};
  sizes.insert(sizes.end(), kernel.begin(), kernel.end());
  return Extents(sizes);
}

// The tensors that the layer reads, as the script fills them.
std::vector<Tensor> tensors_of(const CodeLayer& code, const Extents& input) {
  std::vector<Tensor> tensors{filled(input)};
  if (code.kernel.empty()) return tensors;
  const Index groups = code.attributes.has("groups") ? code.attributes.integers("groups").front() : 1;
  const bool transposed = code.op.starts_with("conv_transpose");
  tensors.push_back(filled(transposed ? with_kernel(*code.channels_in, *code.channels_out / groups, code.kernel)
                                      : with_kernel(*code.channels_out, *code.channels_in / groups, code.kernel)));
  if (*code.bias) tensors.push_back(filled(Extents{*code.channels_out}));
  return tensors;
}

TEST(TorchLines, MeanHereWhatTheyMeanInPyTorch) {
  std::ifstream stream(CONVSCOPE_SOURCE_DIR "/tests/data/code/torch_lines.jsonl");
  int refused = 0, taken = 0;
  for (std::string text; std::getline(stream, text);) {
    const nlohmann::json line = nlohmann::json::parse(text);
    const std::string code = line.at("code");
    const Extents input(line.at("input").get<std::vector<Index>>());
    const Result<CodeLayer> read = read_code(code);
    Result<std::shared_ptr<const Layer>> layer = Error{};
    std::vector<Tensor> tensors;
    if (read) {
      tensors = tensors_of(*read, input);
      Shapes shapes;
      for (const Tensor& tensor : tensors) shapes.push_back(tensor.extents);
      shapes.resize(find_operator(read->op).value()->slots().size());
      layer = find_operator(read->op).value()->layer(read->attributes, shapes);
    }
    if (line.contains("refused")) {
      ++refused;
      EXPECT_FALSE(layer.ok()) << code << " on " << input.text() << " is refused by PyTorch";
      continue;
    }
    ++taken;
    ASSERT_TRUE(read.ok()) << code << ": " << read.error().message;
    ASSERT_TRUE(layer.ok()) << code << " on " << input.text() << ": " << layer.error().message;
    ASSERT_EQ((*layer)->output(), Extents(line.at("output").get<std::vector<Index>>())) << code;
    TensorSet set;
    for (const Tensor& tensor : tensors) set.push_back(&tensor);
    set.resize(find_operator(read->op).value()->slots().size(), nullptr);
    double checksum = 0;
    const std::vector<double> values = reference(**layer, set).data;
    for (std::size_t i = 0; i < values.size(); ++i) checksum += values[i] * static_cast<double>(i % 13 + 1);
    const double wanted = line.at("checksum");
    EXPECT_NEAR(checksum, wanted, 1e-6 * (1 + std::abs(wanted))) << code << " on " << input.text();
  }
  EXPECT_GT(refused, 20);
  EXPECT_GT(taken, 400);
}

}  // namespace
}  // namespace convscope
