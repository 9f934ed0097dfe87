#include "project/rules.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace convscope {
namespace fs = std::filesystem;
namespace {

bool one_of(const std::string& text, std::initializer_list<const char*> choices) {
  return std::any_of(choices.begin(), choices.end(), [&](const char* choice) { return text == choice; });
}

// Calls visit(number, line) for each line of the file.
template <class Visit>
void for_each_line(const fs::path& file, Visit visit) {
  std::ifstream stream(file);
  std::string line;
  for (int number = 1; std::getline(stream, line); ++number) visit(number, line);
}

Paths tracked_by_git(const fs::path& root) {
  Paths files;
  const std::string command = fmt::format("git -C '{}' ls-files -z 2>/dev/null", root.string());
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  if (!pipe) return files;
  std::string name;
  for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get())) {
    if (c != 0) {
      name.push_back(static_cast<char>(c));
      continue;
    }
    if (fs::exists(root / name)) files.emplace_back(name);
    name.clear();
  }
  return files;
}

Paths found_in_folders(const fs::path& root) {
  Paths files;
  for (auto it = fs::recursive_directory_iterator(root); it != fs::recursive_directory_iterator(); ++it) {
    const std::string name = it->path().filename().string();
    if (it->is_directory() && (name.front() == '.' || name == "build" || name == "tour")) {
      it.disable_recursion_pending();
    } else if (it->is_regular_file()) {
      files.push_back(fs::relative(it->path(), root));
    }
  }
  return files;
}

bool is_below(const fs::path& file, const std::string& folder) { return file.generic_string().rfind(folder + "/", 0) == 0; }

// `word` stands in `text` between spaces or brackets.
bool has_word(const std::string& text, const std::string& word) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || std::string(" (\t").find(text[at - 1]) != std::string::npos;
    const bool ends = end == text.size() || std::string(" )\t").find(text[end]) != std::string::npos;
    if (begins && ends) return true;
  }
  return false;
}

std::set<std::string> placeholders(const std::string& text) {
  std::set<std::string> names;
  for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    if (close != std::string::npos) names.insert(text.substr(open, close - open + 1));
  }
  return names;
}

using Language = std::map<std::string, std::string>;

void compare(const std::string& a_name, const Language& a, const std::string& b_name, const Language& b, Breaches& breaches) {
  for (const auto& [key, text] : a) {
    const auto found = b.find(key);
    if (text.empty()) breaches.push_back(fmt::format("{}: \"{}\" is empty", a_name, key));
    if (found == b.end()) {
      breaches.push_back(fmt::format("{} lacks \"{}\", which {} has", b_name, key, a_name));
    } else if (a_name < b_name && placeholders(text) != placeholders(found->second)) {
      breaches.push_back(fmt::format("\"{}\" has other placeholders in {} than in {}", key, a_name, b_name));
    }
  }
}

}  // namespace

Paths project_files(const fs::path& root) {
  Paths files = tracked_by_git(root);
  if (files.empty()) files = found_in_folders(root);
  std::sort(files.begin(), files.end());
  return files;
}

bool is_code(const fs::path& file) {
  return one_of(file.extension().string(), {".h", ".cpp", ".comp", ".glsl", ".vert", ".frag", ".sh", ".cmake", ".py"}) ||
         one_of(file.filename().string(), {"CMakeLists.txt", "run"});
}

bool is_text(const fs::path& file) {
  return is_code(file) || one_of(file.extension().string(), {".md", ".json", ".jsonl", ".txt", ".svg", ""});
}

Breaches longer_than(const fs::path& root, const Paths& files, int lines) {
  Breaches breaches;
  for (const fs::path& file : files) {
    int count = 0;
    for_each_line(root / file, [&](int number, const std::string&) { count = number; });
    if (count > lines) breaches.push_back(fmt::format("{} has {} lines, more than {}", file.string(), count, lines));
  }
  return breaches;
}

