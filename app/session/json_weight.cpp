// The parser's events, counted; the path of keys is kept for the message.
#include "app/session/json_weight.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "app/session/json_syntax.h"
#include "engine/base/refusal.h"

namespace convscope {
namespace {

using nlohmann::json;

struct Place {
  std::ptrdiff_t line = 1, column = 1;
};

// The parser counts bytes; people count lines and columns.
Place place_of(const std::string& text, std::size_t byte) {
  std::size_t end = std::min(byte == 0 ? 0 : byte - 1, text.size());
  auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n');
  std::size_t newline = end == 0 ? std::string::npos : text.rfind('\n', end - 1);
  std::size_t column = newline == std::string::npos ? end + 1 : end - newline;
  return {line, static_cast<std::ptrdiff_t>(column)};
}

// The byte, counted from 1, at which more than `depth` lists and objects are open.
std::size_t byte_of_depth(const std::string& text, std::size_t depth) {
  std::size_t open = 0;
  bool in_text = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (in_text && text[at] == '\\') ++at;
    else if (text[at] == '"') in_text = !in_text;
    else if (!in_text && (text[at] == '[' || text[at] == '{') && ++open > depth) return at + 1;
    else if (!in_text && (text[at] == ']' || text[at] == '}')) --open;
  }
  return text.size();
}

class Weigher final : public nlohmann::json_sax<json> {
 public:
  Weigher(const std::string& text, const std::string& name) : text_(text), name_(name) {}
  const std::optional<Error>& error() const { return error_; }

  bool null() override { return count(); }
  bool boolean(bool) override { return count(); }
  bool number_integer(number_integer_t) override { return count(); }
  bool number_unsigned(number_unsigned_t) override { return count(); }
  bool number_float(number_float_t, const string_t&) override { return count(); }
  bool string(string_t&) override { return count(); }
  bool binary(binary_t&) override { return count(); }
  bool start_object(std::size_t) override { return open(false); }
  bool start_array(std::size_t) override { return open(true); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& key) override {
    open_.back().key = key;
    return count();
  }
  bool parse_error(std::size_t byte, const std::string& token, const nlohmann::detail::exception& fault) override {
    constexpr int kNumberBeyondRange = 406;
    if (fault.id == kNumberBeyondRange) {
      const Place place = place_of(text_, byte < token.size() ? 0 : byte - token.size() + 1);
      error_ = refusal(ErrorKind::kFile, "", "session_huge_number",
                       "cannot read '{}': line {}, column {}: {} is {}, expected a number of at most 1.8e308", name_, place.line,
                       place.column, path(), token.substr(0, kLongest));
    } else {
      const Place place = place_of(text_, byte);
      error_ = quoting(json_fault(text_, byte, fault.what()), "session_syntax", "cannot read '{}': line {}, column {}: {}", name_,
                       place.line, place.column);
      error_->kind = ErrorKind::kFile;
    }
    return false;
  }

 private:
  static constexpr std::size_t kLongest = 40;  // characters of the file that a message repeats
  struct Open {
    bool list = false;
    std::size_t next = 0;  // element of a list
    std::string key;
  };

  bool count() {
    if (!open_.empty() && open_.back().list) ++open_.back().next;
    if (++values_ <= kMostJsonValues) return true;
    error_ = refusal(ErrorKind::kFile, "", "session_too_many", "cannot read '{}': it holds more than {} values and keys", name_,
                     kMostJsonValues);
    return false;
  }
  bool open(bool list) {
    if (!count()) return false;
    open_.push_back({list, 0, ""});
    if (open_.size() <= kDeepestJson) return true;
    const Place place = place_of(text_, byte_of_depth(text_, kDeepestJson));
    error_ = refusal(ErrorKind::kFile, "", "session_too_deep",
                     "cannot read '{}': line {}, column {}: more than {} lists and objects stand within one another", name_, place.line,
                     place.column, kDeepestJson);
    return false;
  }
  bool close() {
    open_.pop_back();
    return true;
  }
  std::string path() const {
    std::string path;
    for (const Open& each : open_) {
      const bool inside = &each != &open_.back();  // its element has begun already
      if (each.list) path += "[" + std::to_string(each.next - (inside ? 1 : 0)) + "]";
      else path += (path.empty() ? "" : ".") + each.key.substr(0, kLongest);
    }
    return path.empty() ? "the whole" : path;
  }

  const std::string& text_;
  const std::string& name_;
  std::vector<Open> open_;
  std::size_t values_ = 0;
  std::optional<Error> error_;
};

}  // namespace

Status check_json(const std::string& text, const std::string& name) {
  Weigher weigher(text, name);
  json::sax_parse(text, &weigher);
  if (weigher.error()) return *weigher.error();
  return success();
}

}  // namespace convscope
