// Characters of the fields' font: Chinese ones come as they are typed, and not before.
#include <gtest/gtest.h>
#include <imgui.h>

#include "app/panels/field_font.h"
#include "panels/whole_window.h"

namespace convscope {
namespace {

constexpr ImWchar kSeed = U'种';

class FieldFontTest : public WholeWindow {
 protected:
  void SetUp() override {
    State state;
    state.scene = "one_channel";
    state.reduce_motion = true;
    open(state);
  }
  void draw_until_settled() {
    constexpr int kMany = 20;
    int frames = 0;
    while (draw_frame({1280, 720, 1}).again && frames < kMany) ++frames;
    ASSERT_LT(frames, kMany);
  }
  bool has(ImWchar c) const { return ImGui::GetIO().Fonts->Fonts[0]->FindGlyphNoFallback(c) != nullptr; }
};

TEST_F(FieldFontTest, HoldsAChineseCharacterOnceItWasTypedAndDrawsItWithoutAnotherEvent) {
  draw_until_settled();
  EXPECT_TRUE(has('a'));
  EXPECT_TRUE(has(U'σ'));
  EXPECT_FALSE(has(kSeed));
  controller_->perform(act::Show{Dialog::kPalette});
  draw_until_settled();
  frontend_->input().push(input::Character{kSeed});
  draw_until_settled();
  EXPECT_TRUE(has(kSeed));
  EXPECT_TRUE(has('a'));
}

TEST_F(FieldFontTest, KeepsItWhenTextIsMadeLarger) {
  draw_until_settled();
  graphics_->painter().field_font().needs("种子 42");
  draw_until_settled();
  float before = ImGui::GetIO().Fonts->Fonts[0]->FontSize;
  controller_->perform(act::Look{[](State& state) { state.text_scale = 1.5; }});
  draw_until_settled();
  EXPECT_GT(ImGui::GetIO().Fonts->Fonts[0]->FontSize, before);
  EXPECT_TRUE(has(kSeed));
}

}  // namespace
}  // namespace convscope
