#include "app/bench/bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "engine/gpu/device.h"

namespace convscope {
namespace {

struct Convolution {
  const char* name;
  Index input_channels, output_channels, height, width, kernel, padding, dilation, groups;
  bool winograd = false;  // measured too
  Index transposed_stride = 0;  // 0: not transposed, stride 1
};

constexpr Convolution kConvolutions[] = {
    {"a  RGB 1024×1024, 3×3 per channel", 3, 3, 1024, 1024, 3, 1, 1, 3},
    {"b  3→16, 3×3, 1024×1024", 3, 16, 1024, 1024, 3, 1, 1, 1},
    {"c  64→64, 3×3, 56×56", 64, 64, 56, 56, 3, 1, 1, 1, true},
    {"d  transposed 64→32, 4×4, stride 2, 64×64", 64, 32, 64, 64, 4, 1, 1, 1, false, 2},
    {"e  256→256, 1×1, 28×28", 256, 256, 28, 28, 1, 0, 1, 1},
    {"f  144 channels, 3×3 depthwise, 56×56", 144, 144, 56, 56, 3, 1, 1, 144},
    {"g  64→64, 3×3, dilation 4, 56×56", 64, 64, 56, 56, 3, 4, 4, 1, true},
    {"h  one channel, 15×15, 1024×1024", 1, 1, 1024, 1024, 15, 7, 1, 1},
};
constexpr int kRuns = 9;             // after the first, which compiles
constexpr double kEnoughSeconds = 2;  // of running; slow workloads run fewer times

// Repeatable values around 0, no two neighbours alike.
Tensor noise(const Extents& extents, std::uint32_t state) {
  Tensor tensor(extents);
  for (float& value : tensor.data) {
    state = state * 1664525u + 1013904223u;
    value = static_cast<float>(state >> 8) / static_cast<float>(1 << 23) - 1.0f;
  }
  return tensor;
}

// One form of a convolution, run again and again; the best run counts.
struct Contender {
  std::unique_ptr<Device> device;
  double best = 0, spent = 0;  // seconds
  int runs = 0;
};

Result<Contender> contender(Conv2dForm form) {
  DeviceOptions options;
  options.conv2d_form = form;
  Result<std::unique_ptr<Device>> device = make_device(DeviceChoice::kGpu, options);
  if (!device) return device.error();
  Contender made;
  made.device = *std::move(device);
  return Result<Contender>(std::move(made));
}

Status run_once(Contender& contender, const Layer& layer, const TensorSet& tensors) {
  if (contender.runs > 1 && (contender.runs > kRuns || contender.spent > kEnoughSeconds)) return success();
  Result<RunResult> result = contender.device->run(layer, tensors);
  if (!result) return result.error();
  contender.spent += result->seconds;
  contender.best = contender.runs < 2 ? result->seconds : std::min(contender.best, result->seconds);
  ++contender.runs;
  return success();
}

// The forms take turns, so that what else the machine does slows all; each is compared with the last.
Result<std::vector<Measurement>> compare(const Convolution& conv, const Layer& layer, const TensorSet& tensors) {
  std::vector<Conv2dForm> forms = {Conv2dForm::kBest};
  if (conv.winograd) forms.push_back(Conv2dForm::kWinograd);
  forms.push_back(Conv2dForm::kStorageLoads);
  std::vector<Contender> contenders;
  for (Conv2dForm form : forms) {
    Result<Contender> made = contender(form);
    if (!made) return made.error();
    contenders.push_back(*std::move(made));
  }
  for (int run = 0; run <= kRuns; ++run) {
    for (Contender& each : contenders) {
      Status status = run_once(each, layer, tensors);
      if (!status) return status.error();
    }
  }
  std::vector<Measurement> measurements;
  for (std::size_t at = 0; at + 1 < forms.size(); ++at) {
    Measurement& measurement = measurements.emplace_back();
    measurement.name = std::string(conv.name) + (forms[at] == Conv2dForm::kWinograd ? ", Winograd" : "");
    measurement.comparison = "plain storage loads";
    measurement.value = contenders[at].best * 1e3;
    measurement.compared = contenders.back().best * 1e3;
    measurement.gflops =
        2e-9 * static_cast<double>(layer.cost().macs) / contenders[at].best;  // Winograd's too counts the direct form's products
    measurement.device = contenders[at].device->name();
  }
  while (!contenders.empty()) contenders.pop_back();  // the first made the context that all use
  return measurements;
}

Result<std::vector<Measurement>> measure(const Convolution& conv) {
  Tensor input = noise({1, conv.input_channels, conv.height, conv.width}, 1);
  const bool transposed = conv.transposed_stride > 0;
  const Index from = transposed ? conv.input_channels : conv.output_channels, to = transposed ? conv.output_channels : conv.input_channels;
  Tensor weight = noise({from, to / conv.groups, conv.kernel, conv.kernel}, 2);
  Result<const Operator*> op = find_operator(transposed ? "conv_transpose2d" : "conv2d");
  if (!op) return op.error();
  Attributes attributes;
  if (transposed) attributes.set("stride", std::vector<Index>{conv.transposed_stride});
  attributes.set("padding", std::vector<Index>{conv.padding});
  attributes.set("dilation", std::vector<Index>{conv.dilation});
  attributes.set("groups", std::vector<Index>{conv.groups});
  Result<std::shared_ptr<const Layer>> layer = (*op)->layer(attributes, {input.extents, weight.extents, Extents()});
  if (!layer) return layer.error();
  return compare(conv, **layer, {&input, &weight, nullptr});
}

std::string quoted(const std::string& text) {  // names and units are ours: nothing in them needs more
  std::string out = "\"";
  for (char c : text) out += (c == '"' || c == '\\') ? std::string("\\") + c : std::string(1, c);
  return out + "\"";
}

void print(const Measurement& m, bool json) {
  if (json) {
    fmt::print("{{\"name\":{},\"unit\":{},\"value\":{:.4f},\"device\":{}", quoted(m.name), quoted(m.unit), m.value, quoted(m.device));
    if (!m.comparison.empty()) fmt::print(",\"comparison\":{},\"compared\":{:.4f}", quoted(m.comparison), m.compared);
    if (m.gflops > 0) fmt::print(",\"gflops\":{:.2f}", m.gflops);
    fmt::print("}}\n");
  } else {
    fmt::print("{:46} {:9.2f} {}", m.name, m.value, m.unit);
    if (m.gflops > 0) fmt::print(" {:7.1f} GFLOP/s", m.gflops);
    if (!m.comparison.empty()) fmt::print("   {}: {:9.2f} {} ({:.1f}×)", m.comparison, m.compared, m.unit, m.compared / m.value);
    fmt::print("   {}\n", m.device);
  }
  std::fflush(stdout);
}

}  // namespace

std::vector<Workload> convolution_workloads() {
  std::vector<Workload> workloads;
  for (const Convolution& conv : kConvolutions) workloads.push_back([&conv] { return measure(conv); });
  return workloads;
}

int run_bench(bool json, const std::vector<Workload>& workloads) {
  int code = 0;
  for (const Workload& workload : workloads) {
    Result<std::vector<Measurement>> measured = workload();
    if (!measured) {
      fmt::print(stderr, "convscope: {}\n", measured.error().message);
      code = exit_code(measured.error().kind);
      continue;
    }
    for (const Measurement& measurement : *measured) print(measurement, json);
  }
  return code;
}

}  // namespace convscope
