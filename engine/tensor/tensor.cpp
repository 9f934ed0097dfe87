#include "engine/tensor/tensor.h"

namespace convscope {

Extents::Extents(std::initializer_list<Index> sizes) : Extents(std::vector<Index>(sizes)) {}

Extents::Extents(const std::vector<Index>& sizes) {
  CONVSCOPE_CHECK(sizes.size() <= static_cast<std::size_t>(kMaxRank), "rank " + std::to_string(sizes.size()));
  for (Index size : sizes) size_[static_cast<std::size_t>(rank_++)] = size;
}

std::optional<Index> Extents::checked_count() const {
  constexpr Index kLimit = Index{1} << 62;
  Index product = 1;
  for (int axis = 0; axis < rank_; ++axis) {
    Index size = (*this)[axis];
    if (size < 0) return std::nullopt;
    if (size != 0 && product > kLimit / size) return std::nullopt;
    product *= size;
  }
  return rank_ == 0 ? 0 : product;
}

Index Extents::count() const {
  std::optional<Index> count = checked_count();
  CONVSCOPE_CHECK(count.has_value(), "the product of " + text() + " does not fit");
  return *count;
}

std::string Extents::text(const char* separator) const {
  std::string out;
  for (int axis = 0; axis < rank_; ++axis) out += (axis ? separator : "") + std::to_string((*this)[axis]);
  return out;
}

Index flat_index(const Extents& extents, const Cell& cell) {
  Index flat = 0;
  for (int axis = 0; axis < extents.rank(); ++axis) flat = flat * extents[axis] + cell[static_cast<std::size_t>(axis)];
  return flat;
}

Cell cell_of(const Extents& extents, Index flat) {
  Cell cell{};
  for (int axis = extents.rank() - 1; axis >= 0; --axis) {
    cell[static_cast<std::size_t>(axis)] = flat % extents[axis];
    flat /= extents[axis];
  }
  return cell;
}

}  // namespace convscope
