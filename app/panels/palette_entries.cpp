#include "app/panels/palette_entries.h"

#include <algorithm>
#include <charconv>

#include "app/panels/fuzzy.h"
#include "engine/code/read_code.h"

namespace convscope {
namespace {

constexpr const char* kFilterControl = "filter";

// A person may think of the name in any of the languages.
std::string search_text(const Catalog& catalog, const Words& words, const std::string& label, const std::string& beside) {
  auto both = [&](const Words& language) { return language(label) + (beside.empty() ? "" : " " + language(beside)); };
  std::string text = both(words);
  for (const auto& [code, language] : catalog.languages)
    if (code != words.language()) text += " " + both(language);
  return text;
}

PaletteEntry lesson_entry(const Catalog& catalog, const LessonShelf& shelf, const LessonShelf::Entry& lesson, const Words& words) {
  PaletteEntry entry;
  entry.kind = EntryKind::kLesson;
  entry.lesson = shelf.name_of(lesson);
  entry.label = lesson_title(*lesson, words.language());
  entry.beside = words("lesson.group.shipped");
  entry.found_by = entry.label + " " + entry.beside;
  for (const auto& [code, text] : lesson->texts) entry.found_by += " " + text.title;
  for (const auto& [code, language] : catalog.languages) entry.found_by += " " + language("lesson.group.shipped");
  return entry;
}

}  // namespace

std::vector<PaletteEntry> palette_entries(const Catalog& catalog, const LessonShelf& shelf, const Words& words) {
  std::vector<PaletteEntry> entries;
  auto add = [&](PaletteEntry entry, const std::string& label, const std::string& beside) {
    entry.label = words(label);
    if (!beside.empty()) entry.beside = words(beside);
    entry.found_by = search_text(catalog, words, label, beside);
    entries.push_back(std::move(entry));
  };
  auto within = [](EntryKind kind, const Scene& scene) {
    PaletteEntry entry;
    entry.kind = kind;
    entry.scene = &scene;
    return entry;
  };
  for (const Scene& scene : catalog.scenes) add(within(EntryKind::kScene, scene), "scene." + scene.id + ".title", "group." + scene.group);
  for (const LessonShelf::Entry& lesson : shelf.lessons()) entries.push_back(lesson_entry(catalog, shelf, lesson, words));
  for (const Scene& scene : catalog.scenes)
    for (const Preset& preset : scene.presets) {
      PaletteEntry entry = within(EntryKind::kPreset, scene);
      entry.preset = &preset;
      add(entry, "preset." + preset.id, "scene." + scene.id + ".title");
    }
  for (const Scene& scene : catalog.scenes)
    for (const Control& control : scene.controls)
      for (std::size_t i = 0; control.name == kFilterControl && i < control.choices.size(); ++i) {
        PaletteEntry entry = within(EntryKind::kFilter, scene);
        entry.control = &control;
        entry.choice = control.choices[i];
        add(entry, "choice." + control.name + "." + entry.choice, "scene." + scene.id + ".title");
      }
  std::vector<ActionId> seen;
  for (const KeyBinding& binding : key_bindings()) {
    if (binding.action == ActionId::kPalette || binding.action == ActionId::kEscape || binding.number > 0 ||
        only_on_photograph(binding.action) || only_in_lesson(binding.action))
      continue;
    if (std::count(seen.begin(), seen.end(), binding.action) != 0) continue;
    seen.push_back(binding.action);
    PaletteEntry entry;
    entry.action = binding.action;
    entry.shortcut = key_text(binding.action);
    add(entry, binding.name, "");
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

std::optional<PaletteEntry> code_entry(const Words& words, const std::string& query) {
  if (!looks_like_code(query)) return std::nullopt;
  PaletteEntry entry;
  entry.kind = EntryKind::kCode;
  entry.label = words("palette.code");
  entry.choice = query;
  entry.shortcut = key_text(ActionId::kPaste);
  return entry;
}

std::optional<PaletteEntry> seed_entry(const Catalog& catalog, const Words& words, const std::string& query) {
  constexpr std::size_t kMostDigits = 9;
  const std::size_t digits = query.find_first_of("0123456789");
  if (digits == std::string::npos || query.size() - digits > kMostDigits) return std::nullopt;
  int seed = 0;
  const char* end = query.data() + query.size();
  if (std::from_chars(query.data() + digits, end, seed).ptr != end || seed < 1) return std::nullopt;
  const std::string before = query.substr(0, query.find_last_not_of(' ', digits - 1) + 1);
  const bool named = std::any_of(catalog.languages.begin(), catalog.languages.end(),
                                 [&](const auto& language) { return before == language.second("palette.seed_name"); });
  if (digits == 0 || !named) return std::nullopt;
  PaletteEntry entry;
  entry.label = words.format("palette.seed", {{"seed", std::to_string(seed)}});
  entry.shortcut = key_text(ActionId::kAskMe);
  entry.action = ActionId::kAskMe;
  entry.number = seed;
  return entry;
}

}  // namespace convscope
