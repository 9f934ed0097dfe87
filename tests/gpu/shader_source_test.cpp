// Shader text before GL sees it: includes, repeats, and the way back from a flat line to its file.
#include <gtest/gtest.h>

#include <filesystem>

#include "engine/gpu/shader_source.h"
#include "support/temporary_folder.h"

namespace convscope {
namespace {

class Shaders : public TemporaryFolder {
 public:
  Shaders() { std::filesystem::create_directory(file("include")); }
};

TEST(ShaderSource, TakesAnIncludeInOnceAndRemembersWhereEveryLineCameFrom) {
  Shaders shaders;
  shaders.write("include/a.glsl", "float a;\n");
  shaders.write("main.comp", "#include \"include/a.glsl\"\n#include \"include/a.glsl\"\nfloat b;\n");
  auto source = load_shader(shaders.path(), "main.comp", {{"SIZE", "3"}});
  ASSERT_TRUE(source.ok()) << source.error().message;
  EXPECT_EQ(source->text(), "#version 430 core\n#define SIZE 3\nfloat a;\nfloat b;\n");
  EXPECT_EQ(source->lines[2].file, "include/a.glsl");
  EXPECT_EQ(source->lines[3].file, "main.comp");
  EXPECT_EQ(source->lines[3].line, 3);
  EXPECT_EQ(source->files, (std::vector<std::string>{"main.comp", "include/a.glsl"}));
}

TEST(ShaderSource, WritesARepeatOutWithItsNumberDefined) {
  Shaders shaders;
  shaders.write("main.comp", "#repeat i (SIZE - 1) * 2 / 2  // two\nx[i];\n#end\n#repeat j 0\ny;\n#end\n");
  auto source = load_shader(shaders.path(), "main.comp", {{"SIZE", "3"}});
  ASSERT_TRUE(source.ok()) << source.error().message;
  EXPECT_EQ(source->text(), "#version 430 core\n#define SIZE 3\n#define i 0\nx[i];\n#undef i\n#define i 1\nx[i];\n#undef i\n");
}

TEST(ShaderSource, NamesFileAndLineOfWhatItCannotRead) {
  Shaders shaders;
  shaders.write("include.comp", "\n#include \"nowhere.glsl\"\n");
  shaders.write("count.comp", "#repeat i SIZES\n#end\n");
  shaders.write("open.comp", "#repeat i 2\n");
  shaders.write("close.comp", "#end\n");
  const std::pair<const char*, const char*> cases[] = {{"include.comp", "include.comp:2"}, {"count.comp", "count.comp:1"},
                                                       {"open.comp", "open.comp:1"},       {"close.comp", "close.comp:1"},
                                                       {"missing.comp", "missing.comp"}};
  for (const auto& [file, place] : cases) {
    auto source = load_shader(shaders.path(), file, {{"SIZE", "3"}});
    ASSERT_FALSE(source.ok()) << file;
    EXPECT_NE(source.error().message.find(place), std::string::npos) << source.error().message;
  }
}

TEST(ShaderSource, TurnsTheLinesOfEveryDriversLogIntoFileAndLineWithTheSourceAround) {
  Shaders shaders;
  shaders.write("include/a.glsl", "float a;\nflat b;\nfloat c;\n");
  shaders.write("main.comp", "#include \"include/a.glsl\"\nvoid main() {}\n");
  auto source = load_shader(shaders.path(), "main.comp", {});
  ASSERT_TRUE(source.ok());
  for (const char* log : {"0:3(1): error: no type\n", "0(3) : error C0000: no type\n", "ERROR: 0:3: no type\n"}) {
    std::string text = explain_log(*source, log);
    EXPECT_NE(text.find("include/a.glsl:2"), std::string::npos) << text;
    EXPECT_NE(text.find(">    2 | flat b;"), std::string::npos) << text;
    EXPECT_NE(text.find("     3 | float c;"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace convscope
