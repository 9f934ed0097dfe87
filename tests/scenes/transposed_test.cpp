// What the scenes of the transposed convolution and of the matrix must show: sizes every teacher knows, and one pattern of links.
#include <algorithm>
#include <set>
#include <tuple>

#include "scenes/shipped.h"

namespace convscope {
namespace {

using Transposed = ShippedScenes;

TEST_F(Transposed, OpensWithTheNumbersOfItsStoryboard) {
  auto made = model("transposed");
  EXPECT_EQ(values(made->first().output()),
            (std::vector<float>{3, 0, 7, 0, 2, 0, 3, 0, 1, 0, 5, 0, 13, 0, 11, 0, 2, 0, 5, 0, 2, 0, 7, 0, 5}));
  EXPECT_EQ(made->timeline.steps(), 1 + 25);
}

TEST_F(Transposed, HasTheSizesOfTheCatalogue) {
  const std::map<std::string, std::pair<Index, Index>> wanted = {
      {"no_padding", {2, 4}}, {"arbitrary_padding", {6, 5}}, {"same_padding", {5, 5}},       {"full_padding", {7, 5}},
      {"strides", {2, 5}},    {"padding_strides", {3, 5}},   {"padding_strides_odd", {3, 6}}};
  const std::vector<Preset>& presets = scene("transposed").presets;
  ASSERT_EQ(presets.size(), wanted.size());
  for (const Preset& preset : presets) {
    auto made = model("transposed", preset.parameters);
    const auto [input, output] = wanted.at(preset.id);
    EXPECT_EQ(made->first().input().extents, (Extents{1, 1, input, input})) << preset.id;
    EXPECT_EQ(made->first().output().extents, (Extents{1, 1, output, output})) << preset.id;
  }
}

State in_mode_of(const std::string& mode, std::map<std::string, AttributeValue> parameters = {}) {
  State state;
  state.scene = "transposed";
  state.mode = mode;
  state.parameters = std::move(parameters);
  return state;
}

TEST_F(Transposed, IsTheSameInEveryModeAndItsStampsAddUpToIt) {
  auto zeros = model(in_mode_of("zeros")), stamp = model(in_mode_of("stamp")), matrix = model(in_mode_of("matrix"));
  EXPECT_EQ(values(stamp->first().output()), values(zeros->first().output()));
  EXPECT_EQ(values(matrix->first().output()), values(zeros->first().output()));
  EXPECT_EQ(stamp->timeline.steps(), 4);
  std::vector<float> painted(25, 0);
  for (Index cell = 0; cell < 4; ++cell)
    for (const ScatterContribution& each : stamp->first().trace().scatter(cell).contributions)
      painted[static_cast<std::size_t>(each.output)] += static_cast<float>(each.term.product);
  EXPECT_EQ(painted, values(zeros->first().output()));
}

TEST_F(Transposed, HasTheLinksOfTheConvolutionItBelongsToAndDoesNotInvertIt) {
  auto made = model(in_mode_of("matrix"));
  const LayerModel &transposed = made->first(), &convolved = made->layer("convolved");
  EXPECT_EQ(values(convolved.output()), (std::vector<float>{38, 36, 42, 52}));
  Index filled = 0;
  for (Index cell = 0; cell < transposed.output().count(); ++cell) {
    std::set<std::pair<Index, Index>> there, back;  // the small map's cell, the weight
    for (const Term& term : transposed.trace().gather(cell).terms)
      if (!term.tap.data.none()) there.insert({term.tap.data.index, term.tap.weight.index});
    for (const ScatterContribution& each : convolved.trace().scatter(cell).contributions)
      back.insert({each.output, each.term.tap.weight.index});
    EXPECT_EQ(there, back) << cell;
    filled += static_cast<Index>(there.size());
  }
  EXPECT_EQ(filled, 36);
}

TEST_F(Transposed, TellsTwoSizesApartThatAConvolutionMakesOne) {
  for (Index extra : {0, 1}) {
    auto made = model(in_mode_of("matrix", {{"input", list({3})}, {"padding", list({1})}, {"output_padding", list({extra})}}));
    EXPECT_EQ(made->first().output().extents, (Extents{1, 1, 5 + extra, 5 + extra}));
    EXPECT_EQ(made->layer("convolved").output().extents, (Extents{1, 1, 3, 3}));
  }
}

TEST_F(Transposed, OpensAtItsStartCellBehindWhatIsPrepared) {
  auto made = model("transposed");
  const StepPlace place = made->timeline.place(opening_moment(scene("transposed"), *made).step);
  EXPECT_EQ(made->timeline.segments[place.segment].name, "slide");
  EXPECT_EQ(place.step, 12);
}

Index entries(const LayerModel& layer) {
  Index filled = 0;
  for (Index cell = 0; cell < layer.output().count(); ++cell) {
    const std::vector<Term> terms = layer.trace().gather(cell).terms;
    filled += std::count_if(terms.begin(), terms.end(), [](const Term& term) { return !term.tap.data.none(); });
  }
  return filled;
}

TEST_F(Transposed, AsAMatrixIsFourByNineWithSixteenWeights) {
  auto made = model("as_matrix");
  EXPECT_EQ(made->first().output().count(), 4);
  EXPECT_EQ(made->first().input().count(), 9);
  EXPECT_EQ(entries(made->first()), 16);
  EXPECT_EQ(values(made->first().output()), (std::vector<float>{25, 31, 43, 49}));
  auto larger = model("as_matrix", {{"input", list({5})}});
  EXPECT_EQ(larger->first().output().count(), 16);
  EXPECT_EQ(larger->first().input().count(), 25);
}

TEST_F(Transposed, AsAMatrixReadsThePatchesThatAreUnrolled) {
  for (const auto& parameters :
       {std::map<std::string, AttributeValue>{},
        std::map<std::string, AttributeValue>{{"input", list({5, 4})}, {"stride", list({2})}, {"padding", list({1})}}}) {
    auto made = model("as_matrix", parameters);
    const LayerModel &output = made->first(), &patches = made->layer("patches");
    const Index rows = output.output().count();
    ASSERT_EQ(patches.output().extents, (Extents{1, output.weight().count(), rows}));
    for (Index row = 0; row < rows; ++row) {
      const std::vector<Term> terms = output.trace().gather(row).terms;
      for (std::size_t k = 0; k < terms.size(); ++k)
        EXPECT_EQ(terms[k].data, patches.output()[static_cast<Index>(k) * rows + row]) << row << ", " << k;
    }
  }
}

}  // namespace
}  // namespace convscope
