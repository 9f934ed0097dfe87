// The window while a lesson runs, drawn without a display: nothing is cut off, nothing overlaps, no English stands in the Chinese one.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "app/lessons/starter.h"
#include "app/panels/layout.h"
#include "panels/whole_window.h"
#include "support/temporary_folder.h"

namespace convscope {
namespace {

struct Case {
  std::string language;
  int width, height;
  double text_scale;
  bool presenting;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.language << " " << c.width << "x" << c.height << " at " << c.text_scale << (c.presenting ? ", presented" : "");
}

bool is_seen(const WrittenText& text) {
  return text.box.y < text.visible.bottom() && text.box.bottom() > text.visible.y && !text.text.empty();
}

// A lesson of one's own that cannot be given.
class LessonFaults : public WholeWindow {
 protected:
  // All that the window says, without blanks: lines break at them.
  std::string card(const std::string& language) {
    controller_->perform(act::Look{[&](State& s) { s.language = language; }});
    for (int i = 0; i < 3; ++i) draw_frame({1280, 720, 1});
    std::string all;
    for (const WrittenText& each : frontend_->probe().texts())
      if (is_seen(each)) all += each.text;
    std::erase(all, ' ');
    return all;
  }
  TemporaryFolder folder_;
};

class LessonPicture : public WholeWindow, public testing::WithParamInterface<Case> {
 protected:
  void SetUp() override {
    State state;
    state.scene = "one_channel";
    state.language = GetParam().language;
    state.text_scale = GetParam().text_scale;
    state.presenting = GetParam().presenting;
    state.reduce_motion = true;
    open(state);
    if (IsSkipped()) return;
    frontend_->probe().keep_texts();
  }
  void draw() {
    for (int i = 0; i < 3; ++i) draw_frame({GetParam().width, GetParam().height, 1});
  }
  const std::vector<WrittenText>& texts() { return frontend_->probe().texts(); }
};

// What stands beyond the area it is written in, at its sides, or ends in "…".
void expect_whole(const std::vector<WrittenText>& texts, const Words& words) {
  constexpr double kSlack = 1.5;
  for (const WrittenText& each : texts) {
    if (!is_seen(each)) continue;
    EXPECT_GE(each.box.x, each.visible.x - kSlack) << each.text;
    EXPECT_LE(each.box.right(), each.visible.right() + kSlack) << each.text;
    const bool opens_a_dialog = each.text == words("parameters.open_image");
    EXPECT_TRUE(opens_a_dialog || !each.text.ends_with("…")) << each.text;
  }
}

void expect_apart(const std::vector<WrittenText>& texts) {
  constexpr double kTouch = 2;
  for (std::size_t i = 0; i < texts.size(); ++i)
    for (std::size_t j = i + 1; j < texts.size(); ++j) {
      const WrittenText &a = texts[i], &b = texts[j];
      if (!is_seen(a) || !is_seen(b)) continue;
      const double across = std::min(a.box.right(), b.box.right()) - std::max(a.box.x, b.box.x);
      const double down = std::min(a.box.bottom(), b.box.bottom()) - std::max(a.box.y, b.box.y);
      EXPECT_FALSE(across > kTouch && down > kTouch) << "\"" << a.text << "\" and \"" << b.text << "\"";
    }
}

bool has_chinese(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE3; });
}

// Words of letters from a to z in a line without any Chinese; names that every language writes so are left out. Code is code everywhere.
std::vector<std::string> english_words(const std::string& text) {
  static const std::set<std::string> kNames = {"convscope", "lesson", "check", "pgdn", "pgup", "enter", "english", "space", "shift",
                                               "relu", "sobel", "scharr", "shufflenet", "ctrl", "valid", "same", "full", "macs", "flop",
                                               "flops", "pytorch", "keras", "onnx", "opengl", "llvmpipe"};
  std::vector<std::string> words;
  if (has_chinese(text) || text.find('(') != std::string::npos || text.find('=') != std::string::npos) return words;
  std::string word;
  for (const char c : text + " ") {
    if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      continue;
    }
    if (word.size() > 3 && kNames.count(word) == 0) words.push_back(word);
    word.clear();
  }
  return words;
}

void expect_chinese(const std::vector<WrittenText>& texts) {
  for (const WrittenText& each : texts)
    for (const std::string& word : english_words(each.text)) ADD_FAILURE() << word << " in: " << each.text;
}

