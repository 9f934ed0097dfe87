#include "app/asked/asked.h"

#include "app/asked/parts.h"

namespace convscope {
namespace {

double reveal_milliseconds(const Model& model, const Question& question) {
  const LayerModel& layer = model.layers[static_cast<std::size_t>(question.stage)];
  switch (question.kind) {
    case QuestionKind::kOutputSize:
      return size_reveal(layer);
    case QuestionKind::kCellValue:
      return value_reveal(layer, question.cell);
    case QuestionKind::kReachingInputs:
      return reach_reveal();
    case QuestionKind::kReceptiveField:
      return field_reveal(question);
    case QuestionKind::kParameters:
    case QuestionKind::kMultiplications:
      return cost_reveal();
    case QuestionKind::kPicture:
      return picture_reveal();
  }
  return 1;
}

void draw(Asked& asked, Box area) {
  switch (asked.question.kind) {
    case QuestionKind::kOutputSize:
      return draw_asked_size(asked, area);
    case QuestionKind::kCellValue:
      return draw_asked_value(asked, area);
    case QuestionKind::kReachingInputs:
      return draw_asked_reach(asked, area);
    case QuestionKind::kReceptiveField:
      return draw_asked_field(asked, area);
    case QuestionKind::kParameters:
    case QuestionKind::kMultiplications:
      return draw_asked_cost(asked, area);
    case QuestionKind::kPicture:
      return draw_asked_picture(asked, area);
  }
}

}  // namespace

DisplayList build_asked(const ViewContext& given, const Question& question, double shown) {
  const ViewContext context = at_stage(given, question.stage);
  DisplayList list;
  list.width = context.width;
  list.height = context.height;
  list.background = context.theme.surface;
  Pen pen(context, list);
  Asked asked{context, pen, question, shown, reveal_milliseconds(context.model, question)};
  draw(asked, inset({0, 0, context.width, context.height}, context.width < 700 ? 12 : 24));
  finish_text(context, pen);
  return list;
}

double reveal_seconds(const Model& model, const Question& question) { return reveal_milliseconds(model, question) / 1000; }

}  // namespace convscope
