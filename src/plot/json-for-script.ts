import type { Figure } from './figure.js';

/** A figure as JSON inside of a `<script>`: nothing in it ends the element or begins a comment. */
export function jsonForScript({ data, layout, config }: Figure): string {
  return JSON.stringify({ data, layout, config }).replaceAll('<', '\\u003c');
}
