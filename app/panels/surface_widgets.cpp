// Surfaces: cards, areas that scroll, and dialogs over the window.
#include <imgui.h>

#include <algorithm>

#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr Color kScrim = {18, 21, 26, 140};
constexpr double kWheelScrolls = 64;  // a notch, at 100 %

ImVec2 vec(double x, double y) { return {static_cast<float>(x), static_cast<float>(y)}; }

}  // namespace

void card(Ui& ui, const Box& box) { ui.painter.rect(box, ui.theme.surface, {ui.theme.line, 1, 0, 0}, kCardRadius); }
void sunken(Ui& ui, const Box& box) { ui.painter.rect(box, ui.theme.sunken, {}, kCardRadius); }

ScrollArea::ScrollArea(Ui& ui, const std::string& name, const Box& box) : ui_(ui), name_(name), box_(box), outer_(ui.painter.target()) {
  ImGui::SetCursorScreenPos(vec(box.x, box.y));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground;
  ImGui::BeginChild(name.c_str(), vec(std::max(1.0, box.w), std::max(1.0, box.h)), false, kFlags);
  ImGui::PopStyleVar();
  top_ = box.y - ImGui::GetScrollY();
  ui.painter.target(ImGui::GetWindowDrawList());
}

void ScrollArea::end(double content_height) {
  content_ = content_height;
  if (content_ > box_.h + 1) {
    double length = std::max(32.0, box_.h * box_.h / content_), reach = content_ - box_.h;
    double at = box_.y + (box_.h - length) * std::clamp((box_.y - top_) / reach, 0.0, 1.0);
    Box thumb{box_.right() - 8, at, 8, length};
    Press press = press_area(ui_, "scrollbar", thumb);
    if (press.held) {
      double moved = ImGui::GetIO().MouseDelta.y;
      ImGui::SetScrollY(static_cast<float>(std::clamp(box_.y - top_ + moved * reach / (box_.h - length), 0.0, reach)));
    }
    bool near = ImGui::IsWindowHovered();
    ui_.painter.rect({thumb.right() - 5, thumb.y + 2, 4, thumb.h - 4},
                     press.hovered || press.held ? ui_.theme.muted
                     : near                      ? ui_.theme.faint
                                                 : ui_.theme.hatch,
                     {}, 2);
  }
  double turned = wheel_turned(ui_, name_, ImGui::IsWindowHovered());
  double scroll = box_.y - top_ - turned * ui_.scaled(kWheelScrolls);
  if (turned != 0) ImGui::SetScrollY(static_cast<float>(std::clamp(scroll, 0.0, std::max(0.0, content_ - box_.h))));
  ImGui::SetCursorScreenPos(vec(box_.x, top_));
  ImGui::Dummy(vec(1, content_));
}

void ScrollArea::show(double from, double to) {
  double scroll = box_.y - top_;
  if (from < scroll) ImGui::SetScrollY(static_cast<float>(std::max(0.0, from)));
  else if (to > scroll + box_.h) ImGui::SetScrollY(static_cast<float>(to - box_.h));
}

ScrollArea::~ScrollArea() {
  ImGui::EndChild();
  ui_.painter.target(outer_);
}

Modal::Modal(Ui& ui, const std::string& name, const Box& box) : ui_(ui), outer_(ui.painter.target()) {
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(vec(ui.window.w, ui.window.h));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::Begin(name.c_str(), nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground);
  ImGui::PopStyleVar();
  if (ImGui::IsWindowAppearing()) ImGui::SetWindowFocus();
  ui.painter.target(ImGui::GetWindowDrawList());
  ui.painter.rect(ui.window, kScrim);
  ui.painter.rect({box.x - 1, box.y + 3, box.w + 2, box.h + 3}, {0, 0, 0, 26}, {}, 14);
  ui.painter.rect(box, ui.theme.surface, {ui.theme.line, ui.theme.name == ThemeName::kDark ? 1.0 : 0.0, 0, 0}, 12);
  ImVec2 mouse = ImGui::GetMousePos();
  bool outside = !box.contains({mouse.x, mouse.y});
  dismissed_ = outside && ImGui::IsWindowHovered() && ImGui::IsMouseClicked(0) && !ImGui::IsWindowAppearing();
}

Modal::~Modal() {
  ImGui::End();
  ui_.painter.target(outer_);
}

}  // namespace convscope
