#include "app/panels/transport.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <optional>

#include "app/panels/number_text.h"
#include "app/panels/playback.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kScrubberTop = 13;  // what stands above the scrubber's track: its knob and ticks

enum class Icon { kStart, kBack, kPlay, kPause, kForward, kEnd };

struct IconButton {
  Icon icon;
  ActionId action;
  const char* name;
};

// `s` is 1 in the window; larger in a presentation.
void draw_icon(Ui& ui, Icon icon, Point c, double s, Color color) {
  Painter& p = ui.painter;
  if (icon == Icon::kPause) {
    p.rect({c.x - 6 * s, c.y - 7 * s, 4 * s, 14 * s}, color, {}, 1);
    p.rect({c.x + 2 * s, c.y - 7 * s, 4 * s, 14 * s}, color, {}, 1);
    return;
  }
  if (icon == Icon::kPlay) {
    p.path({{c.x - 5 * s, c.y - 8 * s}, {c.x + 8 * s, c.y}, {c.x - 5 * s, c.y + 8 * s}}, true, color);
    return;
  }
  double d = icon == Icon::kForward || icon == Icon::kEnd ? s : -s;
  p.path({{c.x - 4 * d, c.y - 6 * s}, {c.x + 5 * d, c.y}, {c.x - 4 * d, c.y + 6 * s}}, true, color);
  if (icon == Icon::kStart || icon == Icon::kEnd) p.rect({c.x + 5 * d - s, c.y - 6 * s, 2 * s, 12 * s}, color);
}

void icon_button(Ui& ui, const IconButton& b, Point center, double radius, double s, bool primary) {
  const Theme& t = ui.theme;
  Press press = press_area(ui, b.name, {center.x - radius, center.y - radius, 2 * radius, 2 * radius});
  Color ground = primary ? t.accent : t.sunken, ink = primary ? t.on_accent : t.ink;
  if (press.hovered) {
    ground = mix(ground, primary ? t.on_accent : t.ink, press.held ? 0.2 : 0.1);
    hand_cursor();
  }
  ui.painter.circle(center, radius, ground);
  draw_icon(ui, b.icon, center, s, ink);
  if (press.clicked) ui.actions.run(b.action);
  for (const KeyBinding& binding : key_bindings())
    if (binding.action == b.action) {
      tooltip(ui, ui.word(binding.name) + "   " + binding_text(binding));
      break;
    }
}

Index steps_of(const Ui& ui) { return std::max<Index>(1, ui.model->timeline.steps()); }

// How far the playhead is, 0..1, a step being a whole part.
double part_of(const Ui& ui) {
  double total = ui.model->timeline.total_seconds();
  return total > 0 ? std::clamp(seconds_of(ui.model->timeline, shown_moment(ui.state)) / total, 0.0, 1.0) : 0;
}

struct Scrubber {
  double x, width, y;        // of the track: left, length, middle
  double thickness = 6, knob = 9, stroke = 2.5, tick_top = 9, tick_length = 3, tick_width = 1.2;
  bool named = false;        // room for the names of a pipeline's stages below the track
};

std::string segment_words(const Ui& ui, const TimelineSegment& segment) {
  return ui.word("segment." + ui.model->scene->id + "." + segment.name);
}

