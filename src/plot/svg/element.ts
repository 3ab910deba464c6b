import { escapeMarkup } from '../text.js';

/** Markup that is ready to be written; only `element` and `text` make it, so that all is escaped. */
export interface Markup {
  readonly markup: string;
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** A number in at most two decimals: finer than a pixel is not seen. */
function attributeText(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(value * 100) / 100) : escapeMarkup(value);
}

/** An SVG element; attributes are escaped, children are markup made here. */
export function element(
  name: string,
  attributes: Attributes = {},
  ...children: readonly Markup[]
): Markup {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${attributeText(value ?? '')}"`)
    .join('');
  const inside = children.map((child) => child.markup).join('');
  return {
    markup: inside === '' ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>`,
  };
}

/** Text content, escaped. */
export function text(content: string): Markup {
  return { markup: escapeMarkup(content) };
}

/** A label at a point. */
export function label(
  content: string,
  x: number,
  y: number,
  style: { anchor?: 'start' | 'middle' | 'end'; size?: number; color?: string; turn?: number } = {},
): Markup {
  return element(
    'text',
    {
      x,
      y,
      'text-anchor': style.anchor ?? 'start',
      'font-size': style.size,
      fill: style.color,
      transform: style.turn === undefined ? undefined : `rotate(${style.turn} ${x} ${y})`,
    },
    text(content),
  );
}
