// Planes that are too large to be read give way to what lies around the window, with the whole beside it.
#include "app/views/kit.h"
#include "views/stage_fixture.h"

namespace convscope {
namespace {

class LargePlanes : public Stage {
 protected:
  DisplayList draw(const ShownSetting& setting, const Moment& moment) {
    made_ = model(setting);
    return view(*made_, moment, "en", 1280, 720, make_theme(ThemeName::kLight));
  }
  // The numbers that stand in cells of the output, or of the maps that lead to it.
  std::map<std::string, int> numbers_at(const DisplayList& list, Index cell) const {
    std::map<std::string, int> found;
    for (const Item& item : list.items) {
      auto* text = std::get_if<TextItem>(&item);
      if (text && hit(list, text->at) == Target{TargetKind::kOutput, 0, cell}) ++found[text_of(*text)];
    }
    return found;
  }
  std::shared_ptr<const Model> made_;
};

constexpr int kLast = 6;  // phase of a step with three channels
const std::map<std::string, AttributeValue> kLarge{{"input", numbers({64, 64})}};

TEST_F(LargePlanes, EveryChannelsResultTheirSumAndTheOutputAreWrittenAroundTheWindow) {
  const Index step = 24 * 62 + 11;
  const DisplayList list = draw({"many_channels", "", kLarge}, {step, kLast, 1});
  const LayerModel& layer = made_->layers.front();
  for (Index cell : {step, step - 1, step - 62, step - 2 * 62 + 1}) {
    const GatherStep of = layer.trace().gather(cell);
    std::map<std::string, int> wanted;
    for (double sum : of.channel_sums) ++wanted[number_text(sum, 0)];
    ++wanted[number_text(of.sum, 0)];
    ++wanted[number_text(of.result, 0)];
    EXPECT_EQ(numbers_at(list, cell), wanted) << "cell " << cell;
  }
  EXPECT_TRUE(numbers_at(list, step + 1).empty()) << "its turn has not come";
}

TEST_F(LargePlanes, ThreePhasesFollowEachOtherAlsoOnLargePlanes) {
  const Index step = 24 * 62 + 11;
  const auto at = [&](int phase) { return numbers_at(draw({"many_channels", "", kLarge}, {step, phase, 1}), step).size(); };
  const GatherStep of = (draw({"many_channels", "", kLarge}, {step, 0, 1}), made_->layers.front().trace().gather(step));
  ASSERT_EQ(of.channel_sums.size(), 3U);
  std::size_t before = 0;
  for (int phase = 0; phase < static_cast<int>(made_->timeline.at(step).phases.size()); ++phase) {
    const std::size_t now = at(phase);
    EXPECT_GE(now, before) << "phase " << phase;
    before = now;
  }
  EXPECT_EQ(at(0), 0U) << "the window has arrived, nothing is filtered yet";
  EXPECT_LT(at(1), before) << "one channel is filtered";
}

TEST_F(LargePlanes, TheWholeStandsBesideItsPartAsAStackOfChannels) {
  const DisplayList list = draw({"many_channels", "", kLarge}, {700, kLast, 1});
  EXPECT_TRUE(says(list, "3 × 64 × 64"));
  EXPECT_TRUE(says(list, "1 × 62 × 62"));
  std::size_t pictures = 0;
  for (const Item& item : list.items) pictures += std::holds_alternative<ImageItem>(item);
  EXPECT_EQ(pictures, 4U) << "three channels and the output";
  const DisplayList small = draw({"many_channels", "", {}}, {1, kLast, 1});
  for (const Item& item : small.items) EXPECT_FALSE(std::holds_alternative<ImageItem>(item)) << "small planes are drawn whole";
}

TEST_F(LargePlanes, TheRowOfAFlattenedShuffleTakesRoomForItsNumbers) {
  auto made = model({"channel_shuffle", "", {{"channels", numbers({24})}, {"groups", numbers({4})}}});
  const Moment end = step_end(made->timeline, made->timeline.first_step(2));
  const DisplayList list = view(*made, end, "en", 1280, 760, make_theme(ThemeName::kLight));
  std::size_t numbered = 0;  // in the row, and below the paths
  for (const Item& item : list.items)
    if (auto* text = std::get_if<TextItem>(&item)) numbered += hit(list, text->at).kind == TargetKind::kOutput;
  EXPECT_EQ(numbered, 48u);
}

}  // namespace
}  // namespace convscope
