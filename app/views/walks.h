// How far a named segment of the timeline has come: what is prepared before a layer slides, or a walk over input cells.
#pragma once

#include <string_view>

#include "app/views/kit.h"

namespace convscope {

// Of a phase of the segment: 0 before the segment or the phase, 0..1 while it moves, 1 after; 1 where there is no such segment.
double share_in(const ViewContext& context, std::string_view segment, std::string_view phase);
// The step of the segment that plays: -1 before it begins, its last one when it is over.
Index step_in(const ViewContext& context, std::string_view segment);
// "2" for two equal sizes, else "2 × 3".
std::string pair_text(Index first, Index second);
// "⋯ 61 more": so many are left out where it stands.
std::string more_text(const Words& words, Index count);
// All its numbers, with one number of decimals.
std::vector<std::string> texts_of(const Tensor& tensor);
// The size at which all of these numbers fit into a cell, one for the whole grid; 0 when they do not.
double number_size(const Pen& pen, const std::vector<std::string>& texts, double cell);

// Whether all its numbers can be read in cells of this size, with all their decimals.
bool numbers_fit(const Pen& pen, const Tensor& tensor, double cell);
// As many decimals as its numbers need, or only one where no more can be read in such a cell.
int decimals_in(const Pen& pen, const Tensor& tensor, double cell);

}  // namespace convscope
