// The size formula with the numbers on the screen, what happens in words, what it costs: the model's own lines, laid out.
#include <algorithm>
#include <string>
#include <vector>

#include "app/i18n/sentence.h"
#include "app/panels/number_text.h"
#include "app/panels/panels.h"
#include "app/panels/scene_facts.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

double draw_title(Ui& ui, const Box& box, const std::string& text) {
  double height = ui.scaled(28);
  draw_text(ui, {box.x, box.y + height / 2}, text, {kHeadingSize, ui.theme.ink, Weight::kBold});
  return height;
}

constexpr double kFormulaSize = 12.5;
TextStyle formula_style(const Ui& ui, double size = kFormulaSize) { return {size, ui.theme.muted, Weight::kMedium, Face::kNumbers}; }

// A little smaller when that lets the line stay whole.
TextStyle fitting_style(const Ui& ui, const std::vector<TextRun>& runs, double width) {
  double wide = 0;
  for (const TextRun& run : runs) wide += text_width(ui, run.text, formula_style(ui));
  double size = wide > width ? kFormulaSize * width / wide : kFormulaSize;
  return formula_style(ui, size < kSmallestText ? kFormulaSize : size);
}

std::vector<TextRun> colored(const Ui& ui, const FormulaLine& line) {
  std::vector<TextRun> runs;
  for (const RoleText& part : line) runs.push_back({part.text, part.role == Role::kPlain ? ui.theme.muted : ui.theme.role(part.role)});
  return runs;
}

// Breaks behind a blank where the next piece would not fit; what follows is indented.
std::vector<std::vector<TextRun>> broken(const Ui& ui, const std::vector<TextRun>& runs, const TextStyle& style, double width) {
  std::vector<std::vector<TextRun>> lines(1);
  double x = 0, indent = text_width(ui, "    ", style);
  for (const TextRun& run : runs)
    for (std::size_t at = 0; at < run.text.size();) {
      std::size_t blank = run.text.find(' ', at);
      std::size_t end = blank == std::string::npos ? run.text.size() : blank + 1;
      std::string piece = run.text.substr(at, end - at);
      double wide = text_width(ui, piece, style);
      double needed = piece.back() == ' ' ? wide - text_width(ui, " ", style) : wide;
      if (x > indent && x + needed > width + 0.5) {
        lines.push_back({{"    ", run.color}});
        x = indent;
      }
      lines.back().push_back({piece, run.color});
      x += wide;
      at = end;
    }
  return lines;
}

double draw_formula(Ui& ui, const std::vector<TextRun>& line, const Box& box) {
  TextStyle style = fitting_style(ui, line, box.w);
  double y = box.y, step = ui.scaled(22);
  for (const auto& runs : broken(ui, line, style, box.w)) {
    draw_runs(ui, {box.x, y + step / 2}, runs, style);
    y += step;
  }
  return y - box.y;
}

// Of several layers the one that is told of is named, beside the title.
void draw_layer_name(Ui& ui, const Box& box) {
  const std::string key = told_layer_key(*ui.model, ui.state);
  if (!ui.words.has(key)) return;
  const double x = text_width(ui, ui.word("size.title"), {kHeadingSize, ui.theme.ink, Weight::kBold}) + ui.scaled(10);
  draw_fitted(ui, {box.x + x, box.y + ui.scaled(15)}, ui.word(key), {kLabelSize, ui.theme.muted}, box.w - x);
}

struct CostRow {
  const char* key;
  Index value;
};

}  // namespace

double draw_size(Ui& ui, Box box) {
  if (!ui.model || !ui.model->scene->shows_layer) return 0;
  draw_layer_name(ui, box);
  double y = box.y + draw_title(ui, box, ui.word("size.title")) + 6;
  const LayerModel& layer = told_layer(*ui.model, ui.state);
  if (layer.refused)
    return y + draw_paragraph(ui, {box.x, y}, sentence(ui.words, *layer.refused), {kBodySize, ui.theme.warning}, box.w) - box.y;
  for (const FormulaLine& line : layer.layer->formula()) y += draw_formula(ui, colored(ui, line), {box.x, y, box.w, 0}) + 2;
  const Extents &in = layer.input().extents, &out = layer.output().extents;
  std::vector<TextRun> shapes = {{in.text(" × "), ui.theme.input}, {"  →  ", ui.theme.muted}, {out.text(" × "), ui.theme.output}};
  y += 4;
  y += draw_formula(ui, shapes, {box.x, y, box.w, 0});
  return y - box.y;
}

double draw_what_happens(Ui& ui, Box box) {
  const Scene* scene = scene_of(ui.catalog.scenes, ui.state);
  if (!scene) return 0;
  double y = box.y + draw_title(ui, box, ui.word("words.title")) + 4;
  for (const char* section : {"what", "why", "try", "used", "mistake"}) {
    std::string key = "scene." + scene->id + "." + section;
    if (!ui.words.has(key)) continue;
    if (std::string_view(section) != "what") {
      y += 10;
      draw_text(ui, {box.x, y + ui.scaled(10)}, ui.word(std::string("words.") + section), {kLabelSize, ui.theme.ink, Weight::kSemiBold});
      y += ui.scaled(20);
    }
    y += draw_paragraph(ui, {box.x, y}, ui.word(key), {kBodySize, ui.theme.muted}, box.w);
  }
  return y - box.y;
}

double draw_cost(Ui& ui, Box box) {
  if (!ui.model || !ui.model->scene->shows_layer) return 0;
  const bool whole = ui.model->layers.size() > 1;  // a pipeline: all of its layers together
  Cost cost = whole ? ui.model->pipeline->cost() : ui.model->first().layer->cost();
  double y = box.y + draw_title(ui, box, ui.word(whole ? "cost.title_all" : "cost.title")) + 4;
  const CostRow rows[] = {{"parameters", cost.parameters},
                          {"multiplications", cost.multiplications},
                          {"macs", cost.macs},
                          {"flops", cost.flops},
                          {"memory", cost.memory}};
  double height = ui.scaled(26);
  for (const CostRow& row : rows) {
    std::string number = grouped(row.value), key = std::string("cost.") + row.key;
    TextStyle value{kBodySize, ui.theme.ink, Weight::kSemiBold, Face::kNumbers, Anchor::kEnd};
    double wide = draw_text(ui, {box.right(), y + height / 2}, number, value);
    draw_fitted(ui, {box.x, y + height / 2}, ui.word(key), {13.5, ui.theme.muted}, box.w - wide - 12);
    press_area(ui, key, {box.x, y, box.w, height});
    tooltip(ui, ui.word(key + ".tip"));
    y += height;
  }
  return y - box.y;
}

}  // namespace convscope
