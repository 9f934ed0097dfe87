// ffmpeg reads raw frames from its input and writes the film. GIF, WebP and APNG carry a duration per picture, so a shot is sent once and
// its length set by setpts; MP4 and WebM get every frame. A GIF's palette is made first, from a sample of the shots.
#include "app/film/film.h"

#include <fmt/format.h>

#include <cctype>
#include <chrono>
#include <cmath>
#include <thread>

#include "app/film/child.h"
#include "app/film/ordered.h"
#include "engine/base/refusal.h"
#include "engine/io/part_file.h"

namespace convscope {
namespace {

constexpr int kPaletteSample = 32;      // pictures that a GIF's palette is made from
constexpr std::size_t kMostHolds = 1500;  // lengths that fit into one argument

using Words = std::vector<std::string>;

struct FormatName {
  const char* ending;
  FilmFormat format;
};
constexpr FormatName kFormats[] = {{".gif", FilmFormat::kGif},   {".mp4", FilmFormat::kMp4},   {".webm", FilmFormat::kWebm},
                                   {".webp", FilmFormat::kWebp}, {".apng", FilmFormat::kApng}};

bool needs_even_sides(FilmFormat format) { return format == FilmFormat::kMp4 || format == FilmFormat::kWebm; }

Words input_words(const FilmSpec& spec) {
  return {"ffmpeg", "-hide_banner", "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgba", "-video_size",
          fmt::format("{}x{}", spec.width, spec.height), "-framerate", fmt::format("{:.6g}", spec.fps), "-i", "pipe:0"};
}

// The shots as sent. A duration is the distance to the next picture; WebP has no other way to say how long the last one stands.
std::vector<Shot> sent_shots(const FilmSpec& spec) {
  std::vector<Shot> shots = spec.shots;
  if (spec.format == FilmFormat::kWebp && shots.back().length > 1) {
    --shots.back().length;
    shots.push_back({shots.back().frame, 1});
  }
  return shots;
}

// The terms from … to − 1 as nested pairs: ffmpeg refuses sums that are more than a hundred deep.
std::string balanced_sum(const std::vector<std::string>& terms, std::size_t from, std::size_t to) {
  if (to - from == 1) return terms[from];
  std::size_t middle = (from + to) / 2;
  return "(" + balanced_sum(terms, from, middle) + "+" + balanced_sum(terms, middle, to) + ")";
}

// Picture N stands at frame N + Σ (length − 1) of the shots before it. Empty when there is nothing to hold.
std::string hold_filter(const std::vector<Shot>& shots) {
  std::vector<std::string> terms;
  for (std::size_t i = 0; i < shots.size(); ++i)
    if (shots[i].length > 1) terms.push_back(fmt::format("gt(N\\,{})*{}", i, shots[i].length - 1));
  return terms.empty() ? "" : fmt::format("setpts=(N+{})/FRAME_RATE/TB", balanced_sum(terms, 0, terms.size()));
}

bool holds_shots(const FilmSpec& spec) {
  std::size_t holds = 0;
  for (const Shot& shot : spec.shots) holds += shot.length > 1 ? 1 : 0;
  return !needs_even_sides(spec.format) && holds <= kMostHolds;
}

void append(Words& words, const Words& more) { words.insert(words.end(), more.begin(), more.end()); }

// The film goes to the file that the program finds as kChildFile, which it opens anew: so it can seek in it, and read it back.
Words film_words(const FilmSpec& spec, const std::vector<Shot>& shots) {
  Words words = input_words(spec);
  std::string hold = holds_shots(spec) ? hold_filter(shots) : "";
  std::string held = hold.empty() ? "null" : hold;
  int hundredths = static_cast<int>(std::lround(100.0 * shots.back().length / spec.fps));  // of a second, for the last picture
  switch (spec.format) {
    case FilmFormat::kGif: {
      const char* dither = spec.many_colors ? "bayer:bayer_scale=3" : "none";
      std::string filter = fmt::format("[0:v]{}[held];[held][1:v]paletteuse=dither={}:diff_mode=rectangle", held, dither);
      append(words, {"-i", fmt::format("pipe:{}", kChildExtra), "-lavfi", filter});
      append(words, {"-loop", "0", "-final_delay", std::to_string(hundredths), "-fps_mode", "vfr", "-f", "gif"});
      break;
    }
    case FilmFormat::kApng:
      append(words, {"-vf", held, "-fps_mode", "vfr", "-plays", "0", "-final_delay", fmt::format("{}/100", hundredths)});
      append(words, {"-c:v", "apng", "-pred", "mixed", "-f", "apng"});
      break;
    case FilmFormat::kWebp:
      append(words, {"-vf", held, "-fps_mode", "vfr", "-loop", "0", "-c:v", "libwebp_anim"});
      append(words,
             spec.many_colors ? Words{"-quality", "90", "-compression_level", "2"} : Words{"-lossless", "1", "-compression_level", "1"});
      append(words, {"-f", "webp"});
      break;
    case FilmFormat::kMp4:
      append(words,
             {"-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-crf", "16"});
      append(words, {"-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv", "-movflags",
                     "+faststart", "-f", "mp4"});
      break;
    case FilmFormat::kWebm:
      append(words, {"-vf", fmt::format("scale=out_color_matrix=bt709:out_range=tv,format={}", spec.transparent ? "yuva420p" : "yuv420p")});
      append(words, {"-c:v", "libvpx-vp9", "-crf", "20", "-b:v", "0", "-row-mt", "1", "-deadline", "good", "-cpu-used", "5"});
      append(words, {"-colorspace", "bt709", "-f", "webm"});
      break;
  }
  words.push_back(fmt::format("file:/proc/self/fd/{}", kChildFile));
  return words;
}

Error cancelled(const FilmSpec& spec) {
  return Error{ErrorKind::kCancelled, fmt::format("the export of '{}' was cancelled", spec.path), ""};
}

Error program_error(const FilmSpec& spec, const Error& cause) {
  return refusal(cause.kind, "", "film_needs_program",
                 "cannot write '{}': {}; PNG, SVG, PDF and numbered frames (folder/%05d.png) work without it", spec.path, cause.message);
}

// What ffmpeg said, on one line.
Error failed(const FilmSpec& spec, const Child& child, int code) {
  std::string said = child.errors().substr(0, 600);
  while (!said.empty() && std::isspace(static_cast<unsigned char>(said.back()))) said.pop_back();
  for (char& c : said)
    if (c == '\n') c = ' ';
  return refusal(ErrorKind::kProgram, "", "film_program_failed", "cannot write '{}': ffmpeg ended with code {}: {}", spec.path, code,
                 said.empty() ? "it gave no reason" : said);
}

Status check(const FilmSpec& spec) {
  auto refuse = [&spec](std::string why) { return Error{ErrorKind::kUsage, fmt::format("cannot write '{}': {}", spec.path, why), "size"}; };
  if (spec.width < 1 || spec.height < 1) return refuse(fmt::format("a film of {} × {} pixels has no picture", spec.width, spec.height));
  if (needs_even_sides(spec.format) && (spec.width % 2 != 0 || spec.height % 2 != 0))
    return refuse(fmt::format("the format needs even sides, and {} × {} was asked for", spec.width, spec.height));
  if (!(spec.fps > 0) || spec.fps > kMostFps)
    return refuse(fmt::format("{} frames a second was asked for; it must be above 0 and at most {}", spec.fps, kMostFps));
  if (spec.shots.empty()) return refuse("it has no frames");
  return success();
}

// Sends pictures to a child, in order. False when it was stopped or the child no longer reads.
class Feeder {
 public:
  Feeder(const FilmSpec& spec, const DrawFrame& draw, ExportProgress& progress) : spec_(spec), draw_(draw), progress_(progress) {}
  std::function<bool()> stop() {
    return [this] { return progress_.cancel.load(); };
  }
  bool send(Child& child, const std::vector<Shot>& shots, bool once, bool counted) {
    Ordered<Pixels> pictures(
        static_cast<int>(shots.size()), [&](int i) { return draw_(shots[static_cast<std::size_t>(i)].frame); }, stop());
    for (const Shot& shot : shots) {
      wait_while_paused();
      std::optional<Pixels> picture = pictures.next();
      if (!picture) return false;
      CONVSCOPE_CHECK_EQ(picture->rgba.size(), static_cast<std::size_t>(spec_.width) * static_cast<std::size_t>(spec_.height) * 4);
      for (int i = 0; i < (once ? 1 : shot.length); ++i)
        if (!child.feed(picture->rgba.data(), picture->rgba.size(), stop())) return false;
      if (counted) progress_.frame += shot.length;
    }
    return true;
  }

