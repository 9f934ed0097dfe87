// A stage on its way from one setting to the next.
#include <algorithm>
#include <cmath>

#include "app/views/kit.h"
#include "views/stage_fixture.h"

namespace convscope {
namespace {

using GlidingStage = Stage;

const TextItem* text_item(const DisplayList& list, const std::string& wanted) {
  for (const Item& item : list.items)
    if (auto* text = std::get_if<TextItem>(&item); text && text_of(*text) == wanted) return text;
  return nullptr;
}

TEST_F(GlidingStage, BarsGrowAndThenRowsChangePlacesOnTheWayToAnotherFigure) {
  auto made = model({"cost", "", {{"figure", std::string("memory")}, {"order", std::string("ascending")}}});
  State before = state_;
  before.parameters.clear();
  const Theme theme = make_theme(ThemeName::kLight);
  const auto drawn = [&](const State& state, const State* from, double way) {
    ViewContext context{*made, state, {0, 0, 1}, {}, theme, catalog_.languages.at("en"), *catalog_.fonts, 928, 700, {}};
    context.before = from;
    context.gone_over = way;
    return build_view(context);
  };
  const Words& words = catalog_.languages.at("en");
  const auto name_of = [&](const char* id) { return words.format(std::string("variant.") + id, {{"groups", "4"}}); };
  const auto row_of = [&](const DisplayList& list, const char* id) {
    const TextItem* name = text_item(list, name_of(id));
    EXPECT_NE(name, nullptr) << id;
    return name ? name->at.y : 0;
  };
  const auto bar_of = [&](const DisplayList& list, const char* id) {  // all parts of it
    const double y = row_of(list, id);
    double left = 1e9, right = 0;
    for (const Item& item : list.items) {
      auto* rect = std::get_if<RectItem>(&item);
      if (!rect || !rect->target.none() || std::abs(rect->box.center().y - y) > 0.5) continue;
      left = std::min(left, rect->box.x);
      right = std::max(right, rect->box.right());
    }
    return right - left;
  };
  constexpr double kThin = 3;  // the thinnest parts are drawn a little wider than they are
  const DisplayList old = drawn(before, nullptr, 1), begin = drawn(state_, &before, 0), grown = drawn(state_, &before, 0.45),
                    half = drawn(state_, &before, 0.72), end = drawn(state_, &before, 1), rest = drawn(state_, nullptr, 1);
  bool moved = false, changed = false;
  for (const char* id : {"standard", "depthwise_separable", "grouped"}) {
    EXPECT_NEAR(row_of(begin, id), row_of(old, id), 1e-6) << id;
    EXPECT_NEAR(row_of(grown, id), row_of(old, id), 1e-6) << id << ": never both at once";
    EXPECT_NEAR(row_of(end, id), row_of(rest, id), 1e-6) << id;
    EXPECT_NEAR(bar_of(begin, id), bar_of(old, id), kThin) << id;
    EXPECT_NEAR(bar_of(grown, id), bar_of(rest, id), kThin) << id;
    const double from = row_of(old, id), to = row_of(rest, id);
    if (from != to) {
      EXPECT_TRUE(row_of(half, id) > std::min(from, to) && row_of(half, id) < std::max(from, to)) << id;
    }
    moved = moved || from != to;
    changed = changed || std::abs(bar_of(old, id) - bar_of(rest, id)) > 2 * kThin;
  }
  EXPECT_TRUE(moved && changed);
  state_.reduce_motion = true;
  const DisplayList cut = drawn(state_, &before, 0.3);
  EXPECT_NEAR(row_of(cut, "standard"), row_of(rest, "standard"), 1e-6);
}

// What the scene draws on the way from one rate to another.
class RateGlides : public Stage {
 protected:
  RateGlides() : theme_(make_theme(ThemeName::kLight)) {}

  void set(const ShownSetting& setting, const std::map<std::string, AttributeValue>& before) {
    model_ = model(setting);
    before_ = state_;
    before_.parameters = before;
  }
  DisplayList at(double way, const Moment& moment) const { return drawn(&before_, way, moment); }
  DisplayList at_rest(const Moment& moment) const { return drawn(nullptr, 1, moment); }
  // Where rings of this width in the weights' colour begin, from the left.
  std::vector<double> rings(const DisplayList& list, double width) const {
    std::vector<double> begins;
    for (const Item& item : list.items) {
      auto* rect = std::get_if<RectItem>(&item);
      const bool ring = rect && rect->stroke.width == width && same_hue(rect->stroke.color, theme_.weight) && rect->target.none();
      const auto near = [&](double x) { return std::abs(x - rect->box.x) < 0.5; };
      if (ring && std::none_of(begins.begin(), begins.end(), near)) begins.push_back(rect->box.x);
    }
    std::sort(begins.begin(), begins.end());
    return begins;
  }
  // How far the links in the weights' colour reach to the left and right.
  double links_reach(const DisplayList& list, double width) const { return reach_of(list, width).second - reach_of(list, width).first; }
  std::pair<double, double> reach_of(const DisplayList& list, double width) const {
    double left = 1e9, right = -1e9;
    for (const Item& item : list.items) {
      auto* line = std::get_if<PathItem>(&item);
      if (!line || line->stroke.width != width || !same_hue(line->stroke.color, theme_.weight)) continue;
      for (const Point& point : line->points) {
        left = std::min(left, point.x);
        right = std::max(right, point.x);
      }
    }
    return {left, right};
  }

