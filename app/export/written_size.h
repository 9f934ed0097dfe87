// The size that a picture or film has once it is written.
#pragma once

#include <string>

#include "app/export/export.h"

namespace convscope {

// What a file of this name can have: MP4 and WebM need even sides, an odd one becomes one larger.
FrameSize written_size(const std::string& path, FrameSize wanted);

}  // namespace convscope
