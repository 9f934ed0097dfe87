// How a step that waits can be completed: conditions say themselves what is to be done, but for the size of an output, which is looked for
// by planning the scene (no tensor is computed) at the values of one parameter, then of two, then of one or two along each axis by itself.
#include <algorithm>
#include <cmath>

#include "app/lessons/check.h"
#include "app/lessons/wait.h"
#include "app/scenes/controls.h"
#include "app/scenes/plan.h"

namespace convscope {
namespace {

using Values = std::vector<AttributeValue>;
constexpr Index kMostNumbers = 1024;  // of one control that is tried alone
constexpr Index kMostPaired = 48;     // of each of two
constexpr int kMostComputed = 100;    // settings of the right sizes that are computed to see whether the rest holds
constexpr int kPlaneAxes = 2;         // rows and columns

bool lies_in(const WaitCondition* wait, double number) {
  return !wait || (number >= wait->from.value_or(number) && number <= wait->to.value_or(number));
}

// Whole numbers of a control, from its smallest one on, that lie in the range waited for.
std::vector<Index> numbers_of(const Control& control, const WaitCondition* range, Index most) {
  std::vector<Index> numbers;
  for (Index n = control.minimum; n <= control.maximum && static_cast<Index>(numbers.size()) < most; ++n)
    if (lies_in(range, static_cast<double>(n))) numbers.push_back(n);
  return numbers;
}

Values values_of(const Control& control, const WaitCondition* range, Index most) {
  Values values;
  for (const std::string& choice : control.choices) values.emplace_back(choice);
  if (control.type == AttributeType::kFlag) return {true, false};
  if (control.type == AttributeType::kChoice || control.type == AttributeType::kNumber) return values;
  for (Index n : numbers_of(control, range, most)) values.emplace_back(std::vector<Index>{n});
  return values;
}

AttributeValue within(const Control& control, const WaitCondition& wait) {
  const double low = std::max(wait.from.value_or(-HUGE_VAL), static_cast<double>(control.minimum));
  const double high = std::min(wait.to.value_or(HUGE_VAL), static_cast<double>(control.maximum));
  if (control.type == AttributeType::kNumber) return (low + high) / 2;
  return std::vector<Index>{static_cast<Index>(std::ceil(low))};
}

bool changes_the_scene(const WaitCondition& wait) { return wait.kind == WaitKind::kMode || wait.kind == WaitKind::kParameter; }

// Another mode, or a parameter whose value the condition says.
void set_what_is_asked(const WaitCondition& wait, const Scene& whole, State& state) {
  if (wait.kind == WaitKind::kMode) state.mode = wait.name;
  if (wait.kind != WaitKind::kParameter) return;
  const Scene& scene = in_mode(whole, state.mode);
  const Control* control = find_control(scene, wait.name);
  if (!control) return;
  Result<AttributeValue> value = fitted(scene, wait.name, wait.is ? *wait.is : within(*control, wait));
  if (value) state.parameters[wait.name] = *value;
}

// Does what the condition asks for in the scene as it then is.
void fulfil(const WaitCondition& wait, const Model& model, State& state) {
  if (wait.kind == WaitKind::kReached) {
    if (Result<Moment> moment = moment_of(wait.mark, model.timeline)) state.moment = *moment;
  } else if (wait.kind == WaitKind::kPinned) {
    const TargetKind kind = pinned_kind(wait.name);
    const int stage = stage_with(model, kind);
    if (stage >= 0) state.pin = {kind, stage, 0};
  } else if (wait.kind == WaitKind::kEdited) {
    const Tensor& tensor = model.tensors.at(wait.name);
    const std::vector<Index> cell(static_cast<std::size_t>(tensor.extents.rank()), 0);
    state.edits[{wait.name, cell}] = static_cast<double>(tensor[0]) + 1;
  }
}

class Search {
 public:
  Search(const LessonStep& step, const LessonGround& ground, State state) : step_(step), ground_(ground), state_(std::move(state)) {}

  std::optional<State> run() {
    if (completes(state_)) return state_;
    const Scene& scene = in_mode(**find_scene(ground_.scenes, state_.scene), state_.mode);
    bool ranges = false;
    for (const Control& control : scene.controls) {
      if (!may_touch(step_, control.name) || is_said(control.name)) continue;
      free_.push_back(&control);
      ranges = ranges || range_of(control) != nullptr;
    }
    if (!asks_for_sizes() && !ranges) return std::nullopt;  // everything else was done already: no other setting would help
    for (const Control* one : free_)
      if (std::optional<State> found = try_values(*one, state_, nullptr, kMostNumbers)) return found;
    for (std::size_t i = 0; i < free_.size(); ++i)
      for (std::size_t j = i + 1; j < free_.size(); ++j)
        if (std::optional<State> found = try_values(*free_[i], state_, free_[j], kMostPaired)) return found;
    return along_each_axis();
  }

 private:
  bool asks_for_sizes() const {
    return std::any_of(step_.wait.begin(), step_.wait.end(), [](const WaitCondition& wait) { return wait.kind == WaitKind::kOutput; });
  }

  const WaitCondition* waited(const std::string& name, bool range) const {
    for (const WaitCondition& wait : step_.wait)
      if (wait.kind == WaitKind::kParameter && wait.name == name && wait.is.has_value() != range) return &wait;
    return nullptr;
  }
  bool is_said(const std::string& name) const { return waited(name, false) != nullptr; }
  const WaitCondition* range_of(const Control& control) const { return waited(control.name, true); }

