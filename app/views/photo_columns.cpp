#include "app/views/photo_columns.h"

#include <algorithm>
#include <cmath>

namespace convscope {
namespace {

constexpr double kGap = 16;
constexpr Index kMostNumbered = 12;  // pixels a side whose numbers a lens can carry

struct Lens {
  Index row = 0, column = 0, rows = 1, columns = 1;
};

const Tensor& tensor_of_column(const PhotoColumn& column) { return column.context.model.tensors.at(column.picture); }

// So many rows of a picture around its frame, kept within it.
Lens lens_of(const PhotoColumn& column, double field, double ratio) {
  const Extents& extents = tensor_of_column(column).extents;
  auto place = [](double middle, Index size, Index wanted, Index& first, Index& count) {
    count = std::clamp<Index>(wanted, 1, size);
    first = std::clamp<Index>(static_cast<Index>(std::floor(middle - static_cast<double>(count) / 2 + 0.5)), 0, size - count);
  };
  Lens lens;
  const auto rows = static_cast<Index>(std::max(1.0, std::round(field)));
  place(column.frame.row + column.frame.rows / 2, extents[2], rows, lens.row, lens.rows);
  place(column.frame.column + column.frame.columns / 2, extents[3], static_cast<Index>(std::max(1.0, std::round(field * ratio))),
        lens.column, lens.columns);
  return lens;
}

void draw_frame(Pen& pen, const PhotoColumn& column, Box picture, const Lens& part, double least) {
  const double y = picture.h / static_cast<double>(part.rows), x = picture.w / static_cast<double>(part.columns);
  Box box{picture.x + (column.frame.column - static_cast<double>(part.column)) * x,
          picture.y + (column.frame.row - static_cast<double>(part.row)) * y, column.frame.columns * x, column.frame.rows * y};
  const double grow_w = std::max(0.0, least - box.w), grow_h = std::max(0.0, least - box.h);
  box = {box.x - grow_w / 2, box.y - grow_h / 2, box.w + grow_w, box.h + grow_h};
  pen.rect(box, {0, 0, 0, 0}, 2, {pen.theme().surface, 4});
  pen.rect(box, {0, 0, 0, 0}, 2, {column.is_input ? pen.theme().accent : pen.theme().output, 2});
}

void draw_numbered(Pen& pen, const PhotoColumn& column, Box box, const Lens& lens, Index channel) {
  const Tensor& tensor = tensor_of_column(column);
  const Picture& picture = column.context.model.pictures.at(column.picture);
  GridSpec spec;
  spec.origin = {box.x, box.y};
  spec.cell = box.h / static_cast<double>(lens.rows);
  spec.cell_width = box.w / static_cast<double>(lens.columns);
  spec.rows = lens.rows;
  spec.columns = lens.columns;
  spec.role = column.is_input ? Role::kInput : Role::kOutput;
  auto flat_of = [&](Index r, Index c) { return flat_index(tensor.extents, {0, channel, lens.row + r, lens.column + c}); };
  spec.target_of = [&](Index r, Index c) {
    return Target{column.is_input ? TargetKind::kInput : TargetKind::kOutput, column.context.stage, flat_of(r, c)};
  };
  spec.look = [&](Index r, Index c) {
    CellLook look;
    look.tint = picture.color(tensor[flat_of(r, c)]);
    look.text = number_text(tensor[flat_of(r, c)], 0);
    return look;
  };
  pen.grid(spec);
}

void draw_lens(Pen& pen, const PhotoColumn& column, Box box, const Lens& lens, Index channel) {
  const Tensor& tensor = tensor_of_column(column);
  const Picture& picture = column.context.model.pictures.at(column.picture);
  const double pixel = box.h / static_cast<double>(lens.rows);
  const bool numbered = tensor.extents[1] == 1 && lens.rows <= kMostNumbered && pixel >= pen.type(26);
  if (numbered) {
    draw_numbered(pen, column, box, lens, channel);
  } else {
    pen.image(box, picture.pixels,
              {static_cast<double>(lens.column), static_cast<double>(lens.row), static_cast<double>(lens.columns),
               static_cast<double>(lens.rows)},
              {column.is_input ? TargetKind::kInput : TargetKind::kOutput, column.context.stage,
               channel * tensor.extents[2] * tensor.extents[3]});
  }
  if (column.marked >= 0) {
    const Cell at = cell_of(tensor.extents, column.marked);
    const double w = box.w / static_cast<double>(lens.columns);
    const Box cell{box.x + static_cast<double>(at[3] - lens.column) * w, box.y + static_cast<double>(at[2] - lens.row) * pixel, w, pixel};
    if (pixel >= 6) draw_winner_corner(pen, cell);
    pen.rect(inset(cell, 1), {0, 0, 0, 0}, 2, {pen.theme().output, 2});
  }
  draw_frame(pen, column, box, lens, 4);
}

}  // namespace

Focus photo_focus(const ViewContext& context, int leader, int stage) {
  Focus focus = focus_together(context, leader, stage);
  if (focus.answered.kind != TargetKind::kInput || focus.answered.index < 0) return focus;
  const LayerModel& layer = at_stage(context, leader).layer();
  if (focus.answered.index >= layer.input().count()) return focus;
  const std::vector<Index> readers = layer.layer->readers_of(focus.answered.index, layer.tensors);
  if (readers.empty()) return focus;
  ViewContext asked = context;
  asked.hover = {TargetKind::kOutput, leader, readers.front()};
  return focus_together(asked, leader, stage);
}

PixelFrame read_frame(const GatherStep& step) {
  return {static_cast<double>(step.top), static_cast<double>(step.left), static_cast<double>(step.bottom - step.top + 1),
          static_cast<double>(step.right - step.left + 1)};
}

void draw_photo_columns(Pen& pen, const std::vector<PhotoColumn>& columns, Box area, double field, Index channel) {
  const auto count = static_cast<double>(columns.size());
  const Extents& first = tensor_of_column(columns.front()).extents;
  const double aspect = static_cast<double>(first[3]) / static_cast<double>(first[2]);
  const bool captions = area.h >= pen.type(240), notes = area.h >= pen.type(330);
  const double head = captions ? pen.type(notes ? 46 : 26) : 0;
  double w = (area.w - kGap * (count - 1)) / count, h = w / aspect;
  const double room = area.h - head - kGap;
  double lens_h = std::min(w, room - h);
  if (lens_h < room * 0.3) {  // a low stage: the pictures give way
    h = room * 0.6;
    lens_h = room - h;
  }
  const double lens_w = w, ratio = lens_w / lens_h;
  area.y += std::max(0.0, (room - h - lens_h) / 2);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const PhotoColumn& column = columns[i];
    const Extents& extents = tensor_of_column(column).extents;
    const double x = area.x + (w + kGap) * static_cast<double>(i), picture_w = std::min(w, h * aspect);
    const Box picture{x, area.y + head, picture_w, picture_w / aspect};
    if (captions) {
      pen.fitted({x, area.y + pen.type(11)}, column.name, {15, Weight::kSemiBold}, column.is_input ? pen.theme().input : pen.theme().output,
                 w);
      if (notes)
        pen.whole({x, area.y + pen.type(32)}, column.note, {kSmallSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote},
                  pen.theme().muted, w);
    }
    pen.image(picture, column.context.model.pictures.at(column.picture).pixels, {},
              {column.is_input ? TargetKind::kInput : TargetKind::kOutput, column.context.stage, channel * extents[2] * extents[3]});
    draw_frame(pen, column, picture, {0, 0, extents[2], extents[3]}, 7);
    const double scale = static_cast<double>(extents[2]) / static_cast<double>(first[2]);
    draw_lens(pen, column, {x, area.y + head + h + kGap, lens_w, lens_h}, lens_of(column, field * scale, ratio), channel);
  }
}

}  // namespace convscope
