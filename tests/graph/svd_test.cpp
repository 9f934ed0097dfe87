// The decomposition against its identities, and kernels split by hand.
#include "engine/graph/svd.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace convscope {
namespace {

using Matrix = std::vector<double>;

double dot(const Matrix& a, const Matrix& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

double norm(const Matrix& a) { return std::sqrt(dot(a, a)); }

Matrix random_matrix(Index rows, Index columns, std::mt19937& random) {
  Matrix matrix(static_cast<std::size_t>(rows * columns));
  for (double& x : matrix) x = static_cast<double>(random() % 2001) / 1000 - 1;
  return matrix;
}

Matrix sum_of(const std::vector<RankOneTerm>& terms, std::size_t count, Index rows, Index columns) {
  Matrix sum(static_cast<std::size_t>(rows * columns), 0.0);
  for (std::size_t t = 0; t < count; ++t) {
    for (std::size_t i = 0; i < sum.size(); ++i)
      sum[i] += terms[t].column[i / static_cast<std::size_t>(columns)] * terms[t].row[i % static_cast<std::size_t>(columns)];
  }
  return sum;
}

Matrix minus(Matrix a, const Matrix& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] -= b[i];
  return a;
}

TEST(Svd, ItsFactorsAreOrthonormalAndMultiplyBackToTheMatrix) {
  std::mt19937 random(3);
  for (auto [rows, columns] : {std::pair<Index, Index>{1, 1}, {1, 5}, {5, 1}, {3, 3}, {7, 4}, {4, 7}, {11, 11}, {2, 13}}) {
    const Matrix a = random_matrix(rows, columns, random);
    const Svd svd = singular_value_decomposition(a, rows, columns);
    const std::size_t count = static_cast<std::size_t>(std::min(rows, columns));
    ASSERT_EQ(svd.singular.size(), count);
    Matrix back(a.size(), 0.0);
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_EQ(svd.u[i].size(), static_cast<std::size_t>(rows));
      ASSERT_EQ(svd.v[i].size(), static_cast<std::size_t>(columns));
      EXPECT_LE(svd.singular[i], svd.singular[i > 0 ? i - 1 : 0]);
      for (std::size_t j = 0; j < count; ++j) {
        EXPECT_NEAR(dot(svd.u[i], svd.u[j]), i == j ? 1 : 0, 1e-13) << rows << "×" << columns;
        EXPECT_NEAR(dot(svd.v[i], svd.v[j]), i == j ? 1 : 0, 1e-13) << rows << "×" << columns;
      }
      for (std::size_t k = 0; k < a.size(); ++k) {
        back[k] += svd.singular[i] * svd.u[i][k / static_cast<std::size_t>(columns)] * svd.v[i][k % static_cast<std::size_t>(columns)];
      }
    }
    EXPECT_LE(norm(minus(back, a)), 1e-14 * static_cast<double>(rows * columns) * norm(a)) << rows << "×" << columns;
    EXPECT_NEAR(norm(svd.singular), norm(a), 1e-13 * norm(a));
  }
}

TEST(Svd, KnownSingularValuesComeOut) {
  const Svd diagonal = singular_value_decomposition({0, -5, 0, 3, 0, 0, 0, 0, 1}, 3, 3);
  EXPECT_NEAR(diagonal.singular[0], 5, 1e-15);
  EXPECT_NEAR(diagonal.singular[1], 3, 1e-15);
  EXPECT_NEAR(diagonal.singular[2], 1, 1e-15);
  const Svd two = singular_value_decomposition({4, 0, 3, -5}, 2, 2);  // √40 and √10
  EXPECT_NEAR(two.singular[0], std::sqrt(40.0), 1e-14);
  EXPECT_NEAR(two.singular[1], std::sqrt(10.0), 1e-14);
}

TEST(Svd, HugeTinyAndZeroMatricesAreNoTrouble) {
  EXPECT_EQ(singular_value_decomposition({0, 0, 0, 0}, 2, 2).singular, (Matrix{0, 0}));
  EXPECT_NEAR(singular_value_decomposition({1e150, 0, 0, 1e-150}, 2, 2).singular[0] / 1e150, 1, 1e-15);
}

TEST(Split, TheTextbooksKernelIsThreeFourFiveTimesOneTwoThree) {
  const KernelSplit split = split_kernel({3, 6, 9, 4, 8, 12, 5, 10, 15}, 3, 3);
  ASSERT_EQ(split.rank(), 1);
  EXPECT_EQ(split.terms[0].column, (Matrix{3, 4, 5}));
  EXPECT_EQ(split.terms[0].row, (Matrix{1, 2, 3}));
  EXPECT_EQ(split.error.back(), 0);
  EXPECT_NEAR(split.error.front(), std::sqrt(50.0 * 14.0), 1e-12);
  EXPECT_EQ(split.relative_error, (Matrix{1, 0}));
}

