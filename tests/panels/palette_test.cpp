// What Ctrl+K finds in the shipped catalog.
#include "app/panels/palette_entries.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace convscope {
namespace {

class Palette : public testing::Test {
 protected:
  std::vector<PaletteEntry> found(const std::string& query, const std::string& language = "en") {
    return found_entries(palette_entries(catalog_, shelf_, catalog_.languages.at(language)), query);
  }
  Catalog catalog_ = Catalog::load(CONVSCOPE_SOURCE_DIR "/assets").value();
  LessonShelf shelf_{{catalog_.assets + "/lessons"}};
};

TEST_F(Palette, FindsALessonByItsTitleInEitherLanguageWhateverTheWindowSpeaks) {
  for (const char* language : {"en", "zh"})
    for (const char* query : {"Sliding, padding", "滑动、填充"}) {
      auto entries = found(query, language);
      ASSERT_FALSE(entries.empty()) << query << " in " << language;
      EXPECT_EQ(entries[0].kind, EntryKind::kLesson);
      EXPECT_EQ(entries[0].lesson, "sliding");
    }
}

TEST_F(Palette, FindsAFilterByItsNameInEitherLanguageWhateverTheWindowSpeaks) {
  for (const char* language : {"en", "zh"})
    for (const char* query : {"Laplacian", "拉普拉斯"}) {
      auto entries = found(query, language);
      ASSERT_FALSE(entries.empty()) << query << " in " << language;
      EXPECT_EQ(entries[0].kind, EntryKind::kFilter);
      EXPECT_EQ(entries[0].choice, "laplacian");
      EXPECT_EQ(entries[0].scene->id, "photo_filters");
    }
  EXPECT_EQ(found("Sobel")[0].choice, "sobel");
}

TEST_F(Palette, FindsAPresetByItsNameInEitherLanguageWhateverTheWindowSpeaks) {
  for (const char* language : {"en", "zh"})
    for (const char* query : {"full padding", "full 填充"}) {
      auto entries = found(query, language);
      ASSERT_FALSE(entries.empty()) << query << " in " << language;
      EXPECT_EQ(entries[0].kind, EntryKind::kPreset);
      EXPECT_EQ(entries[0].preset->id, "full_padding");
    }
}

TEST_F(Palette, ShowsTheNamesOfTheWindowsLanguage) {
  EXPECT_EQ(found("Laplacian", "zh")[0].label, "拉普拉斯");
  EXPECT_EQ(found("拉普拉斯", "en")[0].label, "Laplacian");
}

TEST_F(Palette, FindsNothingForWhatIsNoName) { EXPECT_TRUE(found("qqqq").empty()); }

}  // namespace
}  // namespace convscope
