#include "engine/gpu/shader_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <regex>

namespace convscope {
namespace {

constexpr int kMaxIncludeDepth = 16;
constexpr std::size_t kMaxLines = 200000;  // a repeat that writes more is a mistake
constexpr int kLinesAroundFault = 3;

Error shader_error(const std::string& file, int line, const std::string& what) {
  return {ErrorKind::kDevice, fmt::format("shader {}:{}: {}.", file, line, what), ""};
}

// COUNT of a repeat: sum := product (±product)*, product := factor (*|/ factor)*, factor := number | name | ( sum ).
class Expression {
 public:
  Expression(std::string text, const Defines& defines) : text_(std::move(text)), defines_(defines) {}
  std::optional<long> value() {
    long result = sum();
    skip_spaces();
    return good_ && at_ == text_.size() ? std::optional<long>(result) : std::nullopt;
  }

 private:
  void skip_spaces() { while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_; }
  bool take(char expected) {
    skip_spaces();
    if (at_ >= text_.size() || text_[at_] != expected) return false;
    ++at_;
    return true;
  }
  long sum() {
    long result = product();
    while (good_) {
      if (take('+')) result += product();
      else if (take('-')) result -= product();
      else break;
    }
    return result;
  }
  long product() {
    long result = factor();
    while (good_) {
      if (take('*')) {
        result *= factor();
      } else if (take('/')) {
        long divisor = factor();
        good_ = good_ && divisor != 0;
        if (good_) result /= divisor;
      } else {
        break;
      }
    }
    return result;
  }
  long factor() {
    if (take('(')) {
      long result = sum();
      good_ = good_ && take(')');
      return result;
    }
    skip_spaces();
    std::size_t begin = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_')) ++at_;
    return named(text_.substr(begin, at_ - begin));
  }
  long named(std::string word) {
    for (const auto& [name, value] : defines_) {
      if (name == word) word = value;
    }
    char* end = nullptr;
    long result = std::strtol(word.c_str(), &end, 10);
    good_ = good_ && !word.empty() && *end == '\0';
    return result;
  }

  std::string text_;
  const Defines& defines_;
  std::size_t at_ = 0;
  bool good_ = true;
};

std::string first_word(const std::string& text) {
  std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_first_of(" \t", begin) - begin);
}

class Loader {
 public:
  Loader(const std::string& folder, const Defines& defines) : folder_(folder), defines_(defines) {}

  Status take_in(const std::string& file, int depth, const SourceLine* from, ShaderSource& source) {
    if (std::find(source.files.begin(), source.files.end(), file) != source.files.end()) return success();
    std::ifstream stream(folder_ + "/" + file);
    if (!stream || depth > kMaxIncludeDepth) {
      if (from) return shader_error(from->file, from->line, fmt::format("the include \"{}\" cannot be read in {}", file, folder_));
      return Error{ErrorKind::kDevice, fmt::format("The shader {} cannot be read in {}.", file, folder_), ""};
    }
    source.files.push_back(file);
    std::string text;
    for (int line = 1; std::getline(stream, text); ++line) {
      SourceLine here{file, line, text};
      std::size_t open = text.find('"'), close = text.rfind('"');
      if (first_word(text) == "#include" && open < close) {  // <…> is C++ behind an #ifdef
        Status status = take_in(text.substr(open + 1, close - open - 1), depth + 1, &here, source);
        if (!status) return status;
      } else {
        source.lines.push_back(std::move(here));
      }
    }
    return success();
  }

  // Lines [begin, end) of `in`, repeats written out.
  Status write_out(const std::vector<SourceLine>& in, std::size_t begin, std::size_t end, std::vector<SourceLine>& out) {
    for (std::size_t at = begin; at < end; ++at) {
      const SourceLine& here = in[at];
      std::string word = first_word(here.text);
      if (word == "#end") return shader_error(here.file, here.line, "#end without #repeat");
      if (word != "#repeat") {
        out.push_back(here);
        continue;
      }
      std::size_t close = matching_end(in, at, end);
      if (close == end) return shader_error(here.file, here.line, "#repeat without #end");
      Status status = write_repeat(in, at, close, out);
      if (!status) return status;
      at = close;
    }
    return success();
  }

