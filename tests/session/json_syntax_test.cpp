#include "app/session/json_syntax.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace convscope {
namespace {

std::string told(const std::string& text) {
  try {
    return "(it was read as " + nlohmann::json::parse(text).dump() + ")";
  } catch (const nlohmann::json::parse_error& error) {
    return json_fault(text, error.byte, error.what()).message;
  }
}

TEST(JsonSyntax, SaysWhatIsMissingAndBeforeWhat) {
  const struct { const char *text, *told; } kFaults[] = {
      {"", "it ends before all its brackets are closed"},
      {"{\"a\": 1,", "it ends before all its brackets are closed"},
      {"[[1, 2]", "it ends before all its brackets are closed"},
      {"{\"a\": 1 \"b\": 2}", "a comma is missing before \"b\""},
      {"[1, 2 -3.5]", "a comma is missing before -3.5"},
      {"[[1] [2]]", "a comma is missing before ["},
      {"{\"a\" 1}", "a colon is missing before 1"},
      {"{\"a\": 1,}", "there is one comma too many before }, or something is missing"},
      {"[1, 2,]", "there is one comma too many before ], or something is missing"},
      {"{\"a\": }", "there is one comma too many before }, or something is missing"},
      {"{\"a\": \"b}\n}", "a text is not closed by a quote (\") on its line"},
      {"{\"a\": \"b", "a text is not closed by a quote (\") on its line"},
      {"{\"a\": True}", "T may not stand here"},
      {"{\"a\": 1;}", "; may not stand here"},
      {"[,1]", ", may not stand here"},
      {"{a: 1}", "a may not stand here"},
      {"\"\xff\"", "it is not in UTF-8"},
      {"1 2", "2 may not stand here"},
      {"{\"a\": 卷积}", "卷 may not stand here"},
      {"{“a”: 1}", "“ may not stand here"},
  };
  for (const auto& [text, sentence] : kFaults) EXPECT_EQ(told(text), sentence) << text;
}

TEST(JsonSyntax, NeverRepeatsALongText) {
  const std::string told_of = told("{\"a\": 1 \"" + std::string(10000, 'b') + "\": 2}");
  EXPECT_LT(told_of.size(), 100u);
}

}  // namespace
}  // namespace convscope
