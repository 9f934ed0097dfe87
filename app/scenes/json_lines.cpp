// One pass over the text with a stack of the objects and lists that are open.
#include "app/scenes/json_lines.h"

#include <algorithm>

#include <fmt/core.h>

namespace convscope {
namespace {

constexpr std::size_t kDeepest = 16, kLongestPath = 200;  // what lies beyond counts as the line of what holds it

class Scanner {
 public:
  explicit Scanner(const std::string& text) : text_(text) { lines_.by_path[""] = 1; }

  JsonLines run() {
    while (at_ < text_.size()) take(text_[at_++]);
    return std::move(lines_);
  }

 private:
  struct Open {
    std::string path;
    bool is_list = false;
    std::size_t element = 0;
    std::string key;
    bool key_next = false;
    bool beyond = false;  // its path is too long to be told
  };

  void take(char c) {
    switch (c) {
      case '\n': ++line_; return;
      case ' ': case '\t': case '\r': return;
      case '"': return string();
      case '{': case '[': return open(c == '[');
      case '}': case ']':
        if (!stack_.empty()) stack_.pop_back();
        return;
      case ',':
        if (!stack_.empty() && stack_.back().is_list) ++stack_.back().element;
        else if (!stack_.empty()) stack_.back().key_next = true;
        return;
      case ':': return;
      default: return scalar();
    }
  }

  void string() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_, text_.size());
    const std::string found = text_.substr(begin, at_ - begin);
    ++at_;
    if (stack_.empty() || stack_.back().is_list) return begins();
    Open& object = stack_.back();
    if (!object.key_next) return;
    object.key_next = false;
    object.key = found;
    if (stack_.size() > kDeepest || object.beyond) return;
    const std::string path = here();
    if (path.size() > kLongestPath) return;
    if (!lines_.by_path.emplace(path, line_).second) lines_.given_twice.push_back(path);
  }

  void scalar() {
    begins();
    while (at_ < text_.size() && std::string(",]} \t\r\n").find(text_[at_]) == std::string::npos) ++at_;
  }

  void open(bool is_list) {
    begins();
    Open inner{"", is_list, 0, "", !is_list};
    if (stack_.size() < kDeepest) inner.path = here();
    inner.beyond = inner.path.size() > kLongestPath || (!stack_.empty() && stack_.back().beyond);
    if (inner.beyond) inner.path.clear();
    stack_.push_back(std::move(inner));
  }

  // A value begins; of an object's value the key has been remembered.
  void begins() {
    if (stack_.empty() || stack_.back().beyond || !stack_.back().is_list || stack_.size() > kDeepest) return;
    lines_.by_path.emplace(here(), line_);
  }

  std::string here() const {
    if (stack_.empty()) return "";
    const Open& top = stack_.back();
    if (top.is_list) return fmt::format("{}[{}]", top.path, top.element);
    return top.path.empty() ? top.key : top.path + "." + top.key;
  }

  const std::string& text_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::vector<Open> stack_;
  JsonLines lines_;
};

}  // namespace

int JsonLines::of(std::string path) const {
  while (true) {
    auto found = by_path.find(path);
    if (found != by_path.end()) return found->second;
    const std::size_t end = path.find_last_of(".[");
    path.erase(end == std::string::npos ? 0 : end);
    if (path.empty()) return 1;
  }
}

JsonLines find_json_lines(const std::string& text) { return Scanner(text).run(); }

}  // namespace convscope
