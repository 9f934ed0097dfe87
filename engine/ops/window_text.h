// The size formulas of axis.h as a person reads them, with the numbers in them and roles for colour.
#pragma once

#include <vector>

#include "engine/ops/axis.h"
#include "engine/ops/text.h"

namespace convscope {

// Pairs of lines: the formula, and the same with numbers. One pair when all axes (of one to three) agree in everything, else one pair each;
// none for an axis of one cell that only one weight reads.
std::vector<FormulaLine> window_formula(const std::vector<Axis>& axes);
// o = s·(i − 1) + d·(k − 1) + 1 − 2p + a, in the same form.
std::vector<FormulaLine> transposed_formula(const std::vector<TransposedAxis>& axes);

}  // namespace convscope
