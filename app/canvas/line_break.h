// Where a line of text may end.
#pragma once

#include <string_view>
#include <vector>

namespace convscope {

// UTF-8 text cut into pieces that stay together, in order and without a gap: a word with the blanks after it, or one Chinese character
// with the marks that may not begin a line. What is read as one stays in one piece: "1 228 800", "3 × 3", "55 %". A piece that ends with a
// line feed ends its line.
std::vector<std::string_view> unbroken_pieces(std::string_view text);

}  // namespace convscope
