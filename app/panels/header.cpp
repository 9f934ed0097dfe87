#include "app/panels/header.h"

#include <algorithm>
#include <span>

#include "app/lessons/wait.h"
#include "app/panels/comparing.h"
#include "app/panels/header_parts.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

struct HeaderButton {
  const char* name;
  const char* word;
  const char* tip;
  ActionId action;
  ButtonKind kind;
};

constexpr HeaderButton kButtons[] = {
    {"header.open", "button.open", "action.open", ActionId::kOpen, ButtonKind::kNormal},
    {"header.compare", "button.compare", "action.compare", ActionId::kCompare, ButtonKind::kNormal},
    {"header.present", "button.present", "action.present", ActionId::kPresent, ButtonKind::kNormal},
    {"header.export", "button.export", "action.export", ActionId::kExport, ButtonKind::kPrimary},
};

constexpr HeaderButton kComparedButtons[] = {
    {"header.compare", "button.compare", "action.compare", ActionId::kCompare, ButtonKind::kNormal},
    {"header.swap", "button.swap", "action.swap_sides", ActionId::kSwapSides, ButtonKind::kNormal},
    {"header.present", "button.present", "action.present", ActionId::kPresent, ButtonKind::kNormal},
    {"header.export", "button.export", "action.export", ActionId::kExport, ButtonKind::kNormal},
    {"header.leave", "button.leave", "compare.leave", ActionId::kEscape, ButtonKind::kPrimary},
};

void press(Ui& ui, const HeaderButton& b) {
  if (b.action != ActionId::kEscape) return ui.actions.run(b.action);
  // Leaving, whatever Escape would do first.
  ui.actions.change_and_look([both = ui.model->comparison](State& s) { leave_comparison(s, *both); }, [](State& s) { s.left_open = true; });
}

// Right-aligned at `right`; returns where they begin. Shortcuts are left out where there is little room.
double draw_buttons(Ui& ui, double right, double y, double room) {
  if (ui.lesson != nullptr) return draw_lesson_buttons(ui, right, y, room);
  double height = std::max(34.0, ui.scaled(24) + 10), gap = 8;
  const std::span<const HeaderButton> buttons = ui.model->comparison ? std::span<const HeaderButton>(kComparedButtons) : kButtons;
  auto specs = [&](bool shortcuts) {
    std::vector<ButtonSpec> list;
    for (const HeaderButton& b : buttons)
      list.push_back({ui.word(b.word), shortcuts ? key_text(b.action) : "", b.kind, true, ui.word(b.tip) + "   " + key_text(b.action)});
    return list;
  };
  auto width_of = [&](const std::vector<ButtonSpec>& list) {
    double width = -gap;
    for (const ButtonSpec& s : list) width += button_width(ui, s) + gap;
    return width;
  };
  std::vector<ButtonSpec> list = specs(true);
  if (width_of(list) > room) list = specs(false);
  std::size_t dropped = 0;  // opening and comparing have their keys and the palette
  for (; dropped < 2 && width_of(list) > room; ++dropped) list.erase(list.begin());
  double x = right - width_of(list), begin = x;
  for (std::size_t i = 0; i < list.size(); ++i) {
    double width = button_width(ui, list[i]);
    const HeaderButton& b = buttons[i + dropped];
    if (button(ui, b.name, {x, y - height / 2, width, height}, list[i])) press(ui, b);
    x += width + gap;
  }
  return begin;
}

double draw_modes(Ui& ui, Point at) {
  const std::vector<std::string>& modes = ui.model->scene->modes;
  if (modes.size() < 2 || ui.model->comparison) return 0;
  if (ui.lesson != nullptr && (ui.lesson->held || !may_touch(ui.lesson->step(), "mode"))) return 0;
  std::vector<std::string> labels;
  int selected = 0;
  for (std::size_t i = 0; i < modes.size(); ++i) {
    labels.push_back(ui.word("mode." + ui.model->scene->id + "." + modes[i]));
    if (modes[i] == ui.state.mode) selected = static_cast<int>(i);
  }
  if (auto chosen = segmented(ui, "header.mode", at, labels, selected)) {
    std::string mode = modes[static_cast<std::size_t>(*chosen)];
    ui.actions.change([mode](State& s) { s.mode = mode; });
  }
  return segmented_width(ui, labels);
}

// Brings a folded panel back.
double draw_unfold(Ui& ui, Point at, bool open, ActionId action, const char* name) {
  if (open) return 0;
  double side = std::max(28.0, ui.scaled(24));
  Box box{at.x, at.y - side / 2, side, side};
  if (button(ui, name, box,
             {.label = "",
              .shortcut = "",
              .kind = ButtonKind::kNormal,
              .enabled = true,
              .tooltip = ui.word(action == ActionId::kLeftPanel ? "action.left_panel" : "action.right_panel")}))
    ui.actions.run(action);
  for (double dy : {-4.0, 0.0, 4.0}) ui.painter.rect({box.center().x - 6, box.center().y + dy - 0.75, 12, 1.5}, ui.theme.ink);
  return side + 12;
}

}  // namespace

HeaderWords header_words(const Ui& ui) {
  if (ui.lesson != nullptr) return lesson_header_words(ui);
  if (ui.model->comparison) return {ui.word("compare.title"), ui.word("compare.title.beside")};
  const std::string scene = "scene." + ui.model->scene->id;
  return {ui.word(scene + ".title"), ui.word(scene + ".subtitle")};
}

void draw_header(Ui& ui, const Box& box, bool compact) {
  if (ui.model == nullptr) return;
  const Theme& t = ui.theme;
  const auto [title_words, subtitle] = header_words(ui);
  TextStyle title{.size = compact ? 20.0 : kTitleSize, .color = t.ink, .weight = Weight::kBold},
      words{.size = compact ? kLabelSize : kBodySize, .color = t.muted};
  if (compact) {
    double top = box.y + 12 + ui.scaled(17), second = box.bottom() - ui.scaled(14), x = box.x;
    x += draw_unfold(ui, {x, top}, ui.state.left_open, ActionId::kLeftPanel, "header.left_panel");
    double right = box.right() - draw_unfold(ui, {box.right() - std::max(28.0, ui.scaled(24)), top}, ui.state.right_open,
                                             ActionId::kRightPanel, "header.right_panel");
    double begin = draw_buttons(ui, right, top, box.w * 0.55);
    draw_shrunk(ui, {x, top}, title_words, title, begin - x - 16);
    double modes = draw_modes(ui, {box.x, second});
    modes += modes > 0 ? 16 : 0;
    // Beside modes it stands whole or not at all: half a sentence helps nobody, and the panel tells the same.
    if (modes == 0 || text_width(ui, subtitle, {.size = kSmallestText, .color = words.color}) <= box.w - modes)
      draw_shrunk(ui, {box.x + modes, second}, subtitle, words, box.w - modes);
    return;
  }
  double first = box.y + 20 + ui.scaled(18), second = first + ui.scaled(28), x = box.x;
  x += draw_unfold(ui, {x, first}, ui.state.left_open, ActionId::kLeftPanel, "header.left_panel");
  double right = box.right() - draw_unfold(ui, {box.right() - 28, first}, ui.state.right_open, ActionId::kRightPanel, "header.right_panel");
  draw_shrunk(ui, {x, first}, title_words, title, right - x);
  draw_shrunk(ui, {box.x, second}, subtitle, words, box.w);
  double third = box.bottom() - 20;
  double modes = draw_modes(ui, {box.x, third});
  draw_buttons(ui, box.right(), third, box.w - modes - 24);
}

}  // namespace convscope
