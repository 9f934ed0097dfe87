// The header of a .npy file: a Python dictionary {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }.
// For this room's sources only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace convscope {

struct NpyHeader {
  char kind = 'f';       // numpy's: f float, i signed, u unsigned, b bool
  int item_size = 4;     // bytes
  bool big_endian = false;
  bool fortran_order = false;
  std::vector<std::int64_t> shape;

  std::string dtype() const;  // "float64"
};

// The dictionary's text; errors name `path`, the place and what was found.
Result<NpyHeader> parse_npy_header(std::string_view text, const std::string& path);

}  // namespace convscope
