#include "app/paste/differences.h"

#include <algorithm>

#include "app/scenes/controls.h"
#include "engine/ops/code_text.h"
#include "engine/ops/slots.h"

namespace convscope {
namespace {

using Numbers = std::vector<Index>;

class Comparer {
 public:
  Comparer(const CodeLayer& wanted, const Layer& shown) : wanted_(wanted), shown_(shown), weight_(shape_of(shown, "weight")) {}

  std::vector<Difference> compare() {
    channels();
    kernel();
    for (const AttributeSpec& spec : operator_of(shown_).attributes()) attribute(spec);
    if (wanted_.bias) text("bias", *wanted_.bias ? "True" : "False", shape_of(shown_, "bias").empty() ? "False" : "True");
    return std::move(found_);
  }

 private:
  void text(const std::string& name, const std::string& wanted, const std::string& shown) {
    if (wanted != shown) found_.push_back({name, wanted, shown});
  }
  void numbers(const std::string& name, const Numbers& wanted, const Numbers& shown) { text(name, tuple_text(wanted), tuple_text(shown)); }

  void channels() {
    const bool linear = shown_.op() == "linear";
    const Index in = linear && !weight_.empty() ? weight_[1] : shown_.shapes()[0].rank() > 1 ? shown_.shapes()[0][1] : 1;
    const Index out = linear && !weight_.empty() ? weight_[0] : shown_.output().rank() > 1 ? shown_.output()[1] : 1;
    if (wanted_.channels_in) numbers(linear ? "in_features" : "in_channels", {*wanted_.channels_in}, {in});
    if (wanted_.channels_out) numbers(linear ? "out_features" : "out_channels", {*wanted_.channels_out}, {out});
    if (wanted_.multiplier) numbers("depth_multiplier", {*wanted_.multiplier}, {out / in});
  }

  void kernel() {
    if (wanted_.kernel.empty()) return;
    Numbers shown;
    for (int axis = 2; axis < weight_.rank(); ++axis) shown.push_back(weight_[axis]);
    numbers("kernel_size", wanted_.kernel, shown.empty() ? Numbers{1} : shown);
  }

  void attribute(const AttributeSpec& spec) {
    const std::string& name = spec.name;
    const Attributes& shown = shown_.attributes();
    if (name == "seed" || (name.ends_with("_size") && name != "kernel_size")) return;  // a gradient's and a fold's sizes are the input's
    if (name == "padding") return numbers(name, sides(wanted_), sides(shown_as_code()));
    if (name.starts_with("padding_") && !pads_with(name)) return;
    if (name == "size" || name == "scale_factor") return sizes(name);
    if (name == "groups" && wanted_.multiplier) return;
    const bool given = wanted_.attributes.has(name);
    if (name == "stride") return numbers(name, wanted_numbers(wanted_, name), wanted_numbers(shown_as_code(), name));
    if (spec.optional && !given) return;
    if (!shown.has(name)) {
      if (given) text(name, attribute_text(wanted_.attributes.values().at(name)), "");
      return;
    }
    if (spec.type == AttributeType::kPerAxis || spec.type == AttributeType::kInteger) {
      return numbers(name, wanted_numbers(wanted_, name), wanted_numbers(shown_as_code(), name));
    }
    const AttributeValue value = given ? wanted_.attributes.values().at(name) : spec.default_value;
    text(name, attribute_text(value), attribute_text(shown.values().at(name)));
  }

  // padding_mode counts where anything is padded, padding_value with a mode that has one.
  bool pads_with(const std::string& name) const {
    const Numbers all = sides(wanted_);
    const bool padded = std::any_of(all.begin(), all.end(), [](Index side) { return side > 0; });
    if (name == "padding_mode") return padded;
    return padded && wanted_.attributes.has("padding_mode") && wanted_.attributes.word("padding_mode") == "constant";
  }

  // A factor that is not whole, or a size: what comes out decides.
  void sizes(const std::string& name) {
    if (!wanted_.attributes.has(name)) return;
    const Extents &in = shown_.shapes()[0], &out = shown_.output();
    std::string wanted, shown;
    for (int axis = 2; axis < out.rank(); ++axis) {
      const auto at = static_cast<std::size_t>(axis - 2);
      auto of = [at](const auto& list) { return list.size() == 1 ? list.front() : list[std::min(at, list.size() - 1)]; };
      const bool by_factor = name == "scale_factor";
      const double factor = static_cast<double>(out[axis]) / static_cast<double>(in[axis]);
      wanted += (at ? ", " : "") +
                (by_factor ? attribute_text(of(wanted_.attributes.numbers(name))) : std::to_string(of(wanted_.attributes.integers(name))));
      shown += (at ? ", " : "") + (by_factor ? attribute_text(factor) : std::to_string(out[axis]));
    }
    text(name, wanted, shown);
  }

  CodeLayer shown_as_code() const {
    CodeLayer code;
    code.op = shown_.op();
    code.axes = wanted_.axes;
    code.attributes = shown_.attributes();
    for (int axis = 2; axis < weight_.rank(); ++axis) code.kernel.push_back(weight_[axis]);
    return code;
  }

  Numbers sides(const CodeLayer& layer) const {
    Numbers input;
    for (int axis = 2; axis < shown_.shapes()[0].rank(); ++axis) input.push_back(shown_.shapes()[0][axis]);
    Numbers all = wanted_sides(layer, input);
    const auto half = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    if (std::equal(all.begin(), half, half)) all.resize(all.size() / 2);
    return all;
  }

  const CodeLayer& wanted_;
  const Layer& shown_;
  Extents weight_;
  std::vector<Difference> found_;
};

// What a control shows of a difference, by the names that scenes give their controls.
const char* control_of(const std::string& name) {
  if (name == "in_channels" || name == "in_features") return "channels";
  if (name == "out_channels" || name == "out_features") return "filters";
  if (name == "kernel_size") return "kernel";
  if (name == "depth_multiplier") return "multiplier";
  return name.c_str();
}

}  // namespace

std::vector<Difference> differences_of(const CodeLayer& wanted, const Layer& shown) { return Comparer(wanted, shown).compare(); }

int loss_of(const std::vector<Difference>& differences, const Scene& scene) {
  int loss = 0;
  for (const Difference& difference : differences) {
    const bool channels = difference.name.starts_with("in_") || difference.name.starts_with("out_");
    const int whole = difference.name == "bias" ? 2 : channels ? 6 : 20;
    loss += find_control(scene, control_of(difference.name)) ? whole / 2 : whole;
  }
  return loss;
}

}  // namespace convscope
