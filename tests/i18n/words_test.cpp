#include "app/i18n/sentence.h"

#include <gtest/gtest.h>

#include "engine/base/refusal.h"
#include "support/temporary_folder.h"

namespace convscope {
namespace {

class WordsFiles : public testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& text) { return folder_.write(name, text); }
  TemporaryFolder folder_;
};

TEST_F(WordsFiles, ComeTogetherFromSeveralFiles) {
  Result<Words> words = Words::load("en", {write("a.en.json", R"({"a": "one"})"), write("b.en.json", R"({"b": "two"})")});
  ASSERT_TRUE(words) << words.error().message;
  EXPECT_EQ(words->language(), "en");
  EXPECT_EQ((*words)("a"), "one");
  EXPECT_EQ((*words)("b"), "two");
  EXPECT_FALSE(words->has("c"));
}

TEST_F(WordsFiles, RefuseAKeyThatTwoFilesGive) {
  Result<Words> words = Words::load("en", {write("a.en.json", R"({"twice": "one"})"), write("b.en.json", R"({"twice": "two"})")});
  ASSERT_FALSE(words);
  EXPECT_NE(words.error().message.find("b.en.json"), std::string::npos);
  EXPECT_NE(words.error().message.find("twice"), std::string::npos);
}

TEST_F(WordsFiles, RefuseWhatIsNoTextAndSayWhere) {
  Result<Words> number = Words::load("en", {write("a.en.json", R"({"count": 3})")});
  ASSERT_FALSE(number);
  EXPECT_NE(number.error().message.find("count"), std::string::npos);
  Result<Words> broken = Words::load("en", {write("b.en.json", "{\"a\": ")});
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().message.find("b.en.json"), std::string::npos);
}

TEST_F(WordsFiles, ReplaceNamesInBracesAndKeepUnknownOnes) {
  Result<Words> words = Words::load("en", {write("a.en.json", R"({"step": "Step {step} of {steps}, {other}, {"})")});
  ASSERT_TRUE(words) << words.error().message;
  EXPECT_EQ(words->format("step", {{"step", "3"}, {"steps", "{step}"}}), "Step 3 of {step}, {other}, {");
}

TEST_F(WordsFiles, SayAnErrorInTheirLanguageWithItsValuesInAnyOrder) {
  Result<Words> words = Words::load("zh", {write("a.zh.json", R"({"error.too_wide": "{1}: {0}", "error_value.tall": "高度"})")});
  ASSERT_TRUE(words) << words.error().message;
  EXPECT_EQ(sentence(*words, Error{ErrorKind::kImpossible, "5 is too wide, tall", "padding", "too_wide", {"5", "tall"}}), "高度: 5");
  EXPECT_EQ(sentence(*words, Error{ErrorKind::kImpossible, "only in English", "padding", "unknown", {"5"}}), "only in English");
  EXPECT_EQ(sentence(*words, Error{ErrorKind::kFile, "no key", ""}), "no key");
}

TEST_F(WordsFiles, SayTheSentenceThatAnErrorQuotesAndItsPlaceInAFile) {
  Result<Words> words = Words::load("zh", {write("a.zh.json", R"({"error.outer": "从 {0} 起{cause}！", "error.inner": "缺{0}"})")});
  ASSERT_TRUE(words) << words.error().message;
  const Error inner = impossible("padding", "inner", "there is no {}", "{cause}");
  const Error error = at_place("a.md:3: ", at_place("steps[0]: ", quoting(inner, "outer", "from {} on {}!", 7)));
  EXPECT_EQ(error.message, "a.md:3: steps[0]: from 7 on there is no {cause}!");
  EXPECT_EQ(error.kind, ErrorKind::kFile);
  EXPECT_EQ(sentence(*words, error), "a.md:3: steps[0]: 从 7 起缺{cause}！");
  Result<Words> silent = Words::load("zh", {write("b.zh.json", R"({"error.outer": "从 {0} 起{cause}！"})")});
  EXPECT_EQ(sentence(*silent, error), "a.md:3: steps[0]: 从 7 起there is no {cause}！");
}

}  // namespace
}  // namespace convscope
