// The controls, in our own look. ImGui gives pointer, identity, clipping and text input; nothing here changes a state:
// every widget returns what happened. `name` ("parameter.stride") is its identity and its name in the probe: unique in the window.
// Boxes and points are logical pixels of the window; text sizes are at 100 % and grow with the theme's text scale.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/canvas/marked_text.h"
#include "app/panels/ui.h"

namespace convscope {

// ---- text ---------------------------------------------------------------------------------------------------------------
struct TextStyle {
  double size = kBodySize;
  Color color;  // required
  Weight weight = Weight::kRegular;
  Face face = Face::kWords;
  Anchor anchor = Anchor::kStart;
};

double text_width(const Ui& ui, std::string_view text, const TextStyle& style);
// One line; `at.y` is the middle of the digits' and capitals' height. Returns its width.
double draw_text(Ui& ui, Point at, std::string_view text, const TextStyle& style);
double draw_runs(Ui& ui, Point at, const std::vector<TextRun>& runs, const TextStyle& style);
// With "…" at the end when wider than `width`.
double draw_fitted(Ui& ui, Point at, std::string_view text, const TextStyle& style, double width);
// A little smaller, down to the smallest size there is, before it is cut off.
double draw_shrunk(Ui& ui, Point at, std::string_view text, TextStyle style, double width);
std::string fitted(const Ui& ui, std::string_view text, const TextStyle& style, double width);
// Lines no wider than `width`: breaks at spaces, between Chinese characters, at newlines.
std::vector<std::string> wrapped(const Ui& ui, std::string_view text, const TextStyle& style, double width);
double line_height(const Ui& ui, const TextStyle& style);  // 1.5 × size, scaled
double paragraph_height(const Ui& ui, std::string_view text, const TextStyle& style, double width);
// Draws from the top edge `top_left.y` down; returns the height used.
double draw_paragraph(Ui& ui, Point top_left, std::string_view text, const TextStyle& style, double width);
// The same of words with inline marks.
double marked_height(const Ui& ui, const MarkedRuns& runs, const TextStyle& style, double width);
double draw_marked(Ui& ui, Point top_left, const MarkedRuns& runs, const TextStyle& style, double width);

// ---- pointer ------------------------------------------------------------------------------------------------------------
struct Press {
  bool hovered = false, held = false, clicked = false, double_clicked = false, right_clicked = false, released = false;
};
// An invisible area that answers the pointer, for anything drawn by hand.
Press press_area(Ui& ui, const std::string& name, const Box& box);
// How far the mouse wheel turned for this one in this frame; `over`: the pointer is over it. A wheel goes on turning what it began
// over, so that a slider that scrolls in under the pointer is not changed. Ask the inner one before the one that holds it.
double wheel_turned(Ui& ui, const std::string& name, bool over);
// Shown beside the pointer when it rests on the last widget.
void tooltip(Ui& ui, const std::string& text);
void hand_cursor();

// ---- controls -----------------------------------------------------------------------------------------------------------
enum class ButtonKind { kNormal, kPrimary, kQuiet };
struct ButtonSpec {
  std::string label;
  std::string shortcut;  // drawn after the label: "F5"
  ButtonKind kind = ButtonKind::kNormal;
  bool enabled = true;
  std::string tooltip;
};
double button_width(const Ui& ui, const ButtonSpec& spec);
bool button(Ui& ui, const std::string& name, const Box& box, const ButtonSpec& spec);

// A rounded word that can be pressed. `at` is the left middle. Colours default to muted on sunken.
struct ChipSpec {
  std::string label;
  bool on = false;       // selected
  bool pressable = true;
  std::optional<Color> color;
  std::string tooltip;
};
struct ChipResult {
  bool clicked = false;
  double width = 0;
};
double chip_width(const Ui& ui, const ChipSpec& spec);
double chip_height(const Ui& ui);
ChipResult chip(Ui& ui, const std::string& name, Point at, const ChipSpec& spec);

// One of several; `at` is the left middle. The index pressed, when it is another than `selected`.
double segmented_width(const Ui& ui, const std::vector<std::string>& labels);
double segmented_height(const Ui& ui);
std::optional<int> segmented(Ui& ui, const std::string& name, Point at, const std::vector<std::string>& labels, int selected);

// Label, number and a track with a knob below. Drag or click on the track or drag the number: `value`, `dragging`.
// Double click on the number types: `value` (which may lie outside the range: the engine says why not) or `bad_text`
// when what was typed is no finite number. Right click: `reset`. The mouse wheel over any part of it: `value`, `dragging`, a step a notch.
struct SliderSpec {
  std::string label;
  std::string hint;       // small words before the number
  std::string tooltip;    // the name in PyTorch and what it does
  double value = 0, minimum = 0, maximum = 1, step = 1;
  int decimals = 0;
  bool enabled = true;
  bool problem = false;   // this control was refused: number and track in the warning colour
};
struct NumberResult {
  std::optional<double> value;
  std::optional<std::string> bad_text;
  bool dragging = false;  // the value belongs to a drag: use the widget's name as merge key
  bool released = false;  // the drag ended: Actions::add(act::EndMerge{})
  bool reset = false;
};
double slider_height(const Ui& ui);  // of label and track, without the space to the next
NumberResult slider(Ui& ui, const std::string& name, Point top_left, double width, const SliderSpec& spec);

// A number on a sunken field: drag left and right, the wheel, double click types, right click resets.
struct NumberFieldSpec {
  double value = 0, minimum = 0, maximum = 1, step = 1;
  int decimals = 0;
  bool enabled = true;
  bool problem = false;
  std::string tooltip;
};
NumberResult number_field(Ui& ui, const std::string& name, const Box& box, const NumberFieldSpec& spec);

// True when it was switched. `at` is the left middle.
struct CheckboxSpec {
  std::string label;
  bool on = false, enabled = true;
  std::string tooltip;
};
bool checkbox(Ui& ui, const std::string& name, Point at, const CheckboxSpec& spec);

// A box with the chosen label; pressed, it opens the list. The index chosen.
struct ChoiceSpec {
  std::vector<std::string> labels;
  int selected = 0;
  bool enabled = true;
  std::string tooltip;
};
std::optional<int> choice(Ui& ui, const std::string& name, const Box& box, const ChoiceSpec& spec);

// One line of text that `text` holds.
struct TextFieldSpec {
  std::string hint;      // shown while empty
  std::string shortcut;  // at the right end while empty
  bool focus = false;    // take the keyboard now
  bool* at_end = nullptr;  // true: the cursor goes behind the text instead of selecting it; false from then on
};
struct TextFieldResult {
  bool changed = false, entered = false, escaped = false, active = false;
};
TextFieldResult text_field(Ui& ui, const std::string& name, const Box& box, std::string& text, const TextFieldSpec& spec);

// ---- surfaces -----------------------------------------------------------------------------------------------------------
void card(Ui& ui, const Box& box);    // surface, line, radius 8
void sunken(Ui& ui, const Box& box);  // sunken, radius 8

// Clips to the box and scrolls what is higher. Draw at `top()` downwards, then give the height used to `end`.
class ScrollArea {
 public:
  ScrollArea(Ui& ui, const std::string& name, const Box& box);
  ~ScrollArea();
  ScrollArea(const ScrollArea&) = delete;
  ScrollArea& operator=(const ScrollArea&) = delete;
  double top() const { return top_; }      // where the content's first row lies now (moves with scrolling)
  const Box& box() const { return box_; }
  void end(double content_height);         // once, before the area goes out of scope
  void show(double from, double to);       // scrolls so that this part of the content (relative to its top) is seen

 private:
  Ui& ui_;
  std::string name_;
  Box box_;
  ImDrawList* outer_;
  double top_ = 0, content_ = 0;
};

// A dialog over everything: darkens the window, draws a surface at `box`; everything until it goes out of scope lies on it.
// `dismissed()`: pressed outside. Escape closes memory.dialog by itself (ActionId::kEscape).
class Modal {
 public:
  Modal(Ui& ui, const std::string& name, const Box& box);
  ~Modal();
  Modal(const Modal&) = delete;
  Modal& operator=(const Modal&) = delete;
  bool dismissed() const { return dismissed_; }

 private:
  Ui& ui_;
  ImDrawList* outer_;
  bool dismissed_ = false;
};

}  // namespace convscope
