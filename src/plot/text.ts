/**
 * Text inside figures. Plotly reads a small HTML of its own in every label (`<b>`, `<a href>`),
 * so labels are escaped on the way in and restored for the static picture.
 */

/** A label as plotly must be given it to show exactly these characters. */
export function plotlyText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The characters that a label made by `plotlyText` shows. */
export function plainText(label: string): string {
  return label.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Text for XML or HTML, safe in elements and in quoted attributes. */
export function escapeMarkup(text: string): string {
  return (
    text
      // Control characters are not allowed in XML at all.
      .replace(/\p{Cc}/gu, (c) => (c === '\n' || c === '\t' ? ' ' : '\uFFFD'))
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;')
  );
}

/** A number as a reader wants it: at most four significant digits. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return String(value);
  return String(Number(value.toPrecision(4)));
}

/** How wide a text is, in pixels, near enough to leave room for it; Han characters are square. */
export function textWidth(text: string, size: number): number {
  let units = 0;
  for (const character of text)
    units += /[\u1100-\uffdc]|\p{Extended_Pictographic}/u.test(character) ? 1 : 0.58;
  return units * size;
}

/** A text in at most so many characters. */
export function shortText(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
