// The closed form against the textbooks' numbers, and against taps followed backwards from every cell.
#include "engine/graph/receptive_field.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/graph/recipe.h"

namespace convscope {
namespace {

Pipeline stack(const std::string& layers, const Extents& input) {
  auto made = build_stack(layers, input);
  EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
  return std::move(made->pipeline);
}

FieldAxis last_field(const std::string& layers, const Extents& input, std::size_t axis = 0) {
  return receptive_fields(stack(layers, input)).back().axes.at(axis);
}

TEST(ReceptiveField, HasTheTextbooksSizes) {
  EXPECT_EQ(last_field("conv2d kernel=3; conv2d kernel=3; conv2d kernel=3", {1, 1, 20, 20}), (FieldAxis{7, 1, 3}));
  EXPECT_EQ(last_field("conv2d kernel=7", {1, 1, 20, 20}), (FieldAxis{7, 1, 3}));
  // dilations 1, 2, 4 see 3, 7, 15; without dilation 3, 5, 7
  const std::vector<NodeField> fields =
      receptive_fields(stack("conv2d kernel=3; conv2d kernel=3 dilation=2; conv2d kernel=3 dilation=4", {1, 1, 20, 20}));
  EXPECT_EQ(fields[0].axes[0].size, 3);
  EXPECT_EQ(fields[1].axes[0].size, 7);
  EXPECT_EQ(fields[2].axes[0].size, 15);
  // conv 3 of stride 2, then pool 2 of stride 2: 3 + 1·2 = 5
  EXPECT_EQ(last_field("conv2d kernel=3 stride=2; max_pool2d kernel_size=2", {1, 1, 20, 20}), (FieldAxis{5, 4, 2}));
}

TEST(ReceptiveField, AxesAreOfTheirOwnAndPaddingMovesTheStart) {
  const std::string layers = "conv2d kernel=3,5 stride=2,1 padding=1,2; relu; conv2d kernel=3,1 dilation=2,1 padding=2,0";
  EXPECT_EQ(last_field(layers, {1, 1, 20, 21}, 0), (FieldAxis{11, 2, 0}));
  EXPECT_EQ(last_field(layers, {1, 1, 20, 21}, 1), (FieldAxis{5, 1, 0}));
}

// Transposed k4 s2 p1: the zeros inserted are fine places half a cell apart; padding 4 − 1 − 1 before them.
TEST(ReceptiveField, ATransposedLayerMovesInPartsOfACell) {
  EXPECT_EQ(last_field("conv_transpose2d kernel=4 stride=2 padding=1", {1, 1, 5, 5}), (FieldAxis{2.5, 0.5, -0.25}));
  EXPECT_EQ(last_field("conv2d kernel=2 stride=2; conv_transpose2d kernel=2 stride=2", {1, 1, 8, 8}), (FieldAxis{3, 1, 0}));
}

TEST(ReceptiveField, OfALineAndOfAVolume) {
  EXPECT_EQ(last_field("conv1d kernel=3; conv1d kernel=3 stride=2", {1, 2, 20}), (FieldAxis{5, 2, 2}));
  EXPECT_EQ(receptive_fields(stack("conv3d kernel=3,2,1", {1, 1, 5, 5, 5})).back().axes,
            (std::vector<FieldAxis>{{3, 1, 1}, {2, 1, 0.5}, {1, 1, 0}}));
}

// Of a tensor that a layer makes: what lies below that layer does not count.
TEST(ReceptiveField, IsOfAnyTensorOnTheWay) {
  const Pipeline layers = stack("conv2d kernel=3 stride=2; conv2d kernel=3; conv2d kernel=5", {1, 1, 30, 30});
  const std::vector<NodeField> whole = receptive_fields(layers), upper = receptive_fields(layers, whole.front().node);
  EXPECT_EQ(whole.back().axes.at(0).size, 3 + 2 * 2 + 4 * 2);
  EXPECT_EQ(upper.back().axes.at(0).size, 7);
  EXPECT_EQ(upper.back().axes.at(0).jump, 1);
}

TEST(ReceptiveField, BranchesThatMeetSpanBoth) {
  auto unit = build_recipe(**find_recipe("shufflenet_unit"), {}, {1, 8, 9, 11});
  const std::vector<NodeField> fields = receptive_fields(unit->pipeline);
  for (const NodeField& field : fields) EXPECT_EQ(field.unknown, "") << field.node;
  EXPECT_EQ(fields.back().axes, (std::vector<FieldAxis>{{3, 1, 0}, {3, 1, 0}}));
  EXPECT_EQ(fields.front().axes[0].size, 1);
}

TEST(ReceptiveField, WhatHasNoClosedFormSaysSo) {
  Node first{"small", "conv2d", {}, {"input", "w"}}, sum{"sum", "add", {}, {"input", "dot"}}, after{"after", "relu", {}, {"sum"}};
  auto pipeline = Pipeline::build({first, sum, after}, {{"input", {1, 1, 5, 5}}, {"w", {1, 1, 5, 5}}, {"dot", {1, 1, 1, 1}}});
  ASSERT_TRUE(pipeline.ok()) << pipeline.error().message;
  EXPECT_EQ(receptive_fields(*pipeline)[1].axes[0].size, 1);  // the second input is not the tensor asked for
  const std::vector<NodeField> of_dot = receptive_fields(*pipeline, "dot");
  EXPECT_EQ(of_dot[0].unknown + std::to_string(of_dot[0].axes.size()), "0");
  EXPECT_EQ(of_dot[1].unknown, "sum: add has no fixed window");
  EXPECT_EQ(of_dot[2].unknown, "after: it reads sum, of which no field is known");
  EXPECT_EQ(receptive_fields(stack("interpolate scale_factor=1.3", {1, 1, 7, 7}))[0].unknown,
            "1 interpolate: interpolate has no fixed window");
}

// ---- against taps -----------------------------------------------------------------------------------------------------------
struct StackCase {
  const char* layers;
  Extents input;
  bool enlarges = false;  // then the closed form is a bound
};

const StackCase kStacks[] = {
    {"conv2d kernel=3", {1, 1, 7, 9}},
    {"conv2d kernel=3,4 stride=2,3 padding=1,2; relu; conv2d kernel=2,3 padding=1", {1, 1, 13, 17}},
    {"conv2d kernel=3 dilation=2; conv2d kernel=3 stride=2; conv2d kernel=2 dilation=3", {1, 1, 19, 23}},
    {"conv2d kernel=5 stride=3; conv2d kernel=3 padding=1; conv2d kernel=1", {1, 1, 23, 19}},
    {"conv1d kernel=3 padding=2,0; conv1d kernel=4 stride=2 padding=1", {1, 1, 29}},
    {"conv2d kernel=3 padding=1; max_pool2d kernel_size=2; conv2d kernel=3; avg_pool2d kernel_size=3,2 stride=2,1 padding=1",
     {1, 1, 17, 19}},
    {"max_pool2d kernel_size=3 stride=2 dilation=2 padding=1 ceil_mode=true; conv2d kernel=2", {1, 1, 16, 15}},
    {"conv2d kernel=3; global_avg_pool2d", {1, 1, 6, 5}},
    {"conv_transpose2d kernel=3 stride=2", {1, 1, 6, 7}, true},
    {"conv_transpose2d kernel=4,2 stride=2,3 padding=1,0 output_padding=0,1; conv2d kernel=3", {1, 1, 5, 6}, true},
    {"conv2d kernel=3 stride=2 padding=1; relu; conv_transpose2d kernel=4 stride=2 padding=1; conv2d kernel=3 padding=1",
     {1, 1, 12, 13},
     true},
    {"conv_transpose2d kernel=2 stride=3; conv_transpose2d kernel=3 dilation=2", {1, 1, 5, 4}, true},
    {"conv_transpose1d kernel=3 stride=2 dilation=3", {1, 1, 9}, true},
    {"interpolate scale_factor=2; conv2d kernel=3 padding=1", {1, 1, 7, 6}, true},
    {"interpolate scale_factor=3,2 mode=bilinear; conv2d kernel=3", {1, 1, 6, 7}, true},
    {"interpolate size=10,15 mode=bilinear align_corners=true", {1, 1, 7, 6}, true},
    {"conv2d kernel=3 stride=2; interpolate size=6,9; interpolate size=4,3 mode=bilinear", {1, 1, 18, 27}, true},
    {"conv3d kernel=2,3,1 stride=1,2,1; conv3d kernel=2", {1, 1, 5, 7, 4}},
};

void expect_what_taps_reach(const StackCase& c) {
  const Pipeline pipeline = stack(c.layers, c.input);
  const std::vector<NodeField> fields = receptive_fields(pipeline);
  std::size_t whole = 0;
  for (const NodeField& field : fields) {
    const Extents& output = pipeline.find(field.node)->layer->output();
    ASSERT_EQ(field.axes.size(), static_cast<std::size_t>(output.rank() - 2)) << field.node << " " << field.unknown;
    for (Index cell = 0; cell < output.count(); ++cell) {
      const std::vector<Index> reached = pipeline.receptive_field(field.node, cell, {})["input"];
      for (std::size_t axis = 0; axis < field.axes.size(); ++axis) {
        const std::string place =
            std::string(c.layers) + ", " + field.node + " cell " + std::to_string(cell) + " axis " + std::to_string(axis);
        const Index position = cell_of(output, cell)[axis + 2];
        const std::optional<FieldRange> range = field_range(pipeline, field.node, axis, position);
        if (reached.empty()) continue;  // this cell reads only padding, along one axis at least
        Index first = c.input[static_cast<int>(axis) + 2], last = -1;
        for (Index each : reached) {
          const Index at = cell_of(c.input, each)[axis + 2];
          first = std::min(first, at);
          last = std::max(last, at);
        }
        ASSERT_TRUE(range) << place;
        ASSERT_LE(range->cells.first, first) << place;
        ASSERT_GE(range->cells.last, last) << place;
        if (range->padded) continue;
        ++whole;
        ASSERT_EQ(range->cells, (PlaceRange{first, last})) << place;
        const FieldAxis& form = field.axes[axis];
        ASSERT_LE(form.first(position), static_cast<double>(first) + 1e-9) << place;
        ASSERT_GE(form.last(position), static_cast<double>(last) - 1e-9) << place;
        ASSERT_LE(static_cast<double>(last - first + 1), form.size + 1e-9) << place;
        if (c.enlarges) continue;
        ASSERT_EQ((PlaceRange{std::lround(form.first(position)), std::lround(form.last(position))}), (PlaceRange{first, last})) << place;
      }
    }
  }
  EXPECT_GT(whole, 4u) << c.layers;
}

TEST(ReceptiveField, IsWhatTheTapsReach) {
  for (const StackCase& c : kStacks) expect_what_taps_reach(c);
}

}  // namespace
}  // namespace convscope
