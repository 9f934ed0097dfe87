#include "engine/code/syntax.h"

#include <gtest/gtest.h>

#include <random>

#include "engine/code/arguments.h"
#include "engine/code/read_code.h"

namespace convscope {
namespace {

Expression read(const std::string& code) {
  const Result<std::vector<Token>> tokens = tokens_of(code);
  return CodeReader(code, tokens.value(), 0).statement().value().value;
}

TEST(CodeSyntax, NumbersAreReadAsPythonReadsThem) {
  struct Case {
    const char* code;
    double number;
    bool whole;
  };
  for (const Case& each :
       {Case{"3", 3, true}, Case{"-2", -2, true}, Case{"1_000", 1000, true}, Case{"0x10", 16, true}, Case{"0.5", 0.5, false},
        Case{".5", 0.5, false}, Case{"1e-5", 1e-5, false}, Case{"2.", 2, false}, Case{"2 * 64", 128, true}, Case{"3 // 2", 1, true},
        Case{"(5 - 1) // 2", 2, true}, Case{"-7 // 2", -4, true}, Case{"2 ** 3", 8, true}, Case{"-2 ** 2", -4, true},
        Case{"1 + 2 * 3", 7, true}, Case{"6 / 2", 3, false}, Case{"7 % 4", 3, true}, Case{"+4", 4, true}, Case{"- - 4", 4, true}}) {
    const Expression value = read(each.code);
    EXPECT_EQ(value.kind, Syntax::kNumber) << each.code;
    EXPECT_EQ(value.number, each.number) << each.code;
    EXPECT_EQ(value.whole, each.whole) << each.code;
  }
}

TEST(CodeSyntax, PlacesCountLinesAndCharactersFromOne) {
  const std::string code = "# 注释\nself.conv = nn.Conv2d(\n    3,  # 输入\n    \"某\", stride=2)";
  const Result<std::vector<Token>> tokens = tokens_of(code);
  const Expression call = CodeReader(code, tokens.value(), 0).statement().value().value;
  EXPECT_EQ(call.items[0].name, "nn.Conv2d");
  EXPECT_EQ(call.place, (CodePlace{2, 13}));
  EXPECT_EQ(call.items[1].place, (CodePlace{3, 5}));
  EXPECT_EQ(call.items[2].place, (CodePlace{4, 5}));
  EXPECT_EQ(call.items[3].place, (CodePlace{4, 17}));
  EXPECT_EQ(call.places[3], (CodePlace{4, 10}));
  EXPECT_EQ(call.names[3], "stride");
}

TEST(CodeSyntax, BracketsHoldLinesTogetherAndTrailingCommasAreNothing) {
  const Expression call = read("f(\n  (1,\n   2,),\n  [3,],\n  (4),\n)");
  ASSERT_EQ(call.items.size(), 4u);
  EXPECT_EQ(call.items[1].kind, Syntax::kTuple);
  EXPECT_EQ(call.items[1].items.size(), 2u);
  EXPECT_EQ(call.items[2].kind, Syntax::kList);
  EXPECT_EQ(call.items[3].kind, Syntax::kNumber);
}

TEST(CodeSyntax, TextsEndWithTheQuoteTheyBeginWith) {
  EXPECT_EQ(read("'it is'").name, "it is");
  EXPECT_EQ(read("\"a'b\"").name, "a'b");
  EXPECT_EQ(read("r'x'").name, "x");
  EXPECT_EQ(read("\"\"\"two\nlines\"\"\"").name, "two\nlines");
  EXPECT_EQ(read("'a' 'b'").name, "ab");
}

// Whatever is on a clipboard: an answer or a sentence, never a crash or a hang.
TEST(CodeSyntax, AnyTextHasAnAnswer) {
  const std::vector<std::string> deep{std::string(60000, '('),
                                      std::string(60000, '-') + "1",
                                      std::string(60000, '['),
                                      "f" + std::string(30000, '(') + std::string(30000, ')'),
                                      "x" + std::string(30000, '.'),
                                      std::string(200000, 'x'),
                                      "nn.Conv2d(" + std::string(20000, '-') + "1, 2, 3)",
                                      std::string(1, '\0'),
                                      "\xff\xfe nn.Conv2d(\x80",
                                      "nn.Conv2d(1, 1, 3" + std::string(20000, '+') + "1)"};
  for (const std::string& text : deep) EXPECT_FALSE(read_code(text).ok()) << text.substr(0, 20);
  std::string chain = "nn.Conv2d(1, 1, 3)";
  for (int i = 0; i < 5000; ++i) chain += ".to(x)";
  EXPECT_FALSE(read_code(chain).ok());
}

TEST(CodeSyntax, SignsNestAsDeepAsBracketsAndNoDeeper) {
  const auto signs = [](std::size_t count) { return read_code("nn.Conv2d(1, 1, " + std::string(count, '-') + "3)").ok(); };
  EXPECT_TRUE(signs(40));
  EXPECT_FALSE(signs(100));
}

TEST(CodeSyntax, ScrambledCodeHasAnAnswer) {
  std::mt19937 random(7);
  const std::string seed =
      "x = F.pad(x, (1, 0, 1, 0), mode=\"reflect\")\nself.c = nn.Conv2d(3, 64, kernel_size=(3, 5), stride=2, bias=False)\n"
      "y = y[..., 1:-2, :-1]\nlayers.Conv2D(8, 3, padding='same')(x)  # end\n";
  int read_well = 0;
  for (int round = 0; round < 5000; ++round) {
    std::string text = seed;
    for (int change = static_cast<int>(random() % 6); change >= 0; --change) {
      const std::size_t at = random() % text.size();
      switch (random() % 4) {
        case 0:
          text.erase(at, random() % 12 + 1);
          break;
        case 1:
          text.insert(at, 1, "()[]{}.,=:-'\"\n#\\x0"[random() % 18]);
          break;
        case 2:
          text[at] = static_cast<char>(random() % 256);
          break;
        default:
          text = text.substr(0, at) + text.substr(random() % text.size());
          break;
      }
      if (text.empty()) text = " ";
    }
    const Result<CodeLayer> layer = read_code(text);
    if (layer)
      ++read_well;
    else
      EXPECT_FALSE(layer.error().message.empty());
  }
  EXPECT_GT(read_well, 0);
}

}  // namespace
}  // namespace convscope
