/**
 * Full-width forms of ASCII (U+FF01–FF5E) and the ideographic space as their half-width twins, as Chinese input methods
 * mix them. Everything else stays: NFKC would also replace Han characters of names.
 */
export function halfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e\u3000]/g, c =>
    c === '\u3000' ? ' ' : String.fromCharCode(c.charCodeAt(0) - 0xfee0),
  )
}

/** `halfWidth` without any spaces (also no-break and zero-width ones), in capitals: for numbers and codes. */
export function codeText(text: string): string {
  return halfWidth(text)
    .replace(/[\s\u200b-\u200f\u2060\ufeff]/g, '')
    .toUpperCase()
}
