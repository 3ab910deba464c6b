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