  // From the first to the last cell of the input.
  static std::pair<double, double> input_reach(const DisplayList& list) {
    std::pair<double, double> reach{1e9, -1e9};
    for (const Item& item : list.items)
      if (auto* rect = std::get_if<RectItem>(&item); rect && rect->target.kind == TargetKind::kInput)
        reach = {std::min(reach.first, rect->box.x), std::max(reach.second, rect->box.right())};
    return reach;
  }
  // The input's planes with their padding: the cells lie beside one another, the planes apart.
  static std::vector<Box> planes_of(const DisplayList& list, double padding) {
    std::vector<Box> planes;
    double cell = 0;
    for (const Item& item : list.items) {
      auto* rect = std::get_if<RectItem>(&item);
      if (!rect || rect->target.kind != TargetKind::kInput) continue;
      cell = std::max(cell, rect->box.w + 2);
      if (rect->target.index == 0) planes.push_back(rect->box);
      for (Box& plane : planes)
        if (rect->box.x - plane.right() < cell && rect->box.x >= plane.x) plane = hull(plane, rect->box);
    }
    for (Box& plane : planes)
      plane = {plane.x - padding * cell, plane.y - padding * cell, plane.w + 2 * padding * cell, plane.h + 2 * padding * cell};
    return planes;
  }
  static Box hull(const Box& a, const Box& b) {
    const double x = std::min(a.x, b.x), y = std::min(a.y, b.y);
    return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
  }
  static bool holds(const Box& outer, const Box& inner) {
    return inner.x >= outer.x - 2 && inner.y >= outer.y - 2 && inner.right() <= outer.right() + 2 && inner.bottom() <= outer.bottom() + 2;
  }
  std::vector<Box> ring_boxes(const DisplayList& list, double width) const {
    std::vector<Box> boxes;
    for (const Item& item : list.items) {
      auto* rect = std::get_if<RectItem>(&item);
      const bool ring = rect && rect->stroke.width == width && same_hue(rect->stroke.color, theme_.weight) && rect->target.none();
      if (ring) boxes.push_back(rect->box);
    }
    return boxes;
  }

  std::shared_ptr<const Model> model_;
  State before_;

