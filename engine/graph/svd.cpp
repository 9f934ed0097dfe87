// A pair of columns a, b with α = |a|², β = |b|², γ = a·b is made orthogonal by a turn of angle t:
//   ζ = (β − α)/(2γ)     tan t = sign(ζ)/(|ζ| + √(1 + ζ²))
#include "engine/graph/svd.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace convscope {
namespace {

using Vector = std::vector<double>;

constexpr int kMostSweeps = 60;        // about 10 are needed
constexpr double kOrthogonal = 1e-14;  // of two columns: |a·b| ≤ this · |a||b|
constexpr double kRankTolerance = 1e-12;  // a singular value below this part of the largest counts as 0

double dot(const Vector& a, const Vector& b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); }

void turn(Vector& a, Vector& b, double cosine, double sine) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double before = a[i];
    a[i] = cosine * before - sine * b[i];
    b[i] = sine * before + cosine * b[i];
  }
}

// Makes columns p and q of `work` orthogonal, `turned` follows; false when they are already.
bool make_orthogonal(Vector& p, Vector& q, Vector& turned_p, Vector& turned_q) {
  const double alpha = dot(p, p), beta = dot(q, q), gamma = dot(p, q);
  if (std::abs(gamma) <= kOrthogonal * std::sqrt(alpha * beta)) return false;
  const double zeta = (beta - alpha) / (2 * gamma);
  const double tangent = (zeta < 0 ? -1 : 1) / (std::abs(zeta) + std::hypot(1, zeta));
  const double cosine = 1 / std::hypot(1, tangent);
  turn(p, q, cosine, cosine * tangent);
  turn(turned_p, turned_q, cosine, cosine * tangent);
  return true;
}

// Of a matrix with at least as many rows as columns, given by its columns.
Svd of_columns(std::vector<Vector> work, Index rows) {
  const std::size_t count = work.size();
  std::vector<Vector> v(count, Vector(count, 0.0));
  for (std::size_t i = 0; i < count; ++i) v[i][i] = 1;
  bool moved = true;
  for (int sweep = 0; moved && sweep < kMostSweeps; ++sweep) {
    moved = false;
    for (std::size_t p = 0; p + 1 < count; ++p) {
      for (std::size_t q = p + 1; q < count; ++q) moved = make_orthogonal(work[p], work[q], v[p], v[q]) || moved;
    }
  }
  Vector lengths;
  for (const Vector& column : work) lengths.push_back(std::sqrt(dot(column, column)));
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return lengths[a] > lengths[b]; });
  Svd svd{rows, static_cast<Index>(count), {}, {}, {}};
  for (std::size_t i : order) {
    Vector unit = work[i];
    for (double& x : unit) x = lengths[i] > 0 ? x / lengths[i] : 0;
    svd.singular.push_back(lengths[i]);
    svd.u.push_back(std::move(unit));
    svd.v.push_back(v[i]);
  }
  return svd;
}

// Rank 1 in whole numbers: the first row that is not zero, shortened by its common divisor, and how often each row is it.
bool whole_split(const Vector& kernel, std::size_t rows, std::size_t columns, RankOneTerm& term) {
  constexpr double kLargestWhole = 1 << 24;
  auto whole = [](double x) { return x == std::floor(x) && std::abs(x) <= kLargestWhole; };
  const auto first = std::find_if(kernel.begin(), kernel.end(), [](double x) { return x != 0; });
  if (first == kernel.end() || !std::all_of(kernel.begin(), kernel.end(), whole)) return false;
  const std::size_t place = static_cast<std::size_t>(first - kernel.begin()), lead = place % columns;
  const auto start = kernel.begin() + static_cast<std::ptrdiff_t>(place - lead);
  Index divisor = 0;
  for (auto x = start; x != start + static_cast<std::ptrdiff_t>(columns); ++x) divisor = std::gcd(divisor, static_cast<Index>(*x));
  term.row.assign(start, start + static_cast<std::ptrdiff_t>(columns));
  for (double& x : term.row) x /= static_cast<double>(divisor);
  term.column.clear();
  for (std::size_t i = 0; i < rows; ++i) {
    const double times = kernel[i * columns + lead] / term.row[lead];
    for (std::size_t j = 0; j < columns; ++j) {
      if (times * term.row[j] != kernel[i * columns + j]) return false;
    }
    term.column.push_back(times);
  }
  return std::all_of(term.column.begin(), term.column.end(), whole);
}

// σ·u·vᵀ with √σ in each factor and the column's sum not negative.
RankOneTerm balanced(double sigma, Vector u, Vector v) {
  const double sign = std::accumulate(u.begin(), u.end(), 0.0) < 0 ? -1 : 1, root = sign * std::sqrt(sigma);
  for (double& x : u) x *= root;
  for (double& x : v) x *= root;
  return {std::move(u), std::move(v)};
}

