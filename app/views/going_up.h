// The four ways to a larger size, in the order in which they stand; each is the name of its stage and of its words.
#pragma once

namespace convscope {

inline constexpr const char* kUpWays[] = {"nearest", "bilinear", "transposed", "unpooled"};
inline constexpr int kUpWayCount = 4;

}  // namespace convscope
