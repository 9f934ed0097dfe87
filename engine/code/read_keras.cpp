// Keras's layers and the functions of TensorFlow that stand in for what it has no layer for. Channels stand last in Keras; the arithmetic
// is the same, and a remark says so.
#include <algorithm>

#include "engine/base/refusal.h"
#include "engine/code/read_parts.h"
#include "engine/code/signatures.h"

namespace convscope {
namespace {

using Read = Result<CodeLayer>;

CodeLayer begin(const BoundCall& call, const std::string& op, int axes) {
  CodeLayer layer = begin_layer(call, op, CodeDialect::kKeras, axes);
  const bool first =
      call.has("data_format") && call.at("data_format").kind == Syntax::kText && call.at("data_format").name != "channels_last";
  if (call.has("data_format") && !first) {
    Error remark = refusal(ErrorKind::kUsage, "", "code_channels_last",
                           "{} has its channels last, here they stand first: the arithmetic is the same", call.callee());
    layer.remarks.push_back(std::move(remark));
  }
  if (call.has("activation")) remark_left_out(layer, call, "activation");
  return layer;
}

std::vector<Index> spans_of(const CodeLayer& layer, const std::vector<Index>& kernel) {
  std::vector<Index> spans = numbers_or(layer, "dilation", 1);
  for (std::size_t i = 0; i < spans.size(); ++i) spans[i] = spans[i] * (kernel[i] - 1) + 1;
  return spans;
}

// "valid", "same", and of one axis "causal": all before. With a stride, "same" depends on the input.
Status take_padding(CodeLayer& layer, const BoundCall& call, const std::vector<Index>& kernel) {
  std::vector<std::string> words{"valid", "same"};
  if (layer.op == "conv1d") words.emplace_back("causal");
  Expression written = call.at("padding");
  std::transform(written.name.begin(), written.name.end(), written.name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const bool known = written.kind == Syntax::kText && std::find(words.begin(), words.end(), written.name) != words.end();
  if (!known) return call.word("padding", words).error();
  if (written.name == "causal") {
    layer.attributes.set("padding", std::vector<Index>{spans_of(layer, kernel).front() - 1, 0});
  } else if (written.name == "same") {
    const std::vector<Index> strides = numbers_or(layer, "stride", 1);
    layer.same_for_input = std::any_of(strides.begin(), strides.end(), [](Index stride) { return stride > 1; });
    if (!layer.same_for_input) layer.attributes.set("padding", std::string("same"));
  }
  return success();
}

void remark_strides_with_rates(CodeLayer& layer) {
  auto many = [&layer](const char* name) {
    const std::vector<Index> numbers = numbers_or(layer, name, 1);
    return std::any_of(numbers.begin(), numbers.end(), [](Index number) { return number > 1; });
  };
  if (!many("stride") || !many("dilation")) return;
  Error remark = refusal(ErrorKind::kUsage, "", "code_strides_with_rates",
                         "line {}, column {}: Keras itself refuses strides above 1 together with a dilation_rate above 1", layer.place.line,
                         layer.place.column);
  layer.remarks.push_back(std::move(remark));
}

Status take_bias(CodeLayer& layer, const BoundCall& call) {
  Result<bool> bias = call.flag("use_bias");
  if (!bias) return bias.error();
  layer.bias = *bias;
  return success();
}

Status take_filters(CodeLayer& layer, const BoundCall& call, std::string_view name) {
  Result<Index> filters = call.whole(name, 1);
  if (!filters) return filters.error();
  layer.channels_out = *filters;
  return success();
}

Status take_steps(CodeLayer& layer, const BoundCall& call) {
  Status taken = all_of({take_kernel(layer, call), take_numbers(layer, call, "strides", "stride", 1),
                         take_numbers(layer, call, "dilation_rate", "dilation", 1)});
  if (taken) remark_strides_with_rates(layer);
  return taken;
}

Read convolution(const BoundCall& call, int axes) {
  CodeLayer layer = begin(call, with_axes("conv", axes), axes);
  Status taken = all_of({take_filters(layer, call, "filters"), take_steps(layer, call), take_bias(layer, call)});
  if (taken) taken = take_padding(layer, call, layer.kernel);
  if (taken && call.given("groups")) {
    Result<Index> groups = call.whole("groups", 1);
    if (!groups) return groups.error();
    layer.attributes.set("groups", std::vector<Index>{*groups});
  }
  if (taken) taken = check_groups(layer, call);
  if (!taken) return taken.error();
  return layer;
}

Read depthwise(const BoundCall& call, int axes) {
  CodeLayer layer = begin(call, with_axes("conv", axes), axes);
  Status taken = all_of({take_steps(layer, call), take_bias(layer, call)});
  if (taken) taken = take_padding(layer, call, layer.kernel);
  if (!taken) return taken.error();
  Result<Index> multiplier = call.whole("depth_multiplier", 1);
  if (!multiplier) return multiplier.error();
  layer.multiplier = *multiplier;
  return layer;
}

// i·s outputs for "same", (i − 1)·s + k̂ for "valid", but i·s where the stride is larger than the kernel, unless output_padding says more.
Read transposed(const BoundCall& call, int axes) {
  CodeLayer layer = begin(call, with_axes("conv_transpose", axes), axes);
  Status taken = all_of({take_filters(layer, call, "filters"), take_steps(layer, call), take_bias(layer, call),
                         take_numbers(layer, call, "output_padding", "output_padding", 0)});
  if (!taken) return taken.error();
  Result<std::string> word = call.word("padding", {"valid", "same"});
  if (!word) return word.error();
  const bool given = layer.attributes.has("output_padding"), same = *word == "same";
  const std::vector<Index> spans = spans_of(layer, layer.kernel), strides = numbers_or(layer, "stride", 1);
  std::vector<Index> begins, ends, more = numbers_or(layer, "output_padding", 0);
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const Index span = spans[i], stride = strides[i];
    // How much longer than (i − 1)·s + k̂ the output is; negative: so much is taken away.
    const Index over = same ? (given ? more[i] - 2 * (span / 2) : stride - span) : (given ? more[i] : std::max<Index>(stride - span, 0));
    begins.push_back(std::max<Index>(-over, 0) / 2);
    ends.push_back(std::max<Index>(-over, 0) - begins.back());
    more[i] = std::max<Index>(over, 0);
  }
  if (std::any_of(more.begin(), more.end(), [](Index number) { return number > 0; }) || given) layer.attributes.set("output_padding", more);
  begins.insert(begins.end(), ends.begin(), ends.end());
  if (same) layer.attributes.set("padding", begins);
  return layer;
}

// ---- pooling ----------------------------------------------------------------------------------------------------------------
Read pooling(const BoundCall& call, int axes, const std::string& stem) {
  CodeLayer layer = begin(call, with_axes(stem, axes), axes);
  Result<std::vector<Index>> size = call.per_axis("pool_size", axes, 1);
  if (!size) return size.error();
  layer.attributes.set("kernel_size", *size);
  Status taken = take_numbers(layer, call, "strides", "stride", 1);
  if (!taken) return taken.error();
  if (!layer.attributes.has("stride")) layer.attributes.set("stride", *size);  // "same" asks for it
  taken = take_padding(layer, call, numbers_or(layer, "kernel_size", 1));
  if (!taken) return taken.error();
  if (stem == "avg_pool") layer.attributes.set("count_include_pad", false);  // what "same" adds is left out of the mean
  return layer;
}

Read max_pooling(const BoundCall& call, int axes) { return pooling(call, axes, "max_pool"); }
Read average_pooling(const BoundCall& call, int axes) { return pooling(call, axes, "avg_pool"); }
Read global_pooling(const BoundCall& call, int axes) { return begin(call, "global_avg_pool2d", axes); }

// tf.nn.pool(x, [3, 3], "MAX", strides=[2, 2], padding="VALID", dilations=[2, 2], data_format="NCHW")
Read tensorflow_pooling(const BoundCall& call, int) {
  Result<std::string> type = call.word("pooling_type", {"MAX", "AVG"});
  if (!type) return type.error();
  const std::size_t axes = call.at("window_shape").items.size();
  if (axes < 1 || axes > 3) return not_taken(call.at("window_shape"), "window_shape", "a list of 1 to 3 whole numbers");
  CodeLayer layer = begin(call, with_axes(*type == "MAX" ? "max_pool" : "avg_pool", static_cast<int>(axes)), static_cast<int>(axes));
  layer.attributes.set("stride", std::vector<Index>{1});
  Status taken = all_of({take_numbers(layer, call, "window_shape", "kernel_size", 1), take_numbers(layer, call, "strides", "stride", 1),
                         take_numbers(layer, call, "dilations", "dilation", 1)});
  if (taken) taken = take_padding(layer, call, numbers_or(layer, "kernel_size", 1));
  if (!taken) return taken.error();
  if (*type == "AVG") layer.attributes.set("count_include_pad", false);
  return layer;
}

// ---- the others -------------------------------------------------------------------------------------------------------------
Read upsampling(const BoundCall& call, int axes) {
  CodeLayer layer = begin(call, "interpolate", axes);
  Result<std::vector<Index>> size = call.per_axis("size", axes, 1);
  if (!size) return size.error();
  layer.attributes.set("scale_factor", std::vector<double>(size->begin(), size->end()));
  if (!call.has("interpolation")) return layer;
  Result<std::string> mode = call.word("interpolation", {"nearest", "bilinear"});
  if (!mode) return mode.error();
  layer.attributes.set("mode", *mode);
  return layer;
}

Read resizing(const BoundCall& call, int) {
  CodeLayer layer = begin(call, "interpolate", 2);
  Status taken = take_numbers(layer, call, "size", "size", 1);
  if (!taken) return taken.error();
  Result<std::string> mode = call.word("method", {"nearest", "bilinear"});
  if (!mode) return mode.error();
  layer.attributes.set("mode", *mode);
  return layer;
}

// Of [1, h, w, 1] the two in the middle.
Read patches(const BoundCall& call, int axes) {
  CodeLayer layer = begin(call, "unfold", axes);
  for (auto [name, attribute] : {std::pair{"sizes", "kernel_size"}, std::pair{"strides", "stride"}, std::pair{"rates", "dilation"}}) {
    const auto numbers = whole_numbers(call.at(name));
    const bool fit = numbers && numbers->size() == 4 && (*numbers)[0] == 1 && (*numbers)[3] == 1 && (*numbers)[1] > 0 && (*numbers)[2] > 0;
    if (!fit) return not_taken(call.at(name), name, "a list [1, h, w, 1]");
    layer.attributes.set(attribute, std::vector<Index>{(*numbers)[1], (*numbers)[2]});
  }
  Result<std::string> padding = call.word("padding", {"VALID"});
  if (!padding) return padding.error();
  return layer;
}

Read normalisation(const BoundCall& call, int) {
  CodeLayer layer = begin(call, "batch_norm", 0);
  Status taken = take_real(layer, call, "epsilon", "eps");
  if (!taken) return taken.error();
  Result<bool> center = call.flag("center"), scale = call.flag("scale");
  if (!center) return center.error();
  if (!scale) return scale.error();
  layer.bias = *center;
  layer.scale = *scale;
  return layer;
}

Read dense(const BoundCall& call, int) {
  CodeLayer layer = begin(call, "linear", 0);
  Status taken = all_of({take_filters(layer, call, "units"), take_bias(layer, call)});
  if (!taken) return taken.error();
  return layer;
}

Read dropout(const BoundCall& call, int) {
  CodeLayer layer = begin(call, "dropout", 0);
  Status taken = take_chance(layer, call, "rate", "p");
  if (!taken) return taken.error();
  return layer;
}

Read leaky(const BoundCall& call, std::string_view slope) {
  CodeLayer layer = begin(call, "leaky_relu", 0);
  Status taken = take_real(layer, call, slope, "negative_slope");
  if (!taken) return taken.error();
  return layer;
}

Read leaky_relu(const BoundCall& call, int) { return leaky(call, call.given("alpha") ? "alpha" : "negative_slope"); }

Read relu(const BoundCall& call, int) {
  if (call.given("threshold") && real_number(call.at("threshold")) != 0.0) return not_taken(call.at("threshold"), "threshold", "0 here");
  if (!call.is_none("max_value")) {
    if (real_number(call.at("max_value")) != 6.0) return not_taken(call.at("max_value"), "max_value", "6 or None here");
    return begin(call, "relu6", 0);
  }
  if (real_number(call.at("negative_slope")) != 0.0) return leaky(call, "negative_slope");
  return begin(call, "relu", 0);
}

Read activation(const BoundCall& call, int) {
  constexpr std::pair<const char*, const char*> kActivations[] = {
      {"relu", "relu"},           {"relu6", "relu6"}, {"leaky_relu", "leaky_relu"},    {"sigmoid", "sigmoid"},
      {"silu", "silu"},           {"swish", "silu"},  {"hard_sigmoid", "hardsigmoid"}, {"hard_silu", "hardswish"},
      {"hard_swish", "hardswish"}};
  std::vector<std::string> known;
  for (const auto& each : kActivations) known.emplace_back(each.first);
  Result<std::string> word = call.word("activation", known);
  if (!word) return word.error();
  const auto at = std::find(known.begin(), known.end(), *word) - known.begin();
  CodeLayer layer = begin_layer(call, kActivations[at].second, CodeDialect::kKeras, 0);
  if (layer.op == "leaky_relu") layer.attributes.set("negative_slope", 0.2);
  return layer;
}

Read concatenation(const BoundCall& call, int) {
  CodeLayer layer = begin(call, "cat", 0);
  const std::optional<Index> axis = whole_number(call.at("axis"));
  if (!axis) return not_taken(call.at("axis"), "axis", "a whole number");
  layer.attributes.set("dim", std::vector<Index>{*axis});
  return layer;
}

Read addition(const BoundCall& call, int) { return begin(call, "add", 0); }

// ops.clip((x + 1) / 2, 0, 1)
Read clip(const BoundCall& call, int) {
  const Expression& half = call.at("x");
  const bool halved = half.kind == Syntax::kOperation && half.name == "/" && real_number(half.items.back()) == 2.0 &&
                      half.items[0].kind == Syntax::kOperation && half.items[0].name == "+" &&
                      real_number(half.items[0].items.back()) == 1.0;
  if (!halved || real_number(call.at("x_min")) != 0.0 || real_number(call.at("x_max")) != 1.0)
    return not_taken(half, "clip", "(x + 1) / 2, 0, 1 here, the hard sigmoid");
  CodeLayer layer = begin(call, "hardsigmoid", 0);
  layer.attributes.set("form", std::string("linear"));
  return layer;
}

}  // namespace

#define CONVSCOPE_KERAS_WEIGHTS                                                                                     \
  "kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, " \
  "activity_regularizer=None, kernel_constraint=None, bias_constraint=None, *, name=None, input_shape=None, dtype=None, trainable=True"

const std::vector<CodeSignature>& keras_signatures() {
  static const std::vector<CodeSignature> kTable = [] {
    std::vector<CodeSignature> table;
    const char* const pool = "pool_size=2, strides=None, padding='valid', data_format=None, *, name=None";
    for (const CodeSignature& each : std::initializer_list<CodeSignature>{
             {"layers", "Conv#D",
              "filters, kernel_size, strides=1, padding='valid', data_format=None, dilation_rate=1, groups=1, activation=None, "
              "use_bias=True, " CONVSCOPE_KERAS_WEIGHTS,
              0, convolution},
             {"layers", "Conv#DTranspose",
              "filters, kernel_size, strides=1, padding='valid', data_format=None, dilation_rate=1, activation=None, use_bias=True, "
              "" CONVSCOPE_KERAS_WEIGHTS ", output_padding=None",
              0, transposed},
             {"layers", "MaxPooling#D", pool, 0, max_pooling},
             {"layers", "MaxPool#D", pool, 0, max_pooling},
             {"layers", "AveragePooling#D", pool, 0, average_pooling},
             {"layers", "AvgPool#D", pool, 0, average_pooling}}) {
      add_for_axes(table, each);
    }
    table.insert(
        table.end(),
        {{"layers", "DepthwiseConv2D",
          "kernel_size, strides=1, padding='valid', depth_multiplier=1, data_format=None, dilation_rate=1, activation=None, use_bias=True, "
          "depthwise_initializer='glorot_uniform', bias_initializer='zeros', depthwise_regularizer=None, bias_regularizer=None, "
          "activity_regularizer=None, depthwise_constraint=None, bias_constraint=None, *, name=None, input_shape=None",
          2, depthwise},
         {"layers", "GlobalAveragePooling2D", "data_format=None, keepdims=False, *, name=None", 2, global_pooling},
         {"layers", "GlobalAvgPool2D", "data_format=None, keepdims=False, *, name=None", 2, global_pooling},
         {"layers", "UpSampling1D", "size=2, *, name=None", 1, upsampling},
         {"layers", "UpSampling2D", "size=2, data_format=None, interpolation='nearest', *, name=None", 2, upsampling},
         {"layers", "UpSampling3D", "size=2, data_format=None, *, name=None", 3, upsampling},
         {"layers", "BatchNormalization",
          "axis=-1, momentum=0.99, epsilon=0.001, center=True, scale=True, beta_initializer='zeros', gamma_initializer='ones', "
          "moving_mean_initializer='zeros', moving_variance_initializer='ones', *, name=None, trainable=True",
          0, normalisation},
         {"layers", "Dense", "units, activation=None, use_bias=True, " CONVSCOPE_KERAS_WEIGHTS, 0, dense},
         {"layers", "Dropout", "rate, noise_shape=None, seed=None, *, name=None", 0, dropout},
         {"layers", "ReLU", "max_value=None, negative_slope=0.0, threshold=0.0, *, name=None", 0, relu},
         {"layers", "LeakyReLU", "negative_slope=0.3, *, alpha=None, name=None", 0, leaky_relu},
         {"layers", "Activation", "activation, *, name=None", 0, activation},
         {"layers", "Concatenate", "axis=-1, *, name=None", 0, concatenation},
         {"layers", "Add", "*, name=None", 0, addition},
         {"ops", "clip", "x, x_min, x_max", 0, clip},
         {"tf.nn", "pool",
          "input, window_shape, pooling_type, strides=None, padding='VALID', data_format=None, dilations=None, *, name=None", 0,
          tensorflow_pooling},
         {"tf.image", "resize", "images, size, method='bilinear', preserve_aspect_ratio=False, antialias=False, *, name=None", 2, resizing},
         {"tf.image", "extract_patches", "images, sizes, strides, rates, padding, *, name=None", 2, patches}});
    return table;
  }();
  return kTable;
}

}  // namespace convscope
