// Which refusals the engine and the app make, read from their text, against the sentences of the other languages.
#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "project/rules.h"

namespace convscope {
namespace fs = std::filesystem;
namespace {

std::string text_of(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// The string literals of the call that begins at `at`, up to its semicolon.
std::vector<std::string> literals_of_call(const std::string& text, std::size_t at) {
  std::vector<std::string> literals;
  for (bool inside = false; at < text.size() && (inside || text[at] != ';'); ++at) {
    if (inside && text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      inside = !inside;
      if (inside) literals.emplace_back();
    } else if (inside) {
      literals.back() += text[at];
    }
  }
  return literals;
}

int values_of(const std::string& sentence) { return static_cast<int>(std::count(sentence.begin(), sentence.end(), '{')); }

bool is_in_a_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// Key → how many values its sentence has: the sentence is the first literal with a space, its key the one before.
void collect(const std::string& text, const std::string& call, std::map<std::string, int>& refusals) {
  for (std::size_t at = text.find(call); at != std::string::npos; at = text.find(call, at + 1)) {
    if (at > 0 && is_in_a_name(text[at - 1])) continue;  // another function's name ends so
    const std::vector<std::string> literals = literals_of_call(text, at);
    auto has_space = [](const std::string& literal) { return literal.find(' ') != std::string::npos; };
    const auto sentence = std::find_if(literals.begin(), literals.end(), has_space);
    if (sentence != literals.end() && sentence != literals.begin()) refusals[*std::prev(sentence)] = values_of(*sentence);
  }
}

// The highest n of {n}; −1 when there is none.
int highest_value(const std::string& sentence) {
  int highest = -1;
  for (std::size_t i = 0; i + 2 < sentence.size(); ++i) {
    if (sentence[i] == '{' && sentence[i + 2] == '}') highest = std::max(highest, sentence[i + 1] - '0');
  }
  return highest;
}

}  // namespace

Breaches errors_without_sentence(const fs::path& root, const Paths& files, const fs::path& languages) {
  std::map<std::string, int> refusals;
  for (const fs::path& file : files) {
    const std::string room = file.empty() ? "" : file.begin()->string();
    if ((room != "engine" && room != "app") || file.filename() == "refusal.h") continue;
    const std::string text = text_of(root / file);
    for (const char* call : {"impossible(", "refusal(", "quoting("}) collect(text, call, refusals);
  }
  Breaches breaches;
  for (const auto& entry : fs::directory_iterator(languages)) {
    const std::string name = entry.path().filename().string();
    if (name.rfind("errors.", 0) != 0) continue;
    const auto sentences = nlohmann::json::parse(text_of(entry.path())).get<std::map<std::string, std::string>>();
    for (const auto& [key, values] : refusals) {
      const auto found = sentences.find("error." + key);
      if (found == sentences.end()) {
        breaches.push_back(fmt::format("{} has no \"error.{}\"", name, key));
      } else if (highest_value(found->second) >= values) {
        breaches.push_back(fmt::format("{}: \"error.{}\" names a value beyond its {}", name, key, values));
      }
    }
    for (const auto& [key, text] : sentences) {
      if (key.rfind("error.", 0) == 0 && refusals.count(key.substr(6)) == 0)
        breaches.push_back(fmt::format("{}: nothing refuses with \"{}\"", name, key));
    }
  }
  return breaches;
}

}  // namespace convscope
