// The pages of hand-outs: what stands on them, that it can be read, and that a file is whole or absent.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

#include "app/handout/handout.h"
#include "support/temporary_folder.h"

namespace convscope {
namespace {

constexpr double kSmallestOnPaper = 6.0 / 0.75;  // 6 points in logical pixels

const Catalog& catalog() {
  static const Catalog kCatalog = Catalog::load(CONVSCOPE_SOURCE_DIR "/assets").value();
  return kCatalog;
}

class Handouts : public testing::Test {
 protected:
  Handouts() : device_(make_device(DeviceChoice::kCpu).value()), photographs_(catalog().assets + "/images") {}

  LessonGround ground() { return {catalog().scenes, *device_, photographs_}; }
  std::vector<Lesson> lessons() {
    std::vector<Error> faults;
    return load_lessons({catalog().assets + "/lessons"}, faults);
  }
  Lesson lesson(const std::string& id) {
    for (Lesson& each : lessons()) {
      if (each.id == id) return each;
    }
    return {};
  }
  Handout of_scene(const std::string& scene, const std::string& language = "en") {
    State state;
    state.scene = scene;
    state.language = language;
    return scene_handout(catalog(), evaluate(catalog().scenes, state, *device_, photographs_).value(), state);
  }
  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  std::string text_of(const std::string& file) const {
    std::FILE* reader = popen(("pdftotext -layout '" + file + "' - 2>/dev/null").c_str(), "r");
    std::string text;
    for (int c = std::fgetc(reader); c != EOF; c = std::fgetc(reader)) text += static_cast<char>(c);
    pclose(reader);
    return text;
  }
  std::size_t files_left() const {
    std::size_t count = 0;
    for (const auto& each : std::filesystem::directory_iterator(folder_.path())) count += each.exists() ? 1 : 0;
    return count;
  }

