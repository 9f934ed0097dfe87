#include "app/panels/notes.h"

#include <algorithm>
#include <array>
#include <ctime>

#include "app/asked/asked.h"
#include "app/canvas/sinks.h"
#include "app/panels/lesson_words.h"
#include "app/panels/number_text.h"
#include "app/panels/playback.h"
#include "app/panels/time_left.h"
#include "app/views/kit.h"

namespace convscope {
namespace {

constexpr double kDesignWidth = 1000, kDesignHeight = 640;
constexpr double kStageWidth = 1280, kStageHeight = 720;  // as the small picture lays it out
constexpr double kLargestText = 20, kLeading = 1.45, kSectionGap = 10;

double heading_height(const Pen& pen, const Notes::Section& section) { return section.heading.empty() ? 0 : pen.type(kLabelSize) * 1.8; }

double height_of(const Pen& pen, const Notes::Section& section, double size, double width) {
  const auto lines = static_cast<double>(pen.wrapped(marked_runs(section.text), {size}, width).size());
  return heading_height(pen, section) + lines * pen.type(size) * kLeading + pen.type(kSectionGap);
}

double height_of(const Pen& pen, const std::vector<Notes::Section>& sections, double size, double width) {
  double height = 0;
  for (const Notes::Section& section : sections) height += height_of(pen, section, size, width);
  return height;
}

// Where there is not room for all, the last line that can be seen says that more follows.
void draw_sections(Pen& pen, const std::vector<Notes::Section>& sections, Box box) {
  const Theme& t = pen.theme();
  double size = kLargestText;
  while (size > kSmallestText && height_of(pen, sections, size, box.w) > box.h) size = std::max(kSmallestText, size - 0.5);
  const double line_height = pen.type(size) * kLeading;
  if (height_of(pen, sections, size, box.w) > box.h + pen.type(kSectionGap)) box.h -= line_height;
  Point at{box.x, box.y};
  for (const Notes::Section& section : sections) {
    const double head = heading_height(pen, section);
    const Color color = section.spoken ? t.ink : mix(t.ink, t.muted, 0.5);
    bool first = true;
    for (const MarkedRuns& line : pen.wrapped(marked_runs(section.text), {size}, box.w)) {
      if (at.y + (first ? head : 0) + line_height > box.bottom() + 0.5) {
        pen.text({at.x, at.y + line_height / 2}, "…", {size}, t.muted);
        return;
      }
      if (first && head > 0) pen.text({at.x, at.y + head / 2}, section.heading, {kLabelSize, Weight::kSemiBold}, t.muted);
      if (first) at.y += head;
      first = false;
      pen.marked({at.x, at.y + line_height / 2}, line, {size}, color);
      at.y += line_height;
    }
    at.y += pen.type(kSectionGap);
  }
}

void draw_clock(Pen& pen, const Notes& notes, Box line) {
  const Theme& t = pen.theme();
  const Ink clock{26, Weight::kBold, Anchor::kStart, Face::kNumbers, Importance::kNumber};
  Ink since{16, Weight::kMedium, Anchor::kEnd, Face::kWords, Importance::kNumber};
  const double used = pen.text({line.x, line.center().y}, notes.clock, clock, t.ink);
  const Words& words = pen.words();
  const std::string text = notes.since < 0 ? words("notes.idle") : words.format("notes.presenting", {{"time", clock_text(notes.since)}});
  pen.fitted({line.right(), line.center().y}, text, since, notes.since < 0 ? t.muted : t.output, line.w - used - pen.type(16));
}

// The small stage, where it stands, what comes next.
void draw_left(Pen& pen, const Notes& notes, Box box, const std::shared_ptr<const Pixels>& stage) {
  const Theme& t = pen.theme();
  if (stage && stage->width > 0) {
    const double height = std::min(box.w * stage->height / stage->width, box.h * 0.7), width = height * stage->width / stage->height;
    pen.image({box.x, box.y, width, height}, stage);
    pen.rect({box.x, box.y, width, height}, {0, 0, 0, 0}, 0, {t.line, 1});
    cut_top(box, height, pen.type(12));
  }
  const double line = pen.type(24);
  if (box.h >= line) pen.fitted({box.x, cut_top(box, line).center().y}, notes.where, {14, Weight::kSemiBold}, t.ink, box.w);
  if (notes.next.empty() || box.h < 2 * line) return;
  pen.text({box.x, cut_top(box, line).center().y}, pen.words()("notes.next"), {kLabelSize, Weight::kSemiBold}, t.muted);
  pen.fitted({box.x, cut_top(box, line).center().y}, notes.next, {16, Weight::kMedium}, t.ink, box.w);
}

}  // namespace

Notes notes_of_scene(const State& state, const Model& model, const Words& words) {
  const std::string scene = "scene." + model.scene->id;
  Notes notes;
  notes.title = words(state.other ? "compare.title" : scene + ".title");
  notes.where = words.format("transport.step", {{"step", grouped(state.moment.step + 1)}, {"steps", grouped(model.timeline.steps())}});
  for (const char* section : {"what", "why", "try", "mistake"}) {
    const std::string key = scene + "." + section;
    const bool what = section == std::string("what");
    if (words.has(key)) notes.sections.push_back({words(what ? "words.title" : std::string("words.") + section), words(key), what});
  }
  return notes;
}

Notes notes_of_lesson(const LessonShown& lesson, const Words& words) {
  const std::vector<LessonStep>& steps = lesson.lesson->steps;
  const std::size_t step = lesson.run.step;
  Notes notes;
  notes.where = words.format("lesson.step_of", {{"step", std::to_string(step + 1)}, {"steps", std::to_string(steps.size())}});
  if (lesson.text != nullptr) notes.title = lesson.text->title;
  if (lesson.section != nullptr) {
    notes.title = lesson.section->title;
    for (const std::string& note : lesson.section->notes) notes.sections.push_back({"", note, true});
    for (const std::string& paragraph : lesson.section->paragraphs) notes.sections.push_back({"", paragraph, false});
  }
  const LessonSection* next = lesson.text != nullptr && step + 1 < steps.size() ? lesson.text->find(steps[step + 1].id) : nullptr;
  if (next != nullptr) notes.next = next->title;
  return notes;
}

std::string clock_of_day() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  localtime_r(&now, &parts);
  std::array<char, 16> text{};
  std::strftime(text.data(), text.size(), "%H:%M", &parts);
  return text.data();
}

