// convscope apply OP --input x.npy … --output y.npy : one case; --batch cases.jsonl : one case a line, in one process.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <set>
#include <sstream>

#include "app/cli/apply_case.h"
#include "app/cli/commands.h"
#include "app/cli/report.h"
#include "engine/io/atomic_file.h"

namespace convscope {
namespace {

constexpr std::size_t kBatchLimit = 64u << 20;

struct Options {
  OperatorTexts texts;
  std::string output, indices_output, device = "auto", batch;
  bool json = false;
};

Result<std::unique_ptr<Device>> device_of(const std::string& name) {
  Result<DeviceChoice> choice = parse_device(name);
  if (!choice) return choice.error();
  DeviceOptions options;
  options.watch_shaders = false;
  return make_device(*choice, options);
}

void apply_one(const Operator& op, const Options& options, Exit& exit) {
  Result<Attributes> attributes = attributes_of(op, options.texts.attributes);
  if (!attributes) return fail(attributes.error(), exit);
  Result<std::unique_ptr<Device>> device = device_of(options.device);
  if (!device) return fail(device.error(), exit);
  Result<ApplyResult> result = run_case({&op, *attributes, options.texts.slots, options.output, options.indices_output}, **device);
  if (!result) return fail(result.error(), exit);
  for (const std::string& each : result->remarks) remark(each);
  if (options.json) return print_line(json_line(*result));
  const std::string files = result->output + (result->indices_output.empty() ? "" : ", " + result->indices_output);
  print_line(fmt::format("{}: {} on {} in {:.3g} ms", files, result->shape.text(), result->device, result->seconds * 1000));
}

// Remarks that many cases share (why it was not the GPU) are said once.
class Batch {
 public:
  explicit Batch(Device& device) : device_(device) {}

  void run(const std::string& line) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) return;
    Result<ApplyCase> wanted = parse_case(line);
    if (!wanted) return refuse(wanted.error());
    Result<ApplyResult> result = run_case(*wanted, device_);
    if (!result) return refuse(result.error());
    for (const std::string& each : result->remarks) {
      if (said_.insert(each).second) remark(each);
    }
    print_line(json_line(*result));
  }
  bool failed() const { return failed_; }

 private:
  void refuse(const Error& error) {
    failed_ = true;
    print_line(json_line(error));
  }

  Device& device_;
  std::set<std::string> said_;
  bool failed_ = false;
};

void apply_batch(const Options& options, Exit& exit) {
  Result<std::string> text = options.batch == "-" ? Result<std::string>(std::string()) : read_file(options.batch, kBatchLimit);
  if (!text) return fail(text.error(), exit);
  Result<std::unique_ptr<Device>> device = device_of(options.device);
  if (!device) return fail(device.error(), exit);
  Batch batch(**device);
  std::istringstream kept(*text);
  std::istream& lines = options.batch == "-" ? std::cin : kept;
  for (std::string line; std::getline(lines, line);) batch.run(line);
  if (batch.failed()) exit.code = 1;
}

}  // namespace

void add_apply(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("apply", "Apply an operator to .npy files, once or for every line of a batch");
  command->require_subcommand(0, 1);
  auto options = std::make_shared<Options>();
  auto add_device = [options](CLI::App& to) {
    to.add_option("--device", options->device, "auto, gpu, cpu or reference (double precision) [auto]")->type_name("NAME");
  };
  command->add_option("--batch", options->batch, "cases, one JSON object a line; - reads standard input")->type_name("FILE");
  add_device(*command);
  command->callback([options, &exit, command] {
    if (!command->get_subcommands().empty()) return;
    if (options->batch.empty())
      return fail(Error{ErrorKind::kUsage, "'convscope apply' needs an operator or --batch; see 'convscope list ops'", {}}, exit);
    apply_batch(*options, exit);
  });
  for (const OperatorCommand& each : add_operator_commands(*command, options->texts, SlotForm::kFile)) {
    each.app->add_option("-o,--output", options->output, "the .npy file to write")->required()->type_name("FILE");
    if (each.op->names_winner()) {
      each.app->add_option(option_names("indices_output"), options->indices_output, "the .npy file (int64) for the winning cells' indices")
          ->type_name("FILE");
    }
    add_device(*each.app);
    each.app->add_flag("--json", options->json, "the result as one JSON object");
    each.app->callback([options, &exit, op = each.op] { apply_one(*op, *options, exit); });
  }
  // After the operators, which would take it over.
  command->footer(
      "Batch: one JSON object a line, {\"op\": \"conv2d\", \"input\": \"x.npy\", \"weight\": \"w.npy\", \"stride\": [2, 1], \"output\": "
      "\"y.npy\"};\n"
      "one JSON object of result a line, {\"output\", \"shape\", \"device\", \"seconds\"} or {\"error\"}. A case that fails does not end "
      "the others;\n"
      "the exit code is 1 when any failed. File names are relative to the current folder.");
}

}  // namespace convscope
