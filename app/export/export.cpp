#include "app/export/export.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "app/canvas/sinks.h"
#include "app/export/written_size.h"
#include "engine/base/refusal.h"
#include "engine/io/atomic_file.h"
#include "engine/io/part_file.h"

namespace convscope {
namespace {

enum class Kind { kUnknown, kPng, kSvg, kPdf, kFilm };

Kind kind_of(const std::string& path) {
  std::string lower = path;
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (lower.ends_with(".png")) return Kind::kPng;
  if (lower.ends_with(".svg")) return Kind::kSvg;
  if (lower.ends_with(".pdf")) return Kind::kPdf;
  return film_format(path) ? Kind::kFilm : Kind::kUnknown;
}

bool is_sequence(const std::string& path) {
  Kind kind = kind_of(path);
  return numbered(path, 1).has_value() && (kind == Kind::kPng || kind == Kind::kSvg);
}

// What all frames of one export share.
struct Subject {
  const Catalog& catalog;
  const Model& model;
  const State& state;
  const ExportRequest& request;
  const std::atomic<bool>& cancel;

  FrameSize size() const { return written_size(request.path, request.size); }
  double scale() const { return picture_scale(size()); }
  DisplayList list(const Moment& moment) const { return frame(catalog, model, state, moment, size(), request.options); }
  Pixels pixels(const Moment& moment) const {
    return rasterize(list(moment), *catalog.fonts, size().width, size().height, scale(), &cancel);
  }
  Result<std::string> picture(const Moment& moment) const {
    switch (kind_of(request.path)) {
      case Kind::kSvg: return svg_text(list(moment), *catalog.fonts, scale());
      case Kind::kPdf: return pdf_bytes(list(moment), *catalog.fonts);
      default: return png_bytes(pixels(moment), &cancel);
    }
  }
};

Status check(const Model& model, const ExportRequest& request) {
  if (Status known = check_export_path(request.path); !known) return known;
  auto [width, height] = request.size;
  if (width < 1 || height < 1 || width > kMostExportSide || height > kMostExportSide)
    return refusal(ErrorKind::kUsage, "size", "export_size", "a picture of {} × {} pixels cannot be made; each side must be 1 to {}",
                   width, height, kMostExportSide);
  if (kind_of(request.path) != Kind::kFilm && !is_sequence(request.path)) return success();
  Index steps = model.timeline.steps();
  if (request.first_step < 0 || request.last_step < request.first_step || request.last_step >= steps)
    return refusal(ErrorKind::kUsage, "steps", "export_steps", "steps {}:{} cannot be exported; the scene has steps 1:{}",
                   request.first_step + 1, request.last_step + 1, steps);
  if (!(request.fps > 0) || request.fps > kMostFps)
    return refusal(ErrorKind::kUsage, "fps", "export_fps", "{:g} frames a second cannot be exported; it must be above 0 and at most {:g}",
                   request.fps, kMostFps);
  if (!(request.seconds_per_step >= 0))
    return refusal(ErrorKind::kUsage, "seconds_per_step", "export_pace",
                   "{:g} seconds a step cannot be exported; it must be 0 (the scene's own pace) or more", request.seconds_per_step);
  int frames = frame_count(model, request);
  if (frames > kMostExportFrames)
    return refusal(ErrorKind::kUsage, "steps", "export_too_many_frames", "the film would have {} frames; at most {} are made", frames,
                   kMostExportFrames);
  return success();
}

Status export_picture(const Subject& subject, ExportProgress& progress) {
  progress.frames = 1;
  progress.frame = 0;
  Result<std::string> bytes = subject.picture(clamped(subject.model.timeline, subject.request.moment));
  if (progress.cancel) return Error{ErrorKind::kCancelled, fmt::format("the export of '{}' was cancelled", subject.request.path), ""};
  if (!bytes) return bytes.error();
  remove_dead_parts(folder_of(subject.request.path));
  Status written = write_file_atomically(subject.request.path, *bytes);
  if (written) progress.frame = 1;
  return written;
}

Status export_film(const Subject& subject, ExportProgress& progress) {
  FilmSpec spec;
  spec.path = subject.request.path;
  spec.format = *film_format(spec.path);
  spec.width = subject.size().width;
  spec.height = subject.size().height;
  spec.fps = subject.request.fps;
  spec.many_colors = subject.model.scene->on_image;
  spec.transparent = subject.request.options.transparent;
  spec.shots = film_shots(subject.model, subject.request);
  return write_film(spec, [&subject](int i) { return subject.pixels(frame_moment(subject.model, subject.request, i)); }, progress);
}

}  // namespace

FrameSize written_size(const std::string& path, FrameSize wanted) {
  const std::optional<FilmFormat> format = film_format(path);
  if (format != FilmFormat::kMp4 && format != FilmFormat::kWebm) return wanted;
  return {(wanted.width + 1) / 2 * 2, (wanted.height + 1) / 2 * 2};
}

double picture_scale(FrameSize size) { return std::max(1.0, std::min(size.width / 1280.0, size.height / 720.0)); }

DisplayList frame(const Catalog& catalog, const Model& model, const State& state, const Moment& moment, FrameSize size,
                  const ViewOptions& options) {
  double scale = picture_scale(size);
  Theme theme = make_theme(state.theme, state.text_scale);
  const Words& words = catalog.words(state.language);
  return build_view(
      {model, state, moment, Target{}, theme, words, *catalog.fonts, size.width / scale, size.height / scale, options});
}

Status check_export_path(const std::string& path) {
  if (kind_of(path) != Kind::kUnknown) return success();
  return refusal(ErrorKind::kUsage, "path", "export_format",
                 "cannot tell the format of '{}' by its ending; known are .png .svg .pdf (pictures), .gif .mp4 .webm .webp .apng (films), "
                 "folder/%05d.png and folder/%05d.svg (numbered frames)",
                 path);
}

Status export_to_file(const Catalog& catalog, const Model& model, const State& state, const ExportRequest& request,
                      ExportProgress& progress) {
  if (Status fine = check(model, request); !fine) return fine;
  Subject subject{catalog, model, state, request, progress.cancel};
  if (kind_of(request.path) == Kind::kFilm) return export_film(subject, progress);
  if (!is_sequence(request.path)) return export_picture(subject, progress);
  auto make = [&subject](int i) { return subject.picture(frame_moment(subject.model, subject.request, i)); };
  return write_sequence(request.path, film_shots(model, request), make, progress);
}

}  // namespace convscope
