// What the five cards of the small layers share: the layer of a card, the cell it explains, and how far its step has come.
#pragma once

#include <string>
#include <vector>

#include "app/views/focus.h"
#include "app/views/together.h"

namespace convscope {

struct SmallLayer {
  ViewContext context;  // of the layer
  Pen& pen;
  GatherStep step;  // of the cell that is explained
  StageTime time;
  bool playing = false;
  bool inspected = false;

  const LayerModel& layer() const { return context.layer(); }
  double phase(const char* name) const { return inspected ? 1 : phase_share(context, name); }
  // How much of an output cell stands there: all of them unless the card plays.
  double appeared(Index cell) const;
  // Of a segment that plays the layer as a whole: 1 unless it plays.
  double share(const char* segment, const char* phase) const;
};
SmallLayer small_layer(const ViewContext& context, Pen& pen, const std::string& name);

// A tensor's cells in rows and columns, from `first` on; the numbers in one size.
struct SmallGrid {
  Point origin;
  double cell = 24;
  Index rows = 1, columns = 1, first = 0;
  Role role = Role::kInput;
  TargetKind target = TargetKind::kInput;
  double width = 0;  // of a cell; 0: cells are square
};
void draw_small_grid(const SmallLayer& s, const SmallGrid& grid, const Tensor& tensor,
                     const std::function<void(Index, CellLook&)>& look = {});

inline constexpr Ink kSmallNote{12.5, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
// The first of these lines that has room.
void draw_first(Pen& pen, Point at, const std::vector<std::vector<TextRun>>& ways, double room);

// A card by name, and the segment of the timeline that plays it.
struct SmallTile {
  const SmallLayer& layer;
  std::string name;
  Index segment = 0;
  bool playing = false;
};
// All cards as tiles beside the one that plays; takes its room from the area, or nothing where that would leave the card too little.
void draw_small_rail(const std::vector<SmallTile>& tiles, Pen& pen, Box& area);

// Each draws the body of its card and says its step as one line, in full and in short.
void draw_fully_connected(const SmallLayer& s, Box box);
WrittenLine fully_connected_line(const SmallLayer& s);
void draw_normalisation(const SmallLayer& normalised, const SmallLayer& scaled, Box box);
WrittenLine normalisation_line(const SmallLayer& scaled);
void draw_dropout(const SmallLayer& s, Box box);
WrittenLine dropout_line(const SmallLayer& s);
void draw_addition(const SmallLayer& s, Box box);
WrittenLine addition_line(const SmallLayer& s);
// The shapes that are set, and whether the engine adds them, joins them, or multiplies the features with the weights.
void draw_addable(const SmallLayer& s, Box box, bool explained);
bool joins(const SmallLayer& s);
void draw_joinable(const SmallLayer& s, Box box, bool explained);
std::vector<TextRun> refused_join(const SmallLayer& s);
bool draw_multipliable(const SmallLayer& s, Box& box);  // where it does not, the refusal takes the whole box; else a part of it
void draw_concatenation(const SmallLayer& s, Box box);
WrittenLine concatenation_line(const SmallLayer& s);

}  // namespace convscope
