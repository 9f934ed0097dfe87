// Shader files as one flat text: includes and repeats expanded by us, with the file and line every flat line came from,
// because drivers disagree about #line. No GL here.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/base/result.h"

namespace convscope {

using Defines = std::vector<std::pair<std::string, std::string>>;

struct SourceLine {
  std::string file;  // relative to the shader folder; empty for lines we wrote
  int line = 0;      // from 1
  std::string text;
};

struct ShaderSource {
  std::string name;                // "ops/conv2d.comp"
  std::vector<SourceLine> lines;   // of the flat text
  std::vector<std::string> files;  // all that took part, relative to the folder
  std::string text() const;
};

// Reads folder/name. `#include "path"` is relative to the folder; a file is taken in once.
// `#repeat i COUNT` … `#end` writes its lines COUNT times with i defined as 0, 1, …;
// COUNT is made of numbers, names in `defines`, + - * / and ( ).
// Errors are kDevice and name file and line.
Result<ShaderSource> load_shader(const std::string& folder, const std::string& name, const Defines& defines);

// The driver's log with flat line numbers turned into file:line, and the numbered source around the first fault.
std::string explain_log(const ShaderSource& source, const std::string& log);

}  // namespace convscope
