// The stage's vocabulary: boxes to lay out with, text that is measured, cells in all their kinds, grids, frames, links.
// Views are written in these words; the words draw nothing but display-list items.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/canvas/marked_text.h"
#include "app/views/view.h"

namespace convscope {

inline double number(Index value) { return static_cast<double>(value); }  // a count, to lay out with

// ---- numbers as text ---------------------------------------------------------------------------------------------------
// One number of decimals for a whole tensor: 0 when all values are whole, else up to `most`.
int decimals_of(const Tensor& tensor, int most = 2);
std::string number_text(double value, int decimals);       // a true minus sign
std::string factor_text(double value, int decimals);       // in parentheses when negative
std::string percent_text(double share);                    // of 1: "55 %"; one decimal where it is not quite all
std::string count_text(Index value);                       // thousands by thin spaces
std::string shape_text(std::initializer_list<Index> sizes);  // "3 × 4 × 4"

// ---- layout --------------------------------------------------------------------------------------------------------------
Box cut_top(Box& box, double height, double gap = 0);      // takes a strip away from the box and returns it
Box cut_bottom(Box& box, double height, double gap = 0);
Box cut_left(Box& box, double width, double gap = 0);
Box cut_right(Box& box, double width, double gap = 0);
Box inset(Box box, double margin);
// How much a grid says above itself; where there is little room, numbers that can be read come before names.
enum class Captions { kFull, kNames, kNone };
// The largest cell with which rows × columns fit, at most `most`.
double fit_cell(Box box, double rows, double columns, double most);

// ---- cells -----------------------------------------------------------------------------------------------------------------
enum class CellKind { kValue, kPadding, kInserted, kHole, kUnreached, kEmpty, kWaiting };

struct CellLook {
  CellKind kind = CellKind::kValue;
  std::string text;             // "" = no number
  std::optional<double> value;  // to shade by where no number can be read, in place of the text
  Color tint{0, 0, 0, 0};       // alpha 0: the role's pale colour
  bool hot = false;             // an outline in the role's colour
  bool ringed = false;          // a thinner outline: answers a hover
  bool hidden = false;          // nothing is drawn here yet
  double lit = 0;               // 0..1, passing through while its pair is multiplied: a brief outline, gone at both ends
  double appear = 1;            // 0..1, a value that is dropping in; of an unreached cell: how strong its cross is
  std::string badge;            // the weight that reads this cell, in its corner
  double badge_alpha = 1;
  bool badge_quiet = false;     // a badge that is not read: muted
  bool strong = false;          // heavier number
};

struct GridSpec {
  Point origin;
  double cell = 40;
  double cell_width = 0;        // 0: cells are square
  Index rows = 0, columns = 0;
  Role role = Role::kInput;
  TargetKind target = TargetKind::kNone;
  Index first_index = 0;        // target index of cell (0, 0); cells count up row-major
  std::function<CellLook(Index row, Index column)> look;
  std::function<Target(Index row, Index column)> target_of;  // in place of target and first_index
  std::vector<std::string> all_texts;  // texts the size must also fit (cells that are not computed yet)
  double text_size = 0;         // 0: chosen so that the longest text fits; one size for the whole grid
  double width() const { return cell_width > 0 ? cell_width : cell; }
  Box box() const { return {origin.x, origin.y, width() * static_cast<double>(columns), cell * static_cast<double>(rows)}; }
};

// ---- the pen -----------------------------------------------------------------------------------------------------------
// Who gives way where there is no room: notes before names, names before numbers. Numbers of cells and sums always stay.
enum class Importance { kNumber, kName, kNote };

struct Ink {
  double size = kBodySize;      // at text scale 100 %
  Weight weight = Weight::kRegular;
  Anchor anchor = Anchor::kStart;
  Face face = Face::kWords;
  Importance importance = Importance::kName;
};

class Pen {
 public:
  Pen(const ViewContext& context, DisplayList& list) : context_(context), list_(list) {}

  const Theme& theme() const { return context_.theme; }
  const Words& words() const { return context_.words; }
  double type(double size) const { return size * context_.theme.text_scale; }  // logical pixels of a type size
  Color pale(Role role, double strength = 0.22) const;

  void rect(Box box, Color fill, double radius = kCellRadius, Stroke stroke = {}, Target target = {});
  void line(Point from, Point to, Stroke stroke);
  void link(Point from, Point to, Stroke stroke);  // a level S-curve
  void arrow(Point from, Point to, Color color, double width = 2.5);  // its tip at `to`; nothing where there is no room
  void path(std::vector<Point> points, bool closed, Color fill, Stroke stroke);
  void circle(Point center, double radius, Color fill, Stroke stroke, Target target = {});
  void image(Box box, std::shared_ptr<const Pixels> pixels, Box source = {}, Target target = {});
  double text(Point at, const std::string& text, Ink ink, Color color, Target target = {});    // returns its width
  double runs(Point at, std::vector<TextRun> runs, Ink ink);
  double width(const std::string& text, Ink ink) const;
  double width(const std::vector<TextRun>& runs, Ink ink) const;
  // Text cut into lines no wider than `width`; Chinese may break between any two characters. Returns the height used.
  double paragraph(Box box, const std::string& text, Ink ink, Color color, double leading = 1.5);
  std::vector<std::string> wrapped(const std::string& text, Ink ink, double width) const;
  // The same of words with inline marks, and one such line from its start; returns its width.
  std::vector<MarkedRuns> wrapped(const MarkedRuns& runs, Ink ink, double width) const;
  double marked(Point start, const MarkedRuns& line, Ink ink, Color color);
  // The largest size ≤ ink.size (never below the smallest) at which the text fits; cuts with an ellipsis when even that is too wide.
  double fitted(Point at, std::string text, Ink ink, Color color, double width);
  // The same, but nothing rather than a part of the text.
  double whole(Point at, const std::string& text, Ink ink, Color color, double width);
  bool fits(const std::string& text, Ink ink, double width) const;  // at the smallest size

  void cell(Box box, const CellLook& look, Role role, double text_size, Target target = {});
  void grid(const GridSpec& spec);                  // one text size for all cells
  void frame(Box box, Role role, double stroke = 3, double alpha = 1, double fill = 0);
  void dashed_frame(Box box, Color color, double stroke = 1.5);
  // Centred above a grid whose top is at `bottom_middle`: the name above the shape, the name alone, or nothing.
  void caption(Point bottom_middle, const std::string& name, const std::string& shape, Role role, Captions captions = Captions::kFull);
  double caption_height(Captions captions) const;  // with the gap to the grid
  double legible_cell() const { return type(19); } // the smallest cell in which numbers of two digits are drawn
  bool can_be_read(double cell) const { return type(kSmallestText) <= cell * 0.62; }  // whether a cell is large enough for numbers at all
  void mark_cross(Box box, Color color);
  // The element with this target can be dragged, and changes this.
  void handle(Target target, DragAxis across, DragAxis down = {});
  DisplayList& list() { return list_; }
  // Takes away the names and notes that leave the stage, lie across a cell's edge, or meet a text of more importance.
  // Call it once, when everything is drawn. Returns how many gave way.
  int settle();

 private:
  struct Label {
    std::size_t item;  // in the list
    Importance importance;
  };
  void add(TextItem item, Importance importance);
  double grid_text_size(const GridSpec& spec) const;
  void badge(Box cell, const CellLook& look, double text_size);
  const ViewContext& context_;
  DisplayList& list_;
  std::vector<Label> labels_;  // texts that may give way
};

}  // namespace convscope
