// What the file browser shows: a folder's entries, paths and their parts, endings, sizes in words. No ImGui.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/result.h"

namespace convscope {

struct FileEntry {
  std::string name;
  bool folder = false;
  std::uintmax_t bytes = 0;  // of a file
};

// Folders first, then the files with one of `endings` (".json", any case; empty = all), each by name with numbers in order
// (frame2 before frame10). Names beginning with a dot are left out. Error: kFile, naming the folder and the cause.
Result<std::vector<FileEntry>> list_folder(const std::string& folder, const std::vector<std::string>& endings);

bool natural_less(const std::string& a, const std::string& b);  // ignoring case
bool has_ending(const std::string& path, const std::vector<std::string>& endings);
std::string with_ending(const std::string& path, const std::string& ending);  // appended unless it is there in any case
std::string parent_folder(const std::string& path);                           // of "/" it is "/"
std::string joined(const std::string& folder, const std::string& name);       // an absolute name, or one with ~, stands alone
std::string file_name(const std::string& path);
std::string home_folder();  // HOME, else the working folder
bool is_folder(const std::string& path);
bool is_file(const std::string& path);
std::string size_text(std::uintmax_t bytes);  // "812 B", "3.4 KB", "12 MB" (powers of 1000)

}  // namespace convscope
