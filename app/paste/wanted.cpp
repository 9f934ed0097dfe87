#include "app/paste/wanted.h"

#include <algorithm>

#include "app/scenes/controls.h"
#include "engine/ops/operator.h"

namespace convscope {
namespace {

using Numbers = std::vector<Index>;

std::size_t axes_of(const CodeLayer& layer) { return layer.axes > 0 ? static_cast<std::size_t>(layer.axes) : 1; }

Numbers spread(Numbers numbers, std::size_t axes) {
  if (numbers.size() == 1) numbers.resize(axes, numbers.front());
  return numbers;
}

const AttributeSpec* spec_of(const CodeLayer& layer, const std::string& name) {
  const Result<const Operator*> op = find_operator(layer.op);
  if (!op) return nullptr;
  for (const AttributeSpec& spec : (*op)->attributes()) {
    if (spec.name == name) return &spec;
  }
  return nullptr;
}

bool takes(const CodeLayer& layer, const std::string& attribute) { return spec_of(layer, attribute) != nullptr; }

Index within(const Control& control, Index number) { return std::clamp(number, control.minimum, control.maximum); }

// As many numbers as the control has axes; a control of one number takes the first.
AttributeValue in_control(const Control& control, Numbers numbers) {
  const bool padding = control.type == AttributeType::kPadding;
  if (control.type == AttributeType::kInteger)
    numbers.resize(1);
  else if (!padding && numbers.size() > static_cast<std::size_t>(control.axes))
    numbers.resize(static_cast<std::size_t>(control.axes));
  for (Index& number : numbers) number = within(control, number);
  return numbers;
}

// What the three controls of grouped channels hold together.
struct GroupedChannels {
  Index groups = 1, channels = 1, filters = 1;
};

Index largest(const Scene& scene, const char* name, Index otherwise) {
  const Control* control = find_control(scene, name);
  return control ? control->maximum : otherwise;
}

// So many groups, and channels in each, as the controls have room for: first the groups of the code with its channels in each, then fewer
// groups, then fewer channels. Where the code does not say how many channels, as many as stand in the scene, rounded to the groups.
GroupedChannels grouped_channels(const Scene& scene, const CodeLayer& layer) {
  auto standing = [&scene](const char* name) {
    const Control* control = find_control(scene, name);
    const auto* value = control ? std::get_if<Numbers>(&control->value) : nullptr;
    return value ? value->front() : Index{1};
  };
  const Index most_in = largest(scene, "channels", 1), most_out = largest(scene, "filters", most_in);
  Index groups = takes(layer, "groups") ? wanted_numbers(layer, "groups").front() : 1;
  if (layer.multiplier) groups = layer.channels_in.value_or(standing("channels"));
  const Index in = layer.channels_in.value_or(std::max<Index>(1, standing("channels") / groups) * groups);
  const Index out = layer.channels_out.value_or(layer.multiplier ? *layer.multiplier * groups
                                                                 : std::max<Index>(1, standing("filters") / groups) * groups);
  const Index each_in = std::max<Index>(1, in / groups), each_out = std::max<Index>(1, out / groups);
  const Index fit = std::min({groups, largest(scene, "groups", groups), most_in / each_in, most_out / each_out});
  GroupedChannels shown;
  shown.groups = std::max<Index>(fit, std::min({groups, Index{2}, most_in, most_out}));
  shown.channels = shown.groups * std::max<Index>(1, std::min(each_in, most_in / shown.groups));
  shown.filters = shown.groups * std::max<Index>(1, std::min(each_out, most_out / shown.groups));
  return shown;
}

std::optional<AttributeValue> wanted_channels(const Control& control, const Scene& scene, const CodeLayer& layer) {
  const bool known_in = layer.channels_in.has_value(), known_out = layer.channels_out.has_value() || layer.multiplier.has_value();
  const bool depthwise = find_control(scene, "multiplier") != nullptr;
  if (!known_in && !known_out && (!takes(layer, "groups") || wanted_numbers(layer, "groups").front() == 1)) return std::nullopt;
  if (depthwise) {
    const Index in = layer.channels_in.value_or(takes(layer, "groups") ? wanted_numbers(layer, "groups").front() : 1);
    const Index each = layer.multiplier.value_or(known_out ? std::max<Index>(1, *layer.channels_out / in) : 1);
    if (control.name == "channels" && layer.multiplier && !known_in) return std::nullopt;
    return in_control(control, {control.name == "multiplier" ? each : in});
  }
  const GroupedChannels shown = grouped_channels(scene, layer);
  if (control.name == "groups") return in_control(control, {shown.groups});
  if (control.name == "channels") return in_control(control, {shown.channels});
  return control.name == "filters" ? std::optional(in_control(control, {shown.filters})) : std::nullopt;
}

AttributeValue wanted_padding(const Control& control, const CodeLayer& layer, const Numbers& input) {
  const bool same = !layer.same_for_input && layer.attributes.has("padding") && layer.attributes.is_word("padding") &&
                    layer.attributes.word("padding") == "same";
  if (same && std::count(control.choices.begin(), control.choices.end(), "same") > 0) return std::string("same");
  return in_control(control, wanted_sides(layer, input));
}

std::optional<AttributeValue> wanted_attribute(const Control& control, const CodeLayer& layer) {
  const AttributeSpec* spec = spec_of(layer, control.name);
  if (!spec) return std::nullopt;
  const bool given = layer.attributes.has(control.name);
  if (!given && spec->optional && control.name != "stride") return std::nullopt;
  switch (spec->type) {
    case AttributeType::kPerAxis:
    case AttributeType::kInteger:
      return control.name == "seed" ? std::nullopt : std::optional(in_control(control, wanted_numbers(layer, control.name)));
    case AttributeType::kNumber: {
      const double number = given ? layer.attributes.number(control.name) : std::get<double>(spec->default_value);
      return AttributeValue{std::clamp(number, static_cast<double>(control.minimum), static_cast<double>(control.maximum))};
    }
    default:
      return given ? layer.attributes.values().at(control.name) : spec->default_value;
  }
}

// How many times larger or smaller a layer makes things, where one control says it of all.
std::optional<AttributeValue> wanted_factor(const Control& control, const CodeLayer& layer) {
  if (layer.attributes.has("scale_factor")) {
    return in_control(control, {static_cast<Index>(layer.attributes.numbers("scale_factor").front())});
  }
  const Numbers kernel = wanted_kernel(layer);
  return kernel.empty() || layer.op == "interpolate" ? std::nullopt : std::optional(in_control(control, {kernel.front()}));
}

}  // namespace

CodeLayer as_row(const CodeLayer& layer) {
  CodeLayer row = layer;
  row.op.replace(row.op.find("1d"), 2, "2d");
  row.axes = 2;
  if (!row.kernel.empty()) row.kernel.insert(row.kernel.begin(), 1);
  for (const auto& [name, value] : layer.attributes.values()) {
    const AttributeSpec* spec = spec_of(layer, name);
    const auto* numbers = std::get_if<Numbers>(&value);
    if (!spec || !numbers || (spec->type != AttributeType::kPerAxis && spec->type != AttributeType::kPadding)) continue;
    const Index idle = name == "padding" || name == "output_padding" ? 0 : 1;
    row.attributes.set(name,
                       numbers->size() == 2 ? Numbers{idle, numbers->front(), idle, numbers->back()} : Numbers{idle, numbers->front()});
  }
  return row;
}

Numbers wanted_numbers(const CodeLayer& layer, const std::string& attribute) {
  const AttributeSpec* spec = spec_of(layer, attribute);
  const std::size_t axes = spec && spec->type == AttributeType::kInteger ? 1 : axes_of(layer);
  if (layer.attributes.has(attribute)) return spread(layer.attributes.integers(attribute), axes);
  if (attribute == "stride" && layer.attributes.has("kernel_size")) return wanted_numbers(layer, "kernel_size");  // of poolings
  const auto* standard = spec ? std::get_if<Numbers>(&spec->default_value) : nullptr;
  return spread(standard && !standard->empty() ? *standard : Numbers{1}, axes);
}

Numbers wanted_kernel(const CodeLayer& layer) {
  return layer.attributes.has("kernel_size") ? wanted_numbers(layer, "kernel_size") : layer.kernel;
}

Numbers wanted_sides(const CodeLayer& layer, const Numbers& input) {
  const std::size_t axes = axes_of(layer);
  Numbers spans = takes(layer, "dilation") ? wanted_numbers(layer, "dilation") : Numbers(axes, 1);
  const Numbers kernel = wanted_kernel(layer);
  for (std::size_t i = 0; i < axes; ++i) spans[i] = spans[i] * ((kernel.empty() ? 1 : kernel[i]) - 1) + 1;
  if (layer.same_for_input && input.size() == axes) return pad_same(input, spans, wanted_numbers(layer, "stride"));
  Numbers sides(2 * axes, 0);
  if (!layer.attributes.has("padding")) return sides;
  if (layer.attributes.is_word("padding")) {
    if (layer.attributes.word("padding") != "same") return sides;
    for (std::size_t i = 0; i < axes; ++i) {
      sides[i] = (spans[i] - 1) / 2;
      sides[axes + i] = spans[i] - 1 - sides[i];
    }
    return sides;
  }
  Numbers given = layer.attributes.integers("padding");
  if (given.size() == 2 * axes) return given;
  given = spread(given, axes);
  std::copy(given.begin(), given.end(), sides.begin());
  std::copy(given.begin(), given.end(), sides.begin() + static_cast<std::ptrdiff_t>(axes));
  return sides;
}

std::optional<AttributeValue> wanted_value(const Control& control, const Scene& scene, const CodeLayer& layer, const Numbers& input) {
  const std::string& name = control.name;
  const Numbers kernel = wanted_kernel(layer);
  if (name == "groups" || name == "channels" || name == "filters" || name == "multiplier") return wanted_channels(control, scene, layer);
  if (name == "kernel" || name == "kernel_size") return kernel.empty() ? std::nullopt : std::optional(in_control(control, kernel));
  if (name == "kernel_depth" || name == "kernel_side") {
    return kernel.empty() ? std::nullopt : std::optional(in_control(control, {name == "kernel_depth" ? kernel.front() : kernel.back()}));
  }
  if (name == "padding" && takes(layer, "padding")) return wanted_padding(control, layer, input);
  if (name == "bias") return layer.bias ? std::optional(AttributeValue{*layer.bias}) : std::nullopt;
  if (name == "activation") return AttributeValue{layer.op};
  if (name == "factor") return wanted_factor(control, layer);
  return wanted_attribute(control, layer);
}

}  // namespace convscope
