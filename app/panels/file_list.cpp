#include "app/panels/file_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>

#include "engine/io/file_handle.h"

namespace convscope {
namespace {

namespace files = std::filesystem;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), lower);
  return text;
}

// The run of digits at `at` without leading zeros; `at` moves behind it.
std::string digits_at(const std::string& text, std::size_t& at) {
  std::size_t begin = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  while (begin + 1 < at && text[begin] == '0') ++begin;
  return text.substr(begin, at - begin);
}

}  // namespace

bool natural_less(const std::string& a, const std::string& b) {
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      std::string x = digits_at(a, i), y = digits_at(b, j);
      if (x.size() != y.size()) return x.size() < y.size();
      if (x != y) return x < y;
      continue;
    }
    char x = lower(a[i++]), y = lower(b[j++]);
    if (x != y) return x < y;
  }
  return a.size() - i < b.size() - j;
}

bool has_ending(const std::string& path, const std::vector<std::string>& endings) {
  std::string name = lowered(path);
  return endings.empty() || std::any_of(endings.begin(), endings.end(), [&](const std::string& ending) {
           return name.size() > ending.size() && name.ends_with(lowered(ending));
         });
}

Result<std::vector<FileEntry>> list_folder(const std::string& folder, const std::vector<std::string>& endings) {
  std::error_code error;
  files::directory_iterator at(folder, error);
  if (error) return file_error(FileAccess::kRead, folder, error.value());
  std::vector<FileEntry> entries;
  for (; at != files::directory_iterator(); at.increment(error)) {
    if (error) return file_error(FileAccess::kRead, folder, error.value());
    FileEntry entry{at->path().filename().string(), at->is_directory(error), 0};
    if (entry.name.starts_with('.')) continue;
    if (!entry.folder) {
      if (!at->is_regular_file(error) || !has_ending(entry.name, endings)) continue;
      entry.bytes = at->file_size(error);
      if (error) entry.bytes = 0;
    }
    entries.push_back(std::move(entry));
  }
  std::sort(entries.begin(), entries.end(),
            [](const FileEntry& a, const FileEntry& b) { return a.folder != b.folder ? a.folder : natural_less(a.name, b.name); });
  return entries;
}

std::string with_ending(const std::string& path, const std::string& ending) {
  return ending.empty() || has_ending(path, {ending}) ? path : path + ending;
}

std::string parent_folder(const std::string& path) {
  files::path here(path);
  if (!here.has_filename()) here = here.parent_path();  // a trailing slash
  files::path parent = here.parent_path();
  return parent.empty() ? "." : parent.string();
}

std::string joined(const std::string& folder, const std::string& name) {
  if (name == "~") return home_folder();
  if (name.starts_with("~/")) return (files::path(home_folder()) / name.substr(2)).lexically_normal().string();
  return (files::path(folder) / name).lexically_normal().string();
}

std::string file_name(const std::string& path) { return files::path(path).filename().string(); }

std::string home_folder() {
  const char* home = std::getenv("HOME");
  std::error_code error;
  if (home && is_folder(home)) return home;
  std::string here = files::current_path(error).string();
  return error ? "/" : here;
}

bool is_folder(const std::string& path) {
  std::error_code error;
  return files::is_directory(path, error);
}

bool is_file(const std::string& path) {
  std::error_code error;
  return files::is_regular_file(path, error);
}

std::string size_text(std::uintmax_t bytes) {
  if (bytes < 1000) return fmt::format("{} B", bytes);
  double value = static_cast<double>(bytes);
  const char* unit = "B";
  for (const char* next : {"KB", "MB", "GB", "TB"}) {
    if (value < 999.5) break;
    value /= 1000;
    unit = next;
  }
  return value < 9.95 ? fmt::format("{:.1f} {}", value, unit) : fmt::format("{:.0f} {}", value, unit);
}

}  // namespace convscope
