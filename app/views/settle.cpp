// Text that has no room gives way: notes first, then names, never numbers.
#include <algorithm>
#include <variant>

#include "app/views/kit.h"

namespace convscope {
namespace {

constexpr double kInkRise = 0.36;  // digits and capitals reach so far above and below the line's middle, in text sizes

bool overlap(const Box& a, const Box& b) { return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom(); }

bool holds(const Box& outer, const Box& b) {
  return b.x >= outer.x && b.right() <= outer.right() && b.y >= outer.y && b.bottom() <= outer.bottom();
}

Box ink_box(const Fonts& fonts, const TextItem& item) {
  Box box = fonts.bounds(item);
  return {box.x, item.at.y - item.size * kInkRise, box.w, item.size * 2 * kInkRise};
}

// A later opaque box over a text hides it or a part of it.
bool is_plate(const Item& item) {
  auto* rect = std::get_if<RectItem>(&item);
  return rect && rect->fill.a == 255;
}

bool is_cell(const Item& item) {
  auto* rect = std::get_if<RectItem>(&item);
  if (!rect) return false;
  TargetKind kind = rect->target.kind;
  return kind == TargetKind::kInput || kind == TargetKind::kWeight || kind == TargetKind::kOutput || kind == TargetKind::kBias;
}

}  // namespace

int Pen::settle() {
  std::stable_sort(labels_.begin(), labels_.end(), [](const Label& a, const Label& b) { return a.importance < b.importance; });
  std::vector<bool> may_go(list_.items.size(), false), gone(list_.items.size(), false);
  for (const Label& label : labels_) may_go[label.item] = true;
  std::vector<Box> kept, cells;
  std::vector<std::size_t> plates;
  for (std::size_t i = 0; i < list_.items.size(); ++i) {
    if (is_plate(list_.items[i])) plates.push_back(i);
    if (is_cell(list_.items[i])) cells.push_back(std::get<RectItem>(list_.items[i]).box);
    if (auto* text = std::get_if<TextItem>(&list_.items[i]); text && !may_go[i]) kept.push_back(ink_box(context_.fonts, *text));
  }
  const Box stage{0, 0, list_.width, list_.height};
  int gave_way = 0;
  for (const Label& label : labels_) {
    Box ink = ink_box(context_.fonts, std::get<TextItem>(list_.items[label.item]));
    bool stays = holds(stage, ink) && std::none_of(kept.begin(), kept.end(), [&](const Box& other) { return overlap(ink, other); }) &&
                 std::none_of(cells.begin(), cells.end(), [&](const Box& cell) { return overlap(ink, cell) && !holds(cell, ink); }) &&
                 std::none_of(std::lower_bound(plates.begin(), plates.end(), label.item), plates.end(),
                              [&](std::size_t plate) { return overlap(ink, std::get<RectItem>(list_.items[plate]).box); });
    if (stays) kept.push_back(ink);
    gone[label.item] = !stays;
    gave_way += !stays;
  }
  std::size_t at = 0;
  std::erase_if(list_.items, [&](const Item&) { return gone[at++]; });
  labels_.clear();
  return gave_way;
}

}  // namespace convscope
