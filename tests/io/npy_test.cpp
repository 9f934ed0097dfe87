#include "engine/io/npy.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/sample_files.h"
#include "support/temporary_folder.h"

namespace convscope {
namespace {

NpyFile read_ok(const TemporaryFolder& folder, const std::string& bytes) {
  Result<NpyFile> file = read_npy(folder.write("x.npy", bytes));
  EXPECT_TRUE(file.ok()) << file.error().message;
  return file.ok() ? std::move(file).value() : NpyFile{};
}

std::string why_refused(const TemporaryFolder& folder, const std::string& bytes) {
  std::string path = folder.write("x.npy", bytes);
  Result<NpyFile> file = read_npy(path);
  if (file.ok()) return "(it was read)";
  std::string start = "cannot read '" + path + "': ";
  EXPECT_EQ(file.error().message.substr(0, start.size()), start);
  return file.error().message.substr(start.size());
}

using Floats = std::vector<float>;

TEST(Npy, ReadsBackWhatItWrote) {
  TemporaryFolder folder;
  for (const Extents& extents : {Extents{7}, Extents{1, 3, 5, 2}, Extents{2, 1, 3, 1, 2, 1}}) {
    Tensor tensor(extents);
    for (Index i = 0; i < tensor.count(); ++i) tensor[i] = static_cast<float>(i) * 1.25f - 3;
    ASSERT_TRUE(write_npy(folder.file("y.npy"), tensor).ok());
    Result<NpyFile> file = read_npy(folder.file("y.npy"));
    ASSERT_TRUE(file.ok()) << file.error().message;
    EXPECT_EQ(file->tensor.extents, extents);
    EXPECT_EQ(file->tensor.data, tensor.data);
    EXPECT_EQ(file->note, "");
  }
}

TEST(Npy, WritesTheHeaderThatNumpyWrites) {
  TemporaryFolder folder;
  ASSERT_TRUE(write_npy(folder.file("y.npy"), Tensor(Extents{2, 3}, 1.0f)).ok());
  std::string bytes = file_bytes(folder.file("y.npy"));
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
  ASSERT_EQ(bytes.size(), 128u + 24u);
  EXPECT_EQ(bytes.substr(0, 10), std::string("\x93NUMPY\x01\x00\x76\x00", 10));
  EXPECT_EQ(bytes.substr(10, 118), header + std::string(117 - header.size(), ' ') + "\n");
}

TEST(Npy, WritesIndicesAsInt64) {
  TemporaryFolder folder;
  const Tensor whole(Extents{3}, {0, 16777215, -1});
  ASSERT_TRUE(write_npy_files({{folder.file("i.npy"), &whole, NpyNumbers::kInt64}}).ok());
  std::string bytes = file_bytes(folder.file("i.npy"));
  EXPECT_EQ(bytes.substr(10, 49), "{'descr': '<i8', 'fortran_order': False, 'shape':");
  EXPECT_EQ(bytes.substr(128), raw_bytes<std::int64_t>({0, 16777215, -1}));
}

TEST(Npy, ConvertsFloat64AndCountsWhatWasRounded) {
  TemporaryFolder folder;
  NpyFile file = read_ok(folder, npy_bytes(npy_header("<f8", "(3,)"), raw_bytes<double>({0.5, 0.1, 1e300})));
  EXPECT_EQ(file.tensor.data, (Floats{0.5f, 0.1f, std::numeric_limits<float>::infinity()}));
  EXPECT_EQ(file.note, "float64 converted to float32, 1 value rounded, 1 value beyond float32 became infinite");
}

TEST(Npy, ConvertsIntegersOfEveryWidth) {
  TemporaryFolder folder;
  EXPECT_EQ(read_ok(folder, npy_bytes(npy_header("|i1", "(2,)"), raw_bytes<std::int8_t>({-128, 5}))).tensor.data, (Floats{-128, 5}));
  EXPECT_EQ(read_ok(folder, npy_bytes(npy_header("|u1", "(2,)"), raw_bytes<std::uint8_t>({255, 5}))).tensor.data, (Floats{255, 5}));
  EXPECT_EQ(read_ok(folder, npy_bytes(npy_header("<i2", "(2,)"), raw_bytes<std::int16_t>({-300, 5}))).tensor.data, (Floats{-300, 5}));
  EXPECT_EQ(read_ok(folder, npy_bytes(npy_header("<u4", "(1,)"), raw_bytes<std::uint32_t>({4000000000u}))).tensor.data, (Floats{4e9f}));
  NpyFile wide = read_ok(folder, npy_bytes(npy_header("<i8", "(2,)"), raw_bytes<std::int64_t>({-7, 16777217})));
  EXPECT_EQ(wide.tensor.data, (Floats{-7, 16777216}));
  EXPECT_EQ(wide.note, "int64 converted to float32, 1 value rounded");
}

TEST(Npy, ConvertsBoolsAndHalfFloats) {
  TemporaryFolder folder;
  NpyFile flags = read_ok(folder, npy_bytes(npy_header("|b1", "(2,)"), std::string("\x01\x00", 2)));
  EXPECT_EQ(flags.tensor.data, (Floats{1, 0}));
  EXPECT_EQ(flags.note, "bool converted to float32");
  // 1.5, -2, the smallest subnormal, infinity, NaN
  NpyFile halves =
      read_ok(folder, npy_bytes(npy_header("<f2", "(5,)"), raw_bytes<std::uint16_t>({0x3E00, 0xC000, 0x0001, 0x7C00, 0x7E00})));
  EXPECT_EQ(halves.tensor[0], 1.5f);
  EXPECT_EQ(halves.tensor[1], -2.0f);
  EXPECT_EQ(halves.tensor[2], std::ldexp(1.0f, -24));
  EXPECT_TRUE(std::isinf(halves.tensor[3]));
  EXPECT_TRUE(std::isnan(halves.tensor[4]));
  EXPECT_EQ(halves.note, "float16 converted to float32");
}

TEST(Npy, SwapsBigEndianAndReordersFortranOrderWithANote) {
  TemporaryFolder folder;
  NpyFile swapped = read_ok(folder, npy_bytes(npy_header(">f4", "(1,)"), std::string("\x3F\xC0\x00\x00", 4)));
  EXPECT_EQ(swapped.tensor.data, (Floats{1.5f}));
  EXPECT_EQ(swapped.note, "big-endian bytes swapped");
  NpyFile turned = read_ok(folder, npy_bytes(npy_header("<f4", "(2, 3)", true), raw_bytes<float>({1, 4, 2, 5, 3, 6})));
  EXPECT_EQ(turned.tensor.data, (Floats{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(turned.note, "Fortran order changed to C order");
}

TEST(Npy, RefusesAnObjectDtypeAndNamesTheFile) {
  TemporaryFolder folder;
  EXPECT_EQ(why_refused(folder, npy_bytes(npy_header("|O", "(2,)"), "whatever")),
            "its dtype is object (Python objects); expected plain numbers, for example float32");
}

TEST(Npy, RefusesOtherDtypesByName) {
  TemporaryFolder folder;
  EXPECT_NE(why_refused(folder, npy_bytes(npy_header("<c8", "(1,)"), std::string(8, '\0'))).find("its dtype is '<c8'"), std::string::npos);
  EXPECT_NE(why_refused(folder, npy_bytes(npy_header("<U4", "(1,)"), std::string(16, '\0'))).find("its dtype is '<U4'"), std::string::npos);
  EXPECT_NE(why_refused(folder, npy_bytes("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "1234")).find("structured"),
            std::string::npos);
}

TEST(Npy, RefusesAnEmptyFileAndAShapeWithoutValues) {
  TemporaryFolder folder;
  EXPECT_EQ(why_refused(folder, ""), "it is empty (0 bytes); expected a .npy file");
  EXPECT_EQ(why_refused(folder, npy_bytes(npy_header("<f4", "(1, 0, 5)"), "")), "its shape 1×0×5 holds no values");
  EXPECT_EQ(why_refused(folder, npy_bytes(npy_header("<f4", "()"), "1234")), "it holds a single number without axes; expected an array");
}

TEST(Npy, RefusesWhatIsNoNpyFile) {
  TemporaryFolder folder;
  EXPECT_EQ(why_refused(folder, "hello world"), "it is no .npy file: it begins with the bytes 68 65 6C 6C instead of 93 4E 55 4D");
  EXPECT_EQ(why_refused(folder, std::string("\x93NUMPY\x09\x00\x00\x00", 10)), "its format version is 9.0; known are 1.0, 2.0 and 3.0");
}

TEST(Npy, ChecksTheHeadersLengthBeforeReadingIt) {
  TemporaryFolder folder;
  EXPECT_EQ(why_refused(folder, std::string("\x93NUMPY\x02\x00\xFF\xFF\xFF\xFF{}", 14)),
            "its header says it is 4294967295 bytes long, but only 2 bytes follow");
  EXPECT_EQ(why_refused(folder, std::string("\x93NUMPY\x01\x00\x10", 9)), "it ends after 9 bytes, within the header's length");
}

TEST(Npy, RefusesSizesThatDoNotMatchTheBytesThatFollow) {
  TemporaryFolder folder;
  EXPECT_EQ(why_refused(folder, npy_bytes(npy_header("<f4", "(2, 3)"), std::string(23, '\0'))),
            "its shape 2×3 of float32 needs 6 × 4 bytes, but 23 bytes follow the header");
  EXPECT_EQ(why_refused(folder, npy_bytes(npy_header("<f4", "(2, 3)"), std::string(28, '\0'))),
            "its shape 2×3 of float32 needs 6 × 4 bytes, but 28 bytes follow the header");
}

TEST(Npy, RefusesShapesThatWouldOverflowOrHaveTooManyAxes) {
  TemporaryFolder folder;
  std::string huge = "(4294967296, 4294967296, 4294967296)";
  EXPECT_NE(why_refused(folder, npy_bytes(npy_header("<f4", huge), "")).find("more values than can be counted"), std::string::npos);
  EXPECT_NE(why_refused(folder, npy_bytes(npy_header("<f4", "(99999999999999999999,)"), "")).find("a size below 2^63"), std::string::npos);
  EXPECT_NE(why_refused(folder, npy_bytes(npy_header("<f4", "(-1, 3)"), "")).find("negative size -1"), std::string::npos);
  EXPECT_EQ(why_refused(folder, npy_bytes(npy_header("<f4", "(1, 1, 1, 1, 1, 1, 1)"), "1234")), "it has 7 axes; at most 6 are possible");
}

TEST(Npy, NamesThePlaceOfAFaultInTheHeader) {
  TemporaryFolder folder;
  EXPECT_EQ(why_refused(folder, npy_bytes("['descr']", "")), "at byte 0 of its header, expected '{'");
  EXPECT_EQ(why_refused(folder, npy_bytes("{'descr': '<f4'}", "")), "its header has no 'fortran_order'");
  EXPECT_EQ(why_refused(folder, npy_bytes("{'other': 1}", "")), "its header has the unknown key 'other'");
}

// Every prefix of a good file, and every single byte of its start changed: an answer, never a crash.
TEST(Npy, SurvivesEveryTruncationAndEveryChangedByte) {
  TemporaryFolder folder;
  std::string good = npy_bytes(npy_header("<f4", "(2, 3)"), raw_bytes<float>({1, 2, 3, 4, 5, 6}));
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_FALSE(read_npy(folder.write("x.npy", good.substr(0, length))).ok()) << length;
  }
  std::size_t refused = 0;
  for (std::size_t at = 0; at < good.size() - 24; ++at) {
    for (char value : {'\0', '\xFF', '9', '('}) {
      std::string changed = good;
      changed[at] = value;
      refused += !read_npy(folder.write("x.npy", changed)).ok();
    }
  }
  EXPECT_GT(refused, 100u);
}

}  // namespace
}  // namespace convscope
