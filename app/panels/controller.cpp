#include "app/panels/controller.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "app/catalog/check_session.h"
#include "app/i18n/sentence.h"
#include "app/panels/playback.h"
#include "app/panels/scene_facts.h"
#include "app/scenes/comparison.h"
#include "app/session/file.h"
#include "engine/io/atomic_file.h"
#include "engine/io/part_file.h"

namespace convscope {
namespace {

constexpr std::string_view kPhotographs = "photographs";  // the group of scenes

constexpr double kToastSeconds = 4;  // a warning stays until it is dismissed
constexpr double kThumbnailInterval = 0.05;
constexpr double kCompileInterval = 0.1;

bool is_session(const std::string& path) { return path.ends_with(".json"); }

// Whether a session that belongs to no file, or to this one, holds what would be lost.
bool has_own_work(const State& state, const std::string& path) {
  if (path.empty()) return !state.parameters.empty() || !state.edits.empty() || !state.image.empty();
  auto saved = load_session(path);
  return !saved || !same_work(*saved, state);
}

using Edit = std::function<void(State&)>;

// One edit after the other; either may be empty.
Edit in_turn(const Edit& first, const Edit& second) {
  if (!first || !second) return first ? first : second;
  return [first, second](State& state) {
    first(state);
    second(state);
  };
}

}  // namespace

Controller::Controller(const Catalog& catalog, State first, std::unique_ptr<Device> device)
    : catalog_(catalog), session_(std::move(first)), device_(std::move(device)), photographs_(catalog.assets + "/images"),
      shelf_(lesson_folders(catalog.assets)) {
  facts_.photographs = photographs_.shipped();
}

Result<std::unique_ptr<Controller>> Controller::create(const Catalog& catalog, State first, std::unique_ptr<Device> device) {
  std::unique_ptr<Controller> controller(new Controller(catalog, std::move(first), std::move(device)));
  if (auto done = controller->evaluate_now(); !done) return done.error();
  controller->follow_lesson();
  return controller;
}

const Words& Controller::words() const { return catalog_.words(state().language); }

Timeline Controller::timeline() const { return state().presenting ? presented(model_->timeline) : model_->timeline; }

// ---- the model of the state ---------------------------------------------------------------------------------------------
Status Controller::evaluate_now() {
  if (model_ != nullptr && same_settings(state(), evaluated_)) return success();
  auto model = evaluate(catalog_.scenes, state(), *device_, photographs_);
  if (!model) return model.error();
  const bool other_scene = model_ == nullptr || state().scene != evaluated_.scene;
  const bool other_image = model_ != nullptr && state().image != evaluated_.image;
  const bool was_on_image = model_ != nullptr && model_->scene->on_image;
  std::optional<Moment> same_place;  // in another mode of the scene
  if (!other_scene && state().mode != evaluated_.mode) same_place = kept_place_.carry(*model_, state().moment, **model);
  model_ = std::move(model).value();
  evaluated_ = state();
  Moment opening = model_->scene->on_image ? opening_moment(*model_->scene, *model_) : Moment{};  // not in a photograph's corner
  // A mode on a photograph is a place of its own, and so is another photograph.
  const bool opens = other_scene || (model_->scene->on_image && (!was_on_image || other_image));
  Moment wanted = opens && session_.version() > 0 ? opening : same_place.value_or(clamped(model_->timeline, state().moment));
  if (wanted != state().moment) session_.look([&](State& s) { s.moment = wanted; });
  return success();
}

// What the CPU computed while programs were compiled is the GPU's once they are ready. True when there is another model.
bool Controller::compute_again() {
  if (!model_->stand_in || device_->compiling()) return false;
  auto model = evaluate(catalog_.scenes, evaluated_, *device_, photographs_);
  if (!model) return false;  // its picture may be gone: what is shown stays
  model_ = std::move(model).value();
  return true;
}

// False: the computation was given up.
bool Controller::evaluate_or_refuse() {
  auto done = evaluate_now();
  if (done) {
    problem_.reset();
    return true;
  }
  session_.refuse();
  if (done.error().kind == ErrorKind::kCancelled) return false;
  problem_ = done.error();
  const bool unheard = problem_->attribute.starts_with(kOtherAttribute) && !state().other;  // no panel stands there to say it
  if (problem_->attribute.empty() || unheard) toast(sentence(words(), *problem_), true);
  return true;
}

bool Controller::change(const std::function<void(State&)>& edit, const std::string& merge, const std::function<void(State&)>& look) {
  act::Change all{edit, merge, look};
  if (held_change_) {
    const act::Change first = *std::exchange(held_change_, std::nullopt);
    all.edit = in_turn(first.edit, edit);
    all.look = in_turn(first.look, look);
  }
  const State before = state();
  const std::shared_ptr<const Model> old = model_;
  session_.change(all.edit, merge);
  if (refuse_untouchable(before)) return false;
  may_give_up_ = true;
  const bool done = evaluate_or_refuse();
  may_give_up_ = false;
  if (!done) held_change_ = std::move(all);
  else if (!problem_ && all.look) session_.look(all.look);
  else if (!problem_ && old != model_) replay_change(before, *old);
  return true;
}

bool Controller::make_held_changes() {
  if (!held_change_) return false;
  const act::Change held = *std::exchange(held_change_, std::nullopt);
  change(held.edit, held.merge, held.look);
  follow_lesson();
  return true;
}

void Controller::toast(std::string text, bool warning) {
  memory_.toasts.assign(1, {std::move(text), warning, now_ + kToastSeconds});
}

// ---- what was asked for -----------------------------------------------------------------------------------------------------
void Controller::perform(const Action& action) {
  if (auto* c = std::get_if<act::Change>(&action)) change(c->edit, c->merge, c->look);
  else if (auto* l = std::get_if<act::Look>(&action)) look(l->edit);
  else if (std::holds_alternative<act::EndMerge>(action)) session_.end_merge();
  else if (auto* r = std::get_if<act::Run>(&action)) run(r->action, r->number);
  else if (auto* o = std::get_if<act::Open>(&action)) open_file(o->path);
  else if (auto* s = std::get_if<act::Save>(&action)) save(s->path);
  else if (auto* e = std::get_if<act::StartExport>(&action)) start_export(*e);
  else if (auto* w = std::get_if<act::StartHandout>(&action)) start_handout(*w);
  else if (auto* m = std::get_if<act::MakeHandout>(&action)) make_handout(m->of_lesson);
  else if (auto* p = std::get_if<act::PauseExport>(&action)) { if (job_ != nullptr) job_->set_paused(p->pause); }
  else if (std::holds_alternative<act::CancelExport>(action)) { if (job_ != nullptr) job_->cancel(); }
  else if (auto* t = std::get_if<act::Copy>(&action)) wishes_.clipboard = t->text;
  else if (auto* v = std::get_if<act::Paste>(&action)) paste(v->text);
  else if (auto* n = std::get_if<act::Toast>(&action)) toast(n->text, n->warning);
  else if (auto* d = std::get_if<act::Show>(&action)) show(d->dialog);
  else if (auto* f = std::get_if<act::Refuse>(&action)) problem_ = Error{ErrorKind::kUsage, f->message, f->attribute};
  else if (std::holds_alternative<act::Discard>(action)) {
    auto what = std::exchange(held_back_, std::nullopt);
    show(Dialog::kNone);
    if (what) go_on(*what);
  } else {
    lesson_actions(action);
  }
  follow_lesson();
}

// While an answer is held back, nothing plays it.
void Controller::look(const std::function<void(State&)>& edit) {
  const bool held = lesson_ && lesson_->held;
  session_.look([&](State& s) {
    const Moment moment = s.moment;
    edit(s);
    if (!held) return;
    s.moment = moment;
    s.playing = false;
  });
}

// Another dialog, or none, is an answer to the unsaved question: stay.
void Controller::show(Dialog dialog) {
  if (dialog == Dialog::kHandout && memory_.dialog != dialog) make_handout(lesson_.has_value());
  memory_.dialog = dialog;
  if (dialog != Dialog::kUnsaved && dialog != Dialog::kSave) held_back_.reset();
}

void Controller::ask_or_go_on(HeldBack what) {
  // What never had a name is work once more than the scene was chosen.
  bool lost = session_.unsaved() && (!session_.path().empty() || has_own_work(state(), ""));
  if (!lost) return go_on(what);
  held_back_ = std::move(what);
  show(Dialog::kUnsaved);
}

void Controller::go_on(const HeldBack& what) {
  if (what.open.empty()) wishes_.close = true;
  else open_now(what.open);
}

void Controller::open_file(const std::string& path) {
  const std::string folder = path.ends_with(std::string("/") + kManifest) ? folder_of(path) : path;
  if (is_lesson_folder(folder)) {
    begin_lesson_of(folder + "/");
    return follow_lesson();
  }
  if (!is_session(path)) return open_now(path);  // a photograph comes into the session, a session takes its place
  if (auto state = load_known_session(catalog_, path); !state) return toast(sentence(words(), state.error()), true);  // nothing to ask
  ask_or_go_on({path});
}

void Controller::open_now(const std::string& path) {
  if (is_session(path)) {
    auto state = load_known_session(catalog_, path);
    if (!state) return toast(sentence(words(), state.error()), true);
    State opened = std::move(state).value();
    auto model = evaluate(catalog_.scenes, opened, *device_, photographs_);
    if (!model) return toast(words().format("toast.cannot_show", {{"path", path}, {"why", sentence(words(), model.error())}}), true);
    model_ = std::move(model).value();
    if (opened.moment.step >= model_->timeline.steps())
      toast(words().format("toast.step_beyond", {{"step", std::to_string(opened.moment.step)},
                                                 {"last", std::to_string(model_->timeline.steps() - 1)}}), true);
    opened.moment = clamped(model_->timeline, opened.moment);
    evaluated_ = opened;
    session_.open(std::move(opened), path);
    held_change_.reset();
    problem_.reset();
  } else {
    // A picture: into this scene when it shows photographs, else into the first of those that are about photographs.
    if (auto image = photographs_.get(path); !image) return toast(sentence(words(), image.error()), true);
    std::string scene = state().scene;
    if (!model_->scene->on_image)
      for (const Scene& s : catalog_.scenes)
        if (s.on_image && s.group == kPhotographs) {
          scene = s.id;
          break;
        }
    change([scene, path](State& s) {
      if (s.scene != scene) enter_scene(s, scene);
      s.image = path;
    }, "");
  }
  follow_lesson();
  remember_file(path);
}

void Controller::save(const std::string& path) {
  auto what = std::exchange(held_back_, std::nullopt);
  show(Dialog::kNone);
  if (auto done = save_session(path, state()); !done) return toast(sentence(words(), done.error()), true);
  session_.saved(path);
  remember_file(path);
  toast(words().format("toast.saved", {{"path", path}}));
  if (what) go_on(*what);
}

// ---- time ---------------------------------------------------------------------------------------------------------------
bool Controller::advance(double seconds, double now) {
  now_ = now;
  if (!state().presenting) presenting_since_.reset();
  else if (!presenting_since_) presenting_since_ = now;
  bool moved = follow_export();
  moved = compute_again() || moved;
  if (state().playing && show_answer(seconds)) {
    moved = true;
  } else if (state().playing) {
    double rested = state().moment == rest_.moment ? rest_.rested : 0;
    Played next = played(timeline(), state().moment, seconds, state().speed, state().loop, rested);
    rest_ = next;
    // A presentation's timeline is longer but has the same steps and phases.
    moved = moved || shown_moment(state()) != next.moment || next.ended;
    const Moment from = state().moment;
    session_.look([&](State& s) {
      s.moment = next.moment;
      if (next.ended) s.playing = false;
    });
    follow_replay(from);
  }
  auto& toasts = memory_.toasts;
  if (std::erase_if(toasts, [&](const ToastNote& t) { return !t.warning && t.until <= now; }) > 0) moved = true;
  moved = read_lesson_again() || moved;
  follow_lesson();
  if (recovery_ != nullptr) recovery_->keep(session_, now);
  moved = show_thumbnails() || moved;
  facts_.path = session_.path();
  facts_.unsaved = session_.unsaved();
  facts_.can_undo = session_.can_undo();
  facts_.can_redo = session_.can_redo();
  return moved;
}

bool Controller::show_thumbnails() {
  if (!model_->scene->on_image) return false;
  auto want = [&](const std::string& name) {
    if (!name.empty() && !thumbnails_.asked(name)) thumbnails_.want(name, photographs_.path_of(name));
  };
  for (const std::string& name : facts_.photographs) want(name);
  want(state().image);
  if (!thumbnails_.poll()) return false;
  facts_.thumbnails = thumbnails_.ready();
  return true;
}

void Controller::finish_loading() {
  (void)show_thumbnails();
  while (thumbnails_.busy()) {
    thumbnails_.wait();
    (void)show_thumbnails();
  }
}

double Controller::next_event(double now) const {
  double next = -1;
  auto sooner = [&](double seconds) { next = next < 0 ? seconds : std::min(next, seconds); };
  for (const ToastNote& t : memory_.toasts)
    if (!t.warning) sooner(std::max(0.0, t.until - now));
  if (job_ != nullptr) sooner(kExportInterval);
  if (thumbnails_.busy()) sooner(kThumbnailInterval);
  if (model_->stand_in) sooner(kCompileInterval);
  if (lesson_) sooner(watch_.due(now));
  if (recovery_ != nullptr)
    if (auto due = recovery_->due(session_)) sooner(std::max(0.0, *due - now));
  return next;
}

void Controller::remember_file(const std::string& path) {
  if (folder_.empty()) return;
  (void)add_recent_file(folder_, path);  // a list that cannot be written costs only the list
  facts_.recent = recent_files(folder_);
}

void Controller::keep_in(const std::string& folder) {
  auto recovery = Recovery::open(folder);
  if (!recovery) return toast(sentence(words(), recovery.error()), true);
  recovery_ = std::move(recovery).value();
  folder_ = folder;
  facts_.recent = recent_files(folder);
  std::string mark = folder + "/started";
  std::error_code failure;
  memory_.panels.first_start.showing = !std::filesystem::exists(mark, failure);
  if (memory_.panels.first_start.showing) (void)write_file_atomically(mark, "");
  auto last = recovery_->left_behind();
  if (!last) return;
  last->state.playing = false;
  auto model = evaluate(catalog_.scenes, last->state, *device_, photographs_);
  if (!model) return;  // its picture may be gone: the first state stays
  model_ = std::move(model).value();
  evaluated_ = last->state;
  last->state.moment = clamped(model_->timeline, last->state.moment);
  bool changed = has_own_work(last->state, last->path);
  session_.open(std::move(last->state), last->path, changed);
  toast(words()("toast.recovered"));
  follow_lesson();
}

void Controller::shut_down() {
  if (job_ != nullptr) job_->cancel();
  job_.reset();
  if (recovery_ == nullptr) return;
  // Work that belongs to no file comes back at the next start.
  bool keep = session_.path().empty();
  if (keep) (void)recovery_->flush();
  else recovery_->clean_exit();
  recovery_.reset();
}

}  // namespace convscope