// Where the stages of a pipeline begin: a longer mark, and below it, where there is room, the stage's name to jump to, else its number.
void draw_segment_marks(Ui& ui, const Scrubber& s, const std::function<double(Index)>& begin_of) {
  const Timeline& line = ui.model->timeline;
  if (line.segments.size() < 2) return;
  const std::size_t now = line.place(ui.state.moment.step).segment;
  for (std::size_t i = 0; i < line.segments.size(); ++i) {
    const Index first = line.first_step(i);
    const double x = begin_of(first), room = begin_of(first + line.segments[i].steps) - x - 8;
    if (i > 0)
      ui.painter.line({x, s.y - s.tick_top - 2}, {x, s.y + s.tick_top}, {ui.theme.muted, s.tick_width * 1.5, 0, 0});
    const TextStyle style{kSmallSize, i == now ? ui.theme.ink : ui.theme.muted, i == now ? Weight::kSemiBold : Weight::kRegular};
    const std::string full = segment_words(ui, line.segments[i]);
    const std::string name = text_width(ui, full, style) <= room ? full : std::to_string(i + 1);
    const double height = ui.scaled(18), width = text_width(ui, name, style);
    if (!s.named || width > room) continue;
    Press press = press_area(ui, "transport.segment." + line.segments[i].name, {x, s.y + s.knob, width + 8, height});
    if (press.hovered) hand_cursor();
    if (name != full) tooltip(ui, full);
    draw_text(ui, {x + (i > 0 ? 6.0 : 0.0), s.y + s.knob + height / 2}, name, style);
    if (press.clicked)
      ui.actions.look([first](State& state) {
        state.moment = {first, 0, 0};
        state.playing = false;
      });
  }
}

// One tick a step while they stand apart, else every so many; the phases of the present step as finer ones below them.
void draw_ticks(Ui& ui, const Scrubber& s) {
  Index steps = steps_of(ui), every = 1;
  constexpr std::array<Index, 3> kGrow = {2, 5, 10};
  constexpr double kLeast = 9;  // pixels between ticks
  for (Index decade = 1; s.width * static_cast<double>(every) / static_cast<double>(steps) < kLeast; decade *= 10)
    for (Index g : kGrow)
      if (s.width * static_cast<double>(every) / static_cast<double>(steps) < kLeast) every = decade * g;
  const Timeline& line = ui.model->timeline;
  const double total = line.total_seconds();
  auto x_of = [&](double seconds, Index step) {
    return s.x + s.width * (total > 0 ? seconds / total : static_cast<double>(step) / static_cast<double>(steps));
  };
  auto begin_of = [&](Index step) { return step < steps ? x_of(seconds_of(line, {step, 0, 0}), step) : s.x + s.width; };
  for (Index i = 0; i <= steps; i += every) {
    double x = begin_of(i);
    ui.painter.line({x, s.y - s.tick_top}, {x, s.y - s.tick_top + s.tick_length}, {ui.theme.faint, s.tick_width, 0, 0});
  }
  draw_segment_marks(ui, s, begin_of);
  const Index now = ui.state.moment.step;
  if (begin_of(now + 1) - begin_of(now) < 24 || line.step_seconds(now) <= 0) return;
  double at = seconds_of(line, {now, 0, 0});
  const std::vector<PhaseSpec>& phases = line.phases(now);
  for (std::size_t k = 0; k + 1 < phases.size(); ++k) {
    at += (phases[k].motion_ms + phases[k].rest_ms) / 1000;
    double x = x_of(at, now);
    ui.painter.line({x, s.y - s.tick_top + 1}, {x, s.y - s.tick_top + s.tick_length}, {ui.theme.faint, s.tick_width * 0.75, 0, 0});
  }
}

void draw_scrubber(Ui& ui, const Scrubber& s) {
  const Theme& t = ui.theme;
  Press press = press_area(ui, "transport.scrubber", {s.x - s.knob, s.y - s.knob - 3, s.width + 2 * s.knob, 2 * s.knob + 6});
  if (press.hovered) hand_cursor();
  if (press.held) {
    double part = std::clamp((ImGui::GetMousePos().x - s.x) / s.width, 0.0, 1.0);
    Moment moment = moment_at(ui.model->timeline, part * ui.model->timeline.total_seconds());
    if (moment != ui.state.moment)
      ui.actions.look([moment](State& state) {
        state.moment = moment;
        state.playing = false;
      });
  }
  double part = part_of(ui), half = s.thickness / 2;
  ui.painter.rect({s.x, s.y - half, s.width, s.thickness}, t.sunken, {}, half);
  if (part > 0) ui.painter.rect({s.x, s.y - half, s.width * part, s.thickness}, t.accent, {}, half);
  draw_ticks(ui, s);
  ui.painter.circle({s.x + s.width * part, s.y}, press.held ? s.knob + 1 : s.knob, t.surface, {t.accent, s.stroke, 0, 0});
}

