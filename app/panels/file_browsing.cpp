// The part of the file browser that decides: folders, names, what Enter means.
#include "app/panels/file_browser.h"
#include "app/panels/file_list.h"

namespace convscope {
namespace {

std::vector<std::string> endings_for(BrowserPurpose purpose) {
  if (purpose == BrowserPurpose::kOpen) return {".json", ".png", ".jpg", ".jpeg", ".bmp"};
  return {".json"};
}

}  // namespace

void begin_browsing(FileMemory& memory, const std::string& folder, const std::string& name) {
  memory = FileMemory{};
  memory.open = true;
  memory.folder = is_folder(folder) ? folder : home_folder();
  memory.name = name;
}

void go_to_folder(FileMemory& memory, const std::string& folder, BrowserPurpose purpose) {
  memory.folder = folder;
  memory.listed_folder = folder;
  memory.chosen = -1;
  memory.overwrite_question = false;
  memory.entries = list_folder(folder, endings_for(purpose));
  if (purpose == BrowserPurpose::kFolder && memory.entries)
    std::erase_if(*memory.entries, [](const FileEntry& entry) { return !entry.folder; });
}

NameReading read_name(const std::string& folder, const std::string& name, BrowserPurpose purpose) {
  if (name.empty()) return {purpose == BrowserPurpose::kFolder ? NameMeaning::kTake : NameMeaning::kNothing, folder};
  std::string path = joined(folder, name);
  if (is_folder(path)) return {NameMeaning::kGo, path};
  if (purpose == BrowserPurpose::kFolder) return {NameMeaning::kMissing, path};
  if (purpose == BrowserPurpose::kOpen) return {is_file(path) ? NameMeaning::kTake : NameMeaning::kMissing, path};
  path = with_ending(path, ".json");
  if (!is_folder(parent_folder(path))) return {NameMeaning::kMissing, path};
  return {is_file(path) ? NameMeaning::kAskOverwrite : NameMeaning::kTake, path};
}

}  // namespace convscope
