// From a hand-out to its pages: a title, one block below the other, a foot with the page's number, answers on a page of their own.
#include <algorithm>

#include "app/asked/asked.h"
#include "app/canvas/placed.h"
#include "app/handout/handout.h"
#include "app/views/kit.h"

namespace convscope {
namespace {

constexpr double kMargin = 52, kGap = 22, kFoot = 34;  // logical pixels, 96 an inch
constexpr double kBeside = 20;                         // between a figure and the words at its right
constexpr double kRuled = 24;                          // between the lines that are left for notes
constexpr double kTick = 11, kTickGap = 8, kBadge = 22;
constexpr double kPadding = 4;
constexpr double kPictureRow = 80;                     // of pictures to choose from

struct PageSize {
  double width, height;
};
PageSize size_of(Paper paper) { return paper == Paper::kA4 ? PageSize{794, 1123} : PageSize{816, 1056}; }

// Two large figures above their words, or three or four with the words beside them. A view is drawn as large as it needs to say all,
// then made smaller: its smallest text, 11.5, stays at 6 points (8 pixels) or more.
struct FigureSize {
  double width, lowest, tallest, scale;
};
FigureSize figure_of(int per_page, double width) {
  if (per_page == 2) return {width, 320, 390, 0.95};
  return per_page == 3 ? FigureSize{466, 256, 302, 0.74} : FigureSize{436, 206, 228, 0.7};
}

const Ink kTitle{24, Weight::kBold}, kSubtitle{kBodySize, Weight::kMedium}, kHeading{kBodySize, Weight::kSemiBold}, kText{12}, kSmall{11.5};
const Ink kFormula{12, Weight::kMedium, Anchor::kStart, Face::kNumbers};
constexpr double kLeading = 1.5;

class Pages {
 public:
  Pages(const Catalog& catalog, const Handout& handout, const HandoutOptions& options)
      : catalog_(catalog),
        handout_(handout),
        options_(options),
        theme_(make_theme(options.theme)),
        words_(catalog.words(handout.language)),
        size_(size_of(options.paper)) {}

  std::vector<DisplayList> make() {
    turn();
    opening();
    for (const HandoutPart& part : handout_.parts) add_pieces(part);
    for (std::size_t at = 0; at < pieces_.size();) {
      if (at > 0 || !fits(at, at + 1, figure().lowest)) turn();
      at = fill(at);
    }
    if (options_.answers) answers();
    for (std::size_t i = 0; i < pages_.size(); ++i) foot(i);
    return std::move(pages_);
  }

 private:
  double width() const { return size_.width - 2 * kMargin; }
  double bottom() const { return size_.height - kMargin - kFoot; }
  FigureSize figure() const { return figure_of(options_.per_page, width()); }
  bool words_beside() const { return options_.per_page != 2; }
  static bool has_figure(const HandoutPart& piece) { return piece.figure.model != nullptr; }
  double words_width(const HandoutPart& piece) const {
    return words_beside() && has_figure(piece) ? width() - figure().width - kBeside : width();
  }

  // The words of views, on the page that stands open.
  ViewContext context() const {
    const HandoutFigure& any = handout_.parts.front().figure;
    return {*any.model, any.state, any.moment, {}, theme_, words_, *catalog_.fonts, size_.width, size_.height, {}};
  }

  void turn() {
    DisplayList page;
    page.width = size_.width;
    page.height = size_.height;
    page.background = theme_.bg;
    pages_.push_back(std::move(page));
    y_ = kMargin;
  }

  double text(Pen& pen, double x, double y, double w, const std::string& paragraph, const Ink& ink, Color color) {
    const double step = ink.size * kLeading;
    double used = 0;
    for (const std::string& line : pen.wrapped(paragraph, ink, w)) {
      pen.text({x, y + used + step / 2}, line, ink, color);
      used += step;
    }
    return used;
  }
  double text_height(const std::string& paragraph, const Ink& ink, double w) const {
    DisplayList nowhere;
    const ViewContext shown = context();
    return static_cast<double>(Pen(shown, nowhere).wrapped(paragraph, ink, w).size()) * ink.size * kLeading;
  }

