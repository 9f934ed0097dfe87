// The words of a lesson in one language, from Markdown: "# Title", a summary, then "## Heading {#step}" and its text for every step.
// Lines that begin with ">" are notes for the lecturer, which only a second screen shows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace convscope {

struct LessonSection {
  std::string id, title;                // without inline marks
  std::vector<std::string> paragraphs;  // each on one line; those of a list begin with "• "
  std::vector<std::string> notes;
  int line = 0;                         // of its heading
};

struct LessonText {
  std::string file, title;
  std::vector<std::string> summary;
  std::vector<LessonSection> sections;

  const LessonSection* find(const std::string& step) const;  // nullptr: none
};

// Small letters, digits and _: what steps, languages and folders of lessons are called.
bool is_id(std::string_view name);
// The text of a file without the mark that some editors write before it (EF BB BF).
std::string_view without_mark(std::string_view text);
// `file` is for the messages: "en.md:12: …". Inline marks (canvas/marked_text.h) stay in the text.
Result<LessonText> parse_lesson_text(const std::string& markdown, const std::string& file);

}  // namespace convscope
