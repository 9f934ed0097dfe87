// Which steps: the choice, the track with its two handles, and how many frames that makes.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/panels/export_parts.h"
#include "app/panels/number_text.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

Index steps_here(const Ui& ui) { return ui.model ? std::max<Index>(1, ui.model->timeline.steps()) : 1; }

// Step under a place of the track, 0 … steps.
double part_of(Index edge, Index steps) { return static_cast<double>(edge) / static_cast<double>(steps); }

void draw_handle(Ui& ui, const std::string& name, const Box& track, Index edge, Index& step, Index offset) {
  const Theme& t = ui.theme;
  Index steps = steps_here(ui);
  double x = track.x + track.w * part_of(edge, steps), y = track.center().y;
  Press press = press_area(ui, name, {x - 11, y - 18, 22, 36});
  if (press.held) {
    double wanted = std::round((ImGui::GetMousePos().x - track.x) / track.w * static_cast<double>(steps)) - static_cast<double>(offset);
    step = std::clamp<Index>(static_cast<Index>(wanted), 0, steps - 1);
    ui.memory.panels.exporting.settings.range = ExportRange::kFromTo;
  }
  if (press.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  ui.painter.rect({x - 7, y - 14, 14, 28}, press.hovered ? t.select : t.surface, {t.accent, 2.5, 0, 0}, 4);
}

void draw_track(Ui& ui, const Box& track, const StepRange& range) {
  const Theme& t = ui.theme;
  Index steps = steps_here(ui);
  double from = track.x + track.w * part_of(range.first, steps), to = track.x + track.w * part_of(range.last + 1, steps);
  ui.painter.rect(track, t.sunken, {}, 4);
  ui.painter.rect({from, track.y, std::max(2.0, to - from), track.h}, t.accent, {}, 4);
  Index every = std::max<Index>(1, (steps + 59) / 60);
  for (Index q = 0; q <= steps; q += every) {
    double x = track.x + track.w * part_of(q, steps);
    ui.painter.line({x, track.y - 10}, {x, track.y - 5}, {t.faint, 1.2, 0, 0});
  }
}

// The handles; moving one makes the range "from, to" beginning where it was.
void draw_handles(Ui& ui, const Box& track, const StepRange& range) {
  ExportSettings& settings = ui.memory.panels.exporting.settings;
  Index first = range.first, last = range.last;
  draw_handle(ui, "export.from", track, first, first, 0);
  draw_handle(ui, "export.to", track, last + 1, last, 1);
  if (first == range.first && last == range.last) return;
  settings.from = std::min(first, last);
  settings.to = std::max(first, last);
}

// Where the running export is, on the track.
void draw_place(Ui& ui, const Box& track, double text_y) {
  if (!ui.exporting.running || ui.exporting.frames <= 0 || !ui.model) return;
  Moment moment = frame_moment(*ui.model, shown_request(ui), ui.exporting.frame);
  double x = track.x + track.w * (static_cast<double>(moment.step) + 0.5) / static_cast<double>(steps_here(ui));
  ui.painter.circle({x, track.center().y}, 8, ui.theme.output, {ui.theme.surface, 2.5, 0, 0});
  std::string text = ui.words.format("export.rendering_step", {{"step", std::to_string(moment.step + 1)}});
  TextStyle style{12.5, ui.theme.output, Weight::kSemiBold, Face::kWords, Anchor::kMiddle};
  double half = text_width(ui, text, style) / 2, room = ui.scaled(64);
  draw_text(ui, {std::clamp(x, track.x + half + room, track.right() - half - room), text_y}, text, style);
}

void draw_ends(Ui& ui, const Box& track, const StepRange& range, double y) {
  TextStyle style{12.5, ui.theme.muted, Weight::kRegular, Face::kNumbers};
  auto text = [&](Index step) { return ui.words.format("export.step", {{"step", std::to_string(step + 1)}}); };
  draw_text(ui, {track.x, y}, text(range.first), style);
  style.anchor = Anchor::kEnd;
  draw_text(ui, {track.right(), y}, text(range.last), style);
}

void draw_count(Ui& ui, Point at, double width) {
  const ExportSettings& settings = ui.memory.panels.exporting.settings;
  if (!is_film(settings) || !ui.model) {
    draw_fitted(ui, at, ui.words.format("export.one_picture", {{"step", std::to_string(ui.state.moment.step + 1)}}),
                {kBodySize, ui.theme.muted}, width);
    return;
  }
  ExportRequest request = shown_request(ui);
  int frames = frame_count(*ui.model, request);
  Index steps = request.last_step - request.first_step + 1;
  std::string left =
      ui.words.format("export.count.steps",
                      {{"steps", grouped(steps)}, {"seconds", value_text(settings.seconds_per_step)}, {"fps", value_text(settings.fps)}});
  std::string middle = ui.words.format("export.count.frames", {{"frames", grouped(frames)}});
  std::string right = ui.words.format("export.count.film", {{"seconds", value_text(std::round(frames / settings.fps * 10) / 10)}});
  TextStyle style{13.5, ui.theme.muted, Weight::kRegular, Face::kNumbers};
  double x = at.x, whole = text_width(ui, left + middle + right, style);
  if (whole <= width) x += draw_text(ui, {x, at.y}, left, style);  // large text leaves room for the result only
  style.color = ui.theme.ink;
  x += draw_fitted(ui, {x, at.y}, middle, style, at.x + width - x);
  style.color = ui.theme.muted;
  draw_fitted(ui, {x, at.y}, right, style, at.x + width - x);
}

}  // namespace

ExportRequest shown_request(const Ui& ui) {
  return request_of(ui.memory.panels.exporting.settings, ui.state.moment, ui.model ? ui.model->timeline.steps() : 1, kStageSize);
}

double draw_export_range(Ui& ui, const Box& box, bool paint) {
  ExportSettings& settings = ui.memory.panels.exporting.settings;
  bool film = is_film(settings);
  double height = segmented_height(ui), line = ui.scaled(26), used = film ? height + 24 + 28 + line + line : line;
  if (!paint) return used;
  if (!film) {
    draw_count(ui, {box.x, box.y + line / 2}, box.w);
    return used;
  }
  std::vector<std::string> ranges = {ui.word("export.range.step"), ui.word("export.range.all"), ui.word("export.range.own")};
  double y = box.y + height / 2;
  TextStyle title{15, ui.theme.ink, Weight::kSemiBold};
  double label = text_width(ui, ui.word("export.range"), title) + 24;
  if (label + segmented_width(ui, ranges) > box.w)
    label = 0;
  else
    draw_text(ui, {box.x, y}, ui.word("export.range"), title);
  StepRange range = steps_of(settings, ui.state.moment, steps_here(ui));
  if (auto chosen = segmented(ui, "export.range", {box.x + label, y}, ranges, static_cast<int>(settings.range))) {
    settings.range = static_cast<ExportRange>(*chosen);
    settings.from = range.first;
    settings.to = range.last;
  }
  Box track{box.x + 8, box.y + height + 24 + 8, box.w - 16, 8};
  draw_track(ui, track, range);
  draw_handles(ui, track, range);
  double text_y = track.bottom() + 12 + line / 2;
  draw_ends(ui, track, range, text_y);
  draw_place(ui, track, text_y);
  draw_count(ui, {box.x, text_y + line + 4}, box.w);
  return used;
}

}  // namespace convscope
