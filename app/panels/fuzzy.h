// Finding by a few letters: every letter of the query must stand in the text, in order; beginnings of words and runs count more.
// Works on code points, so Chinese is found as well as Latin; letters A–Z match in either case, blanks of the query are ignored.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace convscope {

struct FuzzyMatch {
  int score = 0;                       // higher is better; comparable between texts of one query
  std::vector<std::size_t> positions;  // byte offsets of the matched code points, ascending
};

// Nothing when the query is not contained. An empty query matches everything with score 0.
std::optional<FuzzyMatch> fuzzy_match(std::string_view query, std::string_view text);

struct FuzzyHit {
  std::size_t index = 0;  // into the texts
  FuzzyMatch match;
};
// The texts that match, best first; equals keep the order they came in.
std::vector<FuzzyHit> fuzzy_rank(std::string_view query, const std::vector<std::string>& texts);

}  // namespace convscope
