// Format cards, size, pace, theme, what is shown, the file.
#include <fmt/format.h>

#include <algorithm>

#include "app/panels/export_parts.h"
#include "app/panels/file_browser.h"
#include "app/panels/file_list.h"
#include "app/panels/number_text.h"
#include "app/panels/typed.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

// Rows of a form: a bold or quiet label at the left, its control at `x`.
struct Form {
  Ui& ui;
  Box box;
  double y;
  double label = 0;
  double x() const { return box.x + label; }
  double room() const { return box.w - label; }
};

TextStyle label_style(const Ui& ui, bool bold) {
  return bold ? TextStyle{15, ui.theme.ink, Weight::kSemiBold} : TextStyle{13.5, ui.theme.muted};
}

double label_width(const Ui& ui) {
  double widest = 0;
  for (const char* key : {"export.size", "export.theme", "export.show", "export.file"})
    widest = std::max(widest, text_width(ui, ui.word(key), label_style(ui, true)));
  for (const char* key : {"export.pixels", "export.pace"}) widest = std::max(widest, text_width(ui, ui.word(key), label_style(ui, false)));
  return widest + 24;
}

void draw_label(Form& form, const char* key, bool bold, double height) {
  draw_text(form.ui, {form.box.x, form.y + height / 2}, form.ui.word(key), label_style(form.ui, bold));
}

void draw_format_card(Ui& ui, const FormatFacts& facts, const Box& box) {
  ExportSettings& settings = ui.memory.panels.exporting.settings;
  const Theme& t = ui.theme;
  bool on = facts.format == settings.format;
  std::string label = *facts.label ? facts.label : ui.word("export.format.frames");
  Press press = press_area(ui, fmt::format("export.format.{}", static_cast<int>(facts.format)), box);
  ui.painter.rect(box,
                  on              ? t.select
                  : press.hovered ? mix(t.surface, t.ink, 0.05)
                                  : t.surface,
                  {on ? t.accent : t.line, on ? 2.0 : 1.0, 0, 0}, kCardRadius);
  if (press.hovered) hand_cursor();
  double middle = box.center().x, y = box.center().y;
  draw_text(ui, {middle, y - ui.scaled(8)}, label, {kBodySize, t.ink, on ? Weight::kBold : Weight::kMedium, Face::kWords, Anchor::kMiddle});
  draw_text(ui, {middle, y + ui.scaled(10)}, ui.word(facts.kind), {kSmallSize, t.muted, Weight::kRegular, Face::kWords, Anchor::kMiddle});
  if (!press.clicked || on) return;
  settings.format = facts.format;
  settings.name = renamed(settings.name, facts.format);
}

void draw_formats(Form& form) {
  Ui& ui = form.ui;
  double title = ui.scaled(24);
  draw_label(form, "export.format", true, title);
  form.y += title + 8;
  double gap = 8, width = (form.box.w - 3 * gap) / 4, height = ui.scaled(44) + 8;
  for (const FormatFacts& facts : export_formats()) {
    int i = static_cast<int>(facts.format);
    draw_format_card(ui, facts, {form.box.x + (i % 4) * (width + gap), form.y + (i / 4) * (height + gap), width, height});
  }
  form.y += 2 * height + gap + 20;
}

// A segmented control, on a row of its own when it does not fit beside its label.
std::optional<int> draw_segments(Form& form, const char* key, const std::string& name, const std::vector<std::string>& labels,
                                 int selected) {
  Ui& ui = form.ui;
  double height = segmented_height(ui), x = form.x();
  draw_label(form, key, true, height);
  if (segmented_width(ui, labels) > form.room()) {
    form.y += height;
    x = form.box.x;
  }
  auto chosen = segmented(ui, name, {x, form.y + height / 2}, labels, selected);
  form.y += height + 14;
  return chosen;
}

struct FieldSpec {
  std::string name;
  double value, minimum, maximum, step;
  int decimals;
  bool enabled;
  std::string unit;
};

