#include "app/scenes/costs.h"

namespace convscope {
namespace {

using Numbers = std::vector<Index>;

// One convolution of a variant: `filters` kernels of rows × columns over an input with so many channels.
struct Part {
  Index channels = 1, filters = 1, rows = 1, columns = 1, groups = 1, dilation = 1;
};

Result<std::shared_ptr<const Layer>> convolution(const CostShapes& shapes, const Part& part) {
  Attributes attributes;
  attributes.set("groups", Numbers{part.groups});
  attributes.set("dilation", Numbers{part.dilation});
  attributes.set("padding", Numbers{part.dilation * (part.rows / 2), part.dilation * (part.columns / 2)});
  const Index seen = part.groups > 0 ? part.channels / part.groups : 0;
  return find_operator("conv2d").value()->layer(
      attributes, {Extents{1, part.channels, shapes.side, shapes.side}, Extents{part.filters, seen, part.rows, part.columns}, Extents{}});
}

Result<std::shared_ptr<const Layer>> deformable(const CostShapes& s) {
  Attributes attributes;
  attributes.set("padding", Numbers{s.kernel / 2});
  return find_operator("deform_conv2d")
      .value()
      ->layer(attributes, {Extents{1, s.channels, s.side, s.side}, Extents{s.filters, s.channels, s.kernel, s.kernel},
                           Extents{1, 2 * s.kernel * s.kernel, s.side, s.side}, Extents{}, Extents{}});
}

void add(VariantCost& variant, Result<std::shared_ptr<const Layer>> layer) {
  if (variant.refusal) return;
  if (!layer) {
    variant = {variant.id, {}, {}, layer.error()};
    return;
  }
  const Cost cost = (*layer)->cost();
  variant.total.parameters += cost.parameters;
  variant.total.multiplications += cost.multiplications;
  variant.total.macs += cost.macs;
  variant.total.flops += cost.flops;
  variant.total.memory += cost.memory;
  variant.parts.push_back({std::move(layer).value(), cost});
}

VariantCost variant(const CostShapes& shapes, const char* id, const std::vector<Part>& parts) {
  VariantCost made;
  made.id = id;
  for (const Part& part : parts) add(made, convolution(shapes, part));
  return made;
}

}  // namespace

std::vector<VariantCost> variant_costs(const CostShapes& s) {
  const Index c = s.channels, n = s.filters, k = s.kernel;
  std::vector<VariantCost> all;
  all.push_back(variant(s, "standard", {{c, n, k, k}}));
  all.push_back(variant(s, "dilated", {{c, n, k, k, 1, 2}}));
  all.push_back(variant(s, "deformable", {{c, 2 * k * k, k, k}}));
  add(all.back(), deformable(s));
  all.push_back(variant(s, "separable", {{c, c, k, 1}, {c, n, 1, k}}));
  all.push_back(variant(s, "grouped", {{c, n, k, k, s.groups}}));
  all.push_back(variant(s, "flattened", {{c, n, 1, 1}, {n, n, k, 1, n}, {n, n, 1, k, n}}));
  all.push_back(variant(s, "depthwise_separable", {{c, c, k, k, c}, {c, n, 1, 1}}));
  all.push_back(variant(s, "pointwise", {{c, n, 1, 1}}));
  all.push_back(variant(s, "pointwise_grouped", {{c, n, 1, 1, s.groups}}));
  return all;
}

}  // namespace convscope
