// A line of PyTorch or Keras on the clipboard, pasted into the real window.
#include "gui/window_fixture.h"

namespace convscope::tests {
namespace {

class Pasting : public Window {
 protected:
  bool tells(const std::string& part) {
    return desktop_->reaches([&](const Shown& s) { return s["toast"].find(part) != std::string::npos; });
  }
};

TEST_F(Pasting, SetsTheSceneAndUndoTakesItBack) {
  Desktop& d = *desktop_;
  d.put_on_clipboard("self.pool = nn.MaxPool2d(\n    3,  # rows and columns\n    stride=2, padding=1)\n");
  d.key("ctrl+v");
  ASSERT_TRUE(d.shows("scene", "pooling"));
  EXPECT_TRUE(tells("nn.MaxPool2d"));
  d.key("ctrl+z");
  EXPECT_TRUE(d.shows("scene", "padding"));
}

TEST_F(Pasting, SaysWhatTheSceneCannotShow) {
  desktop_->put_on_clipboard("nn.Conv2d(3, 64, 3, stride=2, padding=1, groups=1)");
  desktop_->key("ctrl+v");
  ASSERT_TRUE(desktop_->shows("scene", "many_filters"));
  EXPECT_TRUE(tells("out_channels 16 instead of 64"));
}

TEST_F(Pasting, NamesThePlaceOfWhatItDoesNotUnderstand) {
  desktop_->put_on_clipboard("nn.Conv2d(3, 64, 3, strides=2)");
  desktop_->key("ctrl+v");
  EXPECT_TRUE(tells("line 1, column 21"));
  EXPECT_EQ(desktop_->shown()["scene"], "padding");
}

TEST_F(Pasting, ThePaletteOffersALineOfCode) {
  Desktop& d = *desktop_;
  d.key("ctrl+k");
  ASSERT_TRUE(d.shows("typing", "true"));
  d.put_on_clipboard("layers.Conv2DTranspose(1, 3, strides=2, use_bias=False)");
  d.key("ctrl+v");
  ASSERT_TRUE(d.reaches([](const Shown& s) { return s.boxes.count("palette.0") != 0 && s.boxes.count("palette.1") == 0; }));
  EXPECT_EQ(d.shown()["scene"], "padding");  // the field has the keyboard: nothing is set before Enter
  d.key("Return");
  EXPECT_TRUE(d.shows("scene", "transposed"));
}

}  // namespace
}  // namespace convscope::tests
