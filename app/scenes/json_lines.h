// The line on which each value of a JSON text stands, by its path of keys ("steps[2].set.stride"): for messages that name file and line.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace convscope {

struct JsonLines {
  std::map<std::string, int> by_path;     // of a key where it stands, of an element of a list where it begins; "" is line 1
  std::vector<std::string> given_twice;   // paths of keys that an object has twice

  // The line of the path, or of the nearest value around it that is known.
  int of(std::string path) const;
};

// Of a text that was parsed before; deeper than 16 levels no line is remembered.
JsonLines find_json_lines(const std::string& text);

}  // namespace convscope
