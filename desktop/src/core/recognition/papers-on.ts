import { isPrinted, timesPrinted } from './found.ts'
import type { Row } from './layout.ts'
import type { Paper } from './paper.ts'
import { PAPERS } from './words.papers.ts'

/** Marks that weigh so much together make a page a paper of that kind. */
const ENOUGH = 0.9
/** A mark that weighs so much is the paper's own title, or as good as one. */
const TITLE = 0.7

/**
 * The paper that lies on a page, or both sides of a card; none of a page of free text. `several` when there is a second
 * paper besides, whose fields would be taken for those of the first.
 */
export function papersOn(rows: readonly Row[]): { papers: readonly Paper[]; several: boolean } {
  const weighed = PAPERS.map(paper => ({ paper, weight: weightOf(rows, paper) }))
    .filter(({ weight }) => weight >= ENOUGH)
    .sort((a, b) => b.weight - a.weight)
  const first = weighed[0]?.paper
  if (!first) return { papers: [], several: false }
  const other = weighed.slice(1).find(({ paper }) => isApart(rows, first, paper))?.paper
  const sides = other && CARD.every(kind => kind === first.kind || kind === other.kind)
  const papers = sides ? CARD.map(kind => (first.kind === kind ? first : other)) : [first]
  return { papers, several: (!!other && !sides) || papers.some(paper => isTwice(rows, paper)) }
}

const CARD = ['id-front', 'id-back'] as const

const weightOf = (rows: readonly Row[], { marks }: Paper) =>
  Object.entries(marks).reduce((sum, [text, weight]) => sum + (isPrinted(rows, text) ? weight : 0), 0)

/** Whether a title of one paper is printed that nothing on the other one reads like. */
function isApart(rows: readonly Row[], first: Paper, other: Paper): boolean {
  const known = [...Object.keys(first.marks), ...first.others, ...first.fields.flatMap(field => field.labels)]
  return Object.entries(other.marks).some(
    ([text, weight]) => weight >= TITLE && !known.some(label => label.includes(text)) && isPrinted(rows, text),
  )
}

/** Whether what a paper has once is there twice. */
const isTwice = (rows: readonly Row[], { marks }: Paper) =>
  Object.entries(marks).filter(([text, weight]) => weight >= TITLE && timesPrinted(rows, text) > 1).length > 0
