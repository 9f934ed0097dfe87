#include "app/panels/palette_entries.h"

#include <algorithm>

#include "app/panels/fuzzy.h"

namespace convscope {
namespace {

std::string search_text(const Catalog& catalog, const Words& words, const std::string& key, const std::string& beside) {
  std::string text = words(key) + " " + beside;
  auto english = catalog.languages.find("en");
  if (words.language() != "en" && english != catalog.languages.end()) text += " " + english->second(key);
  return text;
}

}  // namespace

std::vector<PaletteEntry> palette_entries(const Catalog& catalog, const Words& words) {
  std::vector<PaletteEntry> entries;
  auto add = [&](PaletteEntry entry, const std::string& key) {
    entry.label = words(key);
    entry.found_by = search_text(catalog, words, key, entry.beside);
    entries.push_back(std::move(entry));
  };
  for (const Scene& scene : catalog.scenes)
    add({EntryKind::kScene, "", words("group." + scene.group), "", "", &scene, nullptr, {}}, "scene." + scene.id + ".title");
  for (const Scene& scene : catalog.scenes)
    for (const Preset& preset : scene.presets)
      add({EntryKind::kPreset, "", words("scene." + scene.id + ".title"), "", "", &scene, &preset, {}}, "preset." + preset.id);
  std::vector<ActionId> seen;
  for (const KeyBinding& binding : key_bindings()) {
    if (binding.action == ActionId::kPalette || binding.action == ActionId::kEscape || std::count(seen.begin(), seen.end(), binding.action))
      continue;
    seen.push_back(binding.action);
    add({EntryKind::kCommand, "", "", key_text(binding.action), "", nullptr, nullptr, binding.action}, binding.name);
  }
  return entries;
}

std::vector<PaletteEntry> found_entries(const std::vector<PaletteEntry>& entries, const std::string& query) {
  std::vector<std::string> texts;
  for (const PaletteEntry& entry : entries) texts.push_back(entry.found_by);
  std::vector<PaletteEntry> found;
  for (const FuzzyHit& hit : fuzzy_rank(query, texts)) found.push_back(entries[hit.index]);
  return found;
}

}  // namespace convscope
