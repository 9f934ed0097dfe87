// The lessons that are shipped: without a fault, in both languages, with questions and something to explore, each step completable.
#include <gtest/gtest.h>

#include <algorithm>

#include "app/catalog/catalog.h"
#include "app/lessons/check.h"
#include "app/lessons/question.h"
#include "app/lessons/wait.h"

namespace convscope {
namespace {

class ShippedLessons : public testing::Test {
 protected:
  void SetUp() override {
    std::vector<Error> faults;
    lessons_ = load_lessons({catalog_.assets + "/lessons"}, faults);
    for (const Error& each : faults) ADD_FAILURE() << each.message;
    ASSERT_FALSE(lessons_.empty());
  }
  LessonGround ground() { return {catalog_.scenes, *device_, photographs_}; }

  const Catalog catalog_ = Catalog::load(CONVSCOPE_SOURCE_DIR "/assets").value();
  std::unique_ptr<Device> device_ = make_device(DeviceChoice::kCpu).value();
  Photographs photographs_{catalog_.assets + "/images"};
  std::vector<Lesson> lessons_;
};

TEST_F(ShippedLessons, HaveNoFault) {
  for (const Lesson& lesson : lessons_)
    for (const Error& each : check_lesson(lesson.folder, ground())) ADD_FAILURE() << each.message;
}

TEST_F(ShippedLessons, HaveEveryLanguageFiveToEightStepsAndTwoQuestionsOrMore) {
  for (const Lesson& lesson : lessons_) {
    SCOPED_TRACE(lesson.id);
    for (const auto& [code, words] : catalog_.languages)
      EXPECT_NE(std::find(lesson.languages.begin(), lesson.languages.end(), code), lesson.languages.end()) << code;
    EXPECT_GE(lesson.steps.size(), 5u);
    EXPECT_LE(lesson.steps.size(), 8u);
    auto asks = [](const LessonStep& step) { return step.question.has_value(); };
    EXPECT_GE(std::count_if(lesson.steps.begin(), lesson.steps.end(), asks), 2);
  }
}

TEST_F(ShippedLessons, EndInSomethingToExplore) {
  for (const Lesson& lesson : lessons_) {
    const LessonStep& last = lesson.steps.back();
    EXPECT_TRUE(!last.touch && !last.question && last.wait.empty()) << lesson.id;
  }
}

TEST_F(ShippedLessons, HaveNumbersOfTheirOwn) {
  for (std::size_t i = 0; i < lessons_.size(); ++i) EXPECT_EQ(lessons_[i].number, static_cast<int>(i) + 1) << lessons_[i].id;
}

TEST_F(ShippedLessons, CanBePlayedToTheirEnd) {
  for (const Lesson& lesson : lessons_) {
    for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
      SCOPED_TRACE(lesson.id + " " + lesson.steps[i].id);
      Result<StepStart> start = open_step(lesson, i, ground());
      ASSERT_TRUE(start) << start.error().message;
      if (lesson.steps[i].question) {
        EXPECT_TRUE(make_question(*start->model, *lesson.steps[i].question, start->state.moment));
      }
      if (lesson.steps[i].wait.empty()) continue;
      EXPECT_FALSE(is_complete(lesson.steps[i], start->state, *start->model));
      EXPECT_TRUE(completing_state(lesson, i, ground()));
    }
  }
}

TEST_F(ShippedLessons, AreWrittenInLettersThatTheFontsHave) {
  for (const Lesson& lesson : lessons_) {
    for (const auto& [code, text] : lesson.texts) {
      auto expect_drawn = [&](const std::string& words) {
        for (Weight weight : {Weight::kRegular, Weight::kBold})
          EXPECT_TRUE(catalog_.fonts->has_glyph(words, Face::kWords, weight)) << text.file << ": " << words;
      };
      expect_drawn(text.title);
      for (const std::string& each : text.summary) expect_drawn(each);
      for (const LessonSection& section : text.sections) {
        expect_drawn(section.title);
        for (const std::string& each : section.paragraphs) expect_drawn(each);
        for (const std::string& each : section.notes) expect_drawn(each);
      }
    }
  }
}

}  // namespace
}  // namespace convscope