  void opening() {
    const ViewContext shown = context();
    Pen pen(shown, pages_.back());
    y_ += text(pen, kMargin, y_, width(), handout_.title, kTitle, theme_.ink);
    if (!handout_.subtitle.empty()) y_ += text(pen, kMargin, y_, width(), handout_.subtitle, kSubtitle, theme_.muted);
    y_ += 6;
    for (const std::string& paragraph : handout_.summary) y_ += text(pen, kMargin, y_, width(), paragraph, kText, theme_.ink) + kPadding;
    if (!handout_.formula.empty()) y_ += 6;
    for (const FormulaLine& line : handout_.formula) formula(pen, line);
    y_ += 8;
    pen.line({kMargin, y_}, {kMargin + width(), y_}, {theme_.line, 1});
    y_ += kGap - 6;
  }

  void formula(Pen& pen, const FormulaLine& line) {
    std::vector<TextRun> runs;
    for (const RoleText& part : line) runs.push_back({part.text, part.role == Role::kPlain ? theme_.muted : theme_.role(part.role)});
    const double step = kFormula.size * 1.6;
    pen.runs({kMargin, y_ + step / 2}, runs, kFormula);
    y_ += step;
  }

  // ---- pieces ---------------------------------------------------------------------------------------------------------------
  // A part, and what of its words a page does not hold as pieces of their own without a figure.
  void add_pieces(const HandoutPart& part) {
    pieces_.push_back(part);
    while (words_height(pieces_.back()) > words_room(pieces_.back())) {
      HandoutPart rest = cut(pieces_.back(), words_room(pieces_.back()));
      if (rest.paragraphs.empty() && rest.choices.empty()) return;
      if (has_figure(pieces_.back()) || !pieces_.back().paragraphs.empty()) {
        rest.title = words_.format("handout.continued", {{"title", part.title}});
        pieces_.push_back(std::move(rest));
      } else {  // no page holds less
        pieces_.back() = std::move(rest);
        return;
      }
    }
  }
  // The words that stand on a page beside the figure or below it.
  double words_room(const HandoutPart& piece) const {
    const double page = bottom() - kMargin;
    return words_beside() || !has_figure(piece) ? page : page - figure().lowest - 8;
  }
  // What goes beyond the height leaves the piece; paragraphs break between two lines.
  HandoutPart cut(HandoutPart& piece, double height) const {
    HandoutPart rest{piece.number, piece.title, {}, {}, std::move(piece.choices)};
    piece.choices.clear();
    double left = height - title_height(piece);
    for (std::size_t i = 0; i < piece.paragraphs.size(); ++i) {
      const double tall = text_height(piece.paragraphs[i], kText, words_width(piece)) + kPadding;
      if (tall <= left) {
        left -= tall;
        continue;
      }
      const auto at = piece.paragraphs.begin() + static_cast<std::ptrdiff_t>(i);
      rest.paragraphs.assign(at, piece.paragraphs.end());
      piece.paragraphs.erase(at, piece.paragraphs.end());
      const std::size_t taken = bytes_within(rest.paragraphs.front(), left - kPadding, words_width(piece));
      if (taken > 0) piece.paragraphs.push_back(rest.paragraphs.front().substr(0, taken));
      rest.paragraphs.front().erase(0, taken);
      break;
    }
    return rest;
  }
  // How much of a paragraph the lines hold that fit into the height.
  std::size_t bytes_within(const std::string& paragraph, double height, double width) const {
    DisplayList nowhere;
    const ViewContext shown = context();
    std::size_t taken = 0;
    for (const std::string& line : Pen(shown, nowhere).wrapped(paragraph, kText, width)) {
      if ((height -= kText.size * kLeading) < 0) break;
      const std::size_t at = paragraph.find(line, taken);
      if (at == std::string::npos) break;
      taken = paragraph.find_first_not_of(' ', at + line.size());
      if (taken == std::string::npos) return paragraph.size();
    }
    return taken;
  }

  // ---- blocks ---------------------------------------------------------------------------------------------------------------
  double choice_height(const HandoutChoice& choice, double width) const {
    return std::max(kTick + 6, text_height(choice.text, kText, width - kTick - kTickGap) + 2);
  }
  double title_height(const HandoutPart& part) const {
    return std::max(kBadge, text_height(part.title, kHeading, words_width(part) - kBadge - 8)) + 6;
  }
  double words_height(const HandoutPart& part) const {
    double height = title_height(part);
    for (const std::string& paragraph : part.paragraphs) height += text_height(paragraph, kText, words_width(part)) + kPadding;
    return height + choices_height(part);
  }
  static bool of_pictures(const HandoutPart& part) { return !part.choices.empty() && part.choices.front().picture; }
  double choices_height(const HandoutPart& part) const {
    if (of_pictures(part)) return static_cast<double>((part.choices.size() + 1) / 2) * kPictureRow;
    double height = 0;
    for (const HandoutChoice& choice : part.choices) height += choice_height(choice, words_width(part));
    return height;
  }
  double block_height(const HandoutPart& part, double figure_height) const {
    const double words = words_height(part);
    if (!has_figure(part)) return words;
    return words_beside() ? std::max(figure_height, words) : figure_height + 8 + words;
  }
  bool fits(std::size_t begin, std::size_t end, double figure_height) const {
    double height = -kGap;
    for (std::size_t at = begin; at < end; ++at) height += block_height(pieces_[at], figure_height) + kGap;
    return y_ + height <= bottom();
  }

