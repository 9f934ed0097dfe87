// The chips at the foot of the right panel: language, theme, text size, and what computes.
#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "app/panels/device_label.h"
#include "app/panels/panels.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

struct FootChip {
  std::string name;
  ChipSpec spec;
  std::function<void(Ui&)> pressed;
};

std::vector<FootChip> foot_chips(const Ui& ui) {
  std::vector<FootChip> chips;
  for (const auto& [code, words] : ui.catalog.languages) {
    ChipSpec spec{words("language.name"), code == ui.state.language, true, {}, ui.word("foot.language.tip")};
    chips.push_back({"language." + code, spec, [code = code](Ui& u) { u.actions.look([code](State& state) { state.language = code; }); }});
  }
  std::string theme = ui.word(std::string("theme.") + theme_text(ui.state.theme));
  chips.push_back({"foot.theme", {theme, false, true, {}, ui.word("foot.theme.tip")}, [](Ui& u) { u.actions.run(ActionId::kTheme); }});
  std::string percent = fmt::format("{} %", std::lround(ui.state.text_scale * 100));
  chips.push_back({"foot.text_size", {percent, false, true, {}, ui.word("foot.text_size.tip")}, [](Ui& u) {
                     u.actions.look([](State& state) { state.text_scale = next_text_scale(state.text_scale); });
                   }});
  if (ui.model && !ui.model->device.empty()) {
    bool fell_back = !ui.model->fallback.empty();
    std::string tip = fell_back ? ui.word("foot.fallback") + " " + ui.model->fallback : ui.word("foot.device") + " " + ui.model->device;
    chips.push_back(
        {"foot.device", {device_label(ui.model->device), false, false, fell_back ? ui.theme.warning : ui.theme.output, tip}, nullptr});
  }
  return chips;
}

// Rows of chips, broken where the next would not fit; calls `place` with each and the left middle of its place.
template <class Place>
double lay_out(const Ui& ui, const std::vector<FootChip>& chips, double width, Place place) {
  constexpr double kGap = 8;
  double x = 0, y = 0, row = chip_height(ui);
  for (const FootChip& each : chips) {
    double wide = chip_width(ui, each.spec);
    if (x > 0 && x + wide > width) {
      x = 0;
      y += row + kGap;
    }
    place(each, Point{x, y + row / 2});
    x += wide + kGap;
  }
  return y + row;
}

}  // namespace

double foot_height(const Ui& ui, double width) {
  return lay_out(ui, foot_chips(ui), width, [](const FootChip&, Point) {});
}

void draw_foot(Ui& ui, Box box) {
  lay_out(ui, foot_chips(ui), box.w, [&](const FootChip& each, Point at) {
    if (chip(ui, each.name, {box.x + at.x, box.y + at.y}, each.spec).clicked && each.pressed) each.pressed(ui);
  });
}

}  // namespace convscope
