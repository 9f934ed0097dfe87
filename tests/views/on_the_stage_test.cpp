// What can be pressed and dragged on the stage, and what the drawing says after it.
#include <cmath>
#include <set>

#include "app/scenes/costs.h"
#include "app/views/kit.h"
#include "views/stage_fixture.h"

namespace convscope {
namespace {

class OnTheStage : public Stage {
 protected:
  DisplayList draw(const ShownSetting& setting, Index step = 0, const std::string& language = "en") {
    auto made = model(setting);
    const Moment end{step, static_cast<int>(made->timeline.at(step).phases.size()) - 1, 1};
    return view(*made, end, language, 928, 700, make_theme(ThemeName::kLight));
  }
};

const TextItem* text_item(const DisplayList& list, const std::string& wanted) {
  for (const Item& item : list.items)
    if (auto* text = std::get_if<TextItem>(&item); text && text_of(*text) == wanted) return text;
  return nullptr;
}

// ---- the table of costs -----------------------------------------------------------------------------------------------------

TEST_F(OnTheStage, RowsOfTheCostTableStandInTheOrderOfTheChosenFigure) {
  const std::vector<VariantCost> costs = variant_costs({64, 128, 56, 3, 4});
  const std::map<std::string, Index Cost::*> figures{
      {"multiplications", &Cost::multiplications}, {"parameters", &Cost::parameters}, {"memory", &Cost::memory}};
  for (const auto& [figure, counted] : figures)
    for (const char* order : {"descending", "ascending"}) {
      const DisplayList list = draw({"cost", "", {{"figure", figure}, {"order", std::string(order)}}});
      const Words& words = catalog_.languages.at("en");
      std::vector<std::pair<double, Index>> rows;
      for (const VariantCost& cost : costs) {
        const TextItem* name = text_item(list, words.format("variant." + cost.id, {{"groups", "4"}}));
        ASSERT_NE(name, nullptr) << cost.id;
        rows.emplace_back(name->at.y, cost.total.*counted);
      }
      std::sort(rows.begin(), rows.end());
      for (std::size_t i = 1; i < rows.size(); ++i)
        EXPECT_LE(order[0] == 'd' ? rows[i].second : rows[i - 1].second, order[0] == 'd' ? rows[i - 1].second : rows[i].second)
            << figure << " " << order;
    }
}

TEST_F(OnTheStage, AHeadingSortsByItsFigureAndASecondClickTurnsTheOrder) {
  const auto head = [&](const DisplayList& list, const std::string& words) {
    const TextItem* text = text_item(list, words);
    EXPECT_NE(text, nullptr) << words;
    if (!text) return Handle{};
    const Point inside{text->at.x + (text->anchor == Anchor::kEnd ? -9 : 9), text->at.y};
    const Handle* handle = find_handle(list, hit(list, inside));
    EXPECT_NE(handle, nullptr) << words;
    return handle ? *handle : Handle{};
  };
  const DisplayList opened = draw({"cost", "", {}});
  const Handle memory = head(opened, "values moved"), own = head(opened, "multiplications"), listed = head(opened, "variant");
  EXPECT_EQ(memory.across.name, "figure");
  EXPECT_EQ(memory.across.value, 2);
  EXPECT_EQ(memory.down.name, "order");
  EXPECT_EQ(memory.down.value, 0);  // the largest first
  EXPECT_EQ(own.across.value, 0);
  EXPECT_EQ(own.down.value, 1);
  EXPECT_EQ(listed.down.value, 2);
  const Handle again = head(draw({"cost", "", {{"figure", std::string("memory")}, {"order", std::string("ascending")}}}), "values moved");
  EXPECT_EQ(again.across.value, 2);
  EXPECT_EQ(again.down.value, 0);
}

TEST_F(OnTheStage, DepthwiseSeparableIsWrittenAsOneOverNPlusOneOverKSquared) {
  const auto line = [&](Index filters, Index kernel, const std::string& language) {
    const ShownSetting setting{
        "cost", "", {{"order", std::string("listed")}, {"filters", numbers({filters})}, {"kernel", numbers({kernel})}}};
    return draw(setting, 6, language);
  };
  EXPECT_TRUE(says(line(128, 3, "en"), "against standard  1/N + 1/k²  =  1/128 + 1/9  =  0.1189"));
  EXPECT_TRUE(says(line(52, 5, "zh"), "与标准卷积相比  1/N + 1/k²  =  1/52 + 1/25  =  0.0592"));
}

// ---- the volume that is turned ----------------------------------------------------------------------------------------------

TEST_F(OnTheStage, ADragTurnsTheVolumesAndTheirCubesShowTheSameCellsFromEverySide) {
  for (Index turn : {-180, -135, -45, 0, 45, 100, 180}) {
    const ShownSetting setting{"volume", "", {{"turn", numbers({turn})}, {"input_width", numbers({7})}}};
    const DisplayList list = draw(setting, 23);
    const Handle* handle = find_handle(list, {TargetKind::kControl, 0, 0});
    ASSERT_NE(handle, nullptr);
    EXPECT_EQ(handle->across.name, "turn");
    EXPECT_EQ(handle->across.value, static_cast<double>(turn));
    EXPECT_LT(handle->across.length, 0);  // to the right: the near edge follows
    EXPECT_EQ(handle->down.name, "tilt");
    std::set<Index> cubes;
    for (const Item& item : list.items)
      if (auto* side = std::get_if<PathItem>(&item); side && side->target.kind == TargetKind::kOutput) cubes.insert(side->target.index);
    EXPECT_FALSE(cubes.empty());
    EXPECT_LE(*cubes.rbegin(), 23) << "a cube that is not there yet, at " << turn;
    EXPECT_TRUE(cubes.count(0)) << turn;  // stands on top in a corner: seen from everywhere
  }
}

// ---- both gradients in one step ---------------------------------------------------------------------------------------------

TEST_F(OnTheStage, AStepBackwardsWritesACellOfBothGradients) {
  const ShownSetting setting{"backward", "", {}};
  auto made = model(setting);
  const Index first = made->timeline.first_step(1);
  const DisplayList sixth = draw(setting, first + 6);
  EXPECT_TRUE(says(sixth, "∂L/∂input[1, 2]  =  2·0 + (−1)·1 + 1·2 + 3·0  =  1"));
  EXPECT_TRUE(says(sixth, "∂L/∂weights[2, 0]  =  0·2 + 2·(−1) + 4·1 + 1·3  =  5"));
  const DisplayList last = draw(setting, first + 15);
  EXPECT_TRUE(says(last, "∂L/∂input[3, 3]  =  3·1  =  3"));  // nine weights are done by then
}

TEST_F(OnTheStage, EveryWeightHasItsGradientAtTheEndAlsoWhereWeightsAreMoreThanInputs) {
  const ShownSetting setting{
      "backward", "", {{"input", numbers({2, 2})}, {"kernel", numbers({3, 3})}, {"padding", numbers({1, 1})}, {"stride", numbers({1, 1})}}};
  auto made = model(setting);
  const LayerModel& weights = made->layer("weight_grad");
  const DisplayList list = draw(setting, made->timeline.steps() - 1);
  std::vector<Index> shown;
  for (const Item& item : list.items) {
    auto* text = std::get_if<TextItem>(&item);
    if (!text) continue;
    const Target cell = hit(list, text->at);
    if (cell.kind != TargetKind::kOutput || cell.stage != made->index_of("weight_grad")) continue;
    EXPECT_EQ(text_of(*text), number_text(weights.output()[cell.index], decimals_of(weights.output())));
    shown.push_back(cell.index);
  }
  EXPECT_EQ(shown.size(), 9U);
}

// ---- the stack, edited where it stands --------------------------------------------------------------------------------------

TEST_F(OnTheStage, ALayerOfTheStackIsChangedTakenAwayAndAddedWhereItStands) {
  const DisplayList list = draw({"receptive_field", "", {}});
  std::map<std::string, const Handle*> by_name;
  for (const Handle& handle : list.handles) by_name[handle.across.name + (handle.across.length == 0 ? " click" : "")] = &handle;
  for (const char* name : {"kernel_1", "stride_2", "padding_4"}) {
    ASSERT_TRUE(by_name.count(name)) << name;
    EXPECT_GT(by_name[name]->across.length, 0);
  }
  EXPECT_EQ(by_name["stride_2"]->across.value, 2);
  const Handle* added = find_handle(list, {TargetKind::kControl, 0, 100});
  ASSERT_NE(added, nullptr);
  EXPECT_EQ(added->across.name, "layer_5");  // the first that is off above those that are on
  EXPECT_EQ(added->across.value, 0);         // a convolution
  EXPECT_EQ(draw({"receptive_field", "", {{"layer_5", std::string("conv")}, {"layer_6", std::string("conv")}}}).handles.size(),
            list.handles.size() + 2 * 5 - 1);  // two layers more to change, nothing left to add
  const DisplayList lone = draw({"receptive_field",
                                 "",
                                 {{"layer_2", std::string("off")}, {"layer_3", std::string("off")}, {"layer_4", std::string("off")}}});
  for (const Handle& handle : lone.handles) EXPECT_NE(handle.across.value, 2) << "the last layer cannot be taken away";
}

// ---- the ladder of sizes ----------------------------------------------------------------------------------------------------

TEST_F(OnTheStage, TheNumberOfHalvingsFollowsTheResolution) {
  const auto ladder = [&](Index resolution, const std::string& wanted) {
    return says(draw({"going_down", "", {{"resolution", numbers({resolution})}}}), wanted);
  };
  EXPECT_TRUE(ladder(224, "224 = 7 · 2⁵"));
  EXPECT_TRUE(ladder(416, "416 = 13 · 2⁵"));
  EXPECT_TRUE(ladder(608, "608 = 19 · 2⁵"));
  EXPECT_TRUE(ladder(256, "256 = 1 · 2⁸"));
  EXPECT_TRUE(ladder(512, "512 = 1 · 2⁹"));
  EXPECT_TRUE(ladder(38, "38 = 19 · 2¹"));
  EXPECT_TRUE(ladder(300, "300 is not 9 · 2⁵: what is red has left a row out"));
}

// ---- shapes that add, or do not ---------------------------------------------------------------------------------------------

// All texts of the list, one after the other with single spaces.
std::string all_said(const DisplayList& list, const std::string& language) {
  std::string all, single;
  for (const Item& item : list.items)
    if (auto* text = std::get_if<TextItem>(&item)) all += text_of(*text) + (language == "zh" ? "" : " ");
  for (char c : all)
    if (c != ' ' || single.empty() || single.back() != ' ') single += c;
  return single;
}

bool has(const std::string& all, const std::string& wanted) { return all.find(wanted) != std::string::npos; }

TEST_F(OnTheStage, WhetherTheShapesSetCanBeAddedIsSaidInTheEnginesOwnWords) {
  const auto said = [&](Index channels, Index side, const std::string& language) {
    const ShownSetting setting{"small_layers", "", {{"second_channels", numbers({channels})}, {"branch_side", numbers({side})}}};
    auto made = model(setting);
    return all_said(view(*made, step_end(made->timeline, 0), language, 928, 700, make_theme(ThemeName::kLight)), language);
  };
  EXPECT_TRUE(has(said(32, 28, "en"), "cannot be added: 16 and 32 differ, and only a 1 is repeated"));
  EXPECT_TRUE(has(said(17, 28, "zh"), "不能相加：16 与 17 不同，而只有 1 才会自动重复"));
  EXPECT_TRUE(has(said(16, 27, "en"), "cannot be added: 28 and 27 differ, and only a 1 is repeated"));
  EXPECT_TRUE(has(said(16, 28, "en"), "Equal shapes: the sum is 16 × 28 × 28."));
  EXPECT_TRUE(has(said(1, 28, "en"), "What is 1 is repeated: the sum is 16 × 28 × 28."));
}

TEST_F(OnTheStage, ShapesThatDoNotJoinAreRefusedWithTheirValuesAndNothingIsPiledUp) {
  const auto drawn = [&](Index side, const std::string& language) {
    const ShownSetting setting{"small_layers", "", {{"branch_side", numbers({side})}}};
    auto made = model(setting);
    EXPECT_NE(made, nullptr) << "the cards go on";
    return view(*made, step_end(made->timeline, 0), language, 928, 700, make_theme(ThemeName::kLight));
  };
  EXPECT_TRUE(has(all_said(drawn(28, "en"), "en"), "16 + 32 channels: joined to 48 × 28 × 28."));
  const DisplayList refused = drawn(14, "en");
  const std::string said = all_said(refused, "en");
  EXPECT_TRUE(has(said, "shapes 1×16×28×28 and 1×32×14×14 cannot be joined along axis 1: all other sizes must be equal"))
      << said;
  EXPECT_FALSE(has(said, "joined to"));
  EXPECT_FALSE(says(refused, "48"));
  EXPECT_TRUE(has(all_said(drawn(14, "zh"), "zh"), "1×16×28×28"));
}

TEST_F(OnTheStage, WeightsThatReadOtherFeaturesThanThereAreAreRefused) {
  const auto said = [&](Index features, const std::string& language) {
    const ShownSetting setting{"small_layers", "", {{"features", numbers({features})}, {"filters", numbers({4})}}};
    auto made = model(setting);
    EXPECT_NE(made, nullptr) << "the cards go on";
    const DisplayList list = view(*made, step_end(made->timeline, 0), language, 928, 700, make_theme(ThemeName::kLight));
    const auto handle = std::find_if(list.handles.begin(), list.handles.end(), [](const Handle& h) { return h.across.name == "features"; });
    EXPECT_NE(handle, list.handles.end());
    if (handle != list.handles.end()) {
      EXPECT_EQ(handle->across.value, static_cast<double>(features));
    }
    return all_said(list, language);
  };
  EXPECT_TRUE(has(said(8, "en"), "Ci·Co + Co = 8·4 + 4 = 36"));
  EXPECT_TRUE(has(said(7, "en"), "the weights 4×7 read 7 features, the input 1×8 ends in 8")) << said(7, "en");
  EXPECT_TRUE(has(said(7, "zh"), "权重 4×7 读 7 个特征")) << said(7, "zh");
}

// ---- the number of groups, along its line --------------------------------------------------------------------------------------

TEST_F(OnTheStage, TheKnobOfTheGroupsIsDraggedFromOneDivisorToTheNext) {
  for (Index groups : {1, 3, 6}) {
    const DisplayList list = draw({"grouped", "", {{"groups", numbers({groups})}}});
    const Handle* knob = find_handle(list, {TargetKind::kControl, 0, 0});
    ASSERT_NE(knob, nullptr) << groups;
    EXPECT_EQ(knob->across.name, "groups");
    EXPECT_EQ(knob->across.value, static_cast<double>(groups));
    EXPECT_EQ(knob->across.stops, (std::vector<double>{1, 2, 3, 6}));
    double knob_x = 0;
    std::vector<double> marks;
    for (const Item& item : list.items)
      if (auto* circle = std::get_if<CircleItem>(&item)) {
        if (circle->target == knob->target) knob_x = circle->center.x;
        else if (circle->radius == 6) marks.push_back(circle->center.x);
        if (circle->target != knob->target) continue;
        EXPECT_EQ(hit(list, circle->center), knob->target) << "lies open to the pointer";
      }
    ASSERT_EQ(marks.size(), 4U);
    EXPECT_NEAR(knob->across.length, marks[1] - marks[0], 1e-9);
    EXPECT_NEAR(knob_x, marks[groups == 1 ? 0 : groups == 3 ? 2 : 3], 1e-9);
  }
}

// ---- what a unit moves ---------------------------------------------------------------------------------------------------------

TEST_F(OnTheStage, TheUnitTellsWhatShareOfTheValuesEachPartMoves) {
  for (const char* mode : {"stride_1", "stride_2"}) {
    const ShownSetting setting{"shufflenet_unit", mode, {}};
    auto made = model(setting);
    ASSERT_NE(made, nullptr);
    Index all = 0;
    for (const LayerModel& layer : made->layers) all += layer.layer->cost().memory;
    const DisplayList list = draw(setting, made->timeline.steps() - 1);
    std::multiset<std::string> shares;
    for (const Item& item : list.items)
      if (auto* text = std::get_if<TextItem>(&item); text && text_of(*text).ends_with(" %")) shares.insert(text_of(*text));
    for (const LayerModel& layer : made->layers) {
      const double share = static_cast<double>(layer.layer->cost().memory) / static_cast<double>(all);
      const std::string wanted = number_text(std::round(share * 100), 0) + " %";
      const std::string said = layer.name == "pool" ? catalog_.languages.at("en").format("view.unit_moves", {{"share", wanted}}) : wanted;
      const auto found = shares.find(said);
      ASSERT_NE(found, shares.end()) << mode << " " << layer.name << " " << said;
      shares.erase(found);
    }
    EXPECT_TRUE(says(list, count_text(all))) << mode;
  }
}

// ---- signal and kernel change places ----------------------------------------------------------------------------------------

TEST_F(OnTheStage, SwappingSignalAndKernelKeepsTheConvolutionAndMirrorsTheCorrelation) {
  const auto outputs = [&](const char* roles) {
    auto made = model({"convolution", "", {{"roles", std::string(roles)}}});
    return std::pair(made->layer("convolution").output().data, made->layer("correlation").output().data);
  };
  const auto plain = outputs("g_over_f"), swapped = outputs("f_over_g");
  EXPECT_EQ(plain.first, (std::vector<float>{0, 1, 2.5, 4, 1.5}));
  EXPECT_EQ(swapped.first, plain.first);
  EXPECT_EQ(swapped.second, std::vector<float>(plain.second.rbegin(), plain.second.rend()));
  EXPECT_NE(swapped.second, plain.second);
  const DisplayList list = draw({"convolution", "", {{"roles", std::string("f_over_g")}}}, 2);
  EXPECT_TRUE(says(list, "kernel f"));
  EXPECT_TRUE(says(list, "signal g"));
  const Handle* swap = find_handle(list, {TargetKind::kControl, 0, 0});
  ASSERT_NE(swap, nullptr);
  EXPECT_EQ(swap->across.name, "roles");
  EXPECT_EQ(swap->across.value, 0);
}

TEST_F(OnTheStage, ASignalOfTwentyFourSamplesKeepsItsNumbers) {
  const ShownSetting setting{"convolution", "", {{"f_length", numbers({24})}, {"g_length", numbers({7})}}};
  auto made = model(setting);
  const DisplayList list = draw(setting, 20);
  const Tensor& f = made->tensors.at("f");
  std::set<Index> read;
  for (const Item& item : list.items) {
    auto* text = std::get_if<TextItem>(&item);
    if (!text) continue;
    const Target cell = hit(list, text->at);
    if (cell.kind != TargetKind::kInput || text_of(*text) != number_text(f[cell.index], decimals_of(f))) continue;
    EXPECT_GE(text->size, kSmallestText - 0.01);
    read.insert(cell.index);
  }
  EXPECT_EQ(read.size(), 24U);
}

// ---- from numbers to colour to texture --------------------------------------------------------------------------------------

TEST_F(OnTheStage, ALargeGridIsOneImageWhoseCellsAreStillPointedAt) {
  const ShownSetting setting{"stride", "", {{"input", numbers({223, 201})}, {"stride", numbers({2, 2})}}};
  auto made = model(setting);
  const DisplayList list = draw(setting, 3000);
  EXPECT_LT(list.items.size(), 2500U);  // not tens of thousands of rectangles
  const Tensor& input = made->first().input();
  const ImageItem* grid = nullptr;
  for (const Item& item : list.items)
    if (auto* image = std::get_if<ImageItem>(&item); image && image->target.kind == TargetKind::kInput) grid = image;
  ASSERT_NE(grid, nullptr);
  ASSERT_EQ(grid->pixels->width * grid->pixels->height, input.count());
  const auto tone = [&](Index cell) {
    const auto* pixel = &grid->pixels->rgba[static_cast<std::size_t>(cell * 4)];
    return pixel[0] + pixel[1] + pixel[2];
  };
  Index compared = 0;
  for (Index cell = 1; cell < input.count(); ++cell) {  // a larger number has more of the colour
    if (input[cell] == input[cell - 1]) continue;
    EXPECT_EQ(tone(cell) < tone(cell - 1), input[cell] > input[cell - 1]) << cell;
    if (++compared == 500) break;
  }
  EXPECT_EQ(compared, 500);
  for (Index row : {0, 57, 222})
    for (Index column : {0, 101, 200}) {
      const Point middle{grid->box.x + (static_cast<double>(column) + 0.5) * grid->box.w / grid->pixels->width,
                         grid->box.y + (static_cast<double>(row) + 0.5) * grid->box.h / grid->pixels->height};
      EXPECT_EQ(hit(list, middle), (Target{TargetKind::kInput, 0, row * 201 + column}));
    }
}

TEST_F(OnTheStage, APaddedPlaneThatIsAnImagePointsAtTheInputWithoutItsBorder) {
  const ShownSetting setting{"padding", "", {{"input", numbers({60, 50})}, {"padding", numbers({2, 2, 2, 2})}}};
  auto made = model(setting);
  const DisplayList list = draw(setting, 500);
  const ImageItem* inner = nullptr;
  for (const Item& item : list.items)
    if (auto* image = std::get_if<ImageItem>(&item); image && image->target.kind == TargetKind::kInput) inner = image;
  ASSERT_NE(inner, nullptr);
  EXPECT_EQ(inner->pixels->width, 50);
  EXPECT_EQ(inner->pixels->height, 60);
  EXPECT_EQ(inner->target.index, 0);
}

}  // namespace
}  // namespace convscope
