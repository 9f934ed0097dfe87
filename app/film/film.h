// Pictures to films and numbered frames, in order, drawn on all cores. Knows pixels and files, nothing of scenes.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/canvas/display_list.h"
#include "engine/base/result.h"

namespace convscope {

struct ExportProgress {  // read by the window while a worker exports
  std::atomic<int> frame{0}, frames{0};
  std::atomic<bool> cancel{false}, pause{false};
};

enum class FilmFormat { kGif, kMp4, kWebm, kWebp, kApng };
// By the path's ending, in any case of letters; none when it is no film's.
std::optional<FilmFormat> film_format(const std::string& path);

// Frames that look the same follow one another as one shot: drawn once, shown `length` frames long.
struct Shot {
  int frame = 0;
  int length = 1;
};

struct FilmSpec {
  std::string path;
  FilmFormat format = FilmFormat::kGif;
  int width = 0, height = 0;      // MP4 and WebM need even sides
  double fps = 25;                // above 0, at most kMostFps
  bool many_colors = false;       // photographs: a GIF's 256 colours are dithered
  bool transparent = false;       // kept by WebM, WebP, APNG; GIF has it on or off
  std::vector<Shot> shots;        // in order
};
inline constexpr double kMostFps = 120;

// Draws `shot.frame` as width × height pixels; called from several threads at once.
using DrawFrame = std::function<Pixels(int frame)>;

// Whole or absent: after an error or a cancel no file is left, and an older one stays as it was. Errors: kProgram (ffmpeg is missing
// or failed, with its own words), kFile (unwritable), kCancelled, kUsage (sides or rate out of range).
Status write_film(const FilmSpec& spec, const DrawFrame& draw, ExportProgress& progress);

// The bytes of one file of a numbered sequence; called from several threads at once.
using MakeFile = std::function<Result<std::string>(int frame)>;

// `pattern` is folder/name%05d.ending; files are numbered from 1, the folder is made. Files of these names
// are replaced; where others would go on after the new ones it is refused (kFile). On an error or a cancel the folder is as it was before.
Status write_sequence(const std::string& pattern, const std::vector<Shot>& shots, const MakeFile& make, ExportProgress& progress);
// The file name of a number ("%05d" and "%d" are known); none when the pattern has no such place.
std::optional<std::string> numbered(const std::string& pattern, int number);

}  // namespace convscope