  // Puts as many blocks on the open page as it holds, one at least, with figures as tall as they may be then. Returns the next one.
  std::size_t fill(std::size_t begin) {
    const FigureSize size = figure();
    std::size_t end = std::min(pieces_.size(), begin + static_cast<std::size_t>(options_.per_page));
    while (end > begin + 1 && !fits(begin, end, size.lowest)) --end;
    double height = size.tallest;
    while (height > size.lowest && !fits(begin, end, height)) height -= 2;
    for (std::size_t at = begin; at < end; ++at) block(pieces_[at], height);
    return end;
  }

  void block(const HandoutPart& part, double figure_height) {
    const Box box{kMargin, y_, figure().width, figure_height};
    if (!has_figure(part)) {
      write_words(part, kMargin, y_);
      y_ += block_height(part, figure_height) + kGap;
      return;
    }
    draw_figure(part.figure, box);
    const double x = words_beside() ? box.right() + kBeside : kMargin, y = words_beside() ? y_ : box.bottom() + 8;
    const double end = write_words(part, x, y);
    if (words_beside()) rule(x, end, box.bottom(), words_width(part));
    y_ += block_height(part, figure_height) + kGap;
  }

  // Returns where they end.
  double write_words(const HandoutPart& part, double x, double y) {
    const ViewContext shown = context();
    Pen pen(shown, pages_.back());
    const double middle = y + kBadge / 2, step = kHeading.size * kLeading;
    pen.circle({x + kBadge / 2, middle}, kBadge / 2, theme_.sunken, {theme_.line, 1});
    pen.text({x + kBadge / 2, middle}, part.number, {11.5, Weight::kBold, Anchor::kMiddle, Face::kNumbers}, theme_.ink);
    text(pen, x + kBadge + 8, y + (kBadge - step) / 2, words_width(part) - kBadge - 8, part.title, kHeading, theme_.ink);
    y += title_height(part);
    for (const std::string& paragraph : part.paragraphs) y += text(pen, x, y, words_width(part), paragraph, kText, theme_.ink) + kPadding;
    of_pictures(part) ? tick_pictures(pen, part, x, y) : tick_words(pen, part, x, y);
    return y + choices_height(part);
  }

  void tick_words(Pen& pen, const HandoutPart& part, double x, double y) {
    for (const HandoutChoice& choice : part.choices) {
      pen.rect({x, y + (kText.size * kLeading - kTick) / 2, kTick, kTick}, {0, 0, 0, 0}, 2, {theme_.ink, 1});
      text(pen, x + kTick + kTickGap, y, words_width(part) - kTick - kTickGap, choice.text, kText, theme_.ink);
      y += choice_height(choice, words_width(part));
    }
  }

  // Two beside each other, each with its box and letter at the left.
  void tick_pictures(Pen& pen, const HandoutPart& part, double x, double y) {
    const std::vector<HandoutChoice>& choices = part.choices;
    const double half = words_width(part) / 2, words = 2 * kTick + kTickGap + 4;
    for (std::size_t i = 0; i < choices.size(); ++i) {
      const double left = x + (i % 2 == 0 ? 0 : half), top = y + static_cast<double>(i / 2) * kPictureRow;
      const Pixels& pixels = *choices[i].picture;
      pen.rect({left, top + (kText.size * kLeading - kTick) / 2, kTick, kTick}, {0, 0, 0, 0}, 2, {theme_.ink, 1});
      text(pen, left + kTick + 5, top, kTick + kTickGap, choices[i].text, kText, theme_.ink);
      const double scale = std::min((half - words - 6) / pixels.width, (kPictureRow - 8) / pixels.height);
      pen.image({left + words, top, pixels.width * scale, pixels.height * scale}, choices[i].picture);
    }
  }

