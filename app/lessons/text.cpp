#include "app/lessons/text.h"

#include <algorithm>
#include <string_view>

#include "app/canvas/marked_text.h"
#include "app/lessons/lesson.h"
#include "engine/base/refusal.h"

namespace convscope {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

// Bytes that a character of UTF-8 of this first byte has; 0: no character begins so.
std::size_t length_of(char first) {
  const auto byte = static_cast<unsigned char>(first);
  if (byte < 0x80) return 1;
  if (byte >= 0xC2 && byte < 0xE0) return 2;
  if (byte >= 0xE0 && byte < 0xF0) return 3;
  return byte >= 0xF0 && byte < 0xF5 ? 4 : 0;
}

bool is_utf8(std::string_view line) {
  while (!line.empty()) {
    const std::size_t length = length_of(line.front());
    if (length == 0 || length > line.size()) return false;
    auto follows = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
    if (!std::all_of(line.begin() + 1, line.begin() + static_cast<std::ptrdiff_t>(length), follows)) return false;
    line.remove_prefix(length);
  }
  return true;
}

class Reader {
 public:
  explicit Reader(const std::string& file) : file_(file) { text_.file = file; }

  Status line(std::string_view raw) {
    ++line_;
    if (!is_utf8(raw)) return fault(impossible("", "text_no_utf8", "expected text in UTF-8"));
    std::string_view text = trimmed(raw);
    if (text.rfind("## ", 0) == 0) return section(trimmed(text.substr(3)));
    if (text.rfind("# ", 0) == 0) return title(trimmed(text.substr(2)));
    if (text.rfind("#", 0) == 0)
      return fault(impossible("", "text_no_heading", "expected \"# Title\" or \"## Heading {{#step}}\", found \"{}\"", text));
    if (text.empty()) {
      open_ = nullptr;
      return success();
    }
    if (text_.title.empty())
      return fault(impossible("", "text_before_title", "expected the lesson's title, \"# Title\", before any text"));
    add(text);
    return success();
  }

  Result<LessonText> end() {
    if (text_.title.empty())
      return lesson_fault(file_, 1, impossible("", "text_no_title", "expected the lesson's title, \"# Title\""));
    for (const LessonSection& each : text_.sections) {
      if (each.paragraphs.empty())
        return lesson_fault(file_, each.line, impossible("", "text_section_empty", "the section {{#{}}} has no text", each.id));
    }
    return std::move(text_);
  }

 private:
  Error fault(const Error& error) const { return lesson_fault(file_, line_, error); }

  Status title(std::string_view text) {
    if (!text_.title.empty())
      return fault(impossible("", "text_second_title", "a second title; the lesson's title is \"{}\"", text_.title));
    if (text.empty()) return fault(impossible("", "text_title_empty", "expected the lesson's title after \"#\""));
    text_.title = without_marks(text);
    open_ = nullptr;
    return success();
  }

  Status section(std::string_view text) {
    if (text_.title.empty())
      return fault(impossible("", "text_section_before_title", "expected the lesson's title, \"# Title\", before any section"));
    const std::size_t mark = text.rfind("{#");
    if (mark == std::string_view::npos || text.back() != '}') {
      return fault(impossible("", "text_no_id",
                              "expected the id of a step at the end of the heading, as in \"## Heading {{#step}}\", found \"{}\"", text));
    }
    LessonSection next;
    next.id = text.substr(mark + 2, text.size() - mark - 3);
    next.title = without_marks(trimmed(text.substr(0, mark)));
    next.line = line_;
    if (!is_id(next.id))
      return fault(impossible("", "text_bad_id", "a step's id has small letters, digits and _, this is \"{}\"", next.id));
    if (next.title.empty()) return fault(impossible("", "text_no_words", "expected a heading before {{#{}}}", next.id));
    if (const LessonSection* other = text_.find(next.id)) {
      return fault(
          impossible("", "text_second_section", "a second section {{#{}}}; the first stands on line {}", next.id, other->line));
    }
    text_.sections.push_back(std::move(next));
    open_ = nullptr;
    return success();
  }

  void add(std::string_view text) {
    const bool note = text.front() == '>', item = text.rfind("- ", 0) == 0;
    if (note) text = trimmed(text.substr(1));
    std::vector<std::string>& into = text_.sections.empty() ? text_.summary
                                     : note                 ? text_.sections.back().notes
                                                            : text_.sections.back().paragraphs;
    if (item) text = trimmed(text.substr(2));
    if (open_ != &into || item) into.emplace_back(item ? "• " : "");
    open_ = &into;
    std::string& paragraph = into.back();
    const bool begins = paragraph.empty() || paragraph.back() == ' ' || text.empty();
    if (!begins && (is_ascii(paragraph.back()) || is_ascii(text.front()))) paragraph += ' ';  // Chinese lines join without
    paragraph += text;
  }

  std::string file_;
  LessonText text_;
  int line_ = 0;
  const std::vector<std::string>* open_ = nullptr;  // the list whose last paragraph goes on
};

}  // namespace

bool is_id(std::string_view name) {
  auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && std::all_of(name.begin(), name.end(), fits);
}

std::string_view without_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return text.substr(0, kMark.size()) == kMark ? text.substr(kMark.size()) : text;
}

const LessonSection* LessonText::find(const std::string& step) const {
  auto found = std::find_if(sections.begin(), sections.end(), [&](const LessonSection& each) { return each.id == step; });
  return found == sections.end() ? nullptr : &*found;
}

Result<LessonText> parse_lesson_text(const std::string& text, const std::string& file) {
  const std::string_view markdown = without_mark(text);
  Reader reader(file);
  for (std::size_t begin = 0; begin < markdown.size();) {
    const std::size_t end = std::min(markdown.find('\n', begin), markdown.size());
    Status read = reader.line(markdown.substr(begin, end - begin));
    if (!read) return read.error();
    begin = end + 1;
  }
  return reader.end();
}

}  // namespace convscope
