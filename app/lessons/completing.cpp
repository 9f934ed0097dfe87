// How a step that waits can be completed: conditions say themselves what is to be done, but for the size of an output, which is looked for
// by planning the scene (no tensor is computed) at the values of one parameter, then of two.
#include <algorithm>
#include <cmath>

#include "app/lessons/check.h"
#include "app/lessons/wait.h"
#include "app/scenes/controls.h"
#include "app/scenes/plan.h"

namespace convscope {
namespace {

using Values = std::vector<AttributeValue>;
constexpr Index kMostNumbers = 40;  // of one control
constexpr int kMostComputed = 100;  // settings of the right sizes that are computed to see whether the rest holds

Values values_of(const Control& control) {
  Values values;
  for (const std::string& choice : control.choices) values.emplace_back(choice);
  if (control.type == AttributeType::kFlag) return {true, false};
  if (control.type == AttributeType::kChoice || control.type == AttributeType::kNumber) return values;
  for (Index n = control.minimum; n <= std::min(control.maximum, control.minimum + kMostNumbers); ++n)
    values.emplace_back(std::vector<Index>{n});
  return values;
}

AttributeValue within(const Control& control, const WaitCondition& wait) {
  const double low = std::max(wait.from.value_or(-HUGE_VAL), static_cast<double>(control.minimum));
  const double high = std::min(wait.to.value_or(HUGE_VAL), static_cast<double>(control.maximum));
  if (control.type == AttributeType::kNumber) return (low + high) / 2;
  return std::vector<Index>{static_cast<Index>(std::ceil(low))};
}

// Does what the condition asks for, where it says it itself.
void fulfil(const WaitCondition& wait, const Model& model, State& state) {
  switch (wait.kind) {
    case WaitKind::kParameter: {
      const Control* control = find_control(*model.scene, wait.name);
      Result<AttributeValue> value = fitted(*model.scene, wait.name, wait.is ? *wait.is : within(*control, wait));
      if (value) state.parameters[wait.name] = *value;
      break;
    }
    case WaitKind::kReached:
      if (Result<Moment> moment = moment_of(wait.mark, model.timeline)) state.moment = *moment;
      break;
    case WaitKind::kPinned:
      for (auto [name, kind] : {std::pair{"input", TargetKind::kInput}, {"weight", TargetKind::kWeight}, {"bias", TargetKind::kBias},
                                {"output", TargetKind::kOutput}})
        if (wait.name == name) state.pin = {kind, model.playing(state.moment), 0};
      break;
    case WaitKind::kEdited: {
      const Tensor& tensor = model.tensors.at(wait.name);
      const std::vector<Index> cell(static_cast<std::size_t>(tensor.extents.rank()), 0);
      state.edits[{wait.name, cell}] = static_cast<double>(tensor[0]) + 1;
      break;
    }
    case WaitKind::kMode: state.mode = wait.name; break;
    case WaitKind::kOutput: break;
  }
}

class Search {
 public:
  Search(const LessonStep& step, const LessonGround& ground, State state) : step_(step), ground_(ground), state_(std::move(state)) {}

  std::optional<State> run() {
    if (completes(state_)) return state_;
    if (!asks_for_sizes()) return std::nullopt;  // everything else was done already: no other setting would help
    const Scene& scene = in_mode(**find_scene(ground_.scenes, state_.scene), state_.mode);
    std::vector<const Control*> free;
    for (const Control& control : scene.controls)
      if (may_touch(step_, control.name) && !is_asked_for(control.name)) free.push_back(&control);
    for (const Control* one : free)
      if (std::optional<State> found = try_values(*one, state_, nullptr)) return found;
    for (std::size_t i = 0; i < free.size(); ++i)
      for (std::size_t j = i + 1; j < free.size(); ++j)
        if (std::optional<State> found = try_values(*free[i], state_, free[j])) return found;
    return std::nullopt;
  }

 private:
  bool asks_for_sizes() const {
    return std::any_of(step_.wait.begin(), step_.wait.end(), [](const WaitCondition& wait) { return wait.kind == WaitKind::kOutput; });
  }

  bool is_asked_for(const std::string& name) const {
    return std::any_of(step_.wait.begin(), step_.wait.end(),
                       [&](const WaitCondition& wait) { return wait.kind == WaitKind::kParameter && wait.name == name; });
  }

  std::optional<State> try_values(const Control& control, const State& from, const Control* second) {
    for (const AttributeValue& value : values_of(control)) {
      State state = from;
      state.parameters[control.name] = value;
      if (second) {
        if (std::optional<State> found = try_values(*second, state, nullptr)) return found;
      } else if (has_sizes(state) && completes(state)) {
        return state;
      }
    }
    return std::nullopt;
  }

  bool completes(const State& state) {
    if (++computed_ > kMostComputed) return false;
    Result<std::shared_ptr<const Model>> model = evaluate(ground_.scenes, state, ground_.device, ground_.photographs);
    return model && is_complete(step_, state, **model);
  }

  // Whether all outputs asked for have their sizes; planned, not computed.
  bool has_sizes(const State& state) {
    const Scene& scene = in_mode(**find_scene(ground_.scenes, state.scene), state.mode);
    std::shared_ptr<const Image> photograph;
    if (scene.on_image) {
      Result<std::shared_ptr<const Image>> image = ground_.photographs.get(state.image.empty() ? scene.image : state.image);
      if (!image) return false;
      photograph = *image;
    }
    Result<ScenePlan> plan = plan_scene(scene, state, photograph.get());
    if (!plan) return false;
    Result<Pipeline> pipeline = Pipeline::build(plan->nodes, plan->shapes());
    if (!pipeline) return false;
    return std::all_of(step_.wait.begin(), step_.wait.end(), [&](const WaitCondition& wait) {
      const Pipeline::Stage* stage = wait.kind == WaitKind::kOutput ? pipeline->find(wait.name) : nullptr;
      return wait.kind != WaitKind::kOutput || (stage && has_shape(stage->layer->output(), wait.shape));
    });
  }

  const LessonStep& step_;
  const LessonGround& ground_;
  State state_;
  int computed_ = 0;
};

}  // namespace

std::optional<State> completing_state(const Lesson& lesson, std::size_t index, const LessonGround& ground) {
  Result<StepStart> start = open_step(lesson, index, ground);
  if (!start) return std::nullopt;
  State state = start->state;
  for (const WaitCondition& wait : lesson.steps[index].wait) fulfil(wait, *start->model, state);
  return Search(lesson.steps[index], ground, std::move(state)).run();
}

}  // namespace convscope
