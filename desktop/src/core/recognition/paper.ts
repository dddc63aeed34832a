/** The papers that are known by sight. A page that is none of them is read as free text. */
export const PAPER_KINDS = [
  'id-front',
  'id-back',
  'household',
  'residence',
  'licence',
  'lease',
  'marriage',
  'form',
] as const
export type PaperKind = (typeof PAPER_KINDS)[number]

/** What a field of a paper holds, and so how its text is read. */
export type ValueKind =
  | 'name'
  | 'sex'
  | 'nation'
  /** YYYY-MM-DD. */
  | 'day'
  /** Two days of a paper's validity, or one and no end. */
  | 'period'
  | 'personId'
  | 'orgCode'
  | 'phone'
  /** A whole area of GB/T 2260, in words. */
  | 'area'
  | 'address'
  /** A police authority that issues papers, which is called after its area. */
  | 'authority'
  | 'text'

/** Where a field of a paper stands. */
export interface PaperField {
  name: string
  kind: ValueKind
  /** What is printed before it; any of them. */
  labels: readonly string[]
  /** Right of its label, under it, or wherever on the page something of its shape stands. */
  where: 'right' | 'under' | 'anywhere'
  /** It may go on in the lines below. */
  long?: boolean
  /** Which of several equal labels, counted from 0. */
  nth?: number
}

/** How a paper is known and what stands on it. */
export interface Paper {
  kind: PaperKind
  /** What is printed on every such paper, and how much each says for it; 1 in all is enough. */
  marks: Readonly<Record<string, number>>
  /** Labels that end the field before them without being a field. */
  others: readonly string[]
  fields: readonly PaperField[]
}
