// Frames to files. A frame is a pure function of (state, moment): the window, the command line and the tests write the same ones.
#pragma once

#include <string>
#include <vector>

#include "app/catalog/catalog.h"
#include "app/film/film.h"
#include "app/views/view.h"
#include "engine/base/result.h"

namespace convscope {

struct FrameSize {
  int width = 1280, height = 720;  // pixels
};

// Views are laid out in logical pixels; a picture of W×H pixels has this many pixels per logical one: max(1, min(W/1280, H/720)).
double picture_scale(FrameSize size);

struct ExportRequest {
  std::string path;         // .png .svg .pdf | .gif .mp4 .webm .webp .apng | folder/%05d.png|.svg
  FrameSize size;
  Index first_step = 0, last_step = 0;  // inclusive; films only
  double fps = 25;
  double seconds_per_step = 0;  // 0: the scene's own timeline at speed 1
  ViewOptions options;
  Moment moment;            // single pictures only
};

// The display list of one frame, laid out for the size.
DisplayList frame(const Catalog& catalog, const Model& model, const State& state, const Moment& moment, FrameSize size,
                  const ViewOptions& options);
// A single picture or a film, by the path's ending. Whole or absent: on error or cancel no file stays.
Status export_to_file(const Catalog& catalog, const Model& model, const State& state, const ExportRequest& request,
                      ExportProgress& progress);
// Frame k of a film stands k / fps after the first step's beginning; the last one is the end of the last step.
int frame_count(const Model& model, const ExportRequest& request);
Moment frame_moment(const Model& model, const ExportRequest& request, int frame);
// Frames at the same moment look the same and are drawn once.
std::vector<Shot> film_shots(const Model& model, const ExportRequest& request);
// Whether a file of this name can be written; an Error (kUsage) lists the endings that can.
Status check_export_path(const std::string& path);

inline constexpr int kMostExportSide = 8192, kMostExportFrames = 200000;

}  // namespace convscope
