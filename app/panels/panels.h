// The panels around the stage and the dialogs over it. Each draws inside its box, reads Ui, and only queues actions.
#pragma once

#include "app/panels/ui.h"

namespace convscope {

// ---- left: name, search, groups and scenes, presets of the chosen scene (sidebar.cpp)
void draw_sidebar(Ui& ui, Box box);

// ---- right: one scrolling column of sections, the chips at its foot (right_panel.cpp)
void draw_right_panel(Ui& ui, Box box);  // of a comparison: of the one of the two that its tabs choose
// Its sections. Each draws from the box's top edge, within its width, and returns the height it used.
double draw_parameters(Ui& ui, Box box);         // parameters.cpp
double draw_photographs(Ui& ui, const Scene& scene, Box box);  // photograph_choice.cpp: the pictures to choose from
double draw_selected_cell(Ui& ui, Box box);      // selected_cell.cpp: nothing (0) unless a cell is pinned
double draw_size(Ui& ui, Box box);               // explanation.cpp: the size formula
double draw_what_happens(Ui& ui, Box box);       // explanation.cpp: the scene's words
double draw_cost(Ui& ui, Box box);               // explanation.cpp
double draw_code(Ui& ui, Box box);               // code_panel.cpp
double draw_lesson_text(Ui& ui, Box box);        // lesson_text.cpp: the text of the step, what it waits for; only while a lesson runs
double draw_ask_me(Ui& ui, Box box);             // question_panel.cpp: the button that draws a question from the scene
double draw_question(Ui& ui, Box box);           // question_panel.cpp: what a lesson's step asks; nothing (0) unless it asks
double foot_height(const Ui& ui, double width);  // foot.cpp
void draw_foot(Ui& ui, Box box);

// ---- over the window, last: the dialog of memory.dialog, the hint of a first start, the toast (dialogs.cpp)
void draw_dialogs(Ui& ui);
void draw_export_dialog(Ui& ui);
void draw_handout_dialog(Ui& ui);  // handout_dialog.cpp
void draw_file_dialog(Ui& ui);     // file_dialog.cpp: kOpen and kSave
void draw_keys_dialog(Ui& ui);     // keys_dialog.cpp
void draw_palette(Ui& ui);         // palette.cpp
void draw_compare_dialog(Ui& ui);  // compare_dialog.cpp
void draw_unsaved_dialog(Ui& ui);  // unsaved_dialog.cpp
// first_steps_card.cpp: only while memory.first_start; at the foot of the sidebar, over the stage when that is folded away
double first_steps_height(const Ui& ui, double width);
void draw_first_steps_in(Ui& ui, Box box);
void draw_first_steps(Ui& ui, Box stage);
void draw_toast(Ui& ui);  // toast.cpp
// Over the stage: what is wrong with a lesson's files (lesson_faults.cpp), and for a moment that a step is done (lesson_header.cpp).
void draw_lesson_faults(Ui& ui, Box stage);
void draw_step_done(Ui& ui, const Box& stage);
// In a presentation: the caption below the stage (lesson_present.cpp).
void draw_lesson_caption(Ui& ui, Box box);

}  // namespace convscope
