// A controller that plays lessons, with the hands of a person.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/lessons/check.h"
#include "app/panels/controller.h"
#include "support/temporary_folder.h"

namespace convscope {

class InLesson : public testing::Test {
 protected:
  InLesson() {
    State state;
    state.scene = "one_channel";
    controller_ = Controller::create(catalog_, state, make_device(DeviceChoice::kCpu).value()).value();
  }
  void begin(const std::string& lesson) {
    controller_->perform(act::BeginLesson{lesson});
    ASSERT_NE(shown(), nullptr) << faults();
  }
  // The step's number, with PgDn pressed until its text stands there.
  void go_to(const std::string& step) {
    const std::vector<LessonStep>& steps = shown()->lesson->steps;
    for (std::size_t i = 0; i < steps.size(); ++i)
      if (steps[i].id == step) controller_->perform(act::LessonGoTo{i});
    ASSERT_EQ(shown()->step().id, step);
  }
  void next() { controller_->run(ActionId::kLessonForward); }
  void set(const std::string& name, AttributeValue value) {
    controller_->perform(act::Change{[name, value](State& s) { s.parameters[name] = value; }, ""});
  }
  const LessonShown* shown() const { return controller_->lesson(); }
  RunStage stage() const { return shown()->run.stage; }
  const State& state() const { return controller_->state(); }
  std::string toast() const {
    const auto& toasts = controller_->memory().toasts;
    return toasts.empty() ? "" : toasts.back().text;
  }
  std::string faults() const {
    std::string all;
    for (const Error& each : controller_->lesson_faults()) all += each.message + "\n";
    return all;
  }
  LessonGround ground() { return {catalog_.scenes, *device_, photographs_}; }
  // As a person would: what is asked for is done.
  void complete() {
    std::optional<State> done = completing_state(*shown()->lesson, shown()->run.step, ground());
    ASSERT_TRUE(done) << shown()->step().id;
    controller_->perform(act::Change{[&done](State& s) {
                                       s.parameters = done->parameters;
                                       s.edits = done->edits;
                                       s.mode = done->mode;
                                       s.pin = done->pin;
                                     }, "", [&done](State& s) { s.moment = done->moment; }});
  }

  TemporaryFolder folder_;
  const Catalog catalog_ = Catalog::load(CONVSCOPE_SOURCE_DIR "/assets").value();
  std::unique_ptr<Device> device_ = make_device(DeviceChoice::kCpu).value();
  Photographs photographs_{catalog_.assets + "/images"};
  std::unique_ptr<Controller> controller_;
};

}  // namespace convscope
