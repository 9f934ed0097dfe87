// Numbered files grow in a hidden folder and move to their places together, when all are there.
#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <thread>

#include "app/film/film.h"
#include "app/film/ordered.h"
#include "engine/base/refusal.h"
#include "engine/io/part_file.h"

namespace convscope {
namespace {

namespace fs = std::filesystem;

struct Place {  // of the number within a pattern
  std::size_t begin = 0, end = 0;
  int digits = 0;
};

std::optional<Place> number_place(const std::string& pattern) {
  std::size_t begin = pattern.find('%');
  if (begin == std::string::npos) return std::nullopt;
  std::size_t end = begin + 1;
  while (end < pattern.size() && pattern[end] >= '0' && pattern[end] <= '9') ++end;
  if (end >= pattern.size() || pattern[end] != 'd' || end - begin > 3) return std::nullopt;
  std::string digits = pattern.substr(begin + 1, end - begin - 1);
  return Place{begin, end + 1, digits.empty() ? 0 : std::stoi(digits)};
}

using Names = std::vector<std::string>;

// Moves files from one folder to another; on a failure those moved go back.
Status move_all(const fs::path& from, const fs::path& to, const Names& names) {
  std::error_code fault, ignored;
  for (std::size_t i = 0; i < names.size(); ++i) {
    fs::rename(from / names[i], to / names[i], fault);
    if (!fault) continue;
    for (std::size_t k = 0; k < i; ++k) fs::rename(to / names[k], from / names[k], ignored);
    return file_error(FileAccess::kWrite, (to / names[i]).string(), fault.value());
  }
  return success();
}

Names frames_there(const fs::path& folder, const std::string& pattern, int frames) {
  Names names;
  std::error_code ignored;
  for (int number = 1; number <= frames; ++number) {
    std::string name = *numbered(pattern, number);
    if (fs::exists(folder / name, ignored)) names.push_back(std::move(name));
  }
  return names;
}

// Frames of a longer sequence would go on where the new one ends, and whose they are nobody knows.
Status check_what_follows(const fs::path& folder, const std::string& pattern, int frames) {
  std::error_code ignored;
  int last = frames;
  while (fs::exists(folder / *numbered(pattern, last + 1), ignored)) ++last;
  if (last == frames) return success();
  return refusal(ErrorKind::kFile, "path", "sequence_follows",
                 "cannot write {} frames into '{}': {} files go on after them, from '{}' to '{}'; move them away or choose another folder",
                 frames, folder.string(), last - frames, *numbered(pattern, frames + 1), *numbered(pattern, last));
}

// Moves the finished files into an existing folder. Those that they replace have a second name in `from` until that is done, so that a
// failure can bring them back and nothing is gone whenever the program ends. A folder in the way is found before.
Status replace_frames(const fs::path& from, const fs::path& folder, const std::string& pattern, const Names& names) {
  std::error_code fault;
  const Names earlier = frames_there(folder, pattern, static_cast<int>(names.size()));
  for (const std::string& name : earlier)
    if (fs::is_directory(folder / name, fault)) return file_error(FileAccess::kWrite, (folder / name).string(), EISDIR);
  const fs::path aside = from / "earlier";
  if (!fs::create_directory(aside, fault)) return file_error(FileAccess::kWrite, folder.string(), fault.value());
  for (const std::string& name : earlier) {
    fs::create_hard_link(folder / name, aside / name, fault);
    if (fault) fs::copy_file(folder / name, aside / name, fault);  // not every file system has links
    if (fault) return file_error(FileAccess::kWrite, (folder / name).string(), fault.value());
  }
  Status placed = move_all(from, folder, names);
  if (!placed) (void)move_all(aside, folder, earlier);
  return placed;
}

// 0, or errno.
int write_bytes(const fs::path& path, const std::string& bytes) {
  errno = 0;
  std::ofstream stream(path, std::ios::binary);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  return stream ? 0 : errno != 0 ? errno : EIO;
}

}  // namespace

std::optional<std::string> numbered(const std::string& pattern, int number) {
  std::optional<Place> place = number_place(pattern);
  if (!place || number_place(pattern.substr(place->end))) return std::nullopt;
  return pattern.substr(0, place->begin) + fmt::format("{:0{}}", number, place->digits) + pattern.substr(place->end);
}

Status write_sequence(const std::string& pattern, const std::vector<Shot>& shots, const MakeFile& make, ExportProgress& progress) {
  fs::path folder = folder_of(pattern);
  std::string name = fs::path(pattern).filename().string();
  if (!numbered(name, 1))
    return Error{ErrorKind::kUsage, fmt::format("'{}' has no place for the frame's number, such as %05d", pattern), ""};
  std::error_code fault;
  bool exists = fs::is_directory(folder, fault);
  if (!exists && fs::exists(folder, fault)) return file_error(FileAccess::kWrite, folder.string(), ENOTDIR);
  for (const std::string& place : {folder.string(), folder_of(folder.string())}) remove_dead_parts(place);
  Result<PartFolder> growing = PartFolder::inside(exists ? folder.string() : folder_of(folder.string()), folder.string());
  if (!growing) return growing.error();

  int frames = 0;
  for (const Shot& shot : shots) frames += shot.length;
  if (Status free = check_what_follows(folder, name, frames); !free) return free;
  progress.frames = frames;
  progress.frame = 0;
  auto stop = [&progress] { return progress.cancel.load(); };
  std::vector<std::string> names;
  auto make_shot = [&](int i) { return make(shots[static_cast<std::size_t>(i)].frame); };
  Ordered<Result<std::string>> files(static_cast<int>(shots.size()), make_shot, stop);
  for (const Shot& shot : shots) {
    while (progress.pause && !progress.cancel) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    std::optional<Result<std::string>> bytes = files.next();
    if (!bytes) return Error{ErrorKind::kCancelled, fmt::format("the export of '{}' was cancelled", pattern), ""};
    if (!*bytes) return bytes->error();
    for (int i = 0; i < shot.length; ++i) {
      names.push_back(*numbered(name, static_cast<int>(names.size()) + 1));
      int cause = write_bytes(fs::path(growing->path()) / names.back(), **bytes);
      if (cause != 0) return file_error(FileAccess::kWrite, (folder / names.back()).string(), cause);
    }
    progress.frame += shot.length;
  }
  if (int cause = growing->flush()) return file_error(FileAccess::kWrite, folder.string(), cause);
  return exists ? replace_frames(growing->path(), folder, name, names) : growing->rename_to(folder.string());
}

}  // namespace convscope
