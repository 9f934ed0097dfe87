// Characters of the fields' font: Chinese ones come as they are typed, and not before.
#include <gtest/gtest.h>
#include <imgui.h>

#include "app/panels/field_font.h"
#include "app/panels/frontend.h"
#include "engine/gpu/context.h"

namespace convscope {
namespace {

constexpr ImWchar kSeed = U'种';

class FieldFontTest : public testing::Test {
 protected:
  void SetUp() override {
    auto context = current_or_headless_context();
    if (!context) GTEST_SKIP() << context.error().message;
    context_ = std::move(context).value();
    State state;
    state.scene = "one_channel";
    state.reduce_motion = true;
    controller_ = Controller::create(catalog_, state, make_device(DeviceChoice::kCpu).value()).value();
    graphics_ = Graphics::create(catalog_.fonts, Graphics::Into::kPicture).value();
    frontend_ = std::make_unique<Frontend>(*controller_, *graphics_);
  }
  FrameOutcome draw() { return frontend_->draw({1280, 720, 1}, 1.0 / 60, now_ += 1.0 / 60); }
  void draw_until_settled() {
    constexpr int kMany = 20;
    int frames = 0;
    while (draw().again && frames < kMany) ++frames;
    ASSERT_LT(frames, kMany);
  }
  bool has(ImWchar c) const { return ImGui::GetIO().Fonts->Fonts[0]->FindGlyphNoFallback(c) != nullptr; }

  const Catalog catalog_ = Catalog::load(CONVSCOPE_SOURCE_DIR "/assets").value();
  std::unique_ptr<GlContext> context_;
  std::unique_ptr<Controller> controller_;
  std::unique_ptr<Graphics> graphics_;
  std::unique_ptr<Frontend> frontend_;
  double now_ = 0;
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
