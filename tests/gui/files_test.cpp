// Sessions and photographs: saved, opened, dropped; what asks before work is lost; the notes that tell of it.
#include <filesystem>
#include <fstream>

#include "gui/window_fixture.h"

namespace convscope::tests {
namespace {

constexpr const char *kNoDialog = "0", *kOpenDialog = "2", *kSaveDialog = "3", *kUnsavedDialog = "6";

class Files : public Window {
 protected:
  std::string path(const std::string& name) const { return desktop_->folder() + "/" + name; }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }
  std::string read(const std::string& name) const {
    std::ifstream stream(path(name));
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  // Saved as padding.json, then changed.
  void save_and_change() {
    Desktop& d = *desktop_;
    d.key("ctrl+s");
    ASSERT_TRUE(d.shows("dialog", kSaveDialog));
    confirm_name();
    ASSERT_TRUE(d.shows("path", path("padding.json")));
    d.wheel("parameter.stride", 1);
    ASSERT_TRUE(d.shows("unsaved", "true"));
  }
  // Enter, once the field of the name has the keyboard.
  void confirm_name() {
    ASSERT_TRUE(desktop_->shows("typing", "true"));
    desktop_->key("Return");
  }
};

TEST_F(Files, SavingFromTheUnsavedQuestionGoesOnToQuit) {
  Desktop& d = *desktop_;
  save_and_change();
  d.key("ctrl+q");
  ASSERT_TRUE(d.shows("dialog", kUnsavedDialog));
  d.click("unsaved.save");
  EXPECT_TRUE(d.ended());
  EXPECT_NE(read("padding.json").find("\"stride\""), std::string::npos);
}

TEST_F(Files, LeavingFromTheUnsavedQuestionQuitsAndKeepsTheFile) {
  Desktop& d = *desktop_;
  save_and_change();
  d.key("ctrl+q");
  ASSERT_TRUE(d.shows("dialog", kUnsavedDialog));
  d.click("unsaved.leave");
  EXPECT_TRUE(d.ended());
  EXPECT_EQ(read("padding.json").find("\"stride\""), std::string::npos);
}

TEST_F(Files, StayingAnswersTheQuestionSoThatASaveLaterDoesNotQuit) {
  Desktop& d = *desktop_;
  save_and_change();
  d.key("ctrl+q");
  d.click("unsaved.stay");
  ASSERT_TRUE(d.shows("dialog", kNoDialog));
  d.key("ctrl+s");
  EXPECT_TRUE(d.shows("unsaved", "false"));
  d.key("ctrl+l");
  EXPECT_TRUE(d.shows("language", "zh"));
}

TEST_F(Files, ASessionDroppedOnWorkWithoutANameAsksForOneAndIsOpenedThen) {
  Desktop& d = *desktop_;
  write("other.json", R"({"convscope": 1, "scene": "many_channels"})");
  d.wheel("parameter.stride", 1);
  ASSERT_TRUE(d.shows("unsaved", "true"));
  d.drop(path("other.json"));
  ASSERT_TRUE(d.shows("dialog", kUnsavedDialog));
  d.click("unsaved.save");
  ASSERT_TRUE(d.shows("dialog", kSaveDialog));
  confirm_name();
  EXPECT_TRUE(d.shows("scene", "many_channels"));
  EXPECT_TRUE(d.shows("dialog", kNoDialog));
  EXPECT_NE(read("padding.json").find("\"stride\""), std::string::npos);
}

TEST_F(Files, SavingOverAnotherFileAsksFirst) {
  Desktop& d = *desktop_;
  write("padding.json", "precious");
  d.key("ctrl+s");
  ASSERT_TRUE(d.shows("dialog", kSaveDialog));
  confirm_name();
  EXPECT_TRUE(d.shows("question", "overwrite"));
  EXPECT_EQ(read("padding.json"), "precious");
  d.click("files.take");
  EXPECT_TRUE(d.shows("dialog", kNoDialog));
  EXPECT_NE(read("padding.json").find("convscope"), std::string::npos);
}

TEST_F(Files, AreOpenedByTheDialogWithADoubleClick) {
  Desktop& d = *desktop_;
  write("other.json", R"({"convscope": 1, "scene": "stride"})");
  d.key("ctrl+o");
  ASSERT_TRUE(d.shows("dialog", kOpenDialog));
  d.click("files.entry.other.json", 1, 2);
  EXPECT_TRUE(d.shows("scene", "stride"));
  EXPECT_TRUE(d.shows("dialog", kNoDialog));
}

TEST_F(Files, ThatAreBrokenLeaveANoteUntilItIsDismissedAndTheSceneStays) {
  Desktop& d = *desktop_;
  write("broken.json", "{\"convscope\": 1, \"scene\": ");
  d.drop(path("broken.json"));
  ASSERT_TRUE(d.reaches([](const Shown& s) { return s["toast"].find("broken.json") != std::string::npos; }));
  EXPECT_EQ(d.shown()["scene"], "padding");
  d.click("toast.dismiss");
  EXPECT_TRUE(d.shows("toast", ""));
}

TEST_F(Files, APhotographThatIsDroppedIsFiltered) {
  Desktop& d = *desktop_;
  std::filesystem::copy_file(CONVSCOPE_SOURCE_DIR "/assets/images/chelsea.jpg", path("cat.jpg"));
  d.drop(path("cat.jpg"));
  EXPECT_TRUE(d.shows("scene", "photo_filters"));
  EXPECT_TRUE(d.shows("image", path("cat.jpg")));
}

}  // namespace
}  // namespace convscope::tests
