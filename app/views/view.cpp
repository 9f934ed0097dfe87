#include "app/views/view.h"

#include <algorithm>

#include "app/views/builders.h"
#include "app/views/checkerboard.h"
#include "app/views/comparison.h"
#include "app/views/pointwise.h"
#include "app/views/rates.h"
#include "app/views/strong_text.h"

namespace convscope {
namespace {

struct ViewEntry {
  const char* id;
  const char* mode;  // "" = any
  void (*build)(const ViewContext&, Pen&, Box);
};

constexpr ViewEntry kViews[] = {
    {"one_channel", "", build_one_channel},
    {"padding", "", build_padding},
    {"stride", "", build_stride},
    {"many_channels", "", build_many_channels},
    {"many_channels_photo", "", build_many_channels_photo},
    {"many_filters", "connections", build_connections},
    {"many_filters", "", build_many_filters},
    {"depthwise", "", build_depthwise},
    {"depthwise_separable", "", build_depthwise_separable},
    {"grouped", "", build_grouped},
    {"channel_shuffle", "", build_channel_shuffle},
    {"pointwise", "", build_pointwise},
    {"pointwise_layer", "", build_pointwise_layer},
    {"pointwise_photo", "", build_pointwise_photo},
    {"shuffled_grouped", "", build_shuffled_grouped},
    {"shufflenet_unit", "", build_shufflenet_unit},
    {"transposed", "stamp", build_transposed_stamp},
    {"transposed", "matrix", build_transposed_matrix},
    {"transposed", "photograph", build_transposed_photo},
    {"transposed", "", build_transposed_zeros},
    {"as_matrix", "", build_as_matrix},
    {"checkerboard", "", build_checkerboard},
    {"checkerboard_stack", "", build_checkerboard_stack},
    {"checkerboard_gradient", "", build_checkerboard_gradient},
    {"backward", "", build_backward},
    {"dilated", "", build_dilated},
    {"dilated_stack", "", build_dilated_stack},
    {"convolution", "", build_convolution},
    {"convolution_pixel", "", build_convolution_pixel},
    {"separable", "", build_separable},
    {"separable_split", "", build_separable_split},
    {"flattened", "", build_flattened},
    {"flattened_split", "", build_flattened_split},
    {"receptive_field", "", build_receptive_field},
    {"volume", "", build_volume},
    {"photo_filters", "", build_photo_filters},
    {"activations", "", build_activations},
    {"cost", "", build_cost},
    {"deformable", "photograph", build_deformable_photo},
    {"deformable", "", build_deformable},
    {"going_down", "", build_going_down},
    {"going_up", "photograph", build_going_up_photo},
    {"going_up", "", build_going_up},
    {"small_layers", "", build_small_layers},
    {"pooling", "border", build_pooling_border},
    {"pooling", "global", build_pooling_global},
    {"pooling", "photograph", build_pooling_photo},
    {"pooling", "", build_pooling},
};

const std::string& mode_of(const ViewContext& context) {
  static const std::string kNone;
  if (!context.state.mode.empty()) return context.state.mode;
  return context.model.scene->modes.empty() ? kNone : context.model.scene->modes.front();
}

// Without the batch.
std::string sizes_text(const Extents& extents) {
  std::string text;
  for (int axis = extents.rank() > 1 ? 1 : 0; axis < extents.rank(); ++axis)
    text += (text.empty() ? "" : " × ") + count_text(extents[axis]);
  return text;
}

// What stands in the padding, unless it is zeros; "" where the layer has none.
std::string padding_mode_text(const ViewContext& context) {
  const Attributes& attributes = context.model.first().layer->attributes();
  if (!attributes.has("padding_mode") || attributes.word("padding_mode") == "zeros") return "";
  const std::string mode = attributes.word("padding_mode");
  std::string text = "   " + context.words("parameter.padding_mode") + " " + context.words("choice.padding_mode." + mode);
  if (mode == "constant" && attributes.has("padding_value")) text += " " + attribute_text(attributes.values().at("padding_value"));
  return text;
}

// Title and parameters in the picture itself, for exports.
void draw_caption(const ViewContext& context, Pen& pen, Box& area) {
  const Model& model = context.model;
  Box head = cut_top(area, pen.type(64), kSpace);
  pen.text({head.x, head.y + pen.type(20)}, context.words("scene." + model.scene->id + ".title"), {22, Weight::kBold}, context.theme.ink);
  std::string line = sizes_text(model.first().input().extents) + " → " + sizes_text(model.last().output().extents);
  const Tensor& weight = model.first().weight();
  if (weight.extents.rank() == 4)
    line += "   " + context.words("parameter.kernel") + " " + shape_text({weight.extents[2], weight.extents[3]});
  for (const char* name : {"stride", "padding", "dilation", "groups"}) {
    const auto& values = model.first().layer->attributes().values();
    auto it = values.find(name);
    if (model.layers.size() == 1 && it != values.end())
      line += "   " + context.words(std::string("parameter.") + name) + " " + attribute_text(it->second);
  }
  if (model.layers.size() == 1) line += padding_mode_text(context);
  pen.fitted({head.x, head.y + pen.type(48)}, line, {kLabelSize, Weight::kRegular, Anchor::kStart, Face::kNumbers}, context.theme.muted,
             head.w);
}

}  // namespace

void finish_text(const ViewContext& context, Pen& pen) {
  pen.settle();
  if (context.theme.name == ThemeName::kProjector) strengthen_text(pen.list(), context.fonts, context.theme);
}

ViewContext at_stage(const ViewContext& context, int stage) {
  CONVSCOPE_CHECK(stage >= 0 && stage < static_cast<int>(context.model.layers.size()), "a layer of the model");
  ViewContext other = context;
  other.stage = stage;
  return other;
}

DisplayList build_view(const ViewContext& context) {
  DisplayList list;
  list.width = context.width;
  list.height = context.height;
  list.background = context.theme.surface;
  if (context.options.transparent) list.background.a = 0;
  Pen pen(context, list);
  Box area = stage_area(context.width, context.height);
  if (context.model.comparison) {  // its cards say what they show
    build_comparison(context, pen, area);
    finish_text(context, pen);
    return list;
  }
  if (context.options.caption) draw_caption(context, pen, area);
  for (const ViewEntry& entry : kViews) {
    if (context.model.scene->view != entry.id) continue;
    if (*entry.mode && mode_of(context) != entry.mode) continue;
    entry.build(context, pen, area);
    finish_text(context, pen);
    return list;
  }
  CONVSCOPE_CHECK(false, "scene " + context.model.scene->id + " names the unknown view " + context.model.scene->view);
  return list;
}

Gliding gliding_of(const Scene& scene) {
  if (scene.view == "cost") return Gliding::kSingleChanges;
  return rate_controls(scene).empty() ? Gliding::kNever : Gliding::kEachStep;
}

bool goes_over(const Scene& scene, const State& before, const State& now) {
  if (scene.view == "cost") return true;
  const std::vector<std::string> rates = rate_controls(scene);
  return std::any_of(rates.begin(), rates.end(),
                     [&](const std::string& name) { return rate_in(scene, before, name) != rate_in(scene, now, name); });
}

std::vector<std::string> view_ids() {
  std::vector<std::string> ids;
  for (const ViewEntry& entry : kViews)
    if (ids.empty() || ids.back() != entry.id) ids.push_back(entry.id);
  return ids;
}

}  // namespace convscope