 private:
  static std::size_t matching_end(const std::vector<SourceLine>& in, std::size_t at, std::size_t end) {
    int open = 0;
    for (; at < end; ++at) {
      std::string word = first_word(in[at].text);
      if (word == "#repeat") ++open;
      if (word == "#end" && --open == 0) return at;
    }
    return end;
  }

  Status write_repeat(const std::vector<SourceLine>& in, std::size_t open, std::size_t close, std::vector<SourceLine>& out) {
    const SourceLine& here = in[open];
    std::string rest = here.text.substr(here.text.find("#repeat") + 7);
    std::string name = first_word(rest);
    std::string count_text = rest.substr(rest.find(name) + name.size());
    std::optional<long> count = Expression(count_text.substr(0, count_text.find("//")), defines_).value();
    if (!count || *count < 0) return shader_error(here.file, here.line, fmt::format("the count of #repeat {} is no number", name));
    for (long i = 0; i < *count; ++i) {
      out.push_back({here.file, here.line, fmt::format("#define {} {}", name, i)});
      Status status = write_out(in, open + 1, close, out);
      if (!status) return status;
      out.push_back({here.file, here.line, "#undef " + name});
      if (out.size() > kMaxLines) return shader_error(here.file, here.line, fmt::format("repeats write more than {} lines", kMaxLines));
    }
    return success();
  }

  const std::string& folder_;
  const Defines& defines_;
};

std::string numbered_source(const ShaderSource& source, const SourceLine& fault) {
  std::string text;
  int last = 0;
  for (const SourceLine& line : source.lines) {  // a repeated line is shown once
    if (line.file != fault.file || line.line <= last || std::abs(line.line - fault.line) > kLinesAroundFault) continue;
    last = line.line;
    text += fmt::format("{} {:4} | {}\n", line.line == fault.line ? ">" : " ", line.line, line.text);
  }
  return text;
}

}  // namespace

std::string ShaderSource::text() const {
  std::string flat;
  for (const SourceLine& line : lines) flat += line.text + "\n";
  return flat;
}

Result<ShaderSource> load_shader(const std::string& folder, const std::string& name, const Defines& defines) {
  ShaderSource read;
  Loader loader(folder, defines);
  Status status = loader.take_in(name, 0, nullptr, read);
  if (!status) return status.error();

  ShaderSource source;
  source.name = name;
  source.files = read.files;
  source.lines.push_back({"", 0, "#version 430 core"});
  for (const auto& [define, value] : defines) source.lines.push_back({"", 0, "#define " + define + " " + value});
  status = loader.write_out(read.lines, 0, read.lines.size(), source.lines);
  if (!status) return status.error();
  return source;
}

std::string explain_log(const ShaderSource& source, const std::string& log) {
  // Mesa and Intel write 0:41(13), NVIDIA 0(41), others 0:41.
  const std::regex place(R"((^|\s)0[:(](\d+)(\(\d+\)|\))?)");
  std::string text, excerpt;
  auto at = log.cbegin();
  for (std::sregex_iterator match(log.begin(), log.end(), place), none; match != none; ++match) {
    std::size_t flat = std::stoul((*match)[2].str());
    text.append(at, (*match)[0].first);
    at = (*match)[0].second;
    if (flat == 0 || flat > source.lines.size() || source.lines[flat - 1].file.empty()) {
      text += (*match)[0].str();
      continue;
    }
    const SourceLine& fault = source.lines[flat - 1];
    text += fmt::format("{}{}:{}", (*match)[1].str(), fault.file, fault.line);
    if (excerpt.empty()) excerpt = numbered_source(source, fault);
  }
  text.append(at, log.cend());
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return excerpt.empty() ? text : text + "\n" + excerpt;
}

}  // namespace convscope
