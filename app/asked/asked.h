// The stage of a question: what it is about, with a "?" where the answer will stand; then the answer, part by part. It is a picture of its
// own for every layer of every scene, in the stage's vocabulary: a scene's picture says its sizes, counts and sums in many places, this one
// says nothing that depends on the answer until it is shown.
#pragma once

#include "app/lessons/question.h"
#include "app/views/view.h"

namespace convscope {

// `shown`: how far the answer has been shown, 0 (held back) to 1 (whole). Once it is shown whole, a layer that plays at the context's
// moment plays on: its window stands where the moment's is, and its output cells come.
DisplayList build_asked(const ViewContext& context, const Question& question, double shown);
// How long showing it takes at speed 1.
double reveal_seconds(const Model& model, const Question& question);

}  // namespace convscope
