import type { Paper } from '../../../shared-types/src/model/template.ts'
import type { Download } from '../api.ts'

/** A form as PDF, with the paper that its template is made for. */
export interface Form extends Download {
  paper: Paper
}
