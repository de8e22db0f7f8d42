/** A short hash of a text (53 bits, cyrb53), to see whether it is unchanged. It does not protect against forgery. */
export function digestOf(text: string): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 2_654_435_761);
    low = Math.imul(low ^ unit, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return (4_294_967_296 * (2_097_151 & low) + (high >>> 0)).toString(36);
}

/** The hash of a text whatever its line ends, which an editor may write in one way, and its byte order mark. */
export function digestOfLines(text: string): string {
  return digestOf(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'));
}