std::string step_text(const Ui& ui) {
  const Timeline& line = ui.model->timeline;
  const StepPlace place = line.place(ui.state.moment.step);
  const TimelineSegment& segment = line.segments[place.segment];
  if (line.segments.size() > 1)
    return ui.words.format("transport.step_of", {{"stage", segment_words(ui, segment)},
                                                 {"step", grouped(place.step + 1)},
                                                 {"steps", grouped(segment.steps)}});
  return ui.words.format("transport.step", {{"step", grouped(ui.state.moment.step + 1)}, {"steps", grouped(steps_of(ui))}});
}

// Without the name of the pipeline's stage where even small letters find no room for it.
std::string short_step_text(const Ui& ui, const TextStyle& style, double width) {
  const std::string text = step_text(ui);
  const Timeline& line = ui.model->timeline;
  if (line.segments.size() < 2 || text_width(ui, text, style) * kSmallestText / style.size <= width) return text;
  const StepPlace place = line.place(ui.state.moment.step);
  const Index steps = line.segments[place.segment].steps;
  return ui.words.format("transport.step", {{"step", grouped(place.step + 1)}, {"steps", grouped(steps)}});
}

// "filter:2" is the phase "filter" of channel 2.
std::string phase_words(const Ui& ui, const std::string& name) {
  std::size_t colon = name.find(':');
  return ui.words.format("phase." + name.substr(0, colon), {{"channel", colon == std::string::npos ? "" : name.substr(colon + 1)}});
}

std::string phase_text(const Ui& ui) {
  const auto& phases = ui.model->timeline.phases(ui.state.moment.step);
  if (phases.empty()) return "";
  auto i = static_cast<std::size_t>(std::clamp<int>(ui.state.moment.phase, 0, static_cast<int>(phases.size()) - 1));
  return phase_words(ui, phases[i].name);
}

// Of the widest phase, so that nothing moves while it plays.
double phase_width(const Ui& ui, const TextStyle& style) {
  double width = 0;
  for (const TimelineSegment& segment : ui.model->timeline.segments)
    for (const PhaseSpec& phase : segment.phases) width = std::max(width, text_width(ui, phase_words(ui, phase.name), style));
  return width;
}

IconButton play_button(const Ui& ui) { return {ui.state.playing ? Icon::kPause : Icon::kPlay, ActionId::kPlay, "transport.play"}; }
constexpr IconButton kStartButton{Icon::kStart, ActionId::kStart, "transport.start"},
    kBackButton{Icon::kBack, ActionId::kPhaseBack, "transport.back"},
    kForwardButton{Icon::kForward, ActionId::kPhaseForward, "transport.forward"}, kEndButton{Icon::kEnd, ActionId::kEnd, "transport.end"};

// From the right edge leftwards; returns where it begins.
double draw_speed(Ui& ui, double right, double y, bool with_word) {
  const Theme& t = ui.theme;
  NumberFieldSpec spec{
      .value = ui.state.speed, .minimum = 0.25, .maximum = 8, .step = 0.25, .decimals = 2, .tooltip = ui.word("tooltip.speed")};
  double times = text_width(ui, "×", {.size = 14, .color = t.ink}) + 6, width = ui.scaled(44);
  draw_text(ui, {right, y}, "×", {.size = 14, .color = t.ink, .weight = Weight::kSemiBold, .face = Face::kNumbers, .anchor = Anchor::kEnd});
  Box box{right - times - width, y - ui.scaled(13), width, ui.scaled(26)};
  NumberResult result = number_field(ui, "transport.speed", box, spec);
  if (result.value && *result.value > 0) {
    double speed = std::clamp(*result.value, 0.25, 8.0);
    ui.actions.look([speed](State& s) { s.speed = speed; });
  }
  if (result.reset) ui.actions.look([](State& s) { s.speed = 1; });
  if (!with_word) return box.x;
  TextStyle label{.size = kLabelSize, .color = t.muted, .anchor = Anchor::kEnd};
  return box.x - 8 - draw_text(ui, {box.x - 8, y}, ui.word("transport.speed"), label);
}

