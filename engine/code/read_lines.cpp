// From a text of some lines to its one layer: every line is read as Python reads it; one that is no Python is looked through for a layer.
#include <algorithm>

#include "engine/base/refusal.h"
#include "engine/code/read_code.h"
#include "engine/code/signatures.h"
#include "engine/code/text_pieces.h"

namespace convscope {
namespace {

bool is_call_by_name(const Expression& expression) { return expression.kind == Syntax::kCall && expression.items[0].kind == Syntax::kName; }

bool is_container(std::string_view name) { return name.ends_with("Sequential") || name.ends_with("ModuleList"); }

bool is_shuffling(const Expression& expression) {
  return is_call_by_name(expression) && (expression.items[0].name.ends_with(".Reshape") || expression.items[0].name.ends_with(".Permute"));
}

class LinesReader {
 public:
  explicit LinesReader(std::string_view code) : code_(code) {}

  Result<CodeLayer> read() {
    Result<std::vector<Token>> tokens = tokens_of(code_);
    if (!tokens) return tokens.error();
    tokens_ = *std::move(tokens);
    for (std::size_t at = 0; tokens_[at].kind != TokenKind::kStop;) {
      std::size_t end = at;
      while (tokens_[end].kind != TokenKind::kEnd) ++end;
      Status status = line(at, end);
      if (!status) return status.error();
      at = end + 1;
    }
    return outcome();
  }

 private:
  Status line(std::size_t at, std::size_t end) {
    Result<Statement> statement = CodeReader(code_, tokens_, at).statement();
    if (statement) return whole_line(statement->value);
    // A line of a class, of a printed model, of prose: only the calls in it count.
    for (; at < end; ++at) {
      const bool begins = tokens_[at].kind == TokenKind::kName && (at == 0 || !tokens_[at - 1].is("."));
      if (!begins) continue;
      std::string name = tokens_[at].text;
      std::size_t behind = at + 1;
      for (; tokens_[behind].is(".") && tokens_[behind + 1].kind == TokenKind::kName; behind += 2) name += "." + tokens_[behind + 1].text;
      if (!tokens_[behind].is("(") || !(find_signature(name) || is_container(name))) continue;
      CodeReader reader(code_, tokens_, at);
      Result<Expression> call = reader.chain();
      if (!call) return call.error();
      Status status = search(*call);
      if (!status) return status;
      at = reader.at();
    }
    return success();
  }

  Status whole_line(const Expression& value) {
    Result<std::optional<PaddingPiece>> padding = read_padding(value);
    if (!padding) return padding.error();
    if (*padding) {
      padding_ = **std::move(padding);
      return success();
    }
    if (layer_) {
      Result<bool> cropped = crop_behind(*layer_, value);
      if (!cropped) return cropped.error();
      if (*cropped || scale_behind(*layer_, value)) return success();
      if (is_way_back(value)) return turn_back(*layer_, value), success();
    }
    if (is_turn(value)) return turned_ = true, success();
    if (is_shuffling(value)) return shuffle(value);
    if (is_sum(value)) sum_ = value;
    return search(value);
  }

  // Layers of the expression and in it.
  Status search(const Expression& expression) {
    if (is_call_by_name(expression)) {
      Status status = call(expression);
      if (!status) return status;
    }
    for (const Expression& item : expression.items) {
      Status status = search(item);
      if (!status) return status;
    }
    return success();
  }

  Status call(const Expression& expression) {
    const std::string& name = expression.items[0].name;
    const CodePlace& place = expression.place;
    if (is_container(name)) {
      return refusal(ErrorKind::kUsage, "", "code_container", "line {}, column {}: {} holds several layers; paste one of them", place.line,
                     place.column, name);
    }
    const CodeSignature* signature = find_signature(name);
    if (!signature) {
      if (is_of_library(name)) unknown_.push_back(expression);
      return success();
    }
    if (layer_) {
      return refusal(ErrorKind::kUsage, "", "code_second_layer",
                     "line {}, column {}: {} is a second layer, {} stands in line {}; paste one of them", place.line, place.column, name,
                     layer_->name, layer_->place.line);
    }
    Result<BoundCall> bound = BoundCall::bind(name, signature->parameters, expression);
    if (!bound) return bound.error();
    Result<CodeLayer> layer = signature->read(*bound, signature->axes);
    if (!layer) return layer.error();
    layer_ = *std::move(layer);
    return success();
  }