Breaches wider_than(const fs::path& root, const Paths& files, int columns) {
  Breaches breaches;
  for (const fs::path& file : files) {
    for_each_line(root / file, [&](int number, const std::string& line) {
      // Every character of UTF-8 has one byte that is no continuation of another.
      auto width = std::count_if(line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
      if (width > columns) breaches.push_back(fmt::format("{}:{} has {} columns, more than {}", file.string(), number, width, columns));
    });
  }
  return breaches;
}

Breaches includes_of(const fs::path& root, const Paths& files, const std::string& folder, const std::vector<std::string>& headers) {
  Breaches breaches;
  for (const fs::path& file : files) {
    if (!is_below(file, folder)) continue;
    for_each_line(root / file, [&](int number, const std::string& line) {
      if (line.rfind("#include", 0) != 0) return;
      const std::string name = line.substr(std::min(line.size(), line.find_first_of("<\"") + 1));
      for (const std::string& header : headers) {
        if (name.rfind(header, 0) == 0) breaches.push_back(fmt::format("{}:{}: {}", file.string(), number, line));
      }
    });
  }
  return breaches;
}

Breaches assets_without_licence(const Paths& files) {
  std::map<std::string, bool> licensed;
  for (const fs::path& file : files) {
    if (!is_below(file, "assets")) continue;
    const std::string name = file.filename().string();
    bool& has = licensed[file.parent_path().generic_string()];
    has = has || name.rfind("LICENSE", 0) == 0 || name.rfind("LICENCE", 0) == 0;
  }
  Breaches breaches;
  for (const auto& [folder, has] : licensed) {
    if (!has) breaches.push_back(folder + " has no LICENSE file");
  }
  return breaches;
}

Breaches mentions_of(const fs::path& root, const Paths& files, const std::vector<std::string>& words) {
  Breaches breaches;
  for (const fs::path& file : files) {
    for_each_line(root / file, [&](int number, const std::string& line) {
      for (const std::string& word : words) {
        if (line.find(word) != std::string::npos) breaches.push_back(fmt::format("{}:{}: mentions {}", file.string(), number, word));
      }
    });
  }
  return breaches;
}

Breaches unequal_languages(const fs::path& folder) {
  std::map<std::string, Language> languages;  // by code: <part>.<code>.json
  Breaches breaches;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    const std::string code = entry.path().stem().extension().string();  // ".en"
    if (code.empty()) breaches.push_back(entry.path().filename().string() + " is not named <part>.<language>.json");
    std::ifstream stream(entry.path());
    for (const auto& [key, text] : nlohmann::json::parse(stream).get<Language>()) {
      if (key.rfind("error.", 0) == 0 || key.rfind("error_value.", 0) == 0) continue;  // English stands in the code
      if (!languages[code].emplace(key, text).second) breaches.push_back(fmt::format("{} gives \"{}\" twice", code, key));
    }
  }
  if (languages.size() < 2) breaches.push_back(fmt::format("{} holds {} languages, fewer than 2", folder.string(), languages.size()));
  for (const auto& [a_code, a] : languages) {
    for (const auto& [b_code, b] : languages) {
      if (a_code != b_code) compare(a_code, a, b_code, b, breaches);
    }
  }
  return breaches;
}

Breaches unlisted_sources(const fs::path& root, const Paths& files) {
  std::map<std::string, std::string> lists;  // room → the text of its list, and of the floor's
  for (const fs::path& file : files) {
    if (!one_of(file.filename().string(), {"sources.cmake", "CMakeLists.txt"})) continue;
    for_each_line(root / file, [&](int, const std::string& line) { lists[file.parent_path().generic_string()] += line + " "; });
  }
  Breaches breaches;
  for (const fs::path& file : files) {
    if (file.extension() != ".cpp" || !(is_below(file, "engine") || is_below(file, "app"))) continue;
    bool listed = false;
    for (fs::path folder = file.parent_path(); !folder.empty() && !listed; folder = folder.parent_path()) {
      const std::string& text = lists[folder.generic_string()];
      listed = has_word(text, file.lexically_relative(folder).generic_string()) || has_word(text, file.filename().string());
    }
    if (!listed) breaches.push_back(file.string() + " stands in no list of sources");
  }
  return breaches;
}

}  // namespace convscope
