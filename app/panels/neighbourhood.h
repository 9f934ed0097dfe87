// In a presentation: the pinned cell with its neighbours, nine by nine, where cells are too small to be read from the last row;
// and the map in the corner that tells where that is.
#pragma once

#include <optional>

#include "app/canvas/display_list.h"
#include "app/session/state.h"

namespace convscope {

// How the stage lies then. Nothing when the list has no such cell, or when its cells are at least `readable` wide (logical pixels).
std::optional<Viewport> neighbourhood(const DisplayList& list, const Target& cell, double readable);
// The list as a map: without its text, which would be too small.
DisplayList map_of(const DisplayList& list);
// The part of the list that is seen, in its own coordinates.
Box seen_part(const DisplayList& list, const Viewport& view);

}  // namespace convscope