  // x + other, or x + 2 * other: the sum of two tensors, where no layer stands in the text.
  static bool is_sum(const Expression& value) {
    if (value.kind != Syntax::kOperation || value.name != "+" || value.items.size() != 2) return false;
    const Expression& other = value.items[1];
    const bool scaled = other.kind == Syntax::kOperation && other.name == "*" && other.items.size() == 2 && real_number(other.items[0]) &&
                        other.items[1].kind == Syntax::kName;
    return value.items[0].kind == Syntax::kName && (other.kind == Syntax::kName || scaled);
  }

  // Keras's two lines for a channel shuffle: Reshape((g, C/g, −1)), Permute((2, 1, 3)).
  Status shuffle(const Expression& value) {
    const auto shape = value.items.size() > 1 ? whole_numbers(value.items[1]) : std::nullopt;
    if (!shape || shape->size() != 3) return success();
    if (value.items[0].name.ends_with(".Reshape")) {
      reshaped_ = shape->at(2) == -1 && shape->at(0) > 0 && shape->at(1) > 0 ? value : std::optional<Expression>();
    } else if (reshaped_ && *shape == std::vector<Index>{2, 1, 3} && !layer_) {
      const std::vector<Index> channels = *whole_numbers(reshaped_->items[1]);
      layer_.emplace();
      layer_->op = "channel_shuffle";
      layer_->dialect = CodeDialect::kKeras;
      layer_->name = value.items[0].name;
      layer_->place = reshaped_->place;
      layer_->channels_in = channels[0] * channels[1];
      layer_->attributes.set("groups", std::vector<Index>{channels[0]});
    }
    return success();
  }

  void take_sum() {
    const Expression& other = sum_->items[1];
    layer_.emplace();
    layer_->op = "add";
    layer_->name = sum_->text;
    layer_->place = sum_->place;
    layer_->attributes.set("alpha", other.kind == Syntax::kName ? 1.0 : *real_number(other.items[0]));
  }

  Result<CodeLayer> outcome() {
    if (!layer_ && !unknown_.empty()) {
      const Expression& first = unknown_.front();
      return refusal(ErrorKind::kUsage, "", "code_unknown_layer", "line {}, column {}: {} is no layer that can be shown here; there are {}",
                     first.place.line, first.place.column, first.items[0].name, known_layers(first.items[0].name));
    }
    if (!layer_ && sum_) take_sum();
    if (!layer_) {
      return refusal(ErrorKind::kUsage, "", "code_no_layer", "there is no layer in this text; a line such as {} sets the scene",
                     "nn.Conv2d(1, 1, kernel_size=3, padding=1)");
    }
    if (padding_) {
      Status padded = pad_before(*layer_, *padding_);
      if (!padded) return padded.error();
    }
    if (turned_ && layer_->op == "conv2d") layer_->op = "convolve";
    for (const Expression& unknown : unknown_) {
      Error remark = refusal(ErrorKind::kUsage, "", "code_line_left_out", "line {}, column {}: {} is left out", unknown.place.line,
                             unknown.place.column, unknown.items[0].name);
      layer_->remarks.push_back(std::move(remark));
    }
    return *std::move(layer_);
  }

  std::string_view code_;
  std::vector<Token> tokens_;
  std::optional<CodeLayer> layer_;
  std::optional<PaddingPiece> padding_;  // before the layer
  std::optional<Expression> sum_, reshaped_;
  std::vector<Expression> unknown_;  // layers of the libraries that are not read
  bool turned_ = false;
};

}  // namespace

Result<CodeLayer> read_code(std::string_view text) { return LinesReader(text).read(); }

bool looks_like_code(std::string_view text) {
  if (text.size() > kLongestCode) return false;
  for (std::size_t bracket = text.find('('); bracket != std::string_view::npos; bracket = text.find('(', bracket + 1)) {
    std::size_t begin = bracket;
    auto in_name = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    };
    while (begin > 0 && in_name(text[begin - 1])) --begin;
    const std::string_view name = text.substr(begin, bracket - begin);
    if (find_signature(name) || is_of_library(name) || is_container(name)) return true;
  }
  return false;
}

std::vector<Index> pad_same(const std::vector<Index>& inputs, const std::vector<Index>& spans, const std::vector<Index>& strides) {
  std::vector<Index> begins, ends;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Index outputs = (inputs[i] + strides[i] - 1) / strides[i];
    const Index both = std::max<Index>((outputs - 1) * strides[i] + spans[i] - inputs[i], 0);
    begins.push_back(both / 2);
    ends.push_back(both - both / 2);
  }
  begins.insert(begins.end(), ends.begin(), ends.end());
  return begins;
}

}  // namespace convscope