double draw_loop(Ui& ui, double right, double y) {
  ChipSpec spec{.label = ui.word("transport.loop") + "  L", .on = ui.state.loop, .color = std::nullopt, .tooltip = ui.word("action.loop")};
  double width = chip_width(ui, spec);
  if (chip(ui, "transport.loop", {right - width, y}, spec).clicked) ui.actions.run(ActionId::kLoop);
  return right - width;
}

// One line; with large text the scrubber takes a second one, and what finds no room gives way: loop, then the word "speed".
void draw_compact(Ui& ui, const Box& box, bool two_lines) {
  const Theme& t = ui.theme;
  const bool named = ui.model->timeline.segments.size() > 1;
  const double second = box.bottom() - (named ? 9 + ui.scaled(18) : 18);  // the scrubber's own line
  double y = two_lines ? (box.y + second - kScrubberTop) / 2 : box.center().y, x = box.x + 16;
  const IconButton buttons[] = {kStartButton, kBackButton, play_button(ui), kForwardButton, kEndButton};
  for (const IconButton& b : buttons) {
    bool primary = b.action == ActionId::kPlay;
    double r = primary ? 18 : 14;
    icon_button(ui, b, {x + r, y}, r, primary ? 0.9 : 0.85, primary);
    x += 2 * r + 6;
  }
  x += 10;
  TextStyle step{.size = kLabelSize, .color = t.ink, .weight = Weight::kSemiBold}, phase{.size = kSmallSize, .color = t.muted};
  double widest = std::max({ui.scaled(96), text_width(ui, step_text(ui), step), phase_width(ui, phase)});
  double label = std::min(widest, two_lines ? box.right() - ui.scaled(64) - 56 - x : box.w * 0.25);
  draw_shrunk(ui, {x, y - ui.scaled(9)}, short_step_text(ui, step, label), step, label + 8);
  draw_shrunk(ui, {x, y + ui.scaled(9)}, phase_text(ui), phase, label + 8);
  x += label + 24;
  double right = box.right() - 16;
  right = draw_speed(ui, right, y, right - x > ui.scaled(120));
  if (right - x > ui.scaled(80)) right = draw_loop(ui, right - 14, y);
  constexpr double kNamesBelow = 7;  // the track stands so much higher where names stand below it
  Scrubber s{.x = x, .width = right - 24 - x, .y = named ? y - kNamesBelow : y, .knob = 8, .named = named};
  if (two_lines)
    s = {.x = box.x + 24, .width = box.w - 48, .y = second, .knob = 8, .named = named};
  if (s.width > 40) draw_scrubber(ui, s);
}

void draw_wide(Ui& ui, const Box& box) {
  const Theme& t = ui.theme;
  double y = box.y + box.h * 40 / 116, x = box.x + 24;
  const IconButton buttons[] = {kStartButton, kBackButton, play_button(ui), kForwardButton, kEndButton};
  for (int i = 0; i < 5; ++i) icon_button(ui, buttons[i], {x + 22 + i * 48.0, y}, i == 2 ? 20 : 16, 1, i == 2);
  const TextStyle step{.size = 14, .color = t.ink, .weight = Weight::kSemiBold};
  double right = draw_speed(ui, box.right() - 24, y, true);
  if (right - x - 284 - ui.scaled(90) > text_width(ui, step_text(ui), step)) right = draw_loop(ui, right - 24, y);  // else it gives way
  draw_fitted(ui, {x + 268, y - ui.scaled(9.5)}, step_text(ui), step, right - x - 284);
  draw_fitted(ui, {x + 268, y + ui.scaled(9.5)}, phase_text(ui), {.size = kLabelSize, .color = t.muted}, right - x - 284);
  const bool named = ui.model->timeline.segments.size() > 1;  // the names stand below the track, however large their letters
  draw_scrubber(ui, {.x = x, .width = box.w - 48, .y = box.bottom() - (named ? 9 + ui.scaled(20) : 29), .named = named});
}

