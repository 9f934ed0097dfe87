// The parts of the export dialog: settings at the right, range below the preview, the bar at the foot.
#pragma once

#include <string>

#include "app/panels/export_plan.h"
#include "app/panels/ui.h"

namespace convscope {

inline constexpr FrameSize kStageSize{928, 700};  // logical pixels the stage is laid out for, what "stage × 2" doubles

// What the settings mean for the state on the screen.
ExportRequest shown_request(const Ui& ui);
bool is_film(const ExportSettings& settings);
std::string export_target(const ExportSettings& settings);  // the path of the file, or of the folder of frames
bool export_target_exists(const ExportSettings& settings);

void draw_export_settings(Ui& ui, const Box& box);             // scrolls
double draw_export_range(Ui& ui, const Box& box, bool paint);  // height used; nothing is painted when not `paint`
void draw_export_foot(Ui& ui, const Box& box, bool enter);     // `enter`: as if the button that starts were pressed

}  // namespace convscope
