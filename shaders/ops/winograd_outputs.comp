// Winograd's last step: the sums m of 36 products to the 4×4 outputs Aᵀ m A of every tile, and the bias.
//
// sums    36, Cout, then a texel per block of 2×2 tiles, of all planes      bias  float Cout, or absent
// output  planes (batch and grid, Cout), rows of texels, whole blocks
// One invocation owns one block of one channel: it writes 8 rows of 2 texels. Refuses nothing.
#include "include/winograd.glsl"

layout(rgba32f, binding = 1) readonly restrict uniform imageBuffer sum_texels;
layout(std430, binding = 3) readonly restrict buffer Bias { float bias_cells[]; };
layout(std430, binding = 0) writeonly restrict buffer Output { vec4 output_texels[]; };

OUTPUT_TRANSFORM(vec4)

void main() {
  Place place = place_of(item());
  vec4 lines[24];  // output row · 6 + factor
#repeat j 6
  {
    vec4 column[6];
    vec4 rows[4];
#repeat i 6
    column[i] = imageLoad(sum_texels, ((i * 6 + j) * channels + place.channel) * product_texels + place.texel);
#end
    output_transform(column, rows);
#repeat i 4
    lines[i * 6 + j] = rows[i];
#end
  }
#end
  float bias = has_bias != 0 ? bias_cells[place.channel] : 0.0;
  int at = (place.plane * channels + place.channel) * output_plane_texels + place.row * 8 * output_row_texels + place.column * 2;
  bool ours = item_is_ours();
#repeat i 4
  {
    vec4 line[6];
    vec4 cells[4];  // of one row: four columns, each of four tiles
#repeat j 6
    line[j] = lines[i * 6 + j];
#end
    output_transform(line, cells);
    if (ours) {
      output_texels[at + i * output_row_texels] = vec4(cells[0].x, cells[1].x, cells[2].x, cells[3].x) + bias;
      output_texels[at + i * output_row_texels + 1] = vec4(cells[0].y, cells[1].y, cells[2].y, cells[3].y) + bias;
      output_texels[at + (i + 4) * output_row_texels] = vec4(cells[0].z, cells[1].z, cells[2].z, cells[3].z) + bias;
      output_texels[at + (i + 4) * output_row_texels + 1] = vec4(cells[0].w, cells[1].w, cells[2].w, cells[3].w) + bias;
    }
  }
#end
}
