// Building blocks of networks: both ShuffleNet units (Zhang et al. 2017) and the bottleneck (He et al. 2015).
#include "engine/base/refusal.h"
#include "engine/graph/recipes.h"

namespace convscope {
namespace {

// What the units share: activations and normalisation only where asked for.
class UnitWriter : public PlanWriter {
 public:
  UnitWriter(const Attributes& attributes, const Extents& input)
      : PlanWriter(input), relu_(attributes.flag("relu")), norm_(attributes.flag("batch_norm")) {}
  void convolve(const std::string& name, Attributes attributes, const Extents& weight, bool activated) {
    add_weighted(name, "conv2d", std::move(attributes), weight);
    if (norm_) normalise(name, weight[0]);
    if (activated) activate(name + " relu");
  }
  void activate(const std::string& name) {
    if (relu_) add(name, "relu");
  }

 private:
  void normalise(const std::string& of, Index channels) {
    const std::string name = of + " norm";
    std::vector<std::string> figures;
    for (const char* figure : {"running_mean", "running_var", "weight", "bias"}) {
      figures.push_back(name + "." + figure);
      give(figures.back(), {channels});
    }
    add(name, "batch_norm", {}, figures);
  }
  bool relu_, norm_;
};

// 1×1 grouped → shuffle → 3×3 depthwise → 1×1 grouped, up to `filters` channels; the unit goes on from its end.
Status write_shuffled(UnitWriter& unit, const Attributes& attributes, const Extents& input, Index filters, Index stride) {
  const Index channels = input[1], groups = integer(attributes, "groups");
  const Index narrow = attributes.has("narrow") ? integer(attributes, "narrow") : std::max<Index>(1, integer(attributes, "filters") / 4);
  for (auto [number, of] : {std::pair{channels, "input channels"}, std::pair{narrow, "channels between"}, std::pair{filters, "filters"}}) {
    Status divides = check_divides("groups", groups, number, of);
    if (!divides) return divides.error();
  }
  const Attributes grouped = with({{"groups", whole(groups)}});
  unit.convolve("compress", grouped, {narrow, channels / groups, 1, 1}, true);
  unit.add("shuffle", "channel_shuffle", grouped);
  unit.convolve("depthwise", with({{"groups", whole(narrow)}, {"stride", whole(stride)}, {"padding", whole(1)}}), {narrow, 1, 3, 3}, false);
  unit.convolve("expand", grouped, {filters, narrow / groups, 1, 1}, false);
  return success();
}

Result<Plan> shufflenet_unit(const Attributes& attributes, const Extents& input) {
  UnitWriter unit(attributes, input);
  Attributes own = attributes;
  own.set("filters", whole(input[1]));  // added to the input, so as many as it has
  Status written = write_shuffled(unit, own, input, input[1], 1);
  if (!written) return written.error();
  unit.add("sum", "add", {}, {"input"});
  unit.activate("relu");
  return unit.done();
}

// Beside it the input goes through an average pool 3×3 of stride 2; both are joined, so the main path makes the channels that lack.
Result<Plan> shufflenet_unit_stride2(const Attributes& attributes, const Extents& input) {
  const Index filters = integer(attributes, "filters");
  if (filters <= input[1]) {
    return impossible("filters", "filters_not_above_channels",
                      "filters must exceed the {} input channels, which stand among them; it is {}", input[1], filters);
  }
  UnitWriter unit(attributes, input);
  Status written = write_shuffled(unit, attributes, input, filters - input[1], 2);
  if (!written) return written.error();
  unit.go_on_from("input");
  unit.add("pool", "avg_pool2d", with({{"kernel_size", whole(3)}, {"stride", whole(2)}, {"padding", whole(1)}}));
  unit.add("join", "cat", with({{"dim", whole(1)}}), {"expand"});
  unit.activate("relu");
  return unit.done();
}

// 1×1 down → 3×3 → 1×1 up → add.
Result<Plan> bottleneck(const Attributes& attributes, const Extents& input) {
  const Index channels = input[1], narrow = attributes.has("narrow") ? integer(attributes, "narrow") : std::max<Index>(1, channels / 4);
  UnitWriter unit(attributes, input);
  unit.convolve("reduce", {}, {narrow, channels, 1, 1}, true);
  unit.convolve("middle", with({{"padding", whole(1)}}), {narrow, narrow, 3, 3}, true);
  unit.convolve("expand", {}, {channels, narrow, 1, 1}, false);
  unit.add("sum", "add", {}, {"input"});
  unit.activate("relu");
  return unit.done();
}

// How many channels the middle has; a quarter of those at the ends when it is left out.
AttributeSpec narrow_spec() {
  AttributeSpec spec = integer_spec("narrow", 1, 1);
  spec.optional = true;
  return spec;
}

}  // namespace

std::vector<Recipe> unit_recipes() {
  const std::vector<AttributeSpec> plain{narrow_spec(), flag_spec("relu", true), flag_spec("batch_norm", false)};
  std::vector<AttributeSpec> grouped = plain, wider;
  grouped.insert(grouped.begin(), integer_spec("groups", 1, 1));
  wider = grouped;
  wider.insert(wider.begin(), integer_spec("filters", 1, 1));
  return {{"shufflenet_unit", grouped, shufflenet_unit},
          {"shufflenet_unit_stride2", wider, shufflenet_unit_stride2},
          {"bottleneck", plain, bottleneck}};
}

}  // namespace convscope
