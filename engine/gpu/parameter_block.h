// A parameter block of shaders/include/params.h as the numbers that a plan or a step carries: its fields after the dispatch's. No GL here.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "engine/base/check.h"
#include "engine/gpu/divisor.h"

namespace convscope {

inline constexpr std::size_t kDispatchFields = 4;  // the host path sets these

template <class Block>
using BlockNumbers = std::array<std::int32_t, sizeof(Block) / sizeof(std::int32_t)>;

template <class Block>
std::vector<std::int32_t> fields_of(const Block& block) {
  const auto numbers = std::bit_cast<BlockNumbers<Block>>(block);
  return {numbers.begin() + kDispatchFields, numbers.end()};
}

template <class Block>
Block block_of(const std::vector<std::int32_t>& fields) {
  BlockNumbers<Block> numbers{};
  CONVSCOPE_CHECK_EQ(fields.size() + kDispatchFields, numbers.size());
  std::copy(fields.begin(), fields.end(), numbers.begin() + kDispatchFields);
  return std::bit_cast<Block>(numbers);
}

// A field that shaders divide by, with the two that take the place of the division.
inline void set_divisor(std::int64_t number, std::int32_t& field, std::int32_t& inverse, std::int32_t& shift) {
  field = static_cast<std::int32_t>(number);
  const Divisor made = divisor(field);
  inverse = made.inverse;
  shift = made.shift;
}

}  // namespace convscope
