#include "app/panels/overlay.h"

#include <imgui.h>

namespace convscope {

Overlay::Overlay(Ui& ui, const std::string& name, const Box& box) : ui_(ui), outer_(ui.painter.target()) {
  constexpr float kShadow = 4;  // drawn beyond the box
  ImGui::SetNextWindowPos({static_cast<float>(box.x) - kShadow, static_cast<float>(box.y) - kShadow});
  ImGui::SetNextWindowSize({static_cast<float>(box.w) + 2 * kShadow, static_cast<float>(box.h) + 2 * kShadow});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::Begin(name.c_str(), nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                   ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav);
  ImGui::PopStyleVar();
  ui.painter.target(ImGui::GetWindowDrawList());
}

Overlay::~Overlay() {
  ImGui::End();
  ui_.painter.target(outer_);
}

}  // namespace convscope
