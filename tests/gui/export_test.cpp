// Exports from the dialog, and the frame on the clipboard.
#include <filesystem>
#include <fstream>

#include "gui/window_fixture.h"

namespace convscope::tests {
namespace {

TEST_F(Window, AHandOutOfTheSceneIsAskedAboutBeforeItReplacesAnother) {
  Desktop& d = *desktop_;
  const std::string path = d.folder() + "/padding_handout.pdf";
  std::ofstream(path) << "mine";
  d.key("ctrl+e");
  ASSERT_TRUE(d.shows("dialog", "1"));
  d.click("export.handout");
  ASSERT_TRUE(d.reaches([](const Shown& s) { return s.boxes.count("handout.write") != 0; }));
  const int pages = std::stoi(d.shown()["handout.pages"]);
  d.click("handout.per_page.0");
  EXPECT_TRUE(d.reaches([&](const Shown& s) { return std::stoi(s["handout.pages"]) > pages; })) << "larger frames need more pages";
  d.click("handout.write");
  EXPECT_TRUE(d.reaches([](const Shown& s) { return s["handout.told"].find("padding_handout.pdf") != std::string::npos; }));
  EXPECT_EQ(std::filesystem::file_size(path), 4u) << "not yet";
  d.click("handout.write");
  ASSERT_TRUE(d.shows("exported", path));
  EXPECT_GT(std::filesystem::file_size(path), 1000u);
}

class Exports : public Window {
 protected:
  void SetUp() override {
    Window::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    desktop_->key("ctrl+e");
    ASSERT_TRUE(desktop_->shows("dialog", "1"));
  }
  static std::string beginning(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    std::string bytes(6, '\0');
    stream.read(bytes.data(), 6);
    return bytes;
  }
  // Files in the home besides those of the test itself.
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(desktop_->folder()))
      if (std::string name = entry.path().filename(); entry.is_regular_file() && !name.starts_with("dump.json")) names.push_back(name);
    return names;
  }
  void type_number(const std::string& name, const std::string& number) {
    Window::type_number(name, name, number);
    ASSERT_TRUE(desktop_->shows("typing", "false"));
  }
  std::string told() const {
    Shown s = desktop_->shown();
    return "export " + s["export"] + " at frame " + s["export.frame"] + ", question '" + s["question"] + "', note '" + s["toast"] + "'";
  }
  void choose(const std::string& name) {
    desktop_->click(name);
    desktop_->rest_on("export.preview");  // a tooltip would hide what comes next
  }
};

TEST_F(Exports, WriteAPicture) {
  Desktop& d = *desktop_;
  choose("export.format.1");
  d.click("export.start");
  ASSERT_TRUE(d.reaches([](const Shown& s) { return !s["exported"].empty(); }));
  EXPECT_EQ(beginning(d.shown()["exported"]).substr(0, 4), "<svg");
  EXPECT_TRUE(d.reaches([](const Shown& s) { return s["export.told"].find(s["exported"]) != std::string::npos; }));
  EXPECT_EQ(d.shown()["toast"], "") << "the dialog's foot tells it already";
}

TEST_F(Exports, WriteAFilmToItsEnd) {
  Desktop& d = *desktop_;
  choose("export.format.4");
  choose("export.range.0");
  choose("export.size.3");
  type_number("export.width", "320");
  type_number("export.height", "180");
  d.click("export.start");
  ASSERT_TRUE(d.reaches([](const Shown& s) { return !s["exported"].empty(); }, 60)) << told();
  EXPECT_EQ(beginning(d.shown()["exported"]), "GIF89a");
  EXPECT_EQ(files().size(), 1U);
}

TEST_F(Exports, ArePausedGoOnAndLeaveNothingWhenCancelled) {
  Desktop& d = *desktop_;
  choose("export.format.7");
  choose("export.range.1");
  choose("export.size.2");
  d.click("export.start");
  ASSERT_TRUE(d.reaches([](const Shown& s) { return s["export"] == "running" && s["export.frame"] != "0"; }, 60)) << told();
  d.click("export.pause");
  ASSERT_TRUE(d.shows("export", "paused"));
  d.click("export.pause");
  ASSERT_TRUE(d.shows("export", "running"));
  d.click("export.cancel");
  EXPECT_TRUE(d.shows("export", "none"));
  EXPECT_TRUE(d.reaches([](const Shown& s) { return !s["export.told"].empty(); }));
  EXPECT_EQ(d.shown()["exported"], "");
  EXPECT_TRUE(files().empty()) << files().front();
}

TEST_F(Exports, StartByEnterAndATypedNumberIsNoStart) {
  Desktop& d = *desktop_;
  choose("export.format.1");
  choose("export.size.3");
  type_number("export.width", "320");
  EXPECT_EQ(d.shown()["exported"], "");
  EXPECT_EQ(d.shown()["export"], "none");
  d.key("Return");
  ASSERT_TRUE(d.reaches([](const Shown& s) { return !s["exported"].empty(); })) << told();
  EXPECT_EQ(beginning(d.shown()["exported"]).substr(0, 4), "<svg");
}

TEST_F(Exports, AskBeforeTheyReplaceAFile) {
  Desktop& d = *desktop_;
  choose("export.format.1");
  ASSERT_TRUE(d.reaches([](const Shown& s) { return s["export.name"].ends_with(".svg"); }));
  std::string path = d.folder() + "/" + d.shown()["export.name"];
  std::ofstream(path) << "precious";
  d.click("export.start");
  EXPECT_TRUE(d.shows("question", "overwrite"));
  EXPECT_EQ(beginning(path), "precio");
  d.click("export.start");
  EXPECT_TRUE(d.shows("exported", path));
  EXPECT_EQ(beginning(path).substr(0, 4), "<svg");
}

TEST_F(Window, CopiesTheFrameAndWhatIsPinnedAsNumbers) {
  Desktop& d = *desktop_;
  d.key("End ctrl+c");
  EXPECT_TRUE(d.reaches([&](const Shown&) { return d.clipboard("image/png").starts_with("\x89PNG"); }));
  d.click("stage.output.2");
  ASSERT_TRUE(d.shows("pin", "4.2"));
  d.key("ctrl+c");
  EXPECT_TRUE(d.reaches([&](const Shown&) { return d.clipboard("UTF8_STRING").find('\t') != std::string::npos; }));
}

}  // namespace
}  // namespace convscope::tests
