// Compares text with a kept file of tests/golden. A missing one is saved and fails; CONVSCOPE_ACCEPT_GOLDENS=1 accepts a change.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace convscope::tests {

inline ::testing::AssertionResult equals_golden(const std::string& name, const std::string& got) {
  const std::string path = std::string(CONVSCOPE_SOURCE_DIR) + "/tests/golden/" + name;
  std::ifstream stream(path, std::ios::binary);
  const bool missing = !stream;
  const std::string kept{std::istreambuf_iterator<char>(stream), {}};
  if (!missing && kept == got) return ::testing::AssertionSuccess();
  const char* accept = std::getenv("CONVSCOPE_ACCEPT_GOLDENS");
  const bool accepted = accept != nullptr && std::string(accept) == "1";
  const std::string saved = missing || accepted ? path : std::string(::testing::TempDir()) + name;
  std::ofstream(saved, std::ios::binary) << got;
  if (accepted) return ::testing::AssertionSuccess();
  if (missing) return ::testing::AssertionFailure() << path << " was missing; what was got is saved there: look at it and keep it";
  std::size_t at = 0;
  while (at < kept.size() && at < got.size() && kept[at] == got[at]) ++at;
  const std::size_t from = at < 60 ? 0 : at - 60;
  return ::testing::AssertionFailure() << path << " differs at byte " << at << "\nkept: …" << kept.substr(from, 160) << "\ngot:  …"
                                       << got.substr(from, 160) << "\nall of it: " << saved << " (CONVSCOPE_ACCEPT_GOLDENS=1 accepts it)";
}

}  // namespace convscope::tests
