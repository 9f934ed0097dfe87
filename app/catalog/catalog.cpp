#include "app/catalog/catalog.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "app/session/file.h"

namespace convscope {
namespace {

namespace fs = std::filesystem;

// A folder named by the environment, beside the program, installed, or of the source tree.
Result<std::string> find_folder(const char* variable, const std::string& name, const std::string& proof) {
  std::error_code failure;
  fs::path program = fs::read_symlink("/proc/self/exe", failure).parent_path();
  std::vector<fs::path> places;
  if (const char* given = std::getenv(variable)) places.emplace_back(given);
  else places = {program / name, program / "../share/convscope" / name, program / "../../.." / name, fs::path(CONVSCOPE_SOURCE_DIR) / name};
  std::string looked;
  for (const fs::path& place : places) {
    if (fs::exists(place / proof, failure)) return fs::weakly_canonical(place, failure).string();
    looked += (looked.empty() ? "" : ", ") + place.string();
  }
  return Error{ErrorKind::kFile, "the folder '" + name + "' with '" + proof + "' was not found; looked in " + looked, ""};
}

// Every <prefix>.<code>.json of the folder belongs to the language <code>.
Result<std::map<std::string, Words>> load_languages(const std::string& folder) {
  std::map<std::string, std::vector<std::string>> files;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(folder, failure)) {
    if (entry.path().extension() != ".json") continue;
    std::string code = entry.path().stem().extension().string();
    if (code.size() > 1) files[code.substr(1)].push_back(entry.path().string());
  }
  std::map<std::string, Words> languages;
  for (auto& [code, list] : files) {
    std::sort(list.begin(), list.end());
    Result<Words> words = Words::load(code, list);
    if (!words) return words.error();
    languages.emplace(code, std::move(words).value());
  }
  if (languages.empty()) return Error{ErrorKind::kFile, "no language was found in " + folder, ""};
  return languages;
}

// Every <number>_<id>.json of the folder, by its number.
Result<std::vector<ComparisonPair>> load_comparisons(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(folder, failure))
    if (entry.path().extension() == ".json") files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  std::vector<ComparisonPair> pairs;
  for (const std::string& file : files) {
    Result<State> state = load_session(file);
    if (!state) return state.error();
    if (!state->other) return Error{ErrorKind::kFile, "cannot use '" + file + "' as a comparison: it has no \"other\"", ""};
    const std::string stem = fs::path(file).stem().string();
    pairs.push_back({stem.substr(stem.find('_') + 1), std::move(state).value()});
  }
  return pairs;
}

}  // namespace

Result<std::string> find_assets() { return find_folder("CONVSCOPE_ASSETS", "assets", "scenes"); }
Result<std::string> find_shaders() { return find_folder("CONVSCOPE_SHADERS", "shaders", "ops"); }

Result<Catalog> Catalog::load(const std::string& assets) {
  Catalog catalog;
  catalog.assets = assets;
  Result<std::vector<Scene>> scenes = load_scenes(assets + "/scenes");
  if (!scenes) return scenes.error();
  catalog.scenes = std::move(scenes).value();
  Result<std::vector<ComparisonPair>> comparisons = load_comparisons(assets + "/comparisons");
  if (!comparisons) return comparisons.error();
  catalog.comparisons = std::move(comparisons).value();
  Result<std::map<std::string, Words>> languages = load_languages(assets + "/languages");
  if (!languages) return languages.error();
  catalog.languages = std::move(languages).value();
  Result<std::shared_ptr<const Fonts>> fonts = Fonts::load(assets + "/fonts");
  if (!fonts) return fonts.error();
  catalog.fonts = *fonts;
  return catalog;
}

const Words& Catalog::words(const std::string& language) const {
  auto found = languages.find(language);
  return found != languages.end() ? found->second : languages.begin()->second;
}

}  // namespace convscope
