declare module 'gifenc' {
  type Palette = readonly (readonly number[])[];
  interface Encoder {
    readonly writeFrame: (
      index: Uint8Array,
      width: number,
      height: number,
      options: { readonly palette: Palette; readonly delay: number },
    ) => void;
    readonly finish: () => void;
    readonly bytes: () => Uint8Array;
  }
  interface Gifenc {
    readonly GIFEncoder: () => Encoder;
    readonly quantize: (data: Uint8Array, colours: number) => Palette;
    readonly applyPalette: (data: Uint8Array, palette: Palette) => Uint8Array;
  }
  const gifenc: Gifenc;
  export default gifenc;
}
