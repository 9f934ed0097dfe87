// The photographs as small pictures with their names: the shipped ones, a person's own, and the way to open another.
#include <algorithm>
#include <string>

#include "app/panels/file_list.h"
#include "app/panels/panels.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kGap = 8, kLeastTile = 64;  // at 100 %

struct Tiles {
  Box area;
  int columns = 4;
  double width = 0, picture = 0, label = 0;
  int next = 0;

  Box take() {
    int i = next++;
    return {area.x + (i % columns) * (width + kGap), area.y + (i / columns) * (picture + label + kGap), width, picture + label};
  }
  double height() const {
    int rows = (next + columns - 1) / columns;
    return rows * (picture + label + kGap) - kGap;
  }
};

Tiles tiles_in(const Ui& ui, const Box& box) {
  Tiles tiles{box};
  tiles.columns = std::clamp(static_cast<int>((box.w + kGap) / (ui.scaled(kLeastTile) + kGap)), 2, 6);
  tiles.width = (box.w - kGap * (tiles.columns - 1)) / tiles.columns;
  tiles.picture = tiles.width * 3 / 4;
  tiles.label = ui.scaled(20);
  return tiles;
}

struct Tile {
  std::string name, label, tip;
  std::shared_ptr<const Pixels> picture;
  bool on = false;
};

bool draw_tile(Ui& ui, const Tile& tile, const Box& box, double picture_height) {
  const Theme& t = ui.theme;
  Press press = press_area(ui, tile.name, box);
  Box picture{box.x, box.y, box.w, picture_height};
  ui.painter.rect(picture, t.sunken, {}, kCellRadius);
  if (tile.picture != nullptr) ui.painter.image(picture, tile.picture);
  Box around{picture.x - 2.5, picture.y - 2.5, picture.w + 5, picture.h + 5};
  if (tile.on) ui.painter.rect(around, {0, 0, 0, 0}, {t.input, 2, 0, 0}, kCellRadius + 2);
  else if (press.hovered) ui.painter.rect(picture, {0, 0, 0, 0}, {t.ink, 1.5, 0, 0}, kCellRadius);
  if (press.hovered) hand_cursor();
  TextStyle style{kSmallestText, tile.on || press.hovered ? t.ink : t.muted, Weight::kRegular, Face::kWords, Anchor::kMiddle};
  if (tile.on) style.weight = Weight::kSemiBold;
  draw_fitted(ui, {box.center().x, (picture.bottom() + box.bottom()) / 2 + 1}, tile.label, style, box.w);
  tooltip(ui, tile.tip);
  return press.clicked;
}

void draw_plus(Ui& ui, const Box& picture) {
  Point c = picture.center();
  double d = ui.scaled(7);
  Stroke stroke{ui.theme.muted, 1.8, 0, 0};
  ui.painter.line({c.x - d, c.y}, {c.x + d, c.y}, stroke);
  ui.painter.line({c.x, c.y - d}, {c.x, c.y + d}, stroke);
}

}  // namespace

double draw_photographs(Ui& ui, const Scene& scene, Box box) {
  std::string now = ui.state.image.empty() ? scene.image : ui.state.image;
  Tiles tiles = tiles_in(ui, {box.x, box.y + 3, box.w, 0});
  auto picture_of = [&](const std::string& name) {
    auto found = ui.session.thumbnails.find(name);
    return found != ui.session.thumbnails.end() ? found->second : nullptr;
  };
  bool own = true;
  for (const std::string& name : ui.session.photographs) {
    own = own && name != now;
    std::string key = "choice.image." + name, label = ui.words.has(key) ? ui.word(key) : name;
    if (draw_tile(ui, {"image." + name, label, label, picture_of(name), name == now}, tiles.take(), tiles.picture))
      ui.actions.change([name, standard = scene.image](State& state) { state.image = name == standard ? "" : name; });
  }
  if (own && !now.empty()) draw_tile(ui, {"image.own", file_name(now), now, picture_of(now), true}, tiles.take(), tiles.picture);
  Box last = tiles.take();
  if (draw_tile(ui, {"image.open", ui.word("parameters.open_image"), key_text(ActionId::kOpen), nullptr, false}, last, tiles.picture))
    ui.actions.run(ActionId::kOpen);
  draw_plus(ui, {last.x, last.y, last.w, tiles.picture});
  return 3 + tiles.height();
}

}  // namespace convscope
