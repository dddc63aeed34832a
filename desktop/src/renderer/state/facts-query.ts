/** What rows in bulk are asked for by. Days are both included. */
export interface FactsQuery {
  from: string
  until: string
  subject?: string
  unit?: string
  person?: string
}
