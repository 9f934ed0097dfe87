#include "engine/ops/window_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

namespace convscope {
namespace {

constexpr const char* kMinus = "\u2212";

struct AxisLetters {
  const char *output, *input, *begin, *end;
};
constexpr AxisLetters kEveryAxis{"o", "i", "pb", "pe"};
// The last axes of depth, height, width. Depth is padded near and far.
constexpr AxisLetters kAxes[3] = {{"oz", "z", "pn", "pf"}, {"oh", "h", "pt", "pb"}, {"ow", "w", "pl", "pr"}};

Index tail(const Axis&) { return 0; }
Index tail(const TransposedAxis& axis) { return axis.output_padding; }

template <class AnyAxis>
bool same_numbers(const AnyAxis& a, const AnyAxis& b) {
  return a.input == b.input && a.kernel == b.kernel && a.stride == b.stride && a.dilation == b.dilation && a.begin == b.begin &&
         a.end == b.end && tail(a) == tail(b);
}

RoleText plain(std::string text) { return {std::move(text), Role::kPlain}; }

// " + 2p" and " + 2·1", or " + pt + pb" and " + 1 + 0".
struct PaddingText {
  std::string letters, numbers;
};

template <class AnyAxis>
PaddingText padding_text(const AnyAxis& axis, const AxisLetters& letters, const std::string& sign) {
  if (axis.begin == axis.end) return {fmt::format(" {} 2p", sign), fmt::format(" {} 2·{}", sign, axis.begin)};
  return {fmt::format(" {0} {1} {0} {2}", sign, letters.begin, letters.end), fmt::format(" {0} {1} {0} {2}", sign, axis.begin, axis.end)};
}

void add_pair(const Axis& axis, const AxisLetters& letters, std::vector<FormulaLine>& lines) {
  const PaddingText padding = padding_text(axis, letters, "+");
  const std::string open = axis.ceil ? "⌈" : "⌊", close = axis.ceil ? "⌉" : "⌋";
  const std::string less = axis.leaves_out_last() ? fmt::format(" {} 1", kMinus) : "";
  lines.push_back({{letters.output, Role::kOutput}, plain(" = " + open + "("), {letters.input, Role::kInput},
                   plain(padding.letters + " " + kMinus + " d·("), {"k", Role::kWeight},
                   plain(fmt::format(" {0} 1) {0} 1)/s{1} + 1{2}", kMinus, close, less))});
  lines.push_back({plain(std::string(std::string_view(letters.output).size(), ' ') + " = " + open + "("),
                   {std::to_string(axis.input), Role::kInput},
                   plain(fmt::format("{} {} {}·(", padding.numbers, kMinus, axis.dilation)),
                   {std::to_string(axis.kernel), Role::kWeight},
                   plain(fmt::format(" {0} 1) {0} 1)/{1}{2} + 1{3} = ", kMinus, axis.stride, close, less)),
                   {std::to_string(axis.output()), Role::kOutput}});
  if (axis.leaves_out_last()) lines.push_back({{"a last window that begins in the end padding is left out", Role::kMuted}});
}

void add_pair(const TransposedAxis& axis, const AxisLetters& letters, std::vector<FormulaLine>& lines) {
  const PaddingText padding = padding_text(axis, letters, kMinus);
  lines.push_back({{letters.output, Role::kOutput}, plain(" = s·("), {letters.input, Role::kInput},
                   plain(fmt::format(" {} 1) + d·(", kMinus)), {"k", Role::kWeight},
                   plain(fmt::format(" {} 1) + 1{} + a", kMinus, padding.letters))});
  lines.push_back({plain(fmt::format("{} = {}·(", std::string(std::string_view(letters.output).size(), ' '), axis.stride)),
                   {std::to_string(axis.input), Role::kInput}, plain(fmt::format(" {} 1) + {}·(", kMinus, axis.dilation)),
                   {std::to_string(axis.kernel), Role::kWeight},
                   plain(fmt::format(" {} 1) + 1{} + {} = ", kMinus, padding.numbers, axis.output_padding)),
                   {std::to_string(axis.output()), Role::kOutput}});
}

// One cell, one weight and nothing beside them: a sequence in a layer of planes has no height.
template <class AnyAxis>
bool is_absent(const AnyAxis& axis) {
  return axis.input == 1 && axis.kernel == 1 && axis.begin == 0 && axis.end == 0 && tail(axis) == 0;
}

template <class AnyAxis>
std::vector<FormulaLine> pairs(const std::vector<AnyAxis>& axes) {
  std::vector<FormulaLine> lines;
  std::vector<AnyAxis> told;
  std::copy_if(axes.begin(), axes.end(), std::back_inserter(told), [](const AnyAxis& axis) { return !is_absent(axis); });
  if (told.empty()) told = {axes.front()};
  if (std::all_of(told.begin(), told.end(), [&told](const AnyAxis& axis) { return same_numbers(axis, told.front()); })) {
    add_pair(told.front(), kEveryAxis, lines);
    return lines;
  }
  for (std::size_t i = 0; i < axes.size(); ++i)
    if (!is_absent(axes[i])) add_pair(axes[i], kAxes[3 - axes.size() + i], lines);
  return lines;
}

}  // namespace

std::vector<FormulaLine> window_formula(const std::vector<Axis>& axes) { return pairs(axes); }
std::vector<FormulaLine> transposed_formula(const std::vector<TransposedAxis>& axes) { return pairs(axes); }

}  // namespace convscope
