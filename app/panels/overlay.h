// A small window of its own over the stage, without darkening what lies below: for toasts and hints.
#pragma once

#include <string>

#include "app/panels/ui.h"

struct ImDrawList;

namespace convscope {

class Overlay {
 public:
  Overlay(Ui& ui, const std::string& name, const Box& box);
  ~Overlay();
  Overlay(const Overlay&) = delete;
  Overlay& operator=(const Overlay&) = delete;

 private:
  Ui& ui_;
  ImDrawList* outer_;
};

}  // namespace convscope