// a ← the tensor summed against the other two factors, divided by their squared lengths; `strides` of a's own axis come first.
Vector fitted(const Vector& tensor, const std::array<std::size_t, 3>& sizes, const std::array<std::size_t, 3>& strides, const Vector& b,
              const Vector& c) {
  Vector a(sizes[0], 0.0);
  const double lengths = dot(b, b) * dot(c, c);
  for (std::size_t i = 0; i < sizes[0]; ++i) {
    for (std::size_t j = 0; j < sizes[1]; ++j) {
      for (std::size_t k = 0; k < sizes[2]; ++k) a[i] += tensor[i * strides[0] + j * strides[1] + k * strides[2]] * b[j] * c[k];
    }
    a[i] = lengths > 0 ? a[i] / lengths : 0;
  }
  return a;
}

}  // namespace

Svd singular_value_decomposition(const std::vector<double>& matrix, Index rows, Index columns) {
  CONVSCOPE_CHECK(rows >= 1 && columns >= 1, "a matrix without rows or columns");
  CONVSCOPE_CHECK_EQ(static_cast<Index>(matrix.size()), rows * columns);
  const bool tall = rows >= columns;
  const auto count = static_cast<std::size_t>(tall ? columns : rows), length = static_cast<std::size_t>(tall ? rows : columns);
  std::vector<Vector> work(count, Vector(length));
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < length; ++j) work[i][j] = tall ? matrix[j * count + i] : matrix[i * length + j];
  }
  Svd svd = of_columns(std::move(work), static_cast<Index>(length));
  if (!tall) std::swap(svd.u, svd.v);
  svd.rows = rows;
  svd.columns = columns;
  return svd;
}

KernelSplit split_kernel(const std::vector<double>& kernel, Index rows, Index columns) {
  Svd svd = singular_value_decomposition(kernel, rows, columns);
  KernelSplit split;
  double missing = 0;
  std::vector<double> errors{0};  // from the last term on
  for (std::size_t i = svd.singular.size(); i-- > 0;) {
    missing += svd.singular[i] * svd.singular[i];
    if (svd.singular[i] > kRankTolerance * svd.singular[0]) {
      split.terms.push_back(balanced(svd.singular[i], std::move(svd.u[i]), std::move(svd.v[i])));
      errors.push_back(std::sqrt(missing));
    } else {
      errors.back() = std::sqrt(missing);
    }
  }
  std::reverse(split.terms.begin(), split.terms.end());
  split.error.assign(errors.rbegin(), errors.rend());
  RankOneTerm whole;
  if (split.rank() == 1 && whole_split(kernel, static_cast<std::size_t>(rows), static_cast<std::size_t>(columns), whole)) {
    split.terms.front() = whole;
    split.error.back() = 0;
  }
  for (double error : split.error) split.relative_error.push_back(split.error.front() > 0 ? error / split.error.front() : 0);
  return split;
}

FlatSplit flatten_kernel(const std::vector<double>& kernel, Index channels, Index rows, Index columns) {
  constexpr int kMostRounds = 500;
  CONVSCOPE_CHECK_EQ(static_cast<Index>(kernel.size()), channels * rows * columns);
  const auto c = static_cast<std::size_t>(channels), h = static_cast<std::size_t>(rows), w = static_cast<std::size_t>(columns);
  const std::size_t plane = h * w;
  // Begins with the best column and row of the channels laid below each other, folded.
  const Svd across_first = singular_value_decomposition(kernel, channels, rows * columns);
  const Svd of_plane = singular_value_decomposition(across_first.v.front(), rows, columns);
  FlatSplit split{across_first.u.front(), of_plane.u.front(), of_plane.v.front(), 0, 0};
  double before = -1;
  for (int round = 0; round < kMostRounds; ++round) {
    split.down = fitted(kernel, {h, c, w}, {w, plane, 1}, split.across, split.along);
    split.along = fitted(kernel, {w, c, h}, {1, plane, w}, split.across, split.down);
    split.across = fitted(kernel, {c, h, w}, {plane, w, 1}, split.down, split.along);
    double missing = 0;
    for (std::size_t i = 0; i < kernel.size(); ++i) {
      const double difference = kernel[i] - split.across[i / plane] * split.down[i / w % h] * split.along[i % w];
      missing += difference * difference;
    }
    split.error = std::sqrt(missing);
    if (std::abs(split.error - before) <= kOrthogonal * split.error) break;
    before = split.error;
  }
  const double size = std::sqrt(dot(kernel, kernel));
  split.relative_error = size > 0 ? split.error / size : 0;
  return split;
}

}  // namespace convscope