  std::unique_ptr<Device> device_;
  Photographs photographs_;
  TemporaryFolder folder_;
};

// Every text large enough, on the page, and none upon another.
void expect_readable(const std::vector<DisplayList>& pages, const std::string& what) {
  for (std::size_t page = 0; page < pages.size(); ++page) {
    const std::string where = what + ", page " + std::to_string(page + 1);
    std::vector<std::pair<Box, std::string>> boxes;
    Box clip{0, 0, pages[page].width, pages[page].height};
    for (const Item& item : pages[page].items) {
      if (const auto* clips = std::get_if<ClipItem>(&item))
        clip = clips->box.w < 0 ? Box{0, 0, pages[page].width, pages[page].height} : clips->box;
      const auto* text = std::get_if<TextItem>(&item);
      if (!text) continue;
      std::string words;
      for (const TextRun& run : text->runs) words += run.text;
      if (words.empty() || words == " ") continue;
      EXPECT_GE(text->size, kSmallestOnPaper) << where << ": " << words;
      Box box = catalog().fonts->bounds(*text);
      EXPECT_GE(box.x, clip.x - 1) << where << ": " << words;
      EXPECT_LE(box.right(), clip.right() + 1) << where << ": " << words;
      EXPECT_LE(box.bottom(), clip.bottom() + 1) << where << ": " << words;
      box = {box.x + 0.5, box.y + box.h * 0.2, box.w - 1, box.h * 0.6};
      for (const auto& [other, said] : boxes) {
        const bool apart = box.right() <= other.x || other.right() <= box.x || box.bottom() <= other.y || other.bottom() <= box.y;
        EXPECT_TRUE(apart) << where << ": \"" << words << "\" lies upon \"" << said << "\"";
      }
      boxes.emplace_back(box, words);
    }
  }
}

TEST_F(Handouts, OfEveryLessonAreReadableInBothLanguages) {
  const std::vector<Lesson> all = lessons();
  ASSERT_GE(all.size(), 9u);
  for (const Lesson& lesson : all) {
    for (const std::string language : {"en", "zh"}) {
      const Result<Handout> handout = lesson_handout(catalog(), lesson, ground(), language);
      ASSERT_TRUE(handout.ok()) << lesson.id << ": " << handout.error().message;
      EXPECT_EQ(handout->parts.size(), lesson.steps.size());
      expect_readable(handout_pages(catalog(), *handout, {}), lesson.id + " " + language);
    }
  }
}

TEST_F(Handouts, OfScenesAreReadableOnEveryPaperWithAnyNumberOfFrames) {
  for (const char* scene : {"one_channel", "padding", "many_filters", "transposed", "pooling"}) {
    const Handout handout = of_scene(scene, "zh");
    for (int per_page : {2, 3, 4}) {
      for (Paper paper : {Paper::kA4, Paper::kLetter}) {
        HandoutOptions options;
        options.per_page = per_page;
        options.paper = paper;
        expect_readable(handout_pages(catalog(), handout, options), std::string(scene) + " " + std::to_string(per_page));
      }
    }
  }
}

// Everything that is written on the pages, one after the other, without blanks.
std::string written_on(const std::vector<DisplayList>& pages) {
  std::string all;
  for (const DisplayList& page : pages) {
    for (const Item& item : page.items) {
      const auto* text = std::get_if<TextItem>(&item);
      for (std::size_t i = 0; text && i < text->runs.size(); ++i) all += text->runs[i].text;
    }
  }
  std::erase(all, ' ');
  return all;
}

TEST_F(Handouts, GoOnWhereAStepsWordsAreLongerThanAPage) {
  for (const std::string language : {"en", "zh"}) {
    Handout handout = lesson_handout(catalog(), lesson("sliding"), ground(), language).value();
    auto asks = [](const HandoutPart& part) { return !part.choices.empty(); };
    HandoutPart& longest = *std::find_if(handout.parts.begin(), handout.parts.end(), asks);
    std::string endless;
    for (int i = 1000; i < 1900; ++i)
      endless += language == "en" ? "word " + std::to_string(i) + " " : "第" + std::to_string(i) + "个词，";
    endless += "end.";
    for (int i = 0; i < 40; ++i) longest.paragraphs.push_back("Sentence " + std::to_string(i) + " of a step that says a great deal.");
    longest.paragraphs.push_back(endless);
    for (int per_page : {2, 3, 4}) {
      HandoutOptions options;
      options.per_page = per_page;
      const std::vector<DisplayList> pages = handout_pages(catalog(), handout, options);
      expect_readable(pages, language + " " + std::to_string(per_page));
      const std::string all = written_on(pages);
      for (int i = 1000; i < 1900; ++i)
        EXPECT_NE(all.find(std::to_string(i)), std::string::npos) << language << " " << per_page << ": " << i;
      for (int i = 0; i < 40; ++i) EXPECT_NE(all.find("Sentence" + std::to_string(i) + "of"), std::string::npos) << per_page << ": " << i;
      for (const HandoutChoice& choice : longest.choices) {
        std::string wanted = choice.text;
        std::erase(wanted, ' ');
        EXPECT_NE(all.find(wanted), std::string::npos) << choice.text;
      }
    }
  }
}

std::string numbered_words(int count) {
  std::string words;
  for (int i = 1; i <= count; ++i) words += (i % 7 == 0 ? "**word " : "word ") + std::to_string(10000 + i) + (i % 7 == 0 ? "** " : " ");
  return words;
}

// Every one of the numbered words, in their order, none twice.
void expect_numbered_words(const std::vector<DisplayList>& pages, int count, const std::string& what) {
  const std::string all = written_on(pages);
  std::size_t at = 0;
  for (int i = 1; i <= count; ++i) {
    const std::string number = std::to_string(10000 + i), word = "word" + number;
    const std::size_t whole = all.find(word, at);  // what is before the number may end the page before
    const std::size_t found = whole == std::string::npos ? all.find(number, at) : whole;
    ASSERT_NE(found, std::string::npos) << what << ": " << word;
    ASSERT_EQ(all.find(word, found + 1), std::string::npos) << what << ": " << word;
    at = found;
  }
  EXPECT_EQ(all.find("**"), std::string::npos) << what;
}

std::size_t pages_with(const std::vector<DisplayList>& pages, const std::string& words) {
  const auto with = [&](const DisplayList& page) { return written_on({page}).find(words) != std::string::npos; };
  return static_cast<std::size_t>(std::count_if(pages.begin(), pages.end(), with));
}

// The pages with all of 3000 numbered words, with two, three and four figures each.
std::vector<std::vector<DisplayList>> whole_pages(const Catalog& catalog, const Handout& handout, const std::string& what) {
  std::vector<std::vector<DisplayList>> all;
  for (int per_page : {2, 3, 4}) {
    HandoutOptions options;
    options.per_page = per_page;
    all.push_back(handout_pages(catalog, handout, options));
    expect_readable(all.back(), what + ", " + std::to_string(per_page));
    expect_numbered_words(all.back(), 3000, what + ", " + std::to_string(per_page));
  }
  return all;
}

TEST_F(Handouts, GoOnWhereTheirOpeningIsLongerThanAPage) {
  Handout handout = lesson_handout(catalog(), lesson("sliding"), ground(), "en").value();
  const std::size_t short_one = handout_pages(catalog(), handout, {}).size();
  handout.summary = {numbered_words(3000)};
  whole_pages(catalog(), handout, "opening");
  EXPECT_GT(handout_pages(catalog(), handout, {}).size(), short_one + 3);
  Handout scene = of_scene("stride");
  ASSERT_FALSE(scene.formula.empty());
  scene.summary = {numbered_words(3000)};
  for (int words = 3000; words > 2800; words -= 20) {  // so that the formula meets the end of a page
    scene.summary = {numbered_words(words)};
    expect_readable(handout_pages(catalog(), scene, {}), "opening of " + std::to_string(words) + " words above a formula");
  }
}

TEST_F(Handouts, NameTheStepThatGoesOnOnEachOfItsPages) {
  Handout handout = lesson_handout(catalog(), lesson("sliding"), ground(), "en").value();
  EXPECT_EQ(pages_with(handout_pages(catalog(), handout, {}), ",continued"), 0u);
  handout.parts[1].paragraphs = {numbered_words(1500), numbered_words(3000).substr(numbered_words(1500).size())};
  for (const std::vector<DisplayList>& pages : whole_pages(catalog(), handout, "a step")) EXPECT_GE(pages_with(pages, ",continued"), 3u);
}

TEST_F(Handouts, AnswersWithLongReasonsGoOn) {
  Handout handout = lesson_handout(catalog(), lesson("sliding"), ground(), "en").value();
  for (HandoutPart& part : handout.parts) {
    if (part.choices.empty()) continue;
    part.choices.back().reason = numbered_words(3000);
    break;
  }
  const std::vector<DisplayList> pages = handout_pages(catalog(), handout, {});
  expect_readable(pages, "answers");
  EXPECT_NE(written_on(pages).find("13000"), std::string::npos);
}

TEST_F(Handouts, DrawTheMarksOfATextInsteadOfWritingThem) {
  Handout handout = lesson_handout(catalog(), lesson("sliding"), ground(), "en").value();
  handout.summary = {"Here **boldly** and `in_code` and *softly*, but 2 ** 3."};
  const std::vector<DisplayList> pages = handout_pages(catalog(), handout, {});
  std::map<std::string, const TextItem*> drawn;
  for (const Item& item : pages.front().items) {
    const auto* text = std::get_if<TextItem>(&item);
    if (text && text->runs.size() == 1) drawn[text->runs.front().text] = text;
  }
  ASSERT_TRUE(drawn.contains("boldly") && drawn.contains("in_code") && drawn.contains("softly"));
  EXPECT_EQ(drawn["boldly"]->weight, Weight::kBold);
  EXPECT_EQ(drawn["in_code"]->face, Face::kNumbers);
  EXPECT_EQ(drawn["softly"]->weight, Weight::kSemiBold);
  EXPECT_NE(written_on(pages).find("2**3"), std::string::npos);
}

TEST_F(Handouts, HoldAnswersOnALastPageOrNotAtAll) {
  const Result<Handout> handout = lesson_handout(catalog(), lesson("sliding"), ground(), "en");
  ASSERT_TRUE(handout.ok());
  HandoutOptions with, without;
  without.answers = false;
  ExportProgress progress;
  ASSERT_TRUE(write_handout(catalog(), *handout, with, path("with.pdf"), progress).ok());
  ASSERT_TRUE(write_handout(catalog(), *handout, without, path("without.pdf"), progress).ok());
  const std::string told = text_of(path("with.pdf")), held = text_of(path("without.pdf"));
  if (told.empty()) GTEST_SKIP() << "pdftotext is not installed";
  EXPECT_NE(told.find("Answers"), std::string::npos);
  EXPECT_EQ(held.find("Answers"), std::string::npos);
  EXPECT_NE(held.find("Sliding, padding and stride"), std::string::npos);
  for (const HandoutPart& part : handout->parts) {
    for (const HandoutChoice& choice : part.choices) {
      EXPECT_TRUE(choice.reason.empty() || held.find(choice.reason.substr(0, 20)) == std::string::npos) << choice.reason;
    }
  }
  EXPECT_EQ(handout_pages(catalog(), *handout, with).size(), handout_pages(catalog(), *handout, without).size() + 1);
}

TEST_F(Handouts, ShowThePicturesThatAreChosenFrom) {
  Handout handout = lesson_handout(catalog(), lesson("photograph_features"), ground(), "en").value();
  auto images = [&] {
    std::size_t count = 0;
    for (const DisplayList& page : handout_pages(catalog(), handout, {}))
      for (const Item& item : page.items) count += std::holds_alternative<ImageItem>(item) ? 1 : 0;
    return count;
  };
  std::size_t pictures = 0;
  const std::size_t with = images();
  for (HandoutPart& part : handout.parts) {
    for (HandoutChoice& choice : part.choices) {
      pictures += choice.picture ? 1 : 0;
      choice.picture.reset();
    }
  }
  EXPECT_GE(pictures, 3u);
  EXPECT_EQ(with, images() + pictures);
}

TEST_F(Handouts, HaveAPageNumberOnEveryPageAndChineseWords) {
  const Handout handout = of_scene("stride", "zh");
  ExportProgress progress;
  ASSERT_TRUE(write_handout(catalog(), handout, {}, path("a.pdf"), progress).ok());
  const std::string text = text_of(path("a.pdf"));
  if (text.empty()) GTEST_SKIP() << "pdftotext is not installed";
  const std::size_t pages = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\f'));
  EXPECT_EQ(pages, handout_pages(catalog(), handout, {}).size());
  EXPECT_EQ(progress.frame, static_cast<int>(pages));
  for (std::size_t page = 1; page <= pages; ++page) {
    const std::string number = std::to_string(page), all = std::to_string(pages);  // a reader may drop the narrow blanks
    EXPECT_TRUE(text.find(number + " / " + all) != std::string::npos || text.find(number + "/" + all) != std::string::npos) << page;
  }
  EXPECT_NE(text.find("步长"), std::string::npos);
}

TEST_F(Handouts, AreWholeOrAbsent) {
  const Handout handout = of_scene("stride");
  ExportProgress cancelled;
  cancelled.cancel = true;
  const Status stopped = write_handout(catalog(), handout, {}, path("a.pdf"), cancelled);
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(files_left(), 0u);
  ExportProgress progress;
  EXPECT_FALSE(write_handout(catalog(), handout, {}, path("none/a.pdf"), progress).ok());
  EXPECT_EQ(files_left(), 0u);
}

TEST_F(Handouts, RefuseOtherEndingsAndNumbersOfFrames) {
  HandoutOptions five;
  five.per_page = 5;
  EXPECT_EQ(check_handout("a.pdf", five).error().message, "a page holds 2, 3 or 4 frames, not 5");
  EXPECT_EQ(check_handout("a.png", {}).error().message, "a hand-out is a .pdf, not 'a.png'");
  Lesson one = lesson("sliding");
  one.texts.erase("zh");
  EXPECT_FALSE(lesson_handout(catalog(), one, ground(), "zh").ok());
}

TEST_F(Handouts, OfALessonInALanguageThatTheProgramDoesNotSpeakHaveItsTextsAllTheSame) {
  Lesson foreign = lesson("sliding");
  foreign.texts["de"] = foreign.texts.at("en");
  foreign.texts["de"].title = "Schieben";
  const Result<Handout> handout = lesson_handout(catalog(), foreign, ground(), "de");
  ASSERT_TRUE(handout.ok()) << handout.error().message;
  EXPECT_EQ(handout->title, "Schieben");
  ExportProgress progress;
  const Status written = write_handout(catalog(), *handout, {}, path("de.pdf"), progress);
  EXPECT_TRUE(written.ok());
}

}  // namespace
}  // namespace convscope
