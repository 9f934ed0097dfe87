// Winograd's first step: every 6×6 tile d of the padded input to the 36 numbers of Bᵀ d B.
//
// input   planes (batch and grid, C), rows of texels; two rows and columns reach beyond the tiles
// output  36, C, then a texel per block of 2×2 tiles (top left, top right, bottom left, bottom right), of all planes
// One invocation owns one block of one channel: it reads 10 rows of 3 texels. Refuses nothing.
#include "include/winograd.glsl"

layout(rgba32f, binding = 1) readonly restrict uniform imageBuffer input_texels;
layout(std430, binding = 0) writeonly restrict buffer Output { vec4 tile_texels[]; };

TILE_TRANSFORM(vec2)
TILE_TRANSFORM(vec4)

void main() {
  Place place = place_of(item());
  int at = (place.plane * channels + place.channel) * input_plane_texels + place.row * 8 * input_row_texels + place.column * 2;
  vec2 lines[60];  // row · 6 + factor, of the left and the right tile
#repeat row 10
  {
    vec4 a = imageLoad(input_texels, at + row * input_row_texels);
    vec4 b = imageLoad(input_texels, at + row * input_row_texels + 1);
    vec4 c = imageLoad(input_texels, at + row * input_row_texels + 2);
    vec2 line[6];
    line[0] = vec2(a.x, b.x);
    line[1] = vec2(a.y, b.y);
    line[2] = vec2(a.z, b.z);
    line[3] = vec2(a.w, b.w);
    line[4] = vec2(b.x, c.x);
    line[5] = vec2(b.y, c.y);
    tile_transform(line);
#repeat j 6
    lines[row * 6 + j] = line[j];
#end
  }
#end
  bool ours = item_is_ours();
#repeat j 6
  {
    vec4 column[6];  // upper tiles, lower tiles
#repeat i 6
    column[i] = vec4(lines[i * 6 + j], lines[(i + 4) * 6 + j]);
#end
    tile_transform(column);
    if (ours) {
#repeat i 6
      tile_texels[((i * 6 + j) * channels + place.channel) * product_texels + place.texel] = column[i];
#end
    }
  }
#end
}
