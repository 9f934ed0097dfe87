// Work in shares on all cores at once, which the thread that asked for it may stop.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

namespace convscope {

using Cancelled = std::function<bool()>;  // empty: never

// share(0) … share(shares − 1), each on any thread. The calling thread takes the first, and asks `cancelled` before and after each of its
// own; true leaves out the shares that no thread has begun. False when it was stopped.
inline bool on_all_cores(std::int64_t shares, const std::function<void(std::int64_t)>& share, const Cancelled& cancelled) {
  if (cancelled && cancelled()) return false;
  std::atomic<std::int64_t> next{1};
  auto help = [&] {
    for (std::int64_t mine = next++; mine < shares; mine = next++) share(mine);
  };
  std::vector<std::thread> helpers;
  const std::int64_t cores = std::max(1u, std::thread::hardware_concurrency());
  for (std::int64_t helper = 1; helper < std::min(cores, shares); ++helper) helpers.emplace_back(help);
  bool stopped = false;
  for (std::int64_t mine = 0; mine < shares && !stopped; mine = next++) {
    share(mine);
    stopped = cancelled && cancelled();
  }
  if (stopped) next = shares;
  for (std::thread& helper : helpers) helper.join();
  return !stopped;
}

}  // namespace convscope
