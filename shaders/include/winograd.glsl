// The transforms of Winograd's F(4×4, 3×3) along one axis (engine/gpu/winograd.h names the source), and which block of which plane is
// whose.
#include "include/params.h"
#include "include/item.glsl"
#include "include/quotient.glsl"

// Bᵀ: six neighbours of the input to six factors.
#define TILE_TRANSFORM(type) void tile_transform(inout type v[6]) { \
  type a = v[1], b = v[2], c = v[3], d = v[4]; \
  v[0] = 4.0 * v[0] - 5.0 * b + d; \
  v[5] = 4.0 * a - 5.0 * c + v[5]; \
  v[1] = c + d - 4.0 * (a + b); \
  v[2] = d - c + 4.0 * (a - b); \
  v[3] = d - b + 2.0 * (c - a); \
  v[4] = d - b + 2.0 * (a - c); \
}

// Aᵀ: six sums of products to four outputs.
#define OUTPUT_TRANSFORM(type) void output_transform(type v[6], out type to[4]) { \
  type sum = v[1] + v[2], difference = v[1] - v[2], far_sum = v[3] + v[4], far_difference = v[3] - v[4]; \
  to[0] = v[0] + sum + far_sum; \
  to[1] = difference + 2.0 * far_difference; \
  to[2] = sum + 4.0 * far_sum; \
  to[3] = difference + 8.0 * far_difference + v[5]; \
}

struct Place {
  int plane;    // batch and grid
  int channel;
  int row, column;  // of the block in its plane
  int texel;        // of the block among those of one product and channel
};
Place place_of(int at) {
  Place place;
  int map = quotient(at, blocks_inverse, blocks_shift);
  int block = at - map * blocks;
  place.plane = quotient(map, channels_inverse, channels_shift);
  place.channel = map - place.plane * channels;
  place.row = quotient(block, blocks_across_inverse, blocks_across_shift);
  place.column = block - place.row * blocks_across;
  place.texel = place.plane * blocks + block;
  return place;
}
