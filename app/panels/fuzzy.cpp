// Each match is worth 1, at the beginning of a word +8, directly after the match before +8; what is skipped before it costs up to 3.
// best[q][t] = the best score of the first q+1 letters with letter q matched at t: a table, so the best alignment is found.
#include "app/panels/fuzzy.h"

#include <algorithm>
#include <limits>

namespace convscope {
namespace {

constexpr int kMatch = 1, kWordStart = 8, kRun = 8, kLargestGapCost = 3;
constexpr int kNever = std::numeric_limits<int>::min() / 2;

struct Letter {
  char32_t code = 0;  // lower case when Latin
  std::size_t byte = 0;
};

std::size_t length_of(unsigned char lead) { return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4; }

std::vector<Letter> letters_of(std::string_view text) {
  std::vector<Letter> letters;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = std::min(length_of(static_cast<unsigned char>(text[at])), text.size() - at);
    char32_t code = 0;
    for (std::size_t i = 0; i < length; ++i) code = (code << 8) | static_cast<unsigned char>(text[at + i]);
    if (code >= U'A' && code <= U'Z') code += U'a' - U'A';
    letters.push_back({code, at});
    at += length;
  }
  return letters;
}

bool is_letter(char32_t code) { return (code >= U'a' && code <= U'z') || (code >= U'0' && code <= U'9'); }
bool starts_word(const std::vector<Letter>& text, std::size_t at) {
  return at == 0 || !is_letter(text[at - 1].code) || !is_letter(text[at].code);
}

struct Table {
  std::size_t columns;
  std::vector<int> best;
  std::vector<std::size_t> from;  // column of the letter before
  int& score(std::size_t q, std::size_t t) { return best[q * columns + t]; }
  std::size_t& before(std::size_t q, std::size_t t) { return from[q * columns + t]; }
};

int gap_cost(std::size_t skipped) { return static_cast<int>(std::min<std::size_t>(skipped, kLargestGapCost)); }

void fill_cell(Table& table, const std::vector<Letter>& text, std::size_t q, std::size_t t) {
  int here = kMatch + (starts_word(text, t) ? kWordStart : 0);
  if (q == 0) {
    table.score(0, t) = here - gap_cost(t);
    return;
  }
  for (std::size_t p = q - 1; p < t; ++p) {
    if (table.score(q - 1, p) == kNever) continue;
    int score = table.score(q - 1, p) + here + (p + 1 == t ? kRun : -gap_cost(t - p - 1));
    if (score <= table.score(q, t)) continue;
    table.score(q, t) = score;
    table.before(q, t) = p;
  }
}

}  // namespace

std::optional<FuzzyMatch> fuzzy_match(std::string_view query, std::string_view text) {
  std::vector<Letter> wanted = letters_of(query), have = letters_of(text);
  std::erase_if(wanted, [](const Letter& letter) { return letter.code == U' '; });
  if (wanted.empty()) return FuzzyMatch{};
  if (wanted.size() > have.size()) return std::nullopt;
  std::size_t cells = wanted.size() * have.size();
  Table table{have.size(), std::vector<int>(cells, kNever), std::vector<std::size_t>(cells, 0)};
  for (std::size_t q = 0; q < wanted.size(); ++q)
    for (std::size_t t = q; t < have.size(); ++t)
      if (wanted[q].code == have[t].code) fill_cell(table, have, q, t);
  std::size_t last = wanted.size() - 1, end = last;
  for (std::size_t t = last; t < have.size(); ++t)
    if (table.score(last, t) > table.score(last, end)) end = t;
  if (table.score(last, end) == kNever) return std::nullopt;
  FuzzyMatch match{table.score(last, end), std::vector<std::size_t>(wanted.size())};
  for (std::size_t q = wanted.size(); q-- > 0; end = table.before(q, end)) match.positions[q] = have[end].byte;
  return match;
}

std::vector<FuzzyHit> fuzzy_rank(std::string_view query, const std::vector<std::string>& texts) {
  std::vector<FuzzyHit> hits;
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (auto match = fuzzy_match(query, texts[i])) hits.push_back({i, std::move(*match)});
  std::stable_sort(hits.begin(), hits.end(), [](const FuzzyHit& a, const FuzzyHit& b) { return a.match.score > b.match.score; });
  return hits;
}

}  // namespace convscope
