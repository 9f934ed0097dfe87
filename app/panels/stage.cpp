#include "app/panels/stage.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/asked/asked.h"
#include "app/panels/comparing.h"
#include "app/panels/playback.h"
#include "app/panels/scene_facts.h"
#include "app/panels/stage_drag.h"
#include "app/panels/widgets.h"
#include "app/scenes/comparison.h"
#include "app/views/comparison.h"
#include "app/views/view.h"

namespace convscope {
namespace {

constexpr double kZoomStep = 1.2, kSmallestZoom = 0.5, kLargestZoom = 24;
constexpr double kFrameSeconds = 1.0 / 60;
constexpr double kClickSlack = 4;  // a press that moved less is a click, not a pan

// Some stages go over from one setting to the next.
GlideShown gliding(Ui& ui, Glide& glide) {
  const Scene& scene = *ui.model->scene;
  const Gliding how = ui.model->comparison ? Gliding::kNever : gliding_of(scene);
  if (how == Gliding::kNever) {
    glide = {};
    return {};
  }
  const GlideShown shown = follow(glide, ui.state, ui.now, how == Gliding::kEachStep);
  if (!shown.before || !goes_over(scene, *shown.before, ui.state)) return {};
  ui.actions.wake_in(kFrameSeconds);
  return shown;
}

void build(Ui& ui, const Box& box, const Theme& theme, StageMemory& memory, std::uint64_t look) {
  StageCache& c = memory.cache;
  Moment moment = shown_moment(ui.state);
  const LessonShown* asked = asked_on_stage(ui.lesson, *ui.model);
  const double shown = asked != nullptr ? asked->shown : -1;
  const GlideShown glide = gliding(ui, memory.glide);
  bool same = c.built && c.model == ui.model && c.look == look && c.moment == moment && c.hover == memory.hover && c.shown == shown &&
              c.gone_over == glide.share && c.width == box.w && c.height == box.h && c.text_scale == theme.text_scale &&
              c.theme == theme.name;
  if (same) return;
  ViewOptions options;
  ViewContext context{*ui.model, ui.state, moment, memory.hover, theme, ui.words, *ui.catalog.fonts, box.w, box.h, options};
  context.before = glide.before;
  context.gone_over = c.gone_over = glide.share;
  c.list = asked != nullptr ? build_asked(context, *asked->question, shown) : build_view(context);
  c.shown = shown;
  c.model = ui.model;
  c.look = look;
  c.moment = moment;
  c.hover = memory.hover;
  c.width = box.w;
  c.height = box.h;
  c.text_scale = theme.text_scale;
  c.theme = theme.name;
  c.built = true;
}

// The photograph that the divider cuts: where its two halves lie in the list.
Box divided_picture(const DisplayList& list) {
  Box all;
  for (const Item& item : list.items) {
    auto* image = std::get_if<ImageItem>(&item);
    if (image == nullptr || (image->target.kind != TargetKind::kInput && image->target.kind != TargetKind::kOutput)) continue;
    if (all.w <= 0) all = image->box;
    double left = std::min(all.x, image->box.x), right = std::max(all.right(), image->box.right());
    all = {left, all.y, right - left, all.h};
  }
  return all;
}

// Whose scene an element of the stage belongs to: of a comparison, the one half's or the other's.
struct Owner {
  std::shared_ptr<const Comparison> both;  // null: there is one scene
  bool of_other = false;
  const Scene* scene = nullptr;
};

Owner owner_of(const Ui& ui, const Target& target) {
  const std::shared_ptr<const Comparison> both = ui.model->comparison;
  const bool of_other = both && target.stage >= kOtherStages;
  return {both, of_other, both ? both->side(of_other).model->scene : ui.model->scene};
}

void change_of(Ui& ui, const Owner& owner, std::function<void(State&)> edit, const std::string& merge = "") {
  Action change = act::Change{std::move(edit), merge};
  ui.actions.add(owner.of_other ? for_other(std::move(change), owner.both) : std::move(change));
}

// A pressed tile on the stage sets the control that the tiles stand for: one of its choices, or a number of groups.
void choose_tile(Ui& ui, const Target& tile) {
  const Owner owner = owner_of(ui, tile);
  const Index index = tile.index;
  for (const Control& control : owner.scene->controls)
    if (control.name == "groups" && control.type == AttributeType::kInteger)
      return change_of(ui, owner, [control, index](State& s) { set_parameter(s, control, std::vector<Index>{index}); });
  for (const char* name : {"offsets", "filter", "padding_mode", "activation", "cure"})
    for (const Control& control : owner.scene->controls)
      if (control.name == name && index >= 0 && index < static_cast<Index>(control.choices.size())) {
        std::string value = control.choices[static_cast<std::size_t>(index)];
        return change_of(ui, owner, [control, value](State& s) { set_parameter(s, control, value); });
      }
}

void zoom_at(Ui& ui, const Box& box, Point pointer, double factor) {
  ui.actions.look([=](State& s) {
    double zoom = std::clamp(s.viewport.zoom * factor, kSmallestZoom, kLargestZoom), ratio = zoom / s.viewport.zoom;
    Point at{pointer.x - box.x, pointer.y - box.y};
    s.viewport = {zoom, at.x - (at.x - s.viewport.x) * ratio, at.y - (at.y - s.viewport.y) * ratio};
    if (std::abs(zoom - 1) < 0.01) s.viewport = {};
  });
}

// The card of the difference fills the stage; where something is looked at closely already, the whole stage again.
void enlarge_difference(Ui& ui, const Box& box) {
  const Viewport now = ui.state.viewport;
  const Box card = difference_card(box.w, box.h, ui.theme.text_scale);
  const double zoom = std::min({box.w / card.w, box.h / card.h, kLargestZoom});
  const Viewport close{zoom, box.w / 2 - card.center().x * zoom, box.h / 2 - card.center().y * zoom};
  ui.actions.look([wanted = now == Viewport{} ? close : Viewport{}](State& s) { s.viewport = wanted; });
}

void jump_to_segment(Ui& ui, Index segment) {
  const Timeline& line = ui.model->timeline;
  if (segment < 0 || segment >= static_cast<Index>(line.segments.size())) return;
  ui.actions.look([first = line.first_step(static_cast<std::size_t>(segment))](State& s) {
    s.moment = {first, 0, 0};
    s.playing = false;
  });
}

void click(Ui& ui, const DisplayList& list, const Target& target) {
  const bool compared = ui.model->comparison != nullptr;
  if (compared && !target.none()) ui.actions.look([other = target.stage >= kOtherStages](State& s) { s.on_other = other; });
  switch (target.kind) {
    case TargetKind::kPreset: choose_tile(ui, target); break;
    case TargetKind::kDivider: break;
    case TargetKind::kSegment: jump_to_segment(ui, target.index); break;
    default:
      // The pinned element again, the empty stage, or what only stands for a control: unpin.
      const bool is_control = target.kind == TargetKind::kControl && find_handle(list, target) != nullptr;
      Target pin = target == ui.state.pin || is_control ? Target{} : target;
      if (pin != ui.state.pin) ui.actions.change([pin](State& s) { s.pin = pin; });
  }
}

void take(StageMemory& memory, Point in_list) {
  memory.dividing = memory.hover.kind == TargetKind::kDivider;
  if (memory.dividing) memory.divider = divided_picture(memory.cache.list);
  if (const Handle* handle = find_handle(memory.cache.list, memory.hover)) memory.held = Held{*handle, in_list};
}

bool moved_enough() {
  const ImVec2 moved = ImGui::GetMouseDragDelta(0, static_cast<float>(kClickSlack));
  return moved.x != 0 || moved.y != 0;
}

void move_held(Ui& ui, StageMemory& memory, Point in_list) {
  if (!memory.dragging && !moved_enough()) return;
  memory.dragging = true;
  const ImVec2 by = ImGui::GetIO().MouseDelta;
  if (by.x == 0 && by.y == 0) return;
  const Held& held = *memory.held;
  const Owner owner = owner_of(ui, held.handle.target);
  change_of(ui, owner, [scene = owner.scene, handle = held.handle, moved = Point{in_list.x - held.from.x, in_list.y - held.from.y}](
                           State& state) { drag_handle(*scene, handle, moved, state); },
            "stage.handle");
}

void set_held(Ui& ui, const Handle& handle) {
  const Owner owner = owner_of(ui, handle.target);
  change_of(ui, owner, [scene = owner.scene, handle](State& state) { press_handle(*scene, handle, state); });
}

void pan(Ui& ui, StageMemory& memory) {
  if (!memory.panning && !moved_enough()) return;
  memory.panning = true;
  const ImVec2 by = ImGui::GetIO().MouseDelta;
  if (by.x == 0 && by.y == 0) return;
  ui.actions.look([dx = static_cast<double>(by.x), dy = static_cast<double>(by.y)](State& s) {
    s.viewport.x += dx;
    s.viewport.y += dy;
  });
}

void drag(Ui& ui, StageMemory& memory, const Press& press, Point in_list) {
  if (press.held && ImGui::IsMouseClicked(0)) take(memory, in_list);
  if (press.held && memory.dividing && memory.divider.w > 0) {
    double divider = std::clamp((in_list.x - memory.divider.x) / memory.divider.w, 0.0, 1.0);
    if (divider != ui.state.divider) ui.actions.change([divider](State& s) { s.divider = divider; }, "divider");
  } else if (press.held && memory.held) {
    move_held(ui, memory, in_list);
  } else if (press.held) {
    pan(ui, memory);
  }
  if (memory.panning || memory.dragging) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
  if (!press.released) return;
  if (memory.dividing || memory.dragging) ui.actions.add(act::EndMerge{});
  else if (press.clicked && memory.held && is_pressed(memory.held->handle)) set_held(ui, memory.held->handle);
  else if (press.clicked && !memory.panning) click(ui, memory.cache.list, memory.hover);
  memory.panning = memory.dividing = memory.dragging = false;
  memory.held.reset();
}

// `compared`: both sides follow one timeline, which has no segments to jump to.
void point(StageMemory& memory, const Press& press, Point in_list, bool compared) {
  if (memory.held) {  // what is dragged stays hovered wherever it goes
    memory.hover_changed = false;
    return;
  }
  Target over = press.hovered && !memory.panning && !memory.dividing ? hit(memory.cache.list, in_list) : Target{};
  if (compared && over.kind == TargetKind::kSegment) over = {};
  if (memory.dividing) over.kind = TargetKind::kDivider;
  memory.hover_changed = over != memory.hover;
  memory.hover = over;
  if (over.kind == TargetKind::kDivider) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  else if (over.kind == TargetKind::kPreset || over.kind == TargetKind::kSegment || find_handle(memory.cache.list, over)) hand_cursor();
}

bool is_cell(const Target& t) { return t.kind == TargetKind::kInput || t.kind == TargetKind::kWeight || t.kind == TargetKind::kBias; }

}  // namespace

void draw_stage(Ui& ui, const Box& box, const Theme& theme, StageMemory& memory, std::uint64_t look) {
  if (ui.model == nullptr || box.w < 2 || box.h < 2) return;
  build(ui, box, theme, memory, look);
  const Viewport view = ui.state.viewport;
  Press press = press_area(ui, "stage", box);
  ImVec2 mouse = ImGui::GetMousePos();
  Point pointer{mouse.x, mouse.y}, in_list{(pointer.x - box.x - view.x) / view.zoom, (pointer.y - box.y - view.y) / view.zoom};
  point(memory, press, in_list, ui.model->comparison != nullptr);
  if (is_cell(memory.hover) || memory.hover.kind == TargetKind::kOutput) ui.memory.panels.first_start.steps.did(FirstStep::kHover);
  drag(ui, memory, press, in_list);
  if (press.double_clicked) {
    if (is_cell(memory.hover) || memory.hover.kind == TargetKind::kOffset)
      ui.memory.panels.cell.focus = cells_may_change(ui.lesson);
    else if (memory.hover.none()) ui.actions.run(ActionId::kFit);
  }
  if (std::exchange(ui.memory.panels.compare.enlarge, false) && ui.model->comparison) enlarge_difference(ui, box);
  double wheel = ImGui::GetIO().MouseWheel;
  if (press.hovered && wheel != 0) zoom_at(ui, box, pointer, std::pow(kZoomStep, wheel));
  ui.painter.draw(memory.cache.list, {box.x + view.x, box.y + view.y}, view.zoom, box);
}

void draw_stage_in_motion(Ui& ui, const Box& box, const Box& shown, const Theme& theme, StageMemory& memory, std::uint64_t look) {
  if (ui.model == nullptr || box.w < 2 || box.h < 2) return;
  memory.hover = {};
  build(ui, box, theme, memory, look);
  const double zoom = std::min(shown.w / box.w, shown.h / box.h);
  const Point origin{shown.center().x - box.w * zoom / 2, shown.center().y - box.h * zoom / 2};
  ui.painter.draw(memory.cache.list, origin, zoom, shown);
}

void place_targets(Ui& ui, const Box& box, const StageMemory& memory) {
  if (!ui.probe.enabled()) return;
  const char* names[] = {"", "input", "weight", "bias", "output", "preset", "divider", "control", "offset", "mask", "segment"};
  const Viewport& v = ui.state.viewport;
  for (const Item& item : memory.cache.list.items) {
    Box place;
    Target target;
    if (auto* rect = std::get_if<RectItem>(&item)) {
      place = rect->box;
      target = rect->target;
    } else if (auto* circle = std::get_if<CircleItem>(&item)) {
      place = {circle->center.x - circle->radius, circle->center.y - circle->radius, 2 * circle->radius, 2 * circle->radius};
      target = circle->target;
    }
    if (target.none()) continue;
    std::string name = std::string("stage.") + names[static_cast<int>(target.kind)] + "." + std::to_string(target.index);
    ui.probe.place(name, {box.x + v.x + place.x * v.zoom, box.y + v.y + place.y * v.zoom, place.w * v.zoom, place.h * v.zoom});
  }
}

}  // namespace convscope
