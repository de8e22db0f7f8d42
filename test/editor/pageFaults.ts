/** What cannot be seen on the page of the prefix tree. Runs in the page, so nothing outside of the function is known. */
export function pageFaults(body: HTMLElement | SVGElement, isHighContrast: boolean): string[] {
  const numbers = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = numbers(colour).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  /** The contrast of two colours as WCAG counts it; a colour that lets others through counts as none. */
  const contrast = (colour: string, other: string): number => {
    if ((numbers(colour)[3] ?? 1) < 1) return 1;
    const [bright = 0, dark = 0] = [luminance(colour), luminance(other)].toSorted((a, b) => b - a);
    return (bright + 0.05) / (dark + 0.05);
  };
  const all = (selector: string): Element[] => [...body.querySelectorAll(selector)];
  const nameOf = ({ tagName, id, textContent }: Element): string => `${tagName} ${id} ${textContent}`.slice(0, 60);
  const background = getComputedStyle(body).backgroundColor;
  const width = body.ownerDocument.documentElement.clientWidth;
  const tooWide = [body, ...all('#words, #details')].filter(
    ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth,
  );
  const outside = all('button, input, h1, h2, p, li, [role=treeitem]').filter((element) => {
    const { left, right } = element.getBoundingClientRect();
    return left < 0 || right > width + 0.5;
  });
  // The system chooses the colours of what has the focus or the mouse.
  const framed = isHighContrast ? all('#frame, #words, #details, button:not(:hover), input:not(:focus)') : [];
  const frames = framed.filter((element) => contrast(getComputedStyle(element).borderTopColor, background) < 3);
  const boxes = all('#picture rect, #legend rect').filter(
    (element) => contrast(getComputedStyle(element).stroke, background) < 3,
  );
  const overlapping = all('#picture .node').filter((node) => {
    const [name, count] = [...node.querySelectorAll('text')].map((text) => text.getBoundingClientRect());
    return name !== undefined && count !== undefined && count.width > 0 && name.right > count.left;
  });
  return [
    ...tooWide.map((element) => `has to be scrolled sideways: ${nameOf(element)}`),
    ...outside.map((element) => `is cut off: ${nameOf(element)}`),
    ...frames.map((element) => `has no visible frame: ${nameOf(element)}`),
    ...boxes.map((element) => `has no visible frame: ${nameOf(element.parentElement ?? element)}`),
    ...overlapping.map((element) => `name and count overlap: ${nameOf(element)}`),
  ];
}
