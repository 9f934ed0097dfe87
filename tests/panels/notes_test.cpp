// The second window's page: it holds the words for the lecturer, and can be read.
#include "app/panels/notes.h"

#include "app/views/kit.h"
#include "views/lettering.h"
#include "views/stage_fixture.h"

namespace convscope {
namespace {

TEST_F(Stage, TheNotesOfEverySceneCanBeReadInBothLanguagesAtEverySize) {
  for (const std::string& id : shipped_ids()) {
    auto m = model({id, "", {}});
    ASSERT_NE(m, nullptr);
    for (const char* language : {"en", "zh"})
      for (const auto& [width, height] : {std::pair{960.0, 640.0}, std::pair{1920.0, 1080.0}, std::pair{640.0, 420.0}}) {
        state_.language = language;
        Notes notes = notes_of_scene(state_, *m, catalog_.languages.at(language));
        notes.clock = "14:05";
        notes.since = 754;
        notes.next = notes.title;
        EXPECT_GE(notes.sections.size(), 3U) << id;
        const DisplayList page = draw_notes(notes, catalog_, *m, state_, width, height, nullptr);
        const std::string where = id + " " + language + " " + std::to_string(static_cast<int>(width));
        expect_well_set(page, *catalog_.fonts, 1, where);
        EXPECT_TRUE(says(page, "14:05")) << where;
        EXPECT_GE(lowest_contrast(page).ratio, 4.5) << where;
        const bool time = std::any_of(page.items.begin(), page.items.end(), [](const Item& item) {
          auto* text = std::get_if<TextItem>(&item);
          return text && text_of(*text).find("12:34") != std::string::npos;
        });
        EXPECT_TRUE(time) << where;
      }
  }
}

TEST_F(Stage, ARunningLessonsNotesHoldWhatOnlyTheLecturerIsToldAndTheNextStepsTitle) {
  Result<Lesson> read = load_lesson(catalog_.assets + "/lessons/sliding");
  ASSERT_TRUE(read.ok()) << read.error().message;
  LessonShown shown;
  shown.lesson = std::make_shared<const Lesson>(*read);
  int spoken = 0;
  for (const auto& [language, text] : shown.lesson->texts)
    for (std::size_t step = 0; step < shown.lesson->steps.size(); ++step) {
      shown.run.step = step;
      shown.text = &text;
      shown.section = text.find(shown.lesson->steps[step].id);
      ASSERT_NE(shown.section, nullptr);
      const Notes notes = notes_of_lesson(shown, catalog_.languages.at(language));
      EXPECT_EQ(notes.title, shown.section->title);
      EXPECT_EQ(notes.sections.size(), shown.section->notes.size() + shown.section->paragraphs.size());
      const bool last = step + 1 == shown.lesson->steps.size();
      EXPECT_EQ(notes.next, last ? "" : text.find(shown.lesson->steps[step + 1].id)->title);
      for (const Notes::Section& section : notes.sections) {
        spoken += section.spoken;
        EXPECT_EQ(section.text.find("**"), std::string::npos) << section.text;
      }
    }
  EXPECT_GT(spoken, 0) << "the shipped lesson has notes";
}

TEST_F(Stage, OfNotesTooLongForTheWindowTheBeginningIsShownAndThatMoreFollows) {
  const auto m = model({"stride", "", {}});
  ASSERT_NE(m, nullptr);
  Notes notes;
  notes.sections.push_back({"", "First of all, remember the pause.", true});
  notes.sections.push_back({"", "", true});
  for (int i = 0; i < 600; ++i) notes.sections.back().text += "word" + std::to_string(i) + " ";
  notes.sections.push_back({"", "Never seen.", false});
  for (const auto& [width, height] : {std::pair{960.0, 640.0}, std::pair{1920.0, 1080.0}, std::pair{640.0, 420.0}}) {
    const DisplayList page = draw_notes(notes, catalog_, *m, state_, width, height, nullptr);
    expect_well_set(page, *catalog_.fonts, 1, std::to_string(width));
    std::string words;
    for (const Item& item : page.items)
      if (auto* text = std::get_if<TextItem>(&item)) words += text_of(*text) + " ";
    EXPECT_NE(words.find("remember the pause"), std::string::npos) << words;
    EXPECT_NE(words.find("word0 "), std::string::npos) << words;
    EXPECT_NE(words.find("…"), std::string::npos) << words;
    EXPECT_EQ(words.find("Never"), std::string::npos) << words;
  }
}

TEST(NotesScreen, IsTheOneThatThePresentationIsNotOn) {
  const Box left{0, 0, 1920, 1080}, right{1920, 0, 1280, 1024};
  const Box on_left{100, 100, 800, 600}, on_right{1920, 0, 1280, 1024}, across{1700, 0, 800, 600};
  EXPECT_EQ(screen_for_notes({left, right}, on_left), 1);
  EXPECT_EQ(screen_for_notes({left, right}, on_right), 0);
  EXPECT_EQ(screen_for_notes({left, right}, across), 0) << "its middle is on the right";
  EXPECT_EQ(screen_for_notes({left}, on_left), -1);
  EXPECT_EQ(screen_for_notes({}, on_left), -1);
}

}  // namespace
}  // namespace convscope