// Draws a number and its unit; returns the value when it changed. `x` moves behind it.
std::optional<double> draw_field(Form& form, double& x, double width, double height, const FieldSpec& field) {
  Ui& ui = form.ui;
  NumberFieldSpec spec{field.value, field.minimum, field.maximum, field.step, field.decimals, field.enabled, false, ""};
  NumberResult result = number_field(ui, field.name, {x, form.y, width, height}, spec);
  x += width + 8;
  if (!field.unit.empty()) x += draw_text(ui, {x, form.y + height / 2}, field.unit, {kLabelSize, ui.theme.muted}) + 18;
  if (!result.value && !result.bad_text) return std::nullopt;
  // What is typed is taken as it is or refused; a drag stays within the range by itself.
  const std::string text = result.bad_text ? *result.bad_text : value_text(*result.value);
  auto value = typed_number(text, field.minimum, field.maximum, field.decimals == 0);
  if (const auto* problem = std::get_if<TypedProblem>(&value)) {
    const std::string name = field.unit.empty() ? ui.word(field.name) : field.unit;
    ui.actions.add(act::Toast{sentence(ui.words, name, *problem), true});
    return std::nullopt;
  }
  return std::get<double>(value);
}

void draw_size_rows(Form& form) {
  Ui& ui = form.ui;
  ExportSettings& settings = ui.memory.panels.exporting.settings;
  std::vector<std::string> sizes = {ui.word("export.size.stage"), "1080p", "4K", ui.word("export.size.own")};
  FrameSize now = size_of(settings, kStageSize);
  if (auto chosen = draw_segments(form, "export.size", "export.size", sizes, static_cast<int>(settings.size))) {
    settings.size = static_cast<ExportSize>(*chosen);
    if (settings.size == ExportSize::kOwn) settings.own = now;
  }
  double height = ui.scaled(32), width = ui.scaled(84), x = form.x();
  bool own = settings.size == ExportSize::kOwn;
  const FrameSize shown = own ? settings.own : now;
  draw_label(form, "export.pixels", false, height);
  if (auto w = draw_field(form, x, width, height, {"export.width", double(shown.width), kSmallestSide, kLargestSide, 2, 0, own, ""}))
    settings.own.width = static_cast<int>(*w);
  x += draw_text(ui, {x, form.y + height / 2}, "×", {kBodySize, ui.theme.muted}) + 8;
  if (auto h = draw_field(form, x, width, height, {"export.height", double(shown.height), kSmallestSide, kLargestSide, 2, 0, own, ""}))
    settings.own.height = static_cast<int>(*h);
  TextStyle ratio{kLabelSize, ui.theme.muted, Weight::kRegular, Face::kNumbers, Anchor::kEnd};
  if (x + text_width(ui, ratio_text(now), ratio) < form.box.right())
    draw_text(ui, {form.box.right(), form.y + height / 2}, ratio_text(now), ratio);
  form.y += height + 14;
  if (shown.width == now.width && shown.height == now.height) return;
  const std::string even = ui.words.format("export.even_sides", {{"format", facts_of(settings.format).label},
                                                                 {"width", std::to_string(now.width)},
                                                                 {"height", std::to_string(now.height)}});
  form.y += draw_paragraph(ui, {form.x(), form.y - 8}, even, {kSmallSize, ui.theme.warning}, form.room()) + 6;
}

void draw_pace(Form& form) {
  Ui& ui = form.ui;
  ExportSettings& settings = ui.memory.panels.exporting.settings;
  double height = ui.scaled(32), width = ui.scaled(60), x = form.x();
  bool film = is_film(settings);
  draw_label(form, "export.pace", false, height);
  if (auto fps = draw_field(form, x, width, height, {"export.fps", settings.fps, 1, kMostFps, 1, 3, film, ui.word("export.fps")}))
    settings.fps = *fps;
  if (auto pace = draw_field(form, x, width, height,
                             {"export.seconds", settings.seconds_per_step, 0.1, 30, 0.1, 2, film, ui.word("export.seconds_a_step")}))
    settings.seconds_per_step = *pace;
  form.y += height + 14;
}

