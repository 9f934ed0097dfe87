#include "app/canvas/marked_text.h"

#include <algorithm>

#include "app/canvas/line_break.h"

namespace convscope {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n'; }
bool is_word(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

bool alike(const MarkedRun& a, const MarkedRun& b) { return a.strong == b.strong && a.emphasis == b.emphasis && a.code == b.code; }

void add(MarkedRuns& runs, std::string_view text, const MarkedRun& look) {
  if (text.empty()) return;
  if (runs.empty() || !alike(runs.back(), look)) runs.push_back({"", look.strong, look.emphasis, look.code});
  runs.back().text += text;
}

// Behind the code that begins here; `at` itself when nothing closes it.
std::size_t code_end(std::string_view text, std::size_t at) {
  const std::size_t close = text.find('`', at + 1);
  return close == std::string_view::npos || close == at + 1 ? at : close + 1;
}

std::size_t stars_at(std::string_view text, std::size_t at) {
  const std::size_t end = text.find_first_not_of('*', at);
  return (end == std::string_view::npos ? text.size() : end) - at;
}

bool opens(std::string_view text, std::size_t at, std::size_t stars) {
  const std::size_t inner = at + stars;
  if (inner >= text.size() || is_blank(text[inner])) return false;
  return stars == 2 || at == 0 || !is_word(text[at - 1]);
}

// Where the stars that close a mark stand; npos: nowhere.
std::size_t closing(std::string_view text, std::size_t from, std::size_t stars) {
  for (std::size_t at = from; at < text.size();) {
    if (const std::size_t end = text[at] == '`' ? code_end(text, at) : at; end > at) {
      at = end;
      continue;
    }
    const std::size_t found = stars_at(text, at);
    // The inner marks of "***" close first.
    const std::size_t place = found > stars ? at + found - stars : at;
    const bool whole = stars == 2 ? found >= 2 : found == 1 || found == 3;
    const bool apart = stars == 2 || place + stars >= text.size() || !is_word(text[place + stars]);
    if (whole && at > from && !is_blank(text[at - 1]) && apart) return place;
    at += std::max<std::size_t>(1, found);
  }
  return std::string_view::npos;
}

void read(MarkedRuns& runs, std::string_view text, const MarkedRun& look) {
  std::size_t plain = 0;  // from here on nothing has been taken yet
  for (std::size_t at = 0; at < text.size();) {
    MarkedRun inner = look;
    std::size_t stars = std::min<std::size_t>(2, stars_at(text, at)), begin = at, end = at, next = at;
    if (text[at] == '`') {
      next = code_end(text, at);
      inner.code = true;
      begin = at + 1;
      end = next - 1;
    } else if (stars > 0 && opens(text, at, stars)) {
      const std::size_t close = closing(text, at + stars, stars);
      (stars == 2 ? inner.strong : inner.emphasis) = true;
      begin = at + stars;
      end = close;
      if (close != std::string_view::npos) next = close + stars;
    }
    if (next == at) {
      at += std::max<std::size_t>(1, stars_at(text, at));
      continue;
    }
    add(runs, text.substr(plain, at - plain), look);
    if (inner.code) add(runs, text.substr(begin, end - begin), inner);
    else read(runs, text.substr(begin, end - begin), inner);
    at = plain = next;
  }
  add(runs, text.substr(plain), look);
}

std::string words_of(const MarkedRuns& runs) {
  std::string words;
  for (const MarkedRun& run : runs) words += run.text;
  return words;
}

// The bytes from `begin` to `end` of the words.
MarkedRuns part_of(const MarkedRuns& runs, std::size_t begin, std::size_t end) {
  MarkedRuns part;
  std::size_t at = 0;
  for (const MarkedRun& run : runs) {
    const std::size_t from = std::max(begin, at), to = std::min(end, at + run.text.size());
    if (from < to) add(part, std::string_view(run.text).substr(from - at, to - from), run);
    at += run.text.size();
  }
  return part;
}

}  // namespace

MarkedRuns marked_runs(std::string_view text) {
  MarkedRuns runs;
  read(runs, text, {});
  return runs;
}

std::string without_marks(std::string_view text) { return words_of(marked_runs(text)); }

MarkedRuns first_bytes(const MarkedRuns& runs, std::size_t bytes) { return part_of(runs, 0, bytes); }

Weight weight_of(const MarkedRun& run, Weight plain) {
  const Weight marked = run.strong ? Weight::kBold : run.emphasis ? Weight::kSemiBold : run.code ? Weight::kMedium : Weight::kRegular;
  return std::max(plain, marked);
}

Face face_of(const MarkedRun& run, Face plain) { return run.code ? Face::kNumbers : plain; }

std::vector<MarkedRuns> marked_lines(const MarkedRuns& runs, double room, const std::function<double(const MarkedRun&)>& width) {
  const std::string words = words_of(runs);
  auto width_of = [&](std::size_t begin, std::size_t end) {
    double sum = 0;
    for (const MarkedRun& run : part_of(runs, begin, end)) sum += width(run);
    return sum;
  };
  std::vector<MarkedRuns> lines;
  std::size_t begin = 0, end = 0;
  double used = 0;
  for (const std::string_view piece : unbroken_pieces(words)) {
    std::size_t seen = end + piece.size();  // of the piece, without the blanks after it
    while (seen > end && is_blank(words[seen - 1])) --seen;
    if (end > begin && used + width_of(end, seen) > room) {
      lines.push_back(part_of(runs, begin, end));
      begin = end;
      used = 0;
    }
    used += width_of(end, end + piece.size());
    end += piece.size();
  }
  if (end > begin) lines.push_back(part_of(runs, begin, end));
  return lines;
}

}  // namespace convscope
