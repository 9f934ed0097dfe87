// Which item this invocation computes. A dispatch is a folded line of items: groups run along x, then y, then z, because an axis
// holds 65535 groups. An invocation beyond the end computes the last item again and must not store: guard with `item_is_ours`.
layout(local_size_x = 64) in;

int item_position() {
  uint group = (gl_WorkGroupID.z * gl_NumWorkGroups.y + gl_WorkGroupID.y) * gl_NumWorkGroups.x + gl_WorkGroupID.x;
  return int(group * gl_WorkGroupSize.x + gl_LocalInvocationID.x);
}
bool item_is_ours() { return item_position() < item_count; }
int item() { return first_item + min(item_position(), item_count - 1); }
