// One application of an operator: files in, a file out, and a line about it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/cli/operator_options.h"
#include "engine/gpu/device.h"

namespace convscope {

struct ApplyCase {
  const Operator* op = nullptr;
  Attributes attributes;
  std::map<std::string, std::string> slot_files;
  std::string output;
  std::string indices_output;  // of operators that name winners: where their indices go; empty: nowhere
};

struct ApplyResult {
  std::string output;          // the file written
  std::string indices_output;  // and the other, or empty
  Extents shape;
  std::string device;
  double seconds = 0;
  std::vector<std::string> remarks;  // conversions, fallbacks
};

Result<ApplyResult> run_case(const ApplyCase& wanted, Device& device);
// {"output": "y.npy", "shape": [1, 3, 4, 4], "device": "cpu", "seconds": 0.001}, with "indices_output" after the output if there is one
std::string json_line(const ApplyResult& result);
// {"error": "…"}
std::string json_line(const Error& error);
// One line of a batch: the names of the command line as JSON keys.
Result<ApplyCase> parse_case(const std::string& line);

}  // namespace convscope
