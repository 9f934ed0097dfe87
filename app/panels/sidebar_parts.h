// What the left panel is made of: its head, and in its place below it the scenes, the lessons, or the lesson that runs.
#pragma once

#include <string>
#include <vector>

#include "app/panels/ui.h"
#include "app/panels/widgets.h"

namespace convscope {

inline constexpr double kSidebarEdge = 24;

void draw_sidebar_head(Ui& ui, const Box& box);               // name and fold button
void draw_lesson_list(Ui& ui, const Box& box, bool walked);   // lesson_list.cpp: every lesson there is; `walked`: the keys just moved
void draw_lesson_panel(Ui& ui, const Box& box);               // lesson_panel.cpp: the steps of the one that runs
std::vector<std::string> lesson_rows(const Ui& ui);           // names of the rows, as the keys walk them: "lessons.sliding"

}  // namespace convscope