// ---- while a question holds the answer back ---------------------------------------------------------------------------------------------

struct Notice {
  const char* title;
  const char* words;
  bool locked;
};

// In place of the controls: nothing plays until the answer is shown, and then only how large an output is has steps to play.
std::optional<Notice> notice_of(const Ui& ui) {
  if (ui.lesson == nullptr || !ui.lesson->shows_question()) return std::nullopt;
  if (ui.lesson->held) return Notice{"question.held", "question.held_keys", true};
  if (ui.lesson->question->kind == QuestionKind::kOutputSize && ui.lesson->shown >= 1) return std::nullopt;
  return Notice{"question.shown", "question.shown_keys", false};
}

void draw_lock(Ui& ui, Point c, double s, Color color) {
  ui.painter.rect({c.x - 10 * s, c.y - 2 * s, 20 * s, 16 * s}, color, {}, 3 * s);
  std::vector<Point> bow;
  for (int i = 0; i <= 16; ++i) {
    const double angle = std::numbers::pi * (1 + static_cast<double>(i) / 16);
    bow.push_back({c.x + 6.5 * s * std::cos(angle), c.y - 5 * s + 6.5 * s * std::sin(angle)});
  }
  bow.insert(bow.begin(), {c.x - 6.5 * s, c.y});
  bow.push_back({c.x + 6.5 * s, c.y});
  ui.painter.path(bow, false, {0, 0, 0, 0}, {color, 3 * s, 0, 0});
}

// Its size is at 100 % of `size`.
void draw_notice(Ui& ui, const Box& box, const Notice& notice, double size) {
  const Theme& t = ui.theme;
  const double y = box.center().y, left = box.x + 24 * size;
  double x = left;
  if (notice.locked) {
    draw_lock(ui, {x + 14 * size, y}, size, t.muted);
    x += 44 * size;
  }
  const double room = box.right() - 24 * size - x, unit = std::max(1.0, size / ui.theme.text_scale);
  const TextStyle title{.size = kBodySize * unit, .color = t.ink, .weight = Weight::kSemiBold};
  const TextStyle words{.size = kLabelSize * unit, .color = t.muted};
  draw_fitted(ui, {x, y - ui.scaled(9.5 * unit)}, ui.word(notice.title), title, room);
  draw_fitted(ui, {x, y + ui.scaled(10.5 * unit)}, ui.word(notice.words), words, room);
  ui.probe.place("transport.notice", box);
}

}  // namespace

void draw_transport(Ui& ui, const Box& box, const Layout& layout) {
  if (ui.model == nullptr) return;
  if (const std::optional<Notice> notice = notice_of(ui)) return draw_notice(ui, box, *notice, 1);
  layout.compact ? draw_compact(ui, box, layout.two_line_transport) : draw_wide(ui, box);
}

void draw_presentation_transport(Ui& ui, const Box& box, double size) {
  if (ui.model == nullptr) return;
  if (const std::optional<Notice> notice = notice_of(ui)) return draw_notice(ui, box, *notice, 1.5 * size);
  double y = box.y + box.h * 0.42, x = box.x + 30 * size;
  icon_button(ui, kBackButton, {x, y}, 23 * size, 1.6 * size, false);
  icon_button(ui, play_button(ui), {x + 64 * size, y}, 30 * size, 1.5 * size, true);
  icon_button(ui, kForwardButton, {x + 128 * size, y}, 23 * size, 1.6 * size, false);
  double left = x + 200 * size;
  TextStyle step{.size = kSmallestText, .color = ui.theme.muted, .anchor = Anchor::kEnd};
  double label = draw_fitted(ui, {box.right(), y}, step_text(ui), step, (box.right() - left) * 0.6);
  draw_scrubber(ui, {.x = left,
                     .width = box.right() - label - 28 * size - left,
                     .y = y,
                     .thickness = 10 * size,
                     .knob = 14 * size,
                     .stroke = 4 * size,
                     .tick_top = 18 * size,
                     .tick_length = 6 * size,
                     .tick_width = 2 * size});
}

}  // namespace convscope
