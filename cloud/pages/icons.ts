/** Our mark and the outcome shapes of the look, as inline SVG: shape first, colour second, a word always beside it. */
import { html, type Html } from './html.ts'

export const logo: Html = html`<svg class="logo" viewBox="0 0 16 16" width="20" height="20" aria-hidden="true" focusable="false">
  <rect x="1" y="3" width="3" height="10" rx="1" />
  <rect x="12" y="3" width="3" height="10" rx="1" />
  <rect x="4" y="7" width="8" height="2" />
</svg>`

export type Mark = 'pass' | 'warn' | 'fail' | 'none'

const shape: Record<Mark, Html> = {
  pass: html`<circle cx="10" cy="10" r="7.25" class="line" /><path d="m6.8 10.2 2.2 2.2 4.2-4.6" class="line" />`,
  warn: html`<path
      d="M10 2.2c.5 0 .9.3 1.2.7l6.6 12.3c.5.9-.1 2-1.2 2H3.4c-1.1 0-1.7-1.1-1.2-2L8.8 2.9c.3-.4.7-.7 1.2-.7Z"
      class="fill"
    /><path d="M10 7v4.4M10 13.6v.6" class="cut" />`,
  fail: html`<path
      d="M8.9 2.1a1.6 1.6 0 0 1 2.2 0l6.8 6.8a1.6 1.6 0 0 1 0 2.2l-6.8 6.8a1.6 1.6 0 0 1-2.2 0l-6.8-6.8a1.6 1.6 0 0 1 0-2.2Z"
      class="fill"
    /><path d="m7.8 7.8 4.4 4.4M12.2 7.8l-4.4 4.4" class="cut" />`,
  none: html`<circle cx="10" cy="10" r="7.25" class="line" /><path d="M6.8 10h6.4" class="line" />`,
}

/** @param word what the shape means, read aloud; leave it out only where the words stand beside it. */
export const mark = (of: Mark, word?: string): Html =>
  html`<svg
    class="mark ${of}"
    viewBox="0 0 20 20"
    width="20"
    height="20"
    focusable="false"
    ${word === undefined ? html`aria-hidden="true"` : html`role="img" aria-label="${word}"`}
  >
    ${shape[of]}
  </svg>`

export const downloadIcon: Html = html`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
  <path d="M10 3v10m0 0 4-4m-4 4L6 9M4 16.5h12" class="line" />
</svg>`
export const addIcon: Html = html`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
  <path d="M10 4v12M4 10h12" class="line" />
</svg>`
export const searchIcon: Html = html`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
  <circle cx="9" cy="9" r="5" class="line" />
  <path d="m13 13 4 4" class="line" />
</svg>`
