// What Ctrl+K finds: every lesson, every scene, every preset of every scene, every filter for photographs, every command. No ImGui.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/catalog/catalog.h"
#include "app/panels/keys.h"
#include "app/panels/lesson_shelf.h"

namespace convscope {

enum class EntryKind { kLesson, kScene, kPreset, kFilter, kCommand, kCode };
struct PaletteEntry {
  EntryKind kind = EntryKind::kCommand;
  std::string label;     // in the language of the window
  std::string beside;    // the group of a scene, the scene of a preset or filter
  std::string shortcut;  // of a command
  std::string found_by;  // label and beside, in the language of the window and in all others
  const Scene* scene = nullptr;
  const Preset* preset = nullptr;
  const Control* control = nullptr;  // of a filter: the one that chooses it
  std::string choice;                // of a filter; the code itself
  std::string lesson;                // its name on the shelf
  ActionId action = ActionId::kPlay;
  int number = 0;                    // of a command
};

std::vector<PaletteEntry> palette_entries(const Catalog& catalog, const LessonShelf& shelf, const Words& words);
// The entries a query finds, best first; scenes before lessons before presets before filters before commands when equal.
std::vector<PaletteEntry> found_entries(const std::vector<PaletteEntry>& entries, const std::string& query);
// For a query that calls a layer of PyTorch or Keras: to paste it. `choice` is the code.
std::optional<PaletteEntry> code_entry(const Words& words, const std::string& query);
// For "seed 42", in any of the languages: the questions that this seed draws from the scene. 1 to 999 999 999.
std::optional<PaletteEntry> seed_entry(const Catalog& catalog, const Words& words, const std::string& query);

}  // namespace convscope
