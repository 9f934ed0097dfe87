// What Ctrl+K finds: every scene, every preset of every scene, every command. No ImGui.
#pragma once

#include <string>
#include <vector>

#include "app/catalog/catalog.h"
#include "app/panels/keys.h"

namespace convscope {

enum class EntryKind { kScene, kPreset, kCommand };
struct PaletteEntry {
  EntryKind kind = EntryKind::kCommand;
  std::string label;     // in the language of the window
  std::string beside;    // the group of a scene, the scene of a preset
  std::string shortcut;  // of a command
  std::string found_by;  // label, beside, and the label in English
  const Scene* scene = nullptr;
  const Preset* preset = nullptr;
  ActionId action = ActionId::kPlay;
};

std::vector<PaletteEntry> palette_entries(const Catalog& catalog, const Words& words);
// The entries a query finds, best first; scenes before presets before commands when equal.
std::vector<PaletteEntry> found_entries(const std::vector<PaletteEntry>& entries, const std::string& query);

}  // namespace convscope
