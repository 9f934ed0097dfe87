// Short words for what computes, and the steps of the text size. No ImGui.
#pragma once

#include <string>

namespace convscope {

// "gpu: llvmpipe (LLVM 15.0.6, 256 bits)" → "GPU: llvmpipe"; "cpu" → "CPU"; long names end with "…".
std::string device_label(const std::string& device);
// 1 → 1.25 → 1.5 → 1.75 → 2 → 2.5 → 1: what pressing the chip does.
double next_text_scale(double scale);

}  // namespace convscope
