// What both forms of scene 17's stage share: which shuffle plays, and how far its three operations have come.
#pragma once

#include <string>
#include <vector>

#include "app/views/groups.h"
#include "app/views/sum_bar.h"

namespace convscope {

struct Shuffle {
  const ViewContext& context;
  Pen& pen;
  int stage = 0;                    // the shuffle that plays: there, or back
  Index groups = 1, in_group = 1;   // of that shuffle: rows and columns of its first matrix
  std::vector<Index> source;        // which place of its input each place of its output reads
  std::vector<Index> group;         // of the first layer, by place of its input: the colour
  std::vector<std::string> text;    // by place of its input
  std::string widest{};             // of these texts
  Index pick = -1;                  // place of its input that is pointed at, or told of
  double reshape = 1, flatten = 1;  // 0..1
  double columns = 0;               // columns of the first matrix that have been transposed; a part of one is on its way

  Index channels() const { return static_cast<Index>(source.size()); }
  Index place_of(Index input) const { return input % in_group * groups + input / in_group; }  // of a picture: where source names it
  double transposed(Index column) const;  // 0..1
  // A tile of the matrices and rows: of place `input` of the input.
  Tile tile(Box box, Index input, double text_size = 0) const;
  Target input_target(Index input) const { return {TargetKind::kInput, stage, input}; }
  Target output_target(Index place) const { return {TargetKind::kOutput, stage, place}; }
};

Shuffle shuffle_of(const ViewContext& context, Pen& pen);
HeadState shuffle_head(const Shuffle& s, int operation);  // 0 reshape, 1 transpose, 2 flatten
BarContent shuffle_bar(const Shuffle& s);

}  // namespace convscope
