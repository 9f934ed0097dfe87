// Whole division by a number that is the same for all invocations: a product and a shift, because a division of its own takes
// ten times as long. `inverse` and `shift` come from Divisor (engine/gpu/divisor.h); right for every 0 <= number < 2^31.
int quotient(int number, int inverse, int shift) {
  uint high, low;
  umulExtended(uint(number) << 1, uint(inverse), high, low);
  return int(high >> shift);
}