TEST(Split, SobelSplitsExactlyAlsoWhereItsFirstRowOrColumnIsZero) {
  const KernelSplit across = split_kernel({-1, 0, 1, -2, 0, 2, -1, 0, 1}, 3, 3), down = split_kernel({-1, -2, -1, 0, 0, 0, 1, 2, 1}, 3, 3);
  EXPECT_EQ(across.terms[0].column, (Matrix{1, 2, 1}));
  EXPECT_EQ(across.terms[0].row, (Matrix{-1, 0, 1}));
  EXPECT_EQ(down.terms[0].column, (Matrix{1, 0, -1}));
  EXPECT_EQ(down.terms[0].row, (Matrix{-1, -2, -1}));
  const KernelSplit low = split_kernel({0, 0, 0, 0, 2, 4}, 2, 3);
  ASSERT_EQ(low.rank(), 1);
  EXPECT_EQ(low.terms[0].column, (Matrix{0, 2}));
  EXPECT_EQ(low.terms[0].row, (Matrix{0, 1, 2}));
}

TEST(Split, TheLaplacianNeedsTwoTermsAndTheErrorsAreWhatIsMissing) {
  const Matrix laplacian{0, 1, 0, 1, -4, 1, 0, 1, 0};
  const KernelSplit split = split_kernel(laplacian, 3, 3);
  ASSERT_EQ(split.rank(), 2);
  ASSERT_EQ(split.error.size(), 3u);
  for (std::size_t kept = 0; kept <= 2; ++kept) {
    EXPECT_NEAR(split.error[kept], norm(minus(laplacian, sum_of(split.terms, kept, 3, 3))), 1e-13) << kept;
    EXPECT_NEAR(split.relative_error[kept], split.error[kept] / norm(laplacian), 1e-15);
  }
}

TEST(Split, EveryKernelIsTheSumOfItsTermsAndTheErrorFalls) {
  std::mt19937 random(5);
  for (auto [rows, columns] : {std::pair<Index, Index>{3, 3}, {5, 5}, {3, 7}, {6, 2}}) {
    const Matrix kernel = random_matrix(rows, columns, random);
    const KernelSplit split = split_kernel(kernel, rows, columns);
    EXPECT_EQ(split.rank(), std::min(rows, columns));
    EXPECT_LE(norm(minus(kernel, sum_of(split.terms, split.terms.size(), rows, columns))), 1e-13);
    for (std::size_t kept = 0; kept < split.error.size(); ++kept) {
      EXPECT_NEAR(split.error[kept], norm(minus(kernel, sum_of(split.terms, kept, rows, columns))), 1e-13);
      EXPECT_TRUE(kept == 0 || split.error[kept] < split.error[kept - 1]) << kept;
    }
  }
}

// No other pair of vectors comes nearer: small turns of the best ones never lower the error.
TEST(Split, TheFirstTermIsTheNearestOne) {
  std::mt19937 random(9);
  const Matrix kernel = random_matrix(4, 5, random);
  const KernelSplit split = split_kernel(kernel, 4, 5);
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<RankOneTerm> changed{split.terms.front()};
    for (double& x : changed[0].column) x += (static_cast<double>(random() % 2001) / 1000 - 1) * 0.01;
    for (double& x : changed[0].row) x += (static_cast<double>(random() % 2001) / 1000 - 1) * 0.01;
    EXPECT_GE(norm(minus(kernel, sum_of(changed, 1, 4, 5))), split.error[1] - 1e-14);
  }
}

TEST(Split, AKernelOfZerosHasNoTerms) {
  const KernelSplit split = split_kernel(Matrix(9, 0.0), 3, 3);
  EXPECT_EQ(split.rank(), 0);
  EXPECT_EQ(split.error, (Matrix{0}));
}

Matrix outer(const Matrix& across, const Matrix& down, const Matrix& along) {
  Matrix product;
  for (double a : across) {
    for (double d : down) {
      for (double l : along) product.push_back(a * d * l);
    }
  }
  return product;
}

TEST(Flatten, AProductOfThreeVectorsIsFoundExactly) {
  const Matrix kernel = outer({1, -2, 3, 0.5}, {3, 4, 5}, {1, 0, -1});
  const FlatSplit split = flatten_kernel(kernel, 4, 3, 3);
  EXPECT_LE(norm(minus(kernel, outer(split.across, split.down, split.along))), 1e-12 * norm(kernel));
  EXPECT_LE(split.relative_error, 1e-12);
}

TEST(Flatten, WhatIsLostIsSaidAndNeighboursLoseMore) {
  std::mt19937 random(11);
  const Matrix kernel = random_matrix(3, 15, random);  // 3 channels of 3×5
  const FlatSplit split = flatten_kernel(kernel, 3, 3, 5);
  EXPECT_NEAR(split.error, norm(minus(kernel, outer(split.across, split.down, split.along))), 1e-12);
  EXPECT_GT(split.relative_error, 0.1);
  for (int trial = 0; trial < 200; ++trial) {
    FlatSplit changed = split;
    for (Matrix* factor : {&changed.across, &changed.down, &changed.along}) {
      for (double& x : *factor) x += (static_cast<double>(random() % 2001) / 1000 - 1) * 0.01;
    }
    EXPECT_GE(norm(minus(kernel, outer(changed.across, changed.down, changed.along))), split.error - 1e-9);
  }
}

}  // namespace
}  // namespace convscope
