// Extents and tensors: shape and storage, no mathematics. C order (the last axis is contiguous). Images are N, C, H, W.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/check.h"

namespace convscope {

using Index = std::int64_t;  // signed everywhere: padding is an index outside, never a wrap

inline constexpr int kMaxRank = 6;

// Sizes of up to kMaxRank axes. Rank 0 means "absent" where a tensor is optional.
class Extents {
 public:
  Extents() = default;
  Extents(std::initializer_list<Index> sizes);
  explicit Extents(const std::vector<Index>& sizes);

  int rank() const { return rank_; }
  bool empty() const { return rank_ == 0; }
  Index operator[](int axis) const { return size_[static_cast<std::size_t>(axis)]; }
  Index& operator[](int axis) { return size_[static_cast<std::size_t>(axis)]; }
  // Product of all sizes; nothing when it does not fit into 62 bits or a size is negative.
  std::optional<Index> checked_count() const;
  Index count() const;  // product of all sizes; its fit was checked before
  bool operator==(const Extents& other) const = default;
  std::string text(const char* separator = "×") const;  // "1×3×224×224"

 private:
  std::array<Index, kMaxRank> size_{};
  int rank_ = 0;
};

// The flat index of (n, c, y, x) and back, for any rank.
using Cell = std::array<Index, kMaxRank>;
Index flat_index(const Extents& extents, const Cell& cell);
Cell cell_of(const Extents& extents, Index flat);

template <class T>
struct BasicTensor {
  Extents extents;
  std::vector<T> data;

  BasicTensor() = default;
  explicit BasicTensor(const Extents& e, T fill = T{}) : extents(e), data(static_cast<std::size_t>(e.count()), fill) {}
  BasicTensor(const Extents& e, std::vector<T> values) : extents(e), data(std::move(values)) {
    CONVSCOPE_CHECK_EQ(static_cast<Index>(data.size()), e.count());
  }
  bool absent() const { return extents.empty(); }
  Index count() const { return static_cast<Index>(data.size()); }
  T operator[](Index flat) const { return data[static_cast<std::size_t>(flat)]; }
  T& operator[](Index flat) { return data[static_cast<std::size_t>(flat)]; }
  T at(const Cell& cell) const { return (*this)[flat_index(extents, cell)]; }
};

using Tensor = BasicTensor<float>;     // what operators read and write
using Tensor64 = BasicTensor<double>;  // what the reference computes

}  // namespace convscope
