import type { Paper, Sheet } from '../../../shared-types/src/model/template.ts'
import type { Download } from '../api/files.ts'

/** A form as PDF, with the template it is, its domain before it, and the paper that the template is made for. */
export interface Form extends Download {
  template: string
  paper: Paper
  /** What it was made of, for printers that take no PDF. */
  sheet?: Sheet
}
