// 64 bits that tell whether numbers have changed. Two contents that differ agree once in 2^64, which is rarer than a fault of the memory.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>

namespace convscope {

constexpr std::uint64_t mix_hash(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
  return hash ^ std::rotr(hash, 29);
}

// Four lines at once, so that the products do not wait for one another: about as fast as memory is read.
inline std::uint64_t content_hash(std::span<const float> numbers) {
  constexpr std::size_t kLines = 4, kStep = kLines * sizeof(std::uint64_t) / sizeof(float);
  std::uint64_t lines[kLines] = {1, 2, 3, 4}, words[kLines] = {};
  std::size_t at = 0;
  for (; at + kStep <= numbers.size(); at += kStep) {
    std::memcpy(words, numbers.data() + at, sizeof(words));
    for (std::size_t line = 0; line < kLines; ++line) lines[line] = mix_hash(lines[line], words[line]);
  }
  std::memset(words, 0, sizeof(words));
  if (at < numbers.size()) std::memcpy(words, numbers.data() + at, (numbers.size() - at) * sizeof(float));
  std::uint64_t hash = numbers.size();
  for (std::size_t line = 0; line < kLines; ++line) hash = mix_hash(mix_hash(hash, lines[line]), words[line]);
  return hash;
}

}  // namespace convscope