 private:
  void wait_while_paused() {
    while (progress_.pause && !progress_.cancel) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  const FilmSpec& spec_;
  const DrawFrame& draw_;
  ExportProgress& progress_;
};

std::vector<Shot> sample(const std::vector<Shot>& shots) {
  std::size_t count = std::min<std::size_t>(kPaletteSample, shots.size());
  std::vector<Shot> chosen;
  for (std::size_t i = 0; i < count; ++i) chosen.push_back({shots[count == 1 ? 0 : i * (shots.size() - 1) / (count - 1)].frame, 1});
  return chosen;
}

// The palette as a PNG.
Result<std::string> make_palette(const FilmSpec& spec, Feeder& feeder) {
  Words words = input_words(spec);
  append(words, {"-vf", "palettegen=stats_mode=full", "-frames:v", "1", "-c:v", "png", "-f", "image2pipe", "pipe:1"});
  Result<Child> child = Child::start(words, {"", -1, true});
  if (!child) return program_error(spec, child.error());
  bool sent = feeder.send(*child, sample(spec.shots), true, false);
  int code = child->finish(feeder.stop());
  if (feeder.stop()()) return cancelled(spec);
  if (!sent || code != 0) return failed(spec, *child, code);
  return child->output();
}

}  // namespace

std::optional<FilmFormat> film_format(const std::string& path) {
  std::string lower = path;
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const FormatName& known : kFormats)
    if (lower.ends_with(known.ending)) return known.format;
  return std::nullopt;
}

Status write_film(const FilmSpec& spec, const DrawFrame& draw, ExportProgress& progress) {
  if (Status fine = check(spec); !fine) return fine;
  remove_dead_parts(folder_of(spec.path));
  Result<PartFile> part = PartFile::beside(spec.path);
  if (!part) return part.error();
  int frames = 0;
  for (const Shot& shot : spec.shots) frames += shot.length;
  progress.frames = frames;
  progress.frame = 0;

  Feeder feeder(spec, draw, progress);
  std::string palette;
  if (spec.format == FilmFormat::kGif) {
    Result<std::string> made = make_palette(spec, feeder);
    if (!made) return made.error();
    palette = std::move(made).value();
  }
  bool once = holds_shots(spec);
  std::vector<Shot> shots = once ? sent_shots(spec) : spec.shots;
  Result<Child> child = Child::start(film_words(spec, shots), {palette, part->descriptor(), false});
  if (!child) return program_error(spec, child.error());
  bool sent = feeder.send(*child, shots, once, true);
  int code = child->finish(feeder.stop());
  if (progress.cancel) return cancelled(spec);
  // It ends with code 0 when the disk is full, and only says so; it is asked for errors only, so any word is one.
  if (!sent || code != 0 || !child->errors().empty()) return failed(spec, *child, code);
  return part->keep();
}

}  // namespace convscope
