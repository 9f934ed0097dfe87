// Formula and code text that the engine produces, with roles instead of colours.
#pragma once

#include <string>
#include <vector>

namespace convscope {

enum class Role { kPlain, kMuted, kInput, kWeight, kOutput, kBias, kGradient, kWarning };

struct RoleText {
  std::string text;
  Role role = Role::kPlain;
};

using FormulaLine = std::vector<RoleText>;

enum class CodeDialect { kPyTorch, kKeras, kOnnx };

}  // namespace convscope
