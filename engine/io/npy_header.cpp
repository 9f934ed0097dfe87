#include "engine/io/npy_header.h"

#include <fmt/core.h>

#include <cctype>
#include <charconv>
#include <optional>

namespace convscope {
namespace {

// Reads only what numpy writes: one flat dictionary of three keys.
class Reader {
 public:
  Reader(std::string_view text, const std::string& path) : text_(text), path_(path) {}

  Result<NpyHeader> header() {
    NpyHeader header;
    if (!take('{')) return fault("'{'");
    bool descr = false, order = false, shape = false;
    while (!take('}')) {
      std::optional<std::string> key = quoted();
      if (!key) return fault("a quoted key or '}'");
      if (!take(':')) return fault("':'");
      Status read = success();
      if (*key == "descr") read = read_descr(header), descr = true;
      else if (*key == "fortran_order") read = read_order(header), order = true;
      else if (*key == "shape") read = read_shape(header), shape = true;
      else return refuse(fmt::format("its header has the unknown key '{}'", *key));
      if (!read) return read.error();
      if (!take(',') && peek() != '}') return fault("',' or '}'");
    }
    const char* missing = !descr ? "descr" : !order ? "fortran_order" : !shape ? "shape" : nullptr;
    if (missing) return refuse(fmt::format("its header has no '{}'", missing));
    if (peek() != '\0') return fault("the end of the header");
    return header;
  }

 private:
  char peek() {
    while (place_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[place_]))) ++place_;
    return place_ < text_.size() ? text_[place_] : '\0';
  }

  bool take(char wanted) {
    if (peek() != wanted) return false;
    ++place_;
    return true;
  }

  bool take_word(std::string_view word) {
    peek();
    if (text_.substr(place_, word.size()) != word) return false;
    place_ += word.size();
    return true;
  }

  std::optional<std::string> quoted() {
    char quote = peek();
    if (quote != '\'' && quote != '"') return std::nullopt;
    std::size_t end = text_.find(quote, place_ + 1);
    if (end == std::string_view::npos) return std::nullopt;
    std::string inside(text_.substr(place_ + 1, end - place_ - 1));
    place_ = end + 1;
    return inside;
  }

  Error refuse(const std::string& why) const { return Error{ErrorKind::kFile, fmt::format("cannot read '{}': {}", path_, why), {}}; }
  Error fault(const std::string& expected) const {
    return refuse(fmt::format("at byte {} of its header, expected {}", place_, expected));
  }

  Status read_descr(NpyHeader& header) {
    if (peek() == '[') return refuse("its dtype is structured; expected plain numbers, for example float32");
    std::optional<std::string> descr = quoted();
    if (!descr) return fault("a dtype in quotes");
    std::string_view rest = *descr;
    if (!rest.empty() && (rest[0] == '<' || rest[0] == '>' || rest[0] == '|' || rest[0] == '=')) {
      header.big_endian = rest[0] == '>';
      rest.remove_prefix(1);
    }
    header.kind = rest.empty() ? '?' : rest[0];
    std::string_view digits = rest.empty() ? rest : rest.substr(1);
    auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), header.item_size);
    bool number = problem == std::errc{} && end == digits.data() + digits.size();
    if (header.kind == 'O') return refuse("its dtype is object (Python objects); expected plain numbers, for example float32");
    int size = header.item_size;
    bool known = number && ((header.kind == 'f' && (size == 2 || size == 4 || size == 8)) ||
                            ((header.kind == 'i' || header.kind == 'u') && (size == 1 || size == 2 || size == 4 || size == 8)) ||
                            (header.kind == 'b' && size == 1));
    if (known) return success();
    return refuse(fmt::format("its dtype is '{}'; expected float16, float32, float64, an integer of 1 to 8 bytes, or bool", *descr));
  }

  Status read_order(NpyHeader& header) {
    if (take_word("True")) header.fortran_order = true;
    else if (take_word("False")) header.fortran_order = false;
    else return fault("True or False");
    return success();
  }

  Status read_shape(NpyHeader& header) {
    if (!take('(')) return fault("'('");
    header.shape.clear();
    while (!take(')')) {
      peek();
      std::int64_t size = 0;
      auto [end, problem] = std::from_chars(text_.data() + place_, text_.data() + text_.size(), size);
      if (problem == std::errc::result_out_of_range) return fault("a size below 2^63");
      if (problem != std::errc{}) return fault("a size or ')'");
      if (size < 0) return refuse(fmt::format("its shape has the negative size {}", size));
      place_ = static_cast<std::size_t>(end - text_.data());
      take_word("L");  // Python 2 wrote long integers so
      header.shape.push_back(size);
      if (!take(',') && peek() != ')') return fault("',' or ')'");
    }
    return success();
  }

  std::string_view text_;
  const std::string& path_;
  std::size_t place_ = 0;
};

}  // namespace

std::string NpyHeader::dtype() const {
  const char* name = kind == 'f' ? "float" : kind == 'i' ? "int" : kind == 'u' ? "uint" : "bool";
  return kind == 'b' ? name : fmt::format("{}{}", name, item_size * 8);
}

Result<NpyHeader> parse_npy_header(std::string_view text, const std::string& path) { return Reader(text, path).header(); }

}  // namespace convscope
