// What the export dialog lets a person choose, and the request that follows. No ImGui, no files written.
#pragma once

#include <string>
#include <vector>

#include "app/export/export.h"

namespace convscope {

enum class ExportFormat { kPng, kSvg, kPdf, kFrames, kGif, kApng, kWebm, kMp4 };
struct FormatFacts {
  ExportFormat format = ExportFormat::kPng;
  const char* label = "";    // "MP4": the same in every language; frames: words export.format.frames
  const char* kind = "";     // words: what it is for
  const char* ending = "";   // ".mp4"; frames: a folder with %05d.png
  bool film = false;         // many frames; else one picture
  bool transparent = false;  // can have a clear background
};
const std::vector<FormatFacts>& export_formats();
const FormatFacts& facts_of(ExportFormat format);

enum class ExportSize { kStage, k1080p, k4k, kOwn };
enum class ExportRange { kStep, kAll, kFromTo };
enum class ExportTheme { kShown, kPrint, kProjector };

struct ExportSettings {
  ExportFormat format = ExportFormat::kGif;
  ExportSize size = ExportSize::k1080p;
  FrameSize own{1280, 720};
  ExportRange range = ExportRange::kAll;
  Index from = 0, to = 0;  // inclusive, from 0
  double fps = 25;
  double seconds_per_step = 1;
  ExportTheme theme = ExportTheme::kShown;
  ViewOptions options{true, true, true, false};
  std::string folder, name;  // name with its ending
};

inline constexpr int kSmallestSide = 64, kLargestSide = 8192;

FrameSize size_of(const ExportSettings& settings, FrameSize stage);  // as written: MP4 and WebM have even sides; kStage: stage × 2
ThemeName theme_of(const ExportSettings& settings, ThemeName shown);
// Steps the export runs over; a single picture has the moment's.
struct StepRange {
  Index first = 0, last = 0;
};
// What is proposed: everything while that is a film one would watch, else the step on the screen.
ExportRange opening_range(Index steps);
StepRange steps_of(const ExportSettings& settings, const Moment& moment, Index steps);
ExportRequest request_of(const ExportSettings& settings, const Moment& moment, Index steps, FrameSize stage);
// "padding_k3_s2.gif": the scene and what tells this picture from others of it.
std::string suggested_name(const Scene& scene, const State& state, ExportFormat format);
// The name with the format's ending in place of any other format's.
std::string renamed(const std::string& name, ExportFormat format);
std::string ratio_text(FrameSize size);  // "16 : 9"

}  // namespace convscope
