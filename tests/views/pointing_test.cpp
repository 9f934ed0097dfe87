// What the stages of grouped, shuffled and deformable layers answer when something on them is pointed at.
#include <tuple>

#include "app/views/channel_flow.h"
#include "app/views/reach.h"
#include "views/stage_fixture.h"

namespace convscope {
namespace {

class Pointing : public Stage {
 protected:
  DisplayList pointed(const Model& model, Target hover, Moment moment = {}) {
    return build_view({model, state_, moment, hover, theme_, catalog_.languages.at("en"), *catalog_.fonts, 928, 700, {}});
  }
  static bool mentions(const DisplayList& list, const std::string& part) {
    return std::any_of(list.items.begin(), list.items.end(), [&](const Item& item) {
      auto* text = std::get_if<TextItem>(&item);
      return text && text_of(*text).find(part) != std::string::npos;
    });
  }
  template <class Each>
  static void for_each_rect(const DisplayList& list, Each each) {
    for (const Item& item : list.items)
      if (auto* rect = std::get_if<RectItem>(&item)) each(*rect);
  }
  Theme theme_ = make_theme(ThemeName::kLight);
};

TEST_F(Pointing, AtAnInputShowsTheMapsThatHearOfItAndAtAMapTheInputsThatReachIt) {
  auto m = model({"shuffled_grouped", "", {}});
  ASSERT_NE(m, nullptr);
  DisplayList input = pointed(*m, {TargetKind::kInput, m->index_of("first"), 5});
  EXPECT_TRUE(says(input, "3 of 9 maps") && says(input, "9 of 9 maps"));
  DisplayList map = pointed(*m, {TargetKind::kOutput, m->index_of("second"), 7});
  EXPECT_TRUE(says(map, "3 of 9 inputs") && says(map, "9 of 9 inputs") && says(map, "reach map 7"));
  DisplayList place = pointed(*m, {TargetKind::kOutput, m->index_of("shuffle"), 1});
  EXPECT_TRUE(says(place, "3 in, 3 out") && says(place, "through middle map 3")) << "place 1 holds map 3";
}

TEST_F(Pointing, FollowsTheSameWaysInBothDirections) {
  auto m = model({"shuffled_grouped", "", {{"groups", numbers({6})}, {"channels", numbers({12})}}});
  ASSERT_NE(m, nullptr);
  for (const char* second : {"plain", "second"}) {
    std::size_t pairs = 0;
    for (Index map = 0; map < 12; ++map) {
      const std::vector<Index> field = m->pipeline->receptive_field(second, map, {}).at("input");
      for (Index input = 0; input < 12; ++input) {
        const bool reaches = std::count(field.begin(), field.end(), input) > 0;
        pairs += reaches ? 1 : 0;
        EXPECT_EQ(reach_side(*m, second, {ReachRow::kOutput, map}).of(ReachRow::kInput).count(input) > 0, reaches);
        EXPECT_EQ(reach_side(*m, second, {ReachRow::kInput, input}).of(ReachRow::kOutput).count(map) > 0, reaches);
      }
    }
    EXPECT_EQ(pairs, second == std::string("plain") ? 12u * 2 : 12u * 4);
  }
}

TEST_F(Pointing, PlaysFromAnInputDownwardsInItsMode) {
  auto m = model({"shuffled_grouped", "forward", {}});
  ASSERT_NE(m, nullptr);
  ASSERT_EQ(m->timeline.steps(), 9);
  for (Index input : {0, 4, 8}) {
    DisplayList list = pointed(*m, {}, step_end(m->timeline, input));
    EXPECT_TRUE(says(list, "9 of 9 maps") && says(list, "hear of input " + std::to_string(input)));
  }
  EXPECT_FALSE(says(pointed(*m, {}, {0, 0, 0.5}), "9 of 9 maps")) << "the count waits for the light";
}

TEST_F(Pointing, AtAGroupedLayerFindsEveryBlockOfTheDenseTensorStoredOrMissing) {
  auto m = model({"grouped", "", {}});
  ASSERT_NE(m, nullptr);
  std::set<Index> missing, stops;
  std::set<std::pair<Index, Index>> stored;
  for_each_rect(pointed(*m, {}), [&](const RectItem& rect) {
    const Target& t = rect.target;
    if (t.kind == TargetKind::kWeight) stored.insert({t.index / 18, t.index / 9 % 2});  // 6 × 2 × 3 × 3
    if (t.kind == TargetKind::kPreset) stops.insert(t.index);
    if (t.kind == TargetKind::kControl && rect.box.w < 100) missing.insert(t.index);
  });
  EXPECT_EQ(stored.size(), 12u);
  EXPECT_EQ(missing.size(), 24u);
  EXPECT_EQ(stops, (std::set<Index>{1, 2, 3, 6})) << "the numbers of groups that divide 6";
  for (Index block : missing) {
    DisplayList list = pointed(*m, {TargetKind::kControl, 0, block});
    const Index number = block - *missing.begin() + 2;  // the first one joins map 0 and channel 2
    EXPECT_TRUE(mentions(list, "Map " + std::to_string(number / 6) + " would read channel " + std::to_string(number % 6) + " here"));
    EXPECT_TRUE(says(list, "not stored"));
  }
}

TEST_F(Pointing, AtAWeightOfAGroupNamesTheChannelThatItReadsInTheWholeLayer) {
  auto m = model({"grouped", "", {}});
  ASSERT_NE(m, nullptr);
  const Index weight = flat_index(m->first().weight().extents, {5, 1, 0, 0});  // the second channel of the third group
  EXPECT_TRUE(mentions(pointed(*m, {TargetKind::kWeight, 0, weight}), "map 5 reads channel 5"));
  EXPECT_TRUE(mentions(pointed(*m, {TargetKind::kInput, 0, 2 * 16}), "Channel 2 is read by maps 2, 3 only"));
}

TEST_F(Pointing, AtAChannelOfAShuffleNetUnitCountsThoseOnAWayThroughIt) {
  auto m = model({"shufflenet_unit", "", {{"input", numbers({4})}}});  // 240 channels, squeezed to 60 in 3 groups
  ASSERT_NE(m, nullptr);
  const int compress = m->index_of("compress");
  DisplayList input = pointed(*m, {TargetKind::kInput, compress, 0}, step_end(m->timeline, m->timeline.steps() - 1));
  EXPECT_TRUE(says(input, "1 of 240")) << "the input itself";
  EXPECT_TRUE(says(input, "20 of 60")) << "its group of the first layer, dealt out by the shuffle";
  EXPECT_TRUE(says(input, "240 of 240")) << "after the second layer all";
  auto sets = channels_through(*m, "compress", 25);
  std::set<Index> own_group, place{5 * 3 + 1};
  for (Index c = 80; c < 160; ++c) own_group.insert(c);
  EXPECT_EQ(sets.at("shuffle"), place) << "map 25 is the sixth of the second group";
  EXPECT_EQ(sets.at("depthwise"), place);
  EXPECT_EQ(sets.at("expand").size(), 80u);
  for (Index c : own_group) EXPECT_EQ(sets.at(m->layer("compress").inputs.front()).count(c), 1u) << c;
}

TEST_F(Pointing, AtAnOperationOfTheUnitShowsWhatItsFiguresCountUpTo) {
  auto m = model({"shufflenet_unit", "", {}});
  ASSERT_NE(m, nullptr);
  DisplayList list = pointed(*m, {TargetKind::kSegment, 0, 2}, step_end(m->timeline, m->timeline.steps() - 1));
  EXPECT_TRUE(says(list, "weights = 60 · 1 · 3 · 3") && says(list, "multiply-adds = 540 · 28 · 28"));
  EXPECT_EQ(m->layer("depthwise").layer->cost().macs, 540 * 28 * 28);
}

TEST_F(Pointing, AtAKernelOrAnInputOfADepthwiseLayerLeavesOtherLanesAsideAndFramesItsMaps) {
  auto m = model({"depthwise", "", {{"multiplier", numbers({2})}}});
  ASSERT_NE(m, nullptr);
  auto count = [&](Target hover) {
    std::pair<int, int> found{0, 0};  // lanes aside, maps framed
    for_each_rect(pointed(*m, hover), [&](const RectItem& rect) {
      const bool covers = rect.fill.a > 0 && rect.fill.a < 255 && rect.box.w > 600;
      found.first += covers ? 1 : 0;
      found.second += rect.fill.a == 0 && rect.stroke.width == 2.5 && rect.stroke.color == theme_.output ? 1 : 0;
    });
    return found;
  };
  const int played = count({}).second;  // the cell that plays has such a frame of its own
  EXPECT_EQ(count({}).first, 0);
  EXPECT_EQ(count({TargetKind::kWeight, 0, 3 * 9 + 4}), (std::pair<int, int>{2, played + 1})) << "the kernel of map 3";
  EXPECT_EQ(count({TargetKind::kInput, 0, 2 * 16 + 5}), (std::pair<int, int>{2, played + 2})) << "both maps of channel 2";
}

TEST_F(Pointing, AtTheHeadsOfStagesNamesTheSegmentsTheyJumpTo) {
  for (const auto& [scene, step, wanted] : {std::tuple{"channel_shuffle", Index{0}, std::set<Index>{0, 1, 2}},
                                            std::tuple{"channel_shuffle", Index{8}, std::set<Index>{3, 4, 5}},
                                            std::tuple{"flattened", Index{0}, std::set<Index>{0, 1, 2}},
                                            std::tuple{"shufflenet_unit", Index{0}, std::set<Index>{0, 1, 2, 3, 4}}}) {
    auto m = model({scene, "", {}});
    ASSERT_NE(m, nullptr);
    std::set<Index> segments;
    for (const Item& item : pointed(*m, {}, {step, 0, 0.5}).items) {
      auto* rect = std::get_if<RectItem>(&item);
      auto* circle = std::get_if<CircleItem>(&item);
      const Target target = rect ? rect->target : circle ? circle->target : Target{};
      if (target.kind == TargetKind::kSegment) segments.insert(target.index);
    }
    EXPECT_EQ(segments, wanted) << scene << " step " << step;
  }
}

TEST_F(Pointing, AtASampleKeepsTheCellItBelongsToAndTellsWhatWasMovedByHand) {
  auto m = model({"deformable", "", {}});
  ASSERT_NE(m, nullptr);
  const Extents& field = m->layer("deformed").tensor("offset").extents;
  const Target sample{TargetKind::kOffset, m->index_of("deformed"), flat_index(field, {0, 4, 6, 2})};
  state_.pin = {TargetKind::kOutput, m->index_of("deformed"), 6 * 9 + 2};
  EXPECT_TRUE(mentions(pointed(*m, sample), "output[6, 2]"));
  EXPECT_FALSE(mentions(pointed(*m, sample), "by hand here"));
  state_.edits[{"offset", {0, 4, 6, 2}}] = 1.5;
  state_.edits[{"offset", {0, 5, 6, 2}}] = 0.5;
  state_.edits[{"offset", {0, 5, 0, 0}}] = 0.5;
  EXPECT_TRUE(mentions(pointed(*m, sample), "1 of 9 samples moved by hand here, 2 in all, on top of the field"));
  state_.parameters["offsets"] = std::string("hand");
  EXPECT_TRUE(mentions(pointed(*m, sample), "1 of 9 samples moved by hand here, 2 in all; the others stand at home"));
}

TEST_F(Pointing, AtAPhotographExplainsThatPixelInBothResults) {
  auto m = model({"deformable", "photograph", {}});
  ASSERT_NE(m, nullptr);
  for (Index pixel : {118 * 451 + 176, 40 * 451 + 300}) {
    DisplayList list = pointed(*m, {TargetKind::kInput, m->index_of("deformed"), pixel});
    EXPECT_TRUE(says(list, number_text(m->layer("deformed").output()[pixel], 2))) << pixel;
    EXPECT_TRUE(says(list, number_text(m->layer("standard").output()[pixel], 2))) << pixel;
  }
  int handles = 0;
  for (const Handle& handle : pointed(*m, {}, opening_moment(*m->scene, *m)).handles) handles += handle.across.name == "offset" ? 1 : 0;
  EXPECT_EQ(handles, 9);
}

}  // namespace
}  // namespace convscope