  std::optional<State> try_values(const Control& control, const State& from, const Control* second, Index most) {
    for (const AttributeValue& value : values_of(control, range_of(control), most)) {
      State state = from;
      state.parameters[control.name] = value;
      if (second) {
        if (std::optional<State> found = try_values(*second, state, nullptr, most)) return found;
      } else if (has_sizes(state) && completes(state)) {
        return state;
      }
    }
    return std::nullopt;
  }

  // ---- sizes that differ along rows and columns -------------------------------------------------------------------------------------

  // What sets rows and columns by themselves.
  static bool has_axes(const Control& control) { return control.axes >= kPlaneAxes && control.type != AttributeType::kNumber; }

  // `number` along one axis (of a border: on both its sides), the rest as it stands.
  void set_along(State& state, const Control& control, int axis, Index number) const {
    const Scene& scene = in_mode(**find_scene(ground_.scenes, state.scene), state.mode);
    std::vector<Index> numbers;
    for (double each : convscope::numbers_of(control, *find_parameter(scene, state, control.name)))
      numbers.push_back(static_cast<Index>(each));
    for (std::size_t at = static_cast<std::size_t>(axis); at < numbers.size(); at += kPlaneAxes) numbers[at] = number;
    state.parameters[control.name] = numbers;
  }

  std::optional<State> along_each_axis() {
    for (std::size_t i = 0; i < free_.size(); ++i)
      for (std::size_t j = i; j < free_.size(); ++j)
        if (has_axes(*free_[i]) && has_axes(*free_[j]))
          if (std::optional<State> found = try_axes(*free_[i], *free_[j])) return found;
    return std::nullopt;
  }

  // The axes do not know of each other: a setting is looked for along each.
  std::optional<State> try_axes(const Control& first, const Control& second) {
    State state = state_;
    for (int axis = 0; axis < kPlaneAxes; ++axis) {
      std::optional<State> found = try_axis(first, second, axis, state);
      if (!found) return std::nullopt;
      state = *found;
    }
    return has_sizes(state) && completes(state) ? std::optional(state) : std::nullopt;
  }

  std::optional<State> try_axis(const Control& first, const Control& second, int axis, const State& from) {
    const bool alone = &first == &second;
    const Index most = alone ? kMostNumbers : kMostPaired;
    for (Index one : numbers_of(first, range_of(first), most)) {
      State state = from;
      set_along(state, first, axis, one);
      if (has_sizes(state, axis)) return state;
      if (alone) continue;
      for (Index other : numbers_of(second, range_of(second), most)) {
        set_along(state, second, axis, other);
        if (has_sizes(state, axis)) return state;
      }
    }
    return std::nullopt;
  }

  bool completes(const State& state) {
    if (++computed_ > kMostComputed) return false;
    Result<std::shared_ptr<const Model>> model = evaluate(ground_.scenes, state, ground_.device, ground_.photographs);
    return model && is_complete(step_, state, **model);
  }

  // Whether all outputs asked for have their sizes, or those along one of the last two axes; planned, not computed.
  bool has_sizes(const State& state, std::optional<int> axis = std::nullopt) {
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
      if (wait.kind != WaitKind::kOutput) return true;
      const Pipeline::Stage* stage = pipeline->find(wait.name);
      if (!stage) return false;
      const Extents& output = stage->layer->output();
      return axis ? has_size_along(output, wait.shape, *axis) : has_shape(output, wait.shape);
    });
  }

  static bool has_size_along(const Extents& output, const std::vector<Index>& shape, int axis) {
    const int behind = kPlaneAxes - axis;  // from the last one
    if (output.rank() < behind || static_cast<int>(shape.size()) < behind) return true;
    return output[output.rank() - behind] == shape[shape.size() - static_cast<std::size_t>(behind)];
  }

  const LessonStep& step_;
  const LessonGround& ground_;
  State state_;
  std::vector<const Control*> free_;
  int computed_ = 0;
};

}  // namespace

Result<StepStart> judged_step(const Lesson& lesson, std::size_t index, const LessonGround& ground) {
  Result<StepStart> start = open_step(lesson, index, ground);
  if (!start) return start;
  const LessonStep& step = lesson.steps[index];
  const Scene& whole = **find_scene(ground.scenes, start->state.scene);
  State state = start->state;
  for (WaitKind kind : {WaitKind::kMode, WaitKind::kParameter})
    for (const WaitCondition& wait : step.wait)
      if (wait.kind == kind) set_what_is_asked(wait, whole, state);
  Result<std::shared_ptr<const Model>> model = evaluate(ground.scenes, state, ground.device, ground.photographs);
  if (!model) return start;  // not without something else that the search finds
  return StepStart{state, *model};
}

std::optional<State> completing_state(const Lesson& lesson, std::size_t index, const LessonGround& ground) {
  Result<StepStart> judged = judged_step(lesson, index, ground);
  if (!judged) return std::nullopt;
  State state = judged->state;
  for (const WaitCondition& wait : lesson.steps[index].wait)
    if (!changes_the_scene(wait) && check_wait(wait, lesson.steps[index], *judged->model)) fulfil(wait, *judged->model, state);
  return Search(lesson.steps[index], ground, std::move(state)).run();
}

}  // namespace convscope
