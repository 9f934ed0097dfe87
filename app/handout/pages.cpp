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

// Where words are written: down a column, over the whole width from `below` on and on the pages that follow.
struct Column {
  double x, y, width;
  double indent = 0;  // of the words over the whole width
  double below = 1e9;
};

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
    for (std::size_t at = 0; at < handout_.parts.size();) {
      if ((at > 0 && !flowed_) || !begins(handout_.parts[at])) turn();
      flowed_ = false;
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
  double words_width() const { return words_beside() ? width() - figure().width - kBeside : width(); }

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

  std::vector<MarkedRuns> lines_of(const MarkedRuns& words, const Ink& ink, double w) const {
    DisplayList nowhere;
    const ViewContext shown = context();
    return Pen(shown, nowhere).wrapped(words, ink, w);
  }
  double text_height(const MarkedRuns& words, const Ink& ink, double w) const {
    return static_cast<double>(lines_of(words, ink, w).size()) * ink.size * kLeading;
  }
  // Goes on on the next page where the open one has no room for so much.
  void make_room(Column& at, double height) {
    const bool turned = at.y + height > bottom();
    if (!turned && at.y < at.below) return;
    if (turned) go_on();
    at = {kMargin + at.indent, turned ? y_ : at.y, width() - at.indent, at.indent};
  }
  // The next page, which names the part that goes on on it.
  void go_on() {
    turn();
    if (open_ == nullptr) return;
    badge(kMargin, y_, open_->number);
    const ViewContext shown = context();
    const double indent = kBadge + 8;
    Pen(shown, pages_.back())
        .fitted({kMargin + indent, y_ + kBadge / 2}, words_.format("handout.continued", {{"title", open_->title}}), kHeading, theme_.ink,
                width() - indent);
    y_ += kBadge + 6;
  }
  void write(Column& at, MarkedRuns words, const Ink& ink, Color color) {
    const double step = ink.size * kLeading;
    while (!words.empty()) {
      make_room(at, step);
      const std::vector<MarkedRuns> lines = lines_of(words, ink, at.width);
      const ViewContext shown = context();
      Pen pen(shown, pages_.back());
      words.clear();
      for (const MarkedRuns& line : lines) {
        if (!words.empty() || at.y + step > bottom() || at.y >= at.below) {
          words.insert(words.end(), line.begin(), line.end());
          continue;
        }
        pen.marked({at.x, at.y + step / 2}, line, ink, color);
        at.y += step;
      }
    }
  }
  static MarkedRuns plain(const std::string& words) { return {{words}}; }

  void opening() {
    Column at{kMargin, y_, width()};
    write(at, plain(handout_.title), kTitle, theme_.ink);
    if (!handout_.subtitle.empty()) write(at, plain(handout_.subtitle), kSubtitle, theme_.muted);
    at.y += 6;
    for (const std::string& paragraph : handout_.summary) {
      write(at, marked_runs(paragraph), kText, theme_.ink);
      at.y += kPadding;
    }
    y_ = at.y + (handout_.formula.empty() ? 0 : 6);
    for (const FormulaLine& line : handout_.formula) formula(line);
    y_ += 8;
    const ViewContext shown = context();
    if (y_ < bottom()) Pen(shown, pages_.back()).line({kMargin, y_}, {kMargin + width(), y_}, {theme_.line, 1});
    y_ += kGap - 6;
  }

  void formula(const FormulaLine& line) {
    std::vector<TextRun> runs;
    for (const RoleText& part : line) runs.push_back({part.text, part.role == Role::kPlain ? theme_.muted : theme_.role(part.role)});
    const double step = kFormula.size * 1.6;
    if (y_ + step > bottom()) turn();
    const ViewContext shown = context();
    Pen(shown, pages_.back()).runs({kMargin, y_ + step / 2}, runs, kFormula);
    y_ += step;
  }

  // ---- blocks ---------------------------------------------------------------------------------------------------------------
  double choice_height(const HandoutChoice& choice) const {
    return std::max(kTick + 6, text_height(plain(choice.text), kText, words_width() - kTick - kTickGap) + 2);
  }
  double title_height(const HandoutPart& part) const {
    return std::max(kBadge, text_height(plain(part.title), kHeading, words_width() - kBadge - 8)) + 6;
  }
  double words_height(const HandoutPart& part) const {
    double height = title_height(part);
    for (const std::string& paragraph : part.paragraphs) height += text_height(marked_runs(paragraph), kText, words_width()) + kPadding;
    return height + choices_height(part);
  }
  static bool of_pictures(const HandoutPart& part) { return !part.choices.empty() && part.choices.front().picture; }
  double choices_height(const HandoutPart& part) const {
    if (of_pictures(part)) return static_cast<double>((part.choices.size() + 1) / 2) * kPictureRow;
    double height = 0;
    for (const HandoutChoice& choice : part.choices) height += choice_height(choice);
    return height;
  }
  double block_height(const HandoutPart& part, double figure_height) const {
    const double words = words_height(part);
    return words_beside() ? std::max(figure_height, words) : figure_height + 8 + words;
  }
  // Whether a part's block may stand below what the open page holds. One that no page holds begins with a few lines and goes on.
  bool begins(const HandoutPart& part) const {
    const double lowest = figure().lowest, whole = block_height(part, lowest), few = title_height(part) + 3 * kText.size * kLeading;
    const double begun = words_beside() ? std::max(lowest, few) : lowest + 8 + few;
    return y_ + (whole > bottom() - kMargin ? begun : whole) <= bottom();
  }
  bool fits(std::size_t begin, std::size_t end, double figure_height) const {
    double height = -kGap;
    for (std::size_t at = begin; at < end; ++at) height += block_height(handout_.parts[at], figure_height) + kGap;
    return y_ + height <= bottom();
  }

  // Puts as many blocks on the open page as it holds, one at least, with figures as tall as they may be then. Returns the next one.
  std::size_t fill(std::size_t begin) {
    const FigureSize size = figure();
    std::size_t end = std::min(handout_.parts.size(), begin + static_cast<std::size_t>(options_.per_page));
    while (end > begin + 1 && !fits(begin, end, size.lowest)) --end;
    double height = size.tallest;
    while (height > size.lowest && !fits(begin, end, height)) height -= 2;
    for (std::size_t at = begin; at < end; ++at) block(handout_.parts[at], height);
    return end;
  }

  void block(const HandoutPart& part, double figure_height) {
    const Box box{kMargin, y_, figure().width, figure_height};
    draw_figure(part.figure, box);
    const double x = words_beside() ? box.right() + kBeside : kMargin, y = words_beside() ? y_ : box.bottom() + 8;
    const std::size_t page = pages_.size();
    Column column{x, y, words_width()};
    if (y_ + block_height(part, figure_height) > bottom()) column.below = box.bottom() + 8;
    open_ = &part;
    const double end = write_words(part, column);
    open_ = nullptr;
    flowed_ = page != pages_.size();
    if (words_beside() && !flowed_) rule(x, end, box.bottom());
    y_ = (flowed_ ? end : std::max(end, box.bottom())) + kGap;
  }

  // Returns where they end: on a later page where this one was too short.
  double write_words(const HandoutPart& part, Column at) {
    badge(at.x, at.y, part.number);
    const double from = at.y, step = kHeading.size * kLeading;
    const std::size_t page = pages_.size();
    Column title{at.x + kBadge + 8, at.y + (kBadge - step) / 2, at.width - kBadge - 8};
    write(title, plain(part.title), kHeading, theme_.ink);
    if (page == pages_.size()) at.y = std::max(title.y, from + kBadge) + 6;
    else at = {kMargin, title.y + 6, width()};
    for (const std::string& paragraph : part.paragraphs) {
      write(at, marked_runs(paragraph), kText, theme_.ink);
      at.y += kPadding;
    }
    of_pictures(part) ? tick_pictures(part.choices, at) : tick_words(part.choices, at);
    return at.y;
  }

  void badge(double x, double y, const std::string& number) {
    const ViewContext shown = context();
    Pen pen(shown, pages_.back());
    const Point middle{x + kBadge / 2, y + kBadge / 2};
    pen.circle(middle, kBadge / 2, theme_.sunken, {theme_.line, 1});
    pen.text(middle, number, {11.5, Weight::kBold, Anchor::kMiddle, Face::kNumbers}, theme_.ink);
  }

  void tick_box(double x, double y) {
    const ViewContext shown = context();
    Pen(shown, pages_.back()).rect({x, y + (kText.size * kLeading - kTick) / 2, kTick, kTick}, {0, 0, 0, 0}, 2, {theme_.ink, 1});
  }

  void tick_words(const std::vector<HandoutChoice>& choices, Column& at) {
    constexpr double kIndent = kTick + kTickGap;
    at = {at.x + kIndent, at.y, at.width - kIndent, kIndent, at.below};
    for (const HandoutChoice& choice : choices) {
      make_room(at, std::min(choice_height(choice), bottom() - kMargin));
      const double y = at.y;
      tick_box(at.x - kIndent, y);
      write(at, plain(choice.text), kText, theme_.ink);
      at.y = std::max(at.y, y + kTick + 4) + 2;
    }
  }

  // Two beside each other, each with its box and letter at the left.
  void tick_pictures(const std::vector<HandoutChoice>& choices, Column& at) {
    const double words = 2 * kTick + kTickGap + 4;
    for (std::size_t i = 0; i < choices.size(); ++i) {
      if (i % 2 == 0) make_room(at, kPictureRow);
      const double half = at.width / 2, left = at.x + (i % 2 == 0 ? 0 : half);
      const Pixels& pixels = *choices[i].picture;
      tick_box(left, at.y);
      const ViewContext shown = context();
      Pen pen(shown, pages_.back());
      pen.text({left + kTick + 5, at.y + kText.size * kLeading / 2}, choices[i].text, kText, theme_.ink);
      const double scale = std::min((words_width() / 2 - words - 6) / pixels.width, (kPictureRow - 8) / pixels.height);
      pen.image({left + words, at.y, pixels.width * scale, pixels.height * scale}, choices[i].picture);
      if (i % 2 == 1 || i + 1 == choices.size()) at.y += kPictureRow;
    }
  }

  // Lines to write on, where at least two fit below the words.
  void rule(double x, double from, double to) {
    const ViewContext shown = context();
    Pen pen(shown, pages_.back());
    if (to - from < 2 * kRuled) return;
    for (double y = to; y > from + kRuled * 0.8; y -= kRuled) pen.line({x, y}, {x + words_width(), y}, {theme_.line, 1});
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
    Column at{kMargin, y_, width()};
    write(at, plain(title), kTitle, theme_.ink);
    y_ = at.y + 8;
  }

  void answer(const HandoutPart& part) {
    constexpr double kIndent = 20;
    const std::string title = part.number + ". " + part.title;
    double height = text_height(plain(title), kHeading, width());
    for (const HandoutChoice& choice : part.choices) height += text_height(plain(line_of(choice)), kText, width() - kIndent);
    if (y_ + height > bottom()) turn();
    Column head{kMargin, y_, width()};
    write(head, plain(title), kHeading, theme_.ink);
    Column at{kMargin + kIndent, head.y, width() - kIndent, kIndent};
    for (const HandoutChoice& choice : part.choices) {
      const bool right = choice.reason.empty();
      make_room(at, kText.size * kLeading);
      tick_box(kMargin, at.y);
      if (right) tick(kMargin, at.y + (kText.size * kLeading - kTick) / 2);
      write(at, plain(line_of(choice)), kText, right ? theme_.ink : theme_.muted);
    }
    y_ = at.y + 12;
  }

  void tick(double x, double y) {
    const ViewContext shown = context();
    Pen(shown, pages_.back()).path({{x + 2.5, y + 5.5}, {x + 4.8, y + 8}, {x + 9, y + 2.5}}, false, {0, 0, 0, 0}, {theme_.ink, 1.6});
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
  std::vector<DisplayList> pages_;
  double y_ = 0;
  bool flowed_ = false;                // the last block went on on the open page, which has room below it
  const HandoutPart* open_ = nullptr;  // whose words are being written
};

}  // namespace

std::vector<DisplayList> handout_pages(const Catalog& catalog, const Handout& handout, const HandoutOptions& options) {
  return Pages(catalog, handout, options).make();
}

}  // namespace convscope
