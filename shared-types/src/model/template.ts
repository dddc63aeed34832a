/** A named paper, or its size in millimetres. `card` is the ID-1 card of ISO/IEC 7810, 85.6 × 54 mm. */
export type Paper = 'A4' | 'A5' | 'card' | { readonly width: number; readonly height: number }

/** Where an item stands: millimetres from the page's top left corner. Nothing is drawn outside of it. */
export interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** `#rrggbb` */
export type Colour = `#${string}`

/** How text looks. Long text is never cut silently at its full size: it wraps or shrinks first, then is cut with …. */
export interface TextStyle {
  /** Points (1/72 inch); 10.5 (五号) unless told. */
  readonly size?: number
  readonly align?: 'left' | 'center' | 'right'
  readonly vertical?: 'top' | 'middle' | 'bottom'
  readonly weight?: 'regular' | 'bold'
  /** Points added between characters. */
  readonly spacing?: number
  /** Height of a line as a multiple of the size; 1.35 unless told. */
  readonly lineHeight?: number
  /** Several lines; a text without it is one line and its line breaks become spaces. */
  readonly wrap?: boolean
  /** Made smaller, down to 4 points, until it fits its place. */
  readonly shrink?: boolean
  readonly colour?: Colour
}

/**
 * Text with holes: `{name}` is the field's value as a person reads it (words of dictionaries, dates in Chinese form);
 * what other holes there are (`{state}`, `{now}` …) is the filler's business. `{{` is a brace.
 */
export interface TextItem extends Place, TextStyle {
  readonly kind: 'text'
  readonly text: string
}

/** The picture in a files field; nothing when the field is empty. */
export interface ImageItem extends Place {
  readonly kind: 'image'
  readonly of: string
  /** `cover` fills the place and cuts what stands over; `contain` shows the whole picture. */
  readonly fit: 'cover' | 'contain'
}

/** A QR code (GB/T 18284, ISO/IEC 18004) of a text with holes, as large as the place's shorter side with its white border. */
export interface QrItem extends Place {
  readonly kind: 'qr'
  readonly text: string
  /** How much of it may be damaged: L 7 %, M 15 % (unless told), Q 25 %, H 30 %. */
  readonly correction?: 'L' | 'M' | 'Q' | 'H'
}

/** A Code 128 bar code (GB/T 18347, ISO/IEC 15417) of a text with holes; only ASCII can stand in it. */
export interface Code128Item extends Place {
  readonly kind: 'code128'
  readonly text: string
}

export interface LineItem {
  readonly kind: 'line'
  readonly x: number
  readonly y: number
  readonly toX: number
  readonly toY: number
  /** Millimetres; 0.2 unless told. */
  readonly thickness?: number
  readonly colour?: Colour
}

/** A rectangle, with a border unless `thickness` is 0, filled when `fill` is given. */
export interface BoxItem extends Place {
  readonly kind: 'box'
  readonly thickness?: number
  readonly colour?: Colour
  readonly fill?: Colour
}

/** `第 {page} / {pages} 页`: these two holes only, known when the rows have been laid out. */
export interface PageNumberItem extends Place, TextStyle {
  readonly kind: 'pageNumber'
  readonly text: string
}

export interface TableColumn {
  readonly label: string
  /** Text with holes, filled once for each row. */
  readonly text: string
  /** A share of the table's width: widths 1, 2, 1 are a quarter, a half, a quarter. */
  readonly width: number
  readonly align?: 'left' | 'center' | 'right'
}

/** What the template's and the filled table have in common. */
interface TableLook extends Place {
  readonly kind: 'table'
  /** Points, of the rows; 9 unless told. */
  readonly size?: number
  /** Fill of the header row. */
  readonly headFill?: Colour
  /**
   * Rows that do not fit the place go on over further pages with the header repeated: the page is printed again with all
   * its items but those marked `on: 'first'`, and there the table starts at this height (`y` unless told) and ends where
   * it does on the first page.
   */
  readonly againY?: number
}

/** Rows come from a table field (`of`) or, without it, from the list or report that is printed. One per page at most. */
export interface TableItem extends TableLook {
  readonly of?: string
  readonly columns: readonly TableColumn[]
}

/** On a page whose table takes several sheets: on each of them unless told. */
interface Repeat {
  readonly on?: 'first' | 'last'
}

export type Item = (TextItem | ImageItem | QrItem | Code128Item | LineItem | BoxItem | PageNumberItem | TableItem) &
  Repeat

/** A form to print, as data. The wording in it is the form's own, not the screen's. A card has two pages: front, back. */
export interface PrintTemplate {
  readonly label: string
  readonly paper: Paper
  /** Wide instead of high; for named papers but the card, which is wide anyway. */
  readonly landscape?: boolean
  readonly pages: readonly (readonly Item[])[]
}

/** A picture by its key in the store of files; without a key its place stays empty. */
export interface FilledImage extends Place {
  readonly kind: 'image'
  readonly key?: string
  readonly fit: 'cover' | 'contain'
}

export interface FilledTable extends TableLook {
  readonly columns: readonly Omit<TableColumn, 'text'>[]
  /** Of each row the text of each column. */
  readonly rows: readonly (readonly string[])[]
}

export type FilledItem = (
  | TextItem
  | FilledImage
  | QrItem
  | Code128Item
  | LineItem
  | BoxItem
  | PageNumberItem
  | FilledTable
) &
  Repeat

/** A template after filling: braces in its texts are only braces, except in page numbers. What the printer is given. */
export interface Sheet {
  readonly title: string
  readonly paper: Paper
  readonly landscape?: boolean
  readonly pages: readonly (readonly FilledItem[])[]
}
