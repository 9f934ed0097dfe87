// What to compare with: pairs worth seeing, the same scene with other settings, any other scene. Arrow keys and Enter, or the pointer.
#include <GLFW/glfw3.h>

#include <algorithm>
#include <functional>

#include "app/panels/comparing.h"
#include "app/panels/dialog_parts.h"
#include "app/panels/panels.h"
#include "app/panels/scene_facts.h"

namespace convscope {
namespace {

struct Offer {
  std::string name;     // of its row, for the probe
  std::string label;
  std::string heading;  // above it; "" = none
  std::function<void(Ui&)> choose;
};

void begin(Ui& ui, std::function<void(State&)> edit) {
  ui.actions.change_and_look(std::move(edit), [](State& s) {
    s.left_open = false;  // two stages need the room
    s.on_other = true;
    s.viewport = {};
    s.moment = {};
  });
}

std::vector<Offer> offers(const Ui& ui) {
  std::vector<Offer> all;
  if (ui.state.other)
    all.push_back({"compare.leave", ui.word("compare.leave"), "", [](Ui& u) {
                     u.actions.change_and_look([both = u.model->comparison](State& s) { leave_comparison(s, *both); },
                                               [](State& s) { s.left_open = true; });
                   }});
  all.push_back({"compare.same", ui.word("compare.same"), "", [](Ui& u) {
                   const std::string layer = u.model->comparison ? "" : separate_layer(*u.model, u.state);
                   begin(u, [layer](State& s) { compare_with_same(s, layer); });
                 }});
  std::string heading = ui.word("compare.pairs");
  for (const ComparisonPair& pair : ui.catalog.comparisons) {
    all.push_back({"compare.pair." + pair.id, ui.word("compare.pair." + pair.id), heading, [state = pair.state](Ui& u) {
                     begin(u, [state](State& s) { compare_pair(s, state); });
                   }});
    heading.clear();
  }
  heading = ui.word("compare.scenes");
  for (const Scene* scene : by_group(ui.catalog.scenes)) {
    all.push_back({"compare.scene." + scene->id, ui.word("scene." + scene->id + ".title"), heading, [id = scene->id](Ui& u) {
                     begin(u, [id](State& s) { compare_with(s, id); });
                   }});
    heading.clear();
  }
  return all;
}

bool draw_offer(Ui& ui, const Offer& offer, const Box& row, bool chosen) {
  const Theme& t = ui.theme;
  Press press = press_area(ui, offer.name, row);
  if (chosen || press.hovered) ui.painter.rect(row, chosen ? t.select : t.sunken, {}, kButtonRadius);
  if (press.hovered) hand_cursor();
  draw_fitted(ui, {row.x + 14, row.center().y}, offer.label, {kBodySize, t.ink, chosen ? Weight::kSemiBold : Weight::kRegular}, row.w - 28);
  return press.clicked;
}

// The row that was pressed, or -1.
int draw_offers(Ui& ui, const std::vector<Offer>& all, const Box& box, bool moved) {
  ScrollArea area(ui, "compare.list", box);
  const double step = ui.scaled(34), head = ui.scaled(38);
  double y = 0;
  int pressed = -1;
  for (int i = 0; i < static_cast<int>(all.size()); ++i) {
    const Offer& offer = all[static_cast<std::size_t>(i)];
    if (!offer.heading.empty()) {
      draw_text(ui, {box.x + 14, area.top() + y + head - ui.scaled(13)}, offer.heading, {kLabelSize, ui.theme.muted, Weight::kSemiBold});
      y += head;
    }
    const bool chosen = i == ui.memory.panels.compare.chosen;
    if (draw_offer(ui, offer, {box.x, area.top() + y, box.w - 14, step}, chosen)) pressed = i;
    if (chosen && moved) area.show(y, y + step);
    y += step;
  }
  area.end(y);
  return pressed;
}

}  // namespace

void draw_compare_dialog(Ui& ui) {
  CompareMemory& memory = ui.memory.panels.compare;
  if (!memory.open) memory = {true, 0, false};
  const std::vector<Offer> all = offers(ui);
  int move = 0;
  bool entered = false;
  for (const KeyPress& press : ui.memory.keys) {
    if (press.key == GLFW_KEY_DOWN) ++move;
    if (press.key == GLFW_KEY_UP) --move;
    entered = entered || is_enter(press.key);
  }
  memory.chosen = std::clamp(memory.chosen + move, 0, static_cast<int>(all.size()) - 1);
  Box box = dialog_box(ui, 620, 640);
  Modal modal(ui, "dialog.compare", box);
  const bool close = draw_dialog_head(ui, "compare", box, ui.word("compare.title"), ui.word("compare.title.beside"));
  const double head = dialog_head_height(ui);
  int pressed = draw_offers(ui, all, {box.x + 20, box.y + head, box.w - 30, box.h - head - 20}, move != 0);
  if (entered) pressed = memory.chosen;
  if (pressed >= 0) {
    ui.actions.show(Dialog::kNone);
    all[static_cast<std::size_t>(pressed)].choose(ui);
  } else if (close || leaves(ui, modal)) {
    ui.actions.show(Dialog::kNone);
  }
}

}  // namespace convscope
