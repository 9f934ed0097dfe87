// The volumes of the 3-D scene, pulled apart into their layers.
#include <set>

#include "app/views/kit.h"
#include "views/stage_fixture.h"

namespace convscope {
namespace {

class Volume : public Stage {
 protected:
  DisplayList draw(const std::map<std::string, AttributeValue>& parameters, const Moment& moment, const std::string& language = "en") {
    made_ = model({"volume", "", parameters});
    return view(*made_, moment, language, 1280, 720, make_theme(ThemeName::kLight));
  }
  Moment end_of(Index step) const { return {step, 3, 1}; }

  // The cells whose own number is written upon them.
  std::set<Index> written(const DisplayList& list, TargetKind kind) const {
    const LayerModel& layer = made_->layers.front();
    const Tensor& tensor = kind == TargetKind::kInput ? layer.input() : layer.output();
    std::set<Index> cells;
    for (const Item& item : list.items) {
      auto* text = std::get_if<TextItem>(&item);
      if (!text) continue;
      const Target cell = hit(list, text->at);
      if (cell.kind != kind) continue;
      EXPECT_EQ(text_of(*text), number_text(tensor[cell.index], 0)) << "cell " << cell.index;
      cells.insert(cell.index);
    }
    return cells;
  }

  std::shared_ptr<const Model> made_;
};

TEST_F(Volume, AKnobOnTheStagePullsTheVolumesApart) {
  const DisplayList list = draw({}, end_of(0));
  const Handle* knob = find_handle(list, {TargetKind::kControl, 0, 2});
  ASSERT_NE(knob, nullptr);
  EXPECT_EQ(knob->across.name, "apart");
  EXPECT_EQ(knob->across.value, 0);
  EXPECT_GT(knob->across.length, 0);
  EXPECT_TRUE(says(draw({{"apart", numbers({60})}}, end_of(0)), "60 %"));
}

TEST_F(Volume, PulledApartItsLayersShowNumbersThatAreHiddenOtherwise) {
  for (Index turn : {45, -45, 135}) {
    const DisplayList touching = draw({{"turn", numbers({turn})}}, end_of(23));
    EXPECT_EQ(written(touching, TargetKind::kInput).size(), 27U) << "only the slices beside it";
    EXPECT_TRUE(written(touching, TargetKind::kOutput).empty());
    const DisplayList apart = draw({{"turn", numbers({turn})}, {"apart", numbers({100})}}, end_of(23));
    std::set<Index> layers;
    for (Index cell : written(apart, TargetKind::kInput)) layers.insert(cell / 36);
    EXPECT_EQ(layers.size(), 6U) << "every layer has numbers that are seen, at " << turn;
    for (Index cell : written(apart, TargetKind::kOutput)) EXPECT_LE(cell, 23) << "a cube that is not there yet";
    EXPECT_FALSE(written(apart, TargetKind::kOutput).empty());
  }
}

TEST_F(Volume, TheSlicesOfTheBlockStandInLayersOfTheInputAndTravelBetweenThem) {
  const auto blocks = [&](const Moment& moment) {  // outlines in the colour of weights
    const DisplayList list = draw({{"apart", numbers({100})}}, moment);
    const Color weight = make_theme(ThemeName::kLight).weight;
    std::size_t outlines = 0;
    for (const Item& item : list.items)
      if (auto* path = std::get_if<PathItem>(&item)) outlines += path->closed && path->stroke.width > 0 && path->stroke.color == weight;
    return outlines;
  };
  EXPECT_EQ(blocks(end_of(15)), 3U);        // three slices, each the cells of one layer
  EXPECT_EQ(blocks({16, 0, 0.5}), 9U);      // half a layer deeper: bodies of which three sides are seen
}

}  // namespace
}  // namespace convscope
