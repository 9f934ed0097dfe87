#include "app/panels/export_plan.h"

#include "app/export/written_size.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>

namespace convscope {
namespace {

constexpr Index kMostProposedSteps = 500;

int possible(int side) { return std::clamp(side, kSmallestSide, kLargestSide); }

// "3", "3x2" of a parameter that is a list of numbers.
std::string numbers_text(const AttributeValue& value) {
  const auto* numbers = std::get_if<std::vector<Index>>(&value);
  if (!numbers || numbers->empty()) return "";
  bool equal = std::all_of(numbers->begin(), numbers->end(), [&](Index n) { return n == numbers->front(); });
  return equal ? std::to_string(numbers->front()) : fmt::format("{}", fmt::join(*numbers, "x"));
}

bool ends_with_ignoring_case(const std::string& text, const std::string& ending) {
  return text.size() >= ending.size() && std::equal(ending.rbegin(), ending.rend(), text.rbegin(), [](char a, char b) {
           return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
         });
}

}  // namespace

const std::vector<FormatFacts>& export_formats() {
  static const std::vector<FormatFacts> kFormats = {
      {ExportFormat::kPng, "PNG", "export.kind.picture", ".png", false, true},
      {ExportFormat::kSvg, "SVG", "export.kind.vector", ".svg", false, true},
      {ExportFormat::kPdf, "PDF", "export.kind.vector", ".pdf", false, true},
      {ExportFormat::kFrames, "", "export.kind.folder", "", true, true},
      {ExportFormat::kGif, "GIF", "export.kind.loops", ".gif", true, false},
      {ExportFormat::kApng, "APNG", "export.kind.loops", ".apng", true, true},
      {ExportFormat::kWebm, "WebM", "export.kind.film", ".webm", true, false},
      {ExportFormat::kMp4, "MP4", "export.kind.film", ".mp4", true, false},
  };
  return kFormats;
}

const FormatFacts& facts_of(ExportFormat format) { return export_formats()[static_cast<std::size_t>(format)]; }

FrameSize size_of(const ExportSettings& settings, FrameSize stage) {
  switch (settings.size) {
    case ExportSize::kStage: return {possible(stage.width * 2), possible(stage.height * 2)};
    case ExportSize::k1080p: return {1920, 1080};
    case ExportSize::k4k: return {3840, 2160};
    case ExportSize::kOwn: break;
  }
  return written_size(facts_of(settings.format).ending, {possible(settings.own.width), possible(settings.own.height)});
}

ThemeName theme_of(const ExportSettings& settings, ThemeName shown) {
  switch (settings.theme) {
    case ExportTheme::kPrint: return ThemeName::kPrint;
    case ExportTheme::kProjector: return ThemeName::kProjector;
    case ExportTheme::kShown: break;
  }
  return shown;
}

ExportRange opening_range(Index steps) { return steps <= kMostProposedSteps ? ExportRange::kAll : ExportRange::kStep; }

StepRange steps_of(const ExportSettings& settings, const Moment& moment, Index steps) {
  Index last = std::max<Index>(0, steps - 1), here = std::clamp<Index>(moment.step, 0, last);
  if (!facts_of(settings.format).film) return {here, here};
  switch (settings.range) {
    case ExportRange::kStep: return {here, here};
    case ExportRange::kAll: return {0, last};
    case ExportRange::kFromTo: break;
  }
  Index from = std::clamp<Index>(settings.from, 0, last), to = std::clamp<Index>(settings.to, 0, last);
  return {std::min(from, to), std::max(from, to)};
}

ExportRequest request_of(const ExportSettings& settings, const Moment& moment, Index steps, FrameSize stage) {
  ExportRequest request;
  std::filesystem::path path = std::filesystem::path(settings.folder) / settings.name;
  if (settings.format == ExportFormat::kFrames) path /= "%05d.png";
  request.path = path.string();
  request.size = size_of(settings, stage);
  StepRange range = steps_of(settings, moment, steps);
  request.first_step = range.first;
  request.last_step = range.last;
  request.fps = settings.fps;
  request.seconds_per_step = settings.seconds_per_step;
  request.options = settings.options;
  request.options.transparent = settings.options.transparent && facts_of(settings.format).transparent;
  request.moment = moment;
  return request;
}

std::string suggested_name(const Scene& scene, const State& state, ExportFormat format) {
  std::string name = scene.id;
  const std::pair<const char*, const char*> parts[] = {{"kernel", "k"}, {"stride", "s"}, {"padding", "p"}, {"dilation", "d"}};
  for (auto [parameter_name, letter] : parts) {
    if (!has_parameter(scene, parameter_name)) continue;
    std::string numbers = numbers_text(parameter(scene, state, parameter_name));
    if (!numbers.empty()) name += fmt::format("_{}{}", letter, numbers);
  }
  return name + facts_of(format).ending;
}

std::string renamed(const std::string& name, ExportFormat format) {
  std::string stem = name;
  for (const FormatFacts& facts : export_formats())
    if (*facts.ending && ends_with_ignoring_case(stem, facts.ending)) {
      stem.resize(stem.size() - std::string(facts.ending).size());
      break;
    }
  return stem + facts_of(format).ending;
}

std::string ratio_text(FrameSize size) {
  int divisor = std::gcd(size.width, size.height);
  int w = size.width / std::max(1, divisor), h = size.height / std::max(1, divisor);
  return w > 100 || h > 100 ? fmt::format("{:.2f} : 1", static_cast<double>(size.width) / size.height) : fmt::format("{} : {}", w, h);
}

}  // namespace convscope