DisplayList draw_notes(const Notes& notes, const Catalog& catalog, const Model& model, const State& state, double width, double height,
                       std::shared_ptr<const Pixels> stage) {
  const Theme theme = make_theme(state.theme, std::max(1.0, std::min(width / kDesignWidth, height / kDesignHeight)));
  DisplayList list;
  list.width = width;
  list.height = height;
  list.background = theme.surface;
  const ViewContext context{model, state, state.moment, {}, theme, catalog.words(state.language), *catalog.fonts, width, height, {}};
  Pen pen(context, list);
  Box area = inset({0, 0, width, height}, pen.type(28));
  draw_clock(pen, notes, cut_top(area, pen.type(36), pen.type(8)));
  pen.line({area.x, area.y}, {area.right(), area.y}, {theme.line, 1});
  cut_top(area, pen.type(16));
  draw_left(pen, notes, cut_left(area, area.w * 0.4, pen.type(28)), stage);
  pen.fitted({area.x, cut_top(area, pen.type(34), pen.type(6)).center().y}, notes.title, {kTitleSize, Weight::kBold}, theme.ink, area.w);
  draw_sections(pen, notes.sections, area);
  pen.settle();
  return list;
}

std::shared_ptr<const Pixels> small_stage(const Catalog& catalog, const Model& model, const State& state, const LessonShown* lesson,
                                          int width) {
  const Theme theme = make_theme(state.theme);
  const ViewContext context{model, state, shown_moment(state), {}, theme, catalog.words(state.language), *catalog.fonts,
                            kStageWidth, kStageHeight, {}};
  const LessonShown* asked = asked_on_stage(lesson, model);
  const DisplayList list = asked != nullptr ? build_asked(context, *asked->question, asked->shown) : build_view(context);
  const double scale = width / kStageWidth;
  return std::make_shared<const Pixels>(rasterize(list, *catalog.fonts, width, static_cast<int>(kStageHeight * scale), scale));
}

int screen_for_notes(const std::vector<Box>& screens, const Box& window) {
  if (screens.size() < 2) return -1;
  for (std::size_t i = 0; i < screens.size(); ++i)
    if (!screens[i].contains(window.center())) return static_cast<int>(i);
  return -1;
}

}  // namespace convscope
