/**
 * RxDB compares text by UTF-16 unit, SQLite by UTF-8 byte. The two disagree on exactly one thing: a character beyond
 * the basic plane (rare Han such as 𠮷) is written in UTF-16 with units D800–DFFF and so stands *before* U+E000–U+FFFF
 * (compatibility Han, full-width forms), while its UTF-8 bytes stand after them. CESU-8 cures this by writing each
 * surrogate on its own; the same cure is done here inside valid UTF-8, so that a key stays text that any SQLite tool
 * reads: each surrogate moves to U+E000–U+E7FF, and what stood at U+E000–U+FFFF moves up to plane 15.
 */
const NEEDS_CARE = /[\ud800-\uffff]/
const FIRST_SURROGATE = 0xd800
const AFTER_SURROGATES = 0xe000
const PLANE_15 = 0xf0000

/** The text to store in place of `text` so that SQLite orders and equates it as JavaScript does. */
export function orderKey(text: string): string {
  return NEEDS_CARE.test(text) ? moved(text) : text
}

function moved(text: string): string {
  let key = ''
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < FIRST_SURROGATE) key += text[i]
    else if (unit < AFTER_SURROGATES) key += String.fromCharCode(unit - FIRST_SURROGATE + AFTER_SURROGATES)
    else key += String.fromCodePoint(unit - AFTER_SURROGATES + PLANE_15)
  }
  return key
}
