// What stands in the padding of a convolution whose parameters have padding_mode.

// Where on an axis of `size` cells the padded position `at` finds its value; -1: nowhere, the constant stands there.
int source_of(int at, int size) {
  if (at >= 0 && at < size) return at;
  if (padding_mode == PAD_REFLECT) return clamp(at < 0 ? -at : 2 * (size - 1) - at, 0, size - 1);
  if (padding_mode == PAD_REPLICATE) return at < 0 ? 0 : size - 1;
  if (padding_mode == PAD_CIRCULAR) return at < 0 ? at + size : at - size;
  return -1;
}