TEST_P(LessonPicture, IsWholeApartAndInItsLanguageInEveryStep) {
  for (const LessonShelf::Entry& lesson : controller_->shelf().lessons()) {
    controller_->perform(act::BeginLesson{lesson->id});
    ASSERT_NE(controller_->lesson(), nullptr);
    for (std::size_t i = 0; i < lesson->steps.size(); ++i) {
      controller_->perform(act::LessonGoTo{i});
      for (int press = 0; press < 2; ++press) {
        SCOPED_TRACE(lesson->id + " " + lesson->steps[i].id + ", " + std::to_string(press) + " pressed");
        draw();
        expect_whole(texts(), controller_->words());
        expect_apart(texts());
        if (GetParam().language == "zh") expect_chinese(texts());
        controller_->perform(act::LessonForward{});
        if (controller_->lesson()->run.step != i) break;
      }
    }
  }
}

TEST_F(LessonFaults, AreToldInTheLanguageOfTheWindow) {
  State state;
  state.scene = "one_channel";
  open(state);
  if (IsSkipped()) return;
  frontend_->probe().keep_texts();
  ASSERT_TRUE(write_starter(folder_.file("mine")));
  std::string manifest = starter_files().front().second;
  manifest.replace(manifest.find("\"step\": 1"), 9, "\"step\": 0");
  folder_.write("mine/manifest.json", manifest);
  controller_->open_file(folder_.file("mine"));
  ASSERT_FALSE(controller_->lesson_faults().empty());
  EXPECT_NE(card("en").find("expectedastepfrom1"), std::string::npos) << card("en");
  const std::string chinese = card("zh");
  EXPECT_NE(chinese.find("从1数起的步"), std::string::npos) << chinese;
  EXPECT_NE(chinese.find("manifest.json:11:"), std::string::npos) << chinese;
  EXPECT_EQ(chinese.find("expected"), std::string::npos) << chinese;
}

TEST_P(LessonPicture, IsWholeWhenItIsOverAndInTheListOfLessons) {
  const std::size_t last = controller_->shelf().lessons().front()->steps.size() - 1;
  controller_->memory().panels.sidebar.lessons = true;
  draw();
  std::vector<WrittenText> list = texts();  // of the sidebar alone: the scene beside it is not this test's
  std::erase_if(list, [](const WrittenText& each) { return each.box.x > GetParam().width * 0.2; });
  EXPECT_TRUE(GetParam().presenting || list.size() > 10);
  expect_whole(list, controller_->words());
  controller_->perform(act::BeginLesson{controller_->shelf().lessons().front()->id});
  controller_->perform(act::LessonGoTo{last});
  for (int i = 0; i < 3; ++i) controller_->perform(act::LessonForward{});
  ASSERT_EQ(controller_->lesson()->run.stage, RunStage::kOver);
  draw();
  expect_whole(texts(), controller_->words());
  expect_apart(texts());
}

// All of a question is seen by a class without scrolling, whatever its words are, before the answer and after.
TEST_P(LessonPicture, ShowsAClassAllOfEveryQuestion) {
  if (!GetParam().presenting) return;
  auto expect_seen = [&](const std::string& what) {
    draw();
    for (const WrittenText& each : texts()) {
      EXPECT_LE(each.box.bottom(), each.visible.bottom() + 1) << what << ": " << each.text;
      EXPECT_GE(each.box.y, each.visible.y - 1) << what << ": " << each.text;
    }
    const double screen = GetParam().height / 1080.0;
    EXPECT_GE(graphics_->painter().smallest_text(), kLeastPresentedText * screen - 0.01) << what;
  };
  for (const LessonShelf::Entry& lesson : controller_->shelf().lessons()) {
    controller_->perform(act::BeginLesson{lesson->id});
    for (std::size_t i = 0; i < lesson->steps.size(); ++i) {
      if (!lesson->steps[i].question) continue;
      controller_->perform(act::LessonGoTo{i});
      while (controller_->lesson()->run.stage != RunStage::kAsked) controller_->perform(act::LessonForward{});
      for (std::size_t choice = 0; choice < 3; ++choice) controller_->perform(act::Vote{choice, 27});
      expect_seen(lesson->id + " " + lesson->steps[i].id + ", asked");
      controller_->perform(act::Reveal{});
      draw();
      controller_->perform(act::Look{[](State& s) { s.playing = false; }});
      expect_seen(lesson->id + " " + lesson->steps[i].id + ", answered");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, LessonPicture,
                         testing::Values(Case{"en", 1280, 720, 1, false}, Case{"zh", 1280, 720, 1, false},
                                         Case{"en", 1280, 720, 1.5, false}, Case{"zh", 1280, 720, 1.5, false},
                                         Case{"en", 1920, 1080, 1, false}, Case{"zh", 1920, 1080, 1.5, false},
                                         Case{"en", 1280, 720, 1, true}, Case{"zh", 1280, 720, 1, true},
                                         Case{"en", 1920, 1080, 1, true}, Case{"zh", 1920, 1080, 1, true}));

}  // namespace
}  // namespace convscope