void draw_shown(Form& form) {
  Ui& ui = form.ui;
  ExportSettings& settings = ui.memory.panels.exporting.settings;
  bool clear_possible = facts_of(settings.format).transparent;
  struct Box2 {
    const char* key;
    bool* value;
    bool enabled;
  } boxes[] = {{"legend", &settings.options.legend, true},
               {"caption", &settings.options.caption, true},
               {"sum", &settings.options.sum, true},
               {"clear", &settings.options.transparent, clear_possible}};
  double row = ui.scaled(32);
  draw_label(form, "export.show", true, row);
  double x = form.x();
  std::string why =
      clear_possible ? ""
                     : ui.words.format("export.no_clear", {{"format", *facts_of(settings.format).label ? facts_of(settings.format).label
                                                                                                       : ui.word("export.format.frames")}});
  for (auto& each : boxes) {
    CheckboxSpec spec{ui.word(std::string("export.show.") + each.key), *each.value && each.enabled, each.enabled, each.enabled ? "" : why};
    double width = ui.scaled(30) + text_width(ui, spec.label, {13.5, {}}) + 20;
    if (x > form.x() && x + width > form.box.right() + 20) {
      x = form.x();
      form.y += row;
    }
    if (checkbox(ui, std::string("export.show.") + each.key, {x, form.y + row / 2}, spec)) *each.value = !*each.value;
    x += std::max(width, ui.scaled(150));
  }
  form.y += row;
  if (!why.empty()) {
    draw_fitted(ui, {form.x(), form.y + ui.scaled(8)}, why, {kSmallSize, ui.theme.faint}, form.room());
    form.y += ui.scaled(16);
  }
  form.y += 14;
}

void draw_file(Form& form) {
  Ui& ui = form.ui;
  ExportMemory& memory = ui.memory.panels.exporting;
  double height = ui.scaled(34);
  draw_label(form, "export.file", true, height);
  ButtonSpec folder{ui.word("export.folder"), "", ButtonKind::kNormal, true, memory.settings.folder};
  double wide = button_width(ui, folder);
  text_field(ui, "export.name", {form.x(), form.y, form.room() - wide - 8, height}, memory.settings.name,
             {ui.word("files.name_hint"), "", false});
  if (button(ui, "export.folder", {form.box.right() - wide, form.y, wide, height}, folder)) {
    memory.choosing_folder = true;
    begin_browsing(ui.memory.panels.files, memory.settings.folder, "");
  }
  form.y += height + 4;
  bool there = export_target_exists(memory.settings);
  std::string text = memory.settings.name.empty() ? ui.word("export.no_name")
                     : there ? ui.word(memory.settings.format == ExportFormat::kFrames ? "export.replaces_frames" : "export.replaces")
                                                  : ui.words.format("export.goes_to", {{"folder", memory.settings.folder}});
  bool warn = there || memory.settings.name.empty();
  form.y += draw_paragraph(ui, {form.x(), form.y}, text, {kSmallSize, warn ? ui.theme.warning : ui.theme.faint}, form.room()) + 8;
}

}  // namespace

std::string export_target(const ExportSettings& settings) { return joined(settings.folder, settings.name); }

bool export_target_exists(const ExportSettings& settings) {
  std::string path = export_target(settings);
  return settings.format == ExportFormat::kFrames ? is_folder(path) : is_file(path);
}

bool is_film(const ExportSettings& settings) { return facts_of(settings.format).film; }

void draw_export_settings(Ui& ui, const Box& box) {
  ExportSettings& settings = ui.memory.panels.exporting.settings;
  constexpr double kFrame = 2;  // of the chosen card, drawn half outside
  ScrollArea area(ui, "export.settings", {box.x - kFrame, box.y, box.w + kFrame, box.h});
  Form form{ui, {box.x, box.y, box.w - 16, box.h}, area.top() + kFrame, label_width(ui)};
  draw_formats(form);
  draw_size_rows(form);
  draw_pace(form);
  std::vector<std::string> themes = {ui.word("export.theme.shown"), ui.word("export.theme.print"), ui.word("export.theme.projector")};
  if (auto chosen = draw_segments(form, "export.theme", "export.theme", themes, static_cast<int>(settings.theme)))
    settings.theme = static_cast<ExportTheme>(*chosen);
  draw_shown(form);
  draw_file(form);
  area.end(form.y - area.top());
}

}  // namespace convscope