 private:
  static bool same_hue(Color a, Color b) { return a.r == b.r && a.g == b.g && a.b == b.b && a.a > 0; }
  DisplayList drawn(const State* from, double way, const Moment& moment) const {
    ViewContext context{*model_, state_, moment, {}, theme_, catalog_.languages.at("en"), *catalog_.fonts, 928, 700, {}};
    context.before = from;
    context.gone_over = way;
    return build_view(context);
  }
  const Theme theme_;
};

TEST_F(RateGlides, TheCellsThatAreReadPartFromOneRateToTheNext) {
  set({"dilated", "", {{"dilation", numbers({3, 3})}, {"input", numbers({9, 9})}}},
      {{"dilation", numbers({1, 1})}, {"input", numbers({9, 9})}});
  const Moment moment{5, 3, 1};  // the middle of the slide, all multiplied
  const std::vector<double> begin = rings(at(0, moment), 2), half = rings(at(0.5, moment), 2), end = rings(at(1, moment), 2),
                            rest = rings(at_rest(moment), 2);
  for (const auto& each : {begin, half, end, rest}) ASSERT_EQ(each.size(), 6u) << "three columns on either side";
  const double cell = (rest[1] - rest[0]) / 3;
  EXPECT_NEAR(begin[1] - begin[0], cell, 0.1) << "as at rate 1";
  EXPECT_NEAR(half[1] - half[0], 2 * cell, 0.1);
  EXPECT_NEAR(end[1] - end[0], 3 * cell, 0.1);
  EXPECT_NEAR(end[0], rest[0], 1.1) << "it ends where it rests";
  EXPECT_NEAR(end[5], rest[5], 1.1);
}

TEST_F(RateGlides, AllTheOtherSettingsChangeAtOnce) {
  set({"dilated", "", {{"stride", numbers({2, 2})}}}, {});
  const Scene& scene = in_mode(**find_scene(catalog_.scenes, "dilated"), "");
  EXPECT_FALSE(goes_over(scene, before_, state_));
  EXPECT_EQ(rings(at(0.5, {5, 0, 1}), 2).size(), rings(at_rest({5, 0, 1}), 2).size());
  State other = state_;
  other.parameters["dilation"] = numbers({2, 3});
  EXPECT_TRUE(goes_over(scene, state_, other));
  EXPECT_TRUE(goes_over(scene, other, state_)) << "and back";
  other.parameters["dilation"] = numbers({2, 2});
  EXPECT_FALSE(goes_over(scene, state_, other)) << "what the scene has anyhow";
}

TEST_F(RateGlides, TheTreeOfAStackClosesLikeAFan) {
  set({"dilated", "stack", {{"rate_3", numbers({1})}}}, {});
  const Moment moment{model_->timeline.steps() / 2, 4, 1};
  const double begin = links_reach(at(0, moment), 1.8), half = links_reach(at(0.5, moment), 1.8), end = links_reach(at(1, moment), 1.8),
               rest = links_reach(at_rest(moment), 1.8);
  EXPECT_NEAR(end, rest, 0.1);
  EXPECT_NEAR(begin / rest, 14.0 / 8, 0.02) << "it spanned 15 cells, now 9";
  EXPECT_NEAR(half / rest, 11.0 / 8, 0.02);
}

TEST_F(RateGlides, TheTreeOfAStackNeverReachesBeyondItsInputOnTheWay) {
  set({"dilated", "stack", {{"rate_3", numbers({1})}}}, {});
  const auto [left, right] = reach_of(at_rest({0, 4, 1}), 1.8);
  for (double way : {0.0, 0.3, 0.7, 1.0}) EXPECT_NEAR(reach_of(at(way, {0, 4, 1}), 1.8).first, left, 0.1) << way;
  EXPECT_GT(reach_of(at(0, {0, 4, 1}), 1.8).second, right);
  for (Index step = 0; step < model_->timeline.steps(); ++step)
    for (double way : {0.0, 0.3, 0.7, 1.0}) {
      const auto reach = reach_of(at(way, {step, 4, 1}), 1.8), input = input_reach(at(way, {step, 4, 1}));
      EXPECT_GE(reach.first, input.first) << step << " at " << way;
      EXPECT_LE(reach.second, input.second) << step << " at " << way;
    }
}

TEST_F(RateGlides, ATreeWiderThanTheInputThereIsNowIsNotDrawn) {
  set({"dilated", "stack", {{"stack_length", numbers({15})}}},
      {{"rate_1", numbers({2})}, {"rate_2", numbers({4})}, {"rate_3", numbers({8})}, {"stack_length", numbers({29})}});
  const Moment moment{0, 4, 1};
  for (double way : {0.0, 0.5}) EXPECT_LE(reach_of(at(way, moment), 1.8).second, input_reach(at(way, moment)).second) << way;
}

TEST_F(RateGlides, ClosingRingsStayOnTheInput) {
  for (const char* padding : {"0", "1"}) {
    const AttributeValue pad = numbers({padding[0] - '0', padding[0] - '0'});
    set({"dilated", "", {{"dilation", numbers({1, 1})}, {"padding", pad}}}, {{"dilation", numbers({2, 2})}, {"padding", pad}});
    for (Index step = 0; step < model_->timeline.steps(); ++step)
      for (double way : {0.0, 0.5}) {
        const auto planes = planes_of(at(way, {step, 3, 1}), padding[0] - '0');
        for (const Box& ring : ring_boxes(at(way, {step, 3, 1}), 2))
          EXPECT_TRUE(std::any_of(planes.begin(), planes.end(), [&](const Box& plane) { return holds(plane, ring); }))
              << "padding " << padding << ", step " << step << " at " << way << ": " << ring.x << " " << ring.y;
      }
  }
}

TEST_F(RateGlides, OnAPhotographThePixelsThatAreReadPart) {
  set({"dilated", "photograph", {{"dilation", numbers({2, 2})}}}, {{"dilation", numbers({1, 1})}});
  const Moment moment = opening_moment(*model_->scene, *model_);
  const std::vector<double> begin = rings(at(0, moment), 2.5), rest = rings(at_rest(moment), 2.5);
  ASSERT_EQ(begin.size(), 3u);
  ASSERT_EQ(rest.size(), 3u);
  EXPECT_NEAR(2 * (begin[2] - begin[0]), rest[2] - rest[0], 0.1);
  EXPECT_NEAR(begin[1], rest[1], 0.1) << "the middle stays";
}

}  // namespace
}  // namespace convscope
