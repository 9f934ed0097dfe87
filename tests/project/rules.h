// The project's own rules, as functions of a folder of files: each answers with one line per breach, none when all is well.
// The rules are written down in CONTRIBUTING.md.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace convscope {

using Breaches = std::vector<std::string>;
using Paths = std::vector<std::filesystem::path>;  // relative to the root

// The files of the project: what git tracks, or all but hidden folders and build/ where there is no git.
Paths project_files(const std::filesystem::path& root);

// Written by people: code, shaders, scripts, build files. Not data, words or pictures.
bool is_code(const std::filesystem::path& file);
bool is_text(const std::filesystem::path& file);

Breaches longer_than(const std::filesystem::path& root, const Paths& files, int lines);
// Lines of more characters (not bytes) than `columns`.
Breaches wider_than(const std::filesystem::path& root, const Paths& files, int columns);
// Lines of `files` below `folder` that include a header whose name begins with one of `headers`.
Breaches includes_of(const std::filesystem::path& root, const Paths& files, const std::string& folder,
                     const std::vector<std::string>& headers);
// Folders of assets/ that hold files but none whose name begins with LICENSE or LICENCE.
Breaches assets_without_licence(const Paths& files);
// Lines that hold one of the words, as they are.
Breaches mentions_of(const std::filesystem::path& root, const Paths& files, const std::vector<std::string>& words);
// Keys that one language file has and another lacks, and values that are empty or have other {placeholders}.
Breaches unequal_languages(const std::filesystem::path& folder);
// Refusals of engine/ and app/ (base/refusal.h) whose key has no sentence in a file errors.<language>.json of `languages`, sentences
// that name a value the refusal does not have, and sentences of keys that no refusal has.
Breaches errors_without_sentence(const std::filesystem::path& root, const Paths& files, const std::filesystem::path& languages);
// Lines that a ```diff block of a text adds or stands beside, and that its files ("+++ b/path") do not hold in this order.
Breaches untrue_diffs(const std::filesystem::path& root, const std::filesystem::path& text);
// Files of engine/, app/ and shaders/ that no sources.cmake names: forgotten or dead.
Breaches unlisted_sources(const std::filesystem::path& root, const Paths& files);

}  // namespace convscope
