// What the parts of the 3-D stage share: its volumes, how they are turned and pulled apart, and the slices between them.
#pragma once

#include <functional>

#include "app/views/focus.h"
#include "app/views/solid.h"

namespace convscope {

// A turned volume pulled apart into its layers of equal depth.
struct Parting {
  double gap = 0;        // between two layers, in cells; 0: they touch
  bool along_x = false;  // of the turned volume the layers follow each other along x, else along z
  bool apart() const { return gap > 0; }
  double along(const Place3& place) const { return along_x ? place.x : place.z; }
  double& along(Place3& place) const { return along_x ? place.x : place.z; }
  Place3 at(Place3 place) const;   // where a layer that stands there when they touch stands now
  Place3 size(Place3 size) const;  // of the whole
};

struct VolumeSlices {
  double cell = 34, step = 150, top = 0, left = 0, right = 0, sum = 0;  // x of the cells, the weights and the sums
  bool names = true;
};

struct VolumeStage {
  const ViewContext& context;
  Pen& pen;
  Focus focus;
  Quarters quarters;  // everything is drawn turned by them
  Parting parting;
  Projection input, output;
  VolumeSlices slices;
  Box input_box, output_box;  // that the volumes have
  const LayerModel& layer() const { return context.layer(); }
  Index depth() const { return layer().weight().extents[2]; }
  Place3 kernel() const { return volume_size(layer().weight().extents); }
  Place3 input_size() const { return quarters.size(volume_size(layer().input().extents)); }  // touching
  Place3 output_size() const { return quarters.size(volume_size(layer().output().extents)); }
  static Place3 volume_size(const Extents& e) { return {number(e[4]), number(e[3]), number(e[2])}; }
};

// How far the slice at kernel depth `q` has been multiplied: one after the other.
double slice_share(const VolumeStage& s, Index q);
// Where the kernel's slice at depth `q` stands in the turned input; on its way from the step before while it arrives.
Place3 slice_at(const VolumeStage& s, Index q);
// The volume with the block in it and the arrows of its three axes; what has been computed, as cubes.
void draw_volume_input(const VolumeStage& s);
void draw_volume_output(const VolumeStage& s);
// A cube of the output in the turned volume, as if the layers touched.
Place3 cube_of(const VolumeStage& s, Index cell);

// ---- a volume that is pulled apart: the sides of its layers that face the eye ----
inline constexpr double kInkHeight = 0.68;  // of digits, of their size
SolidSide face_of(const VolumeStage& s);
// One layer of a volume: where it stands, and its size.
Place3 layer_from(const VolumeStage& s, Index layer);
Place3 layer_size(const VolumeStage& s, Place3 size);
// Calls it for every cell of a layer, with its place as if the layers touched.
void each_cell(const VolumeStage& s, const Place3& size, Index layer, const std::function<void(const Place3&)>& what);
// The sides of a cell that the eye sees in its layer, where that stands alone.
std::vector<SolidSide> sides_in_layer(const VolumeStage& s, const Place3& size, const Place3& cell);
Point face_center(const VolumeStage& s, const Projection& projection, const Place3& cell);
// The type size at which all these numbers fit the slanted faces of cells; 0: there is none that can be read.
double slanted_size(const VolumeStage& s, const Projection& projection, const std::vector<std::string>& texts);
// Boxes of one size, as they stand, that lie before a number.
struct Nearer {
  std::vector<Place3> from;
  Place3 size;
  bool hides(const Projection& projection, Point at, double width, double height) const;
};

// A drag on this element turns and tilts both volumes: the edge nearest to the eye follows the hand.
void let_turn(const VolumeStage& s, const Target& target);

}  // namespace convscope
