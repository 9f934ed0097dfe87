// A number that shaders divide by, as the product and the shift that take the place of the division (shaders/include/quotient.glsl).
#pragma once

#include <bit>
#include <cstdint>

namespace convscope {

// For 1 <= divisor < 2^31 and every 0 <= number < 2^31: number / divisor == (2 * number * inverse) >> 32 >> shift.
// The inverse is 2^(31 + shift) / divisor rounded up, with the shift that leaves it 32 bits.
struct Divisor {
  std::int32_t inverse = 0;  // its 32 bits, unsigned
  std::int32_t shift = 0;
};

constexpr Divisor divisor(std::int32_t number) {
  const int shift = std::bit_width(static_cast<std::uint32_t>(number) - 1u);
  const std::uint64_t power = std::uint64_t{1} << (31 + shift), wide = static_cast<std::uint64_t>(number);
  return {static_cast<std::int32_t>(static_cast<std::uint32_t>((power + wide - 1) / wide)), shift};
}

}  // namespace convscope
