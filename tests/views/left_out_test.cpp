// However little room there is: what a scene is about stands on its stage, and what is left out is said.
#include <array>
#include <numeric>
#include <set>

#include "views/lettering.h"
#include "views/stage_fixture.h"

namespace convscope {
namespace {

std::string pair_of(Index side) { return std::to_string(side) + " × " + std::to_string(side); }

struct Room {
  double width, height;
};

class LeftOut : public Stage, public ::testing::WithParamInterface<Room> {
 protected:
  DisplayList draw(const ShownSetting& setting, Index step, const std::string& language = "en") {
    made_ = model(setting);
    const DisplayList list =
        view(*made_, step_end(made_->timeline, step), language, GetParam().width, GetParam().height, make_theme(ThemeName::kLight));
    expect_well_set(list, *catalog_.fonts, 1, setting.scene + " " + language);
    return list;
  }
  // The cells of a tensor that lie open to the pointer.
  static std::set<Index> cells_of(const DisplayList& list, TargetKind kind, int stage) {
    std::set<Index> cells;
    for (const Item& item : list.items)
      if (auto* rect = std::get_if<RectItem>(&item); rect && rect->target.kind == kind && rect->target.stage == stage)
        if (hit(list, rect->box.center()) == rect->target) cells.insert(rect->target.index);
    return cells;
  }
  std::shared_ptr<const Model> made_;
};

INSTANTIATE_TEST_SUITE_P(Windows, LeftOut, ::testing::Values(Room{744, 536}, Room{1240, 836}));  // of 1280 × 720 and 1920 × 1080

TEST_P(LeftOut, BothKernelsOfADilatedLayerStandOverAnyInput) {
  for (const auto& [dilation, kernel, input, padding] :
       std::vector<std::array<Index, 4>>{{2, 3, 7, 2}, {2, 5, 16, 4}, {6, 3, 16, 0}, {1, 3, 16, 0}}) {
    const DisplayList list = draw({"dilated", "", {{"dilation", numbers({dilation, dilation})}, {"kernel", numbers({kernel, kernel})},
                                                   {"input", numbers({input, input})}, {"padding", numbers({padding, padding})}}}, 3);
    EXPECT_EQ(cells_of(list, TargetKind::kWeight, 0).size(), static_cast<std::size_t>(kernel * kernel)) << input;
    const Index span = dilation * (kernel - 1) + 1;
    EXPECT_TRUE(says(list, pair_of(span))) << input;
  }
}

TEST_P(LeftOut, ThePixelsAroundADilatedWindowShowAllThatItReads) {
  for (Index rate : {1, 4, 8, 16}) {
    const DisplayList list = draw({"dilated", "photograph", {{"dilation", numbers({rate, rate})}}}, 67850);
    const Index side = std::max<Index>(7, 2 * rate + 3);
    EXPECT_TRUE(GetParam().width < 1000 || mentions(list, pair_of(side))) << rate;
    for (const char* name : {"view.weights", "view.pixels"}) EXPECT_TRUE(says(list, catalog_.languages.at("en")(name))) << rate;
  }
}

struct Crowd {
  ShownSetting setting;
  Index step;
  TargetKind kind;
  int stage, axis;  // what stands side by side: samples, filters, channels; kPixels: rows and columns as one
};
constexpr int kPixels = -1;

const std::vector<Crowd> kCrowds{
    {{"depthwise", "", {{"multiplier", numbers({4})}, {"input", numbers({6, 6})}}}, 50, TargetKind::kWeight, 0, 0},
    {{"depthwise", "", {{"multiplier", numbers({4})}, {"input", numbers({10, 10})}}}, 50, TargetKind::kWeight, 0, 0},
    {{"depthwise", "", {{"channels", numbers({32})}}}, 50, TargetKind::kWeight, 0, 0},
    {{"depthwise_separable", "", {{"filters", numbers({256})}, {"input", numbers({12, 12})}, {"kernel", numbers({5, 5})}}}, 50,
     TargetKind::kWeight, 1, 0},
    {{"depthwise_separable", "", {{"filters", numbers({256})}}}, 3100, TargetKind::kWeight, 1, 0},
    {{"depthwise_separable", "", {{"channels", numbers({32})}}}, 50, TargetKind::kWeight, 0, 0},
    {{"many_filters", "", {{"filters", numbers({5})}, {"batch", numbers({3})}}}, 0, TargetKind::kWeight, 0, 0},
    {{"many_filters", "", {{"filters", numbers({5})}, {"batch", numbers({3})}}}, 0, TargetKind::kInput, 0, 0},
    {{"many_filters", "", {{"batch", numbers({8})}}}, 0, TargetKind::kInput, 0, 0},
    {{"pointwise", "layer", {}}, 8, TargetKind::kInput, 0, kPixels},
    {{"pointwise", "layer", {}}, 44, TargetKind::kInput, 0, kPixels},
    {{"many_channels", "", {{"channels", numbers({64})}, {"input", numbers({16, 16})}}}, 0, TargetKind::kWeight, 0, 1},
};

// "⋯ 252 more" counts 252.
std::vector<Index> counts_left_out(const DisplayList& list) {
  const std::string mark = "⋯ ";
  std::vector<Index> counts;
  for (const Item& item : list.items)
    if (auto* text = std::get_if<TextItem>(&item); text && text_of(*text).rfind(mark, 0) == 0)
      counts.push_back(std::stoll(text_of(*text).substr(mark.size())));
  return counts;
}

TEST_P(LeftOut, WhatHasNoRoomIsCounted) {
  for (const Crowd& crowd : kCrowds) {
    const DisplayList list = draw(crowd.setting, crowd.step);
    const LayerModel& layer = made_->layers[static_cast<std::size_t>(crowd.stage)];
    const Extents& all = crowd.kind == TargetKind::kWeight  ? layer.weight().extents
                         : crowd.kind == TargetKind::kInput ? layer.input().extents
                                                            : layer.output().extents;
    const Index count = crowd.axis == kPixels ? all[2] * all[3] : all[static_cast<std::size_t>(crowd.axis)];
    std::set<Index> drawn;
    for (Index index : cells_of(list, crowd.kind, crowd.stage)) {
      const Cell at = cell_of(all, index);
      drawn.insert(crowd.axis == kPixels ? at[2] * all[3] + at[3] : at[static_cast<std::size_t>(crowd.axis)]);
    }
    const Index left = count - static_cast<Index>(drawn.size());
    std::set<Index> told{0};  // before, after, or both together
    const std::vector<Index> counts = counts_left_out(list);
    for (Index one : counts) told.insert(one);
    for (std::size_t i = 1; i < counts.size(); ++i) told.insert(counts[i - 1] + counts[i]);
    told.insert(std::accumulate(counts.begin(), counts.end(), Index{0}));  // in every lane
    EXPECT_TRUE(told.count(left)) << crowd.setting.scene << " draws " << drawn.size() << " of " << count;
    draw(crowd.setting, crowd.step, "zh");
  }
}

TEST_P(LeftOut, APartOfALargePlaneIsTold) {
  const DisplayList list = draw({"many_channels", "", {{"channels", numbers({64})}, {"input", numbers({16, 16})}}}, 0);
  EXPECT_TRUE(mentions(list, " of 16 × 16 cells") || says(list, "64 × 16 × 16"));
  for (const char* channel : {"0", "62", "63"}) EXPECT_TRUE(says(list, channel)) << channel;
}

}  // namespace
}  // namespace convscope
