// What a session names, against what is installed: a name that nobody knows would else be passed over in silence.
#pragma once

#include <string>

#include "app/catalog/catalog.h"
#include "app/session/state.h"

namespace convscope {

// The first thing of the file that there is not, with its key, its value and what there is: scene, mode, parameters (their names, types and
// ranges), the tensors of edited cells, language; of what it is compared with, too. Whether all of it fits together is evaluate()'s to say.
Status check_session(const Catalog& catalog, const State& state, const std::string& file);
// load_session() and the check.
Result<State> load_known_session(const Catalog& catalog, const std::string& file);

}  // namespace convscope