  // Lines to write on, where at least two fit below the words.
  void rule(double x, double from, double to, double width) {
    const ViewContext shown = context();
    Pen pen(shown, pages_.back());
    if (to - from < 2 * kRuled) return;
    for (double y = to; y > from + kRuled * 0.8; y -= kRuled) pen.line({x, y}, {x + width, y}, {theme_.line, 1});
  }

  void draw_figure(const HandoutFigure& shown, const Box& box) {
    const double inner = kPadding, scale = figure().scale;
    const ViewContext view{*shown.model,
                           shown.state,
                           shown.moment,
                           {},
                           theme_,
                           words_,
                           *catalog_.fonts,
                           (box.w - 2 * inner) / scale,
                           (box.h - 2 * inner) / scale,
                           {}};
    const DisplayList list = shown.question ? build_asked(view, *shown.question, 0) : build_view(view);
    place(pages_.back(), list, {box.x + inner, box.y + inner}, scale);
    const ViewContext page = context();
    Pen(page, pages_.back()).rect(box, {0, 0, 0, 0}, 6, {theme_.line, 1});
  }

  // ---- the last page ----------------------------------------------------------------------------------------------------------
  void answers() {
    const bool any =
        std::any_of(handout_.parts.begin(), handout_.parts.end(), [](const HandoutPart& part) { return !part.choices.empty(); });
    if (!any) return;
    turn();
    heading(words_("handout.answers"));
    for (const HandoutPart& part : handout_.parts) {
      if (!part.choices.empty()) answer(part);
    }
  }

  void heading(const std::string& title) {
    const ViewContext shown = context();
    Pen pen(shown, pages_.back());
    y_ += text(pen, kMargin, y_, width(), title, kTitle, theme_.ink) + 8;
  }

  void answer(const HandoutPart& part) {
    constexpr double kIndent = 20;
    const std::string title = part.number + ". " + part.title;
    double height = text_height(title, kHeading, width());
    for (const HandoutChoice& choice : part.choices) height += text_height(line_of(choice), kText, width() - kIndent);
    if (y_ + height > bottom()) turn();
    const ViewContext shown = context();
    Pen pen(shown, pages_.back());
    y_ += text(pen, kMargin, y_, width(), title, kHeading, theme_.ink);
    for (const HandoutChoice& choice : part.choices) {
      const bool right = choice.reason.empty();
      const Box tick{kMargin, y_ + (kText.size * kLeading - kTick) / 2, kTick, kTick};
      pen.rect(tick, {0, 0, 0, 0}, 2, {theme_.ink, 1});
      if (right)
        pen.path({{tick.x + 2.5, tick.y + 5.5}, {tick.x + 4.8, tick.y + 8}, {tick.x + 9, tick.y + 2.5}}, false, {0, 0, 0, 0},
                 {theme_.ink, 1.6});
      y_ += text(pen, kMargin + kIndent, y_, width() - kIndent, line_of(choice), kText, right ? theme_.ink : theme_.muted);
    }
    y_ += 12;
  }

  std::string line_of(const HandoutChoice& choice) const {
    return choice.reason.empty() ? choice.text : choice.text + words_("handout.because") + choice.reason;
  }

  void foot(std::size_t page) {
    const ViewContext shown = context();
    Pen pen(shown, pages_[page]);
    const double y = size_.height - kMargin - 6;
    pen.line({kMargin, y - 14}, {kMargin + width(), y - 14}, {theme_.line, 1});
    pen.fitted({kMargin, y}, handout_.title, kSmall, theme_.muted, width() * 0.7);
    const std::string number =
        words_.format("handout.page", {{"page", std::to_string(page + 1)}, {"pages", std::to_string(pages_.size())}});
    Ink right = kSmall;
    right.anchor = Anchor::kEnd;
    pen.text({kMargin + width(), y}, number, right, theme_.muted);
  }

  const Catalog& catalog_;
  const Handout& handout_;
  const HandoutOptions& options_;
  Theme theme_;
  const Words& words_;
  PageSize size_;
  std::vector<HandoutPart> pieces_;  // parts as pages hold them
  std::vector<DisplayList> pages_;
  double y_ = 0;
};

}  // namespace

std::vector<DisplayList> handout_pages(const Catalog& catalog, const Handout& handout, const HandoutOptions& options) {
  return Pages(catalog, handout, options).make();
}

}  // namespace convscope
